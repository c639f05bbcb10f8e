"""The data of a report as files: JSON, YAML and CSV of the same figures, in the same order.

The YAML is the parsed file as the data folder keeps it. The JSON is the same document, with the permanent
address (`url`) of every figure, as the CSV has it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

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

_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SUSPECT = (*_FORMULA_STARTS, "'")
_LONGEST = 1 << 30
"""Characters in a field: there is no limit to how long a sentence of a report is."""


def yaml_bytes(report: Report) -> bytes:
    return dump(report).encode()


def json_bytes(report: Report, site_url: str, where: Whereabouts) -> bytes:
    """The parsed document, each figure with its `url`. `site_url` is as for `figures_rows`."""
    document = to_document(report)
    for fact in document["facts"]:
        fact["url"] = f"{site_url}{where.figure(fact['id'])}"
    return (json.dumps(document, ensure_ascii=False, default=str, separators=(",", ":")) + "\n").encode()


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


def figures_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The figures as CSV."""
    out = io.StringIO()
    write_csv(out, FIELDS, rows)
    return out.getvalue().encode()


def write_csv(out: IO[str], fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    """Write a table as CSV, row by row, and return how many rows there were.

    It begins with a byte order mark, so that spreadsheets read the Chinese; `out` must write UTF-8 and leave
    line ends alone.
    """
    out.write(_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(fields)
    count = 0
    for row in rows:
        values = [row[field] for field in fields]
        writer.writerow([value if _is_harmless(value) else inert(value) for value in values])
        count += 1
    return count


def read_csv(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The rows that `write_csv` wrote, without what keeps spreadsheets from computing them."""
    csv.field_size_limit(_LONGEST)
    for row in csv.DictReader(lines, restval=""):
        yield {field: _restored(value) for field, value in row.items()}


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
    """Whether a value is written as it is: most begin otherwise, and a negative number is no formula."""
    return text[:1] not in _SUSPECT or text.removeprefix("-").replace(".", "", 1).isdigit()


def inert(text: str) -> str:
    """A text that a spreadsheet will not take for a formula: report text is not ours to trust."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def _restored(text: str) -> str:
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(_FORMULA_STARTS) else text
