"""For GitHub Actions: workflow commands, shown as annotations on the lines of the report."""

from __future__ import annotations

from collections.abc import Sequence

from generator.commands.formats.position import line_and_column
from generator.model import Finding, Report, Severity

_COMMAND: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render(reports: Sequence[Report]) -> str:
    """One command per finding. Lines refer to the published text of the report."""
    return "".join(_command(finding, report) for report in reports for finding in report.findings)


def _command(finding: Finding, report: Report) -> str:
    properties = {"file": report.provenance.path, "title": finding.id}
    if finding.quotes:
        line, column = line_and_column(report.source.text, finding.quotes[0].span[0])
        properties |= {"line": str(line), "col": str(column)}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMAND[finding.severity]} {listed}::{_data(f'{finding.message}（{finding.formula}）')}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
