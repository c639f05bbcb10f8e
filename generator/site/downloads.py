"""The data of a report as files: JSON, YAML and CSV of the same figures, in the same order."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from generator import vocabulary
from generator.model import Report
from generator.site.charts import Chart
from generator.site.figures import figure_name
from generator.site.whereabouts import Whereabouts
from generator.store import dump
from generator.store.document import to_document
from generator.vocabulary import cofog

FIELDS = tuple(vocabulary.data("fields")["figures"])
"""Columns of the figures table, described in `vocabulary/fields.yaml`."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def yaml_bytes(report: Report) -> bytes:
    return dump(report).encode()


def json_bytes(report: Report) -> bytes:
    return (
        json.dumps(to_document(report), ensure_ascii=False, default=str, separators=(",", ":")) + "\n"
    ).encode()


def figures_rows(report: Report, site_url: str, where: Whereabouts) -> Iterable[dict[str, str]]:
    """One row per printed mention. `site_url` is the complete address of the site's root."""
    for fact in report.reading.facts:
        yuan = fact.yuan
        name = figure_name(fact, report.reading.identity.year)
        yield {
            "report": report.id,
            "id": fact.id,
            "name": f"{name}：{vocabulary.measure_name(fact.measure)}",
            "scope": fact.scope,
            "concept": fact.concept,
            "measure": fact.measure,
            "value": f"{fact.value:f}",
            "unit": fact.unit,
            "yuan": "" if yuan is None else f"{yuan.normalize():f}",
            "year": str(fact.year or ""),
            "where": fact.where,
            "quote": fact.quote,
            "start": str(fact.span[0]),
            "end": str(fact.span[1]),
            "cofog": division.code if (division := cofog.division_of(fact.concept)) else "",
            "url": f"{site_url}{where.figure(fact.id)}",
        }


def figures_csv(rows: Iterable[dict[str, str]]) -> bytes:
    """The figures as CSV: UTF-8 with a byte order mark, so that spreadsheets read the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in rows:
        values = [row[field] for field in FIELDS]
        writer.writerow([value if _is_harmless(value) else inert(value) for value in values])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def chart_csv(chart: Chart) -> bytes:
    """The rows of one chart."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("项目", f"金额（{chart.unit}）", "原文数字", "数字编号"))
    for row in chart.rows:
        amount = "" if row.missing else chart.digits(row)
        writer.writerow((inert(row.name), amount, row.label, row.figure or ""))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _is_harmless(text: str) -> bool:
    """Whether a value cannot be taken for a formula: most begin otherwise, and a negative number is none."""
    return text[:1] not in _FORMULA_STARTS or text.removeprefix("-").replace(".", "", 1).isdigit()


def inert(text: str) -> str:
    """A text that a spreadsheet will not take for a formula: report text is not ours to trust."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
