"""Downloading everything, and what was corrected."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from generator.site import addresses, downloads, notes
from generator.site.figures import figure_name
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site
from generator.store.versions import figures_hash

_REPORT_FIELDS = (
    "report", "title", "code", "place", "province", "city", "department", "department_name", "year", "kind",
    "unit", "figures", "findings", "version", "source_url", "published", "retrieved", "sha256", "url",
)  # fmt: skip
_FINDING_FIELDS = (
    "report", "id", "group", "rule", "severity", "status", "message", "formula", "difference",
    "figures", "url",
)  # fmt: skip


def data(site: Site) -> tuple[RenderedPage, list[RenderedFile]]:
    files = [
        RenderedFile("data/figures.csv", downloads.figures_csv(_figure_rows(site))),
        RenderedFile("data/reports.csv", _table(_REPORT_FIELDS, _report_rows(site))),
        RenderedFile("data/findings.csv", _table(_FINDING_FIELDS, _finding_rows(site))),
    ]
    package = _json(_datapackage(site, files))
    files.append(RenderedFile("data/datapackage.json", package))
    html = render(site, "data.html", addresses.DATA, files=files)
    return RenderedPage(
        addresses.DATA, "数据下载", "全部数字、报告目录和疑点提示，CSV 与 JSON。", html
    ), files


def _figure_rows(site: Site) -> Iterable[dict[str, str]]:
    for page in site.archive.pages:
        for part in page.parts:
            yield from downloads.figures_rows(part.report, f"{site.url}{page.address}#{part.prefix}")


def _report_rows(site: Site) -> Iterable[dict[str, str]]:
    for page in site.archive.pages:
        for part in page.parts:
            identity, source = part.report.reading.identity, part.report.provenance
            yield {
                "report": part.report.id,
                "title": identity.title,
                "code": page.code,
                "place": page.place,
                "province": identity.province or "",
                "city": identity.city or "",
                "department": page.slug,
                "department_name": page.department_name,
                "year": str(page.year or ""),
                "kind": identity.kind or "",
                "unit": identity.unit or "",
                "figures": str(len(part.report.reading.facts)),
                "findings": str(len(notes.notes(part.report.findings))),
                "version": figures_hash(part.report),
                "source_url": source.url or "",
                "published": source.published or "",
                "retrieved": source.retrieved or "",
                "sha256": source.sha256,
                "url": f"{site.url}{page.address}",
            }


def _finding_rows(site: Site) -> Iterable[dict[str, str]]:
    for page, part, finding in site.findings:
        yield {
            "report": part.report.id,
            "id": finding.id,
            "group": finding.group,
            "rule": finding.rule,
            "severity": finding.severity,
            "status": finding.status,
            "message": finding.message,
            "formula": finding.formula,
            "difference": finding.difference or "",
            "figures": " ".join(finding.figures),
            "url": f"{site.url}{page.address}#{part.prefix}{finding.id}",
        }


def _table(fields: tuple[str, ...], rows: Iterable[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: downloads.inert(value) for key, value in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _datapackage(site: Site, files: list[RenderedFile]) -> dict[str, Any]:
    """Frictionless Data Package; amounts follow the Fiscal Data Package's habit of one measure column."""
    numeric = {"yuan": "number", "year": "integer", "start": "integer", "end": "integer"}
    fields = {
        "data/figures.csv": downloads.FIELDS,
        "data/reports.csv": _REPORT_FIELDS,
        "data/findings.csv": _FINDING_FIELDS,
    }
    return {
        "profile": "tabular-data-package",
        "name": "mingzhang",
        "title": "明账：部门预算与决算公开数据",
        "homepage": site.url,
        "resources": [
            {
                "name": file.address.removeprefix("data/").removesuffix(".csv"),
                "path": file.address.removeprefix("data/"),
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "bytes": len(file.content),
                "schema": {
                    "fields": [
                        {"name": name, "type": numeric.get(name, "string")} for name in fields[file.address]
                    ]
                },
            }
            for file in files
        ],
    }


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def corrections(site: Site) -> RenderedPage:
    by_id = {part.report.id: (page, part) for page in site.archive.pages for part in page.parts}
    html = render(
        site,
        "corrections.html",
        addresses.CORRECTIONS,
        corrections=sorted(site.corrections, key=lambda c: (c.date, c.report), reverse=True),
        replies=sorted(site.replies, key=lambda r: (r.date, r.report), reverse=True),
        by_id=by_id,
        figure_name=figure_name,
    )
    return RenderedPage(addresses.CORRECTIONS, "更正与回应", "对解析的更正，以及部门对提示的回应。", html)
