"""For code-scanning tools: SARIF 2.1.0 (OASIS), with regions in the published text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator import checking
from generator.checking import RuleInfo
from generator.commands.formats.position import line_and_column
from generator.model import Finding, Report, Severity

_LEVEL: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def render(reports: Sequence[Report]) -> str:
    """One SARIF run over all reports."""
    results = [_result(finding, report) for report in reports for finding in report.findings]
    broken = {finding.rule for report in reports for finding in report.findings}
    rules = [_rule(info) for info in checking.catalogue() if info.id in broken]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "mingzhang", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(info: RuleInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "shortDescription": {"text": info.title},
        "fullDescription": {"text": f"{info.formula}。{info.why}"},
        "help": {"text": info.verify},
        "defaultConfiguration": {"level": _LEVEL[info.severity]},
    }


def _result(finding: Finding, report: Report) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "level": _LEVEL[finding.severity],
        "message": {"text": f"{finding.message}（{finding.formula}）"},
        "locations": [_location(span, report) for span in [quote.span for quote in finding.quotes]],
        "partialFingerprints": {"finding/v1": f"{report.id}#{finding.id}"},
        "properties": {"group": finding.group, "status": finding.status},
    }


def _location(span: tuple[int, int], report: Report) -> dict[str, Any]:
    start_line, start_column = line_and_column(report.source.text, span[0])
    end_line, end_column = line_and_column(report.source.text, span[1])
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": report.provenance.path},
            "region": {
                "startLine": start_line,
                "startColumn": start_column,
                "endLine": end_line,
                "endColumn": end_column,
            },
        }
    }
