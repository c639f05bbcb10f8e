"""Paragraphs and tables of a source text as compact lines, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from generator.model import Cell, Paragraph, SourceText, Table

_PARAGRAPH = re.compile(r"(\d+) (\d+)-(\d+)(?: p(\d+))?")
_CELL = re.compile(r"(\d+) (\d+) (\d+)-(\d+)(?: (\d+)x(\d+))?")


def to_document(source: SourceText) -> dict[str, Any]:
    """The layout as plain data. A cell's words are kept only where they are not those of its span."""
    return {
        **({"pages": source.pages} if source.pages is not None else {}),
        "paragraphs": [
            f"{p.index} {p.start}-{p.end}" + (f" p{p.page}" if p.page is not None else "")
            for p in source.paragraphs
        ],
        "tables": [_table(table, source.text) for table in source.tables],
    }


def paragraphs(rows: Mapping[str, Any]) -> tuple[Paragraph, ...]:
    """The paragraphs of a layout. Raises ValueError on a line that is not one."""
    result = []
    for line in rows["paragraphs"]:
        index, start, end, page = _fields(_PARAGRAPH, line)
        result.append(Paragraph(int(index), int(start), int(end), int(page) if page else None))
    return tuple(result)


def tables(rows: Mapping[str, Any], text: str) -> tuple[Table, ...]:
    """The tables of a layout over their text. Raises ValueError on a line that is not one."""
    return tuple(_read_table(row, text) for row in rows["tables"])


def _table(table: Table, text: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "index": table.index,
        "caption": table.caption,
        "span": (table.start, table.end),
        "unit": table.unit,
        "page": table.page,
        "problem": table.problem,
        "rows": [
            "; ".join(_cell(cell) for cell in cells) for _, cells in groupby(table.cells, key=lambda c: c.row)
        ],
        # Words that differ from the source's own: a cell whose text was joined over line breaks.
        "words": {
            str(number): cell.text
            for number, cell in enumerate(table.cells)
            if cell.text != text[cell.start : cell.end]
        },
    }
    return {name: value for name, value in row.items() if value not in (None, {})}


def _cell(cell: Cell) -> str:
    merged = f" {cell.rowspan}x{cell.colspan}" if (cell.rowspan, cell.colspan) != (1, 1) else ""
    return f"{cell.row} {cell.column} {cell.start}-{cell.end}{merged}"


def _read_table(row: Mapping[str, Any], text: str) -> Table:
    start, end = row["span"]
    return Table(
        index=row["index"],
        caption=row["caption"],
        cells=tuple(_read_cells(row["rows"], row.get("words", {}), text)),
        start=start,
        end=end,
        unit=row.get("unit"),
        page=row.get("page"),
        problem=row.get("problem"),
    )


def _read_cells(rows: list[str], words: Mapping[str, str], text: str) -> Iterator[Cell]:
    number = 0
    for line in rows:
        for entry in line.split("; "):
            row, column, start, end, rowspan, colspan = _fields(_CELL, entry)
            a, b = int(start), int(end)
            yield Cell(
                row=int(row),
                column=int(column),
                text=words.get(str(number), text[a:b]),
                start=a,
                end=b,
                rowspan=int(rowspan or 1),
                colspan=int(colspan or 1),
            )
            number += 1


def _fields(pattern: re.Pattern[str], line: str) -> tuple[str | Any, ...]:
    match = pattern.fullmatch(line)
    if match is None:
        raise ValueError(line)
    return match.groups()
