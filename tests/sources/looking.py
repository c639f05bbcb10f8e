"""What must hold for every source text, and two ways to look at one."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import SourceText

Reader = Callable[..., SourceText]


def spans_hold(source: SourceText) -> None:
    """Every paragraph and every cell gives back its own text; nothing overlaps; order is reading order."""
    at = 0
    for paragraph in source.paragraphs:
        assert at <= paragraph.start < paragraph.end <= len(source.text)
        at = paragraph.end
        for table in source.tables:
            assert paragraph.end <= table.start or table.end <= paragraph.start
    for table in source.tables:
        for cell in table.cells:
            assert source.text[cell.start : cell.end] == cell.text
            assert table.start <= cell.start <= cell.end <= max(table.end, cell.end)


def prose(source: SourceText) -> list[str]:
    """The paragraphs' texts, line breaks of wrapped lines taken out."""
    return [source.text[p.start : p.end].replace("\n", "") for p in source.paragraphs]


def grid(source: SourceText, index: int = 0) -> list[list[str]]:
    """The texts of one table, row by row; only cells that begin there."""
    rows: dict[int, list[str]] = {}
    for cell in source.tables[index].cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[r] for r in sorted(rows)]
