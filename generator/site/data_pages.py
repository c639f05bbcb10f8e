"""Downloading everything, and what was corrected."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator import vocabulary
from generator.site import addresses, database, downloads, notes
from generator.site.figures import figure_name
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site
from generator.store.versions import figures_hash
from generator.vocabulary import cofog

TABLES = ("figures", "reports", "findings", "cofog")
DATABASE = "mingzhang.sqlite"


def data(site: Site) -> tuple[RenderedPage, list[RenderedFile]]:
    """The page of downloads, and the downloads: every table as CSV, all of them as SQLite."""
    rows = {
        "figures": list(_figure_rows(site)),
        "reports": list(_report_rows(site)),
        "findings": list(_finding_rows(site)),
        "cofog": list(_cofog_rows()),
    }
    contents = {
        f"{name}.csv": downloads.figures_csv(rows[name])
        if name == "figures"
        else _table(database.fields(name), rows[name])
        for name in TABLES
    }
    contents[DATABASE] = database.sqlite_bytes(
        rows["reports"], rows["figures"], rows["findings"], rows["cofog"]
    )
    package = _datapackage(site, contents)
    html = render(
        site,
        "data.html",
        addresses.DATA,
        sizes={name: _size(content) for name, content in contents.items()},
        counts={name: len(rows[name]) for name in TABLES},
        tables=[(name, vocabulary.data("fields")[name]) for name in TABLES],
    )
    page = RenderedPage(addresses.DATA, "数据下载", "全部数字、报告目录和疑点提示，CSV 与 SQLite。", html)
    contents["datapackage.json"] = _json(package)
    return page, [RenderedFile(f"data/{name}", content) for name, content in contents.items()]


def _size(content: bytes) -> str:
    return (
        f"{len(content) / 1_000_000:.1f} MB" if len(content) >= 100_000 else f"{len(content) / 1000:.0f} KB"
    )


def _cofog_rows() -> Iterable[dict[str, str]]:
    for division in cofog.divisions().values():
        yield {"code": division.code, "zh": division.zh, "en": division.en}


def _figure_rows(site: Site) -> Iterable[dict[str, str]]:
    for page in site.archive.pages:
        for part in page.parts:
            yield from downloads.figures_rows(part.report, site.url, page.where(part))


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


def _table(fields: Sequence[str], rows: Iterable[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: downloads.inert(value) for key, value in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


_REFERENCES = {
    "figures": (("report", "reports", "report"), ("cofog", "cofog", "code")),
    "findings": (("report", "reports", "report"),),
}
_KEYS: Mapping[str, str | list[str]] = {"reports": "report", "findings": ["report", "id"], "cofog": "code"}


def _datapackage(site: Site, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """A Frictionless Data Package; columns that the Fiscal Data Package has a type for carry it.

    The amounts of `figures` are in yuan (CNY) in the one column `yuan`; its report says which
    department, year and phase (budget or final account) they belong to.
    """
    return {
        "profile": "tabular-data-package",
        "name": "mingzhang",
        "title": "明账：部门预算与决算公开数据",
        "description": "各部门公开的报告里印的每个数字，以原文为准。国际功能分类（COFOG）是近似对应。",
        "homepage": site.url,
        "countryCode": "CN",
        "sources": [{"title": title} for title in vocabulary.data("cofog")["sources"]],
        "resources": [_resource(name, contents[f"{name}.csv"]) for name in TABLES],
    }


def _resource(name: str, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field, row) for field, row in vocabulary.data("fields")[name].items()],
        "missingValues": [""],
    }
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    if name in _REFERENCES:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": resource, "fields": there}}
            for field, resource, there in _REFERENCES[name]
        ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(name: str, row: Mapping[str, str]) -> dict[str, str]:
    described = {"name": name, "type": row.get("type", "string"), "title": row["title"]}
    for key, into in (("about", "description"), ("fiscal", "columnType"), ("unit", "unit")):
        if key in row:
            described[into] = row[key]
    return described


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
