"""Grids of cells from marked-up formats: layout tables told from data, title rows taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.sources.assembly import Assembly, GridCell
from generator.sources.captions import unit_in

_ABOUT = re.compile(
    r"\s*(?:[（(]?(?:金额)?单位[：:]|(?:编制|填报|预算|公开)?(?:部门|单位)(?:名称)?[：:]|公开\d+表|附?表\s?\d)"
)
_LONG = 120
_MAX_TITLE_ROWS = 6


def is_data(cells: Sequence[GridCell]) -> bool:
    """Whether a grid is a table of data, not a frame around prose."""
    filled = [c for c in cells if c.text.strip()]
    rows = {c.row for c in filled}
    columns = {c.column for c in filled}
    if len(rows) < 2 or len(columns) < 2:
        return False
    long = sum(1 for c in filled if len(c.text) > _LONG)
    return long * 2 < len(filled)


def put(assembly: Assembly, cells: Sequence[GridCell], page: int | None = None, name: str = "") -> None:
    """Add a grid: its title, unit and note rows as paragraphs, the rest as a table.

    A grid that frames prose becomes paragraphs altogether.
    """
    if not is_data(cells):
        for cell in cells:
            for line in cell.text.split("\n"):
                assembly.paragraph(line, page)
        return
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    width = max(c.column + c.colspan for c in cells)
    numbers = sorted(rows)
    first, last = 0, len(numbers)
    while first < min(len(numbers) - 1, _MAX_TITLE_ROWS) and _apart(rows[numbers[first]], width):
        first += 1
    while last > first + 1 and _note(rows[numbers[last - 1]]):
        last -= 1
    for number in numbers[:first]:
        _prose(assembly, rows[number], page)
    base = numbers[first]
    kept = [replace(c, row=c.row - base) for n in numbers[first:last] for c in rows[n]]
    assembly.table(kept, page, name)
    for number in numbers[last:]:
        _prose(assembly, rows[number], page)


def _prose(assembly: Assembly, row: Sequence[GridCell], page: int | None) -> None:
    text = " ".join(" ".join(c.text.split()) for c in row if c.text.strip())
    assembly.paragraph(text, page)


def _apart(row: Sequence[GridCell], width: int) -> bool:
    """A row above the table proper: blank, a title over the whole width, or a line about unit and issuer."""
    filled = [c for c in row if c.text.strip()]
    if not filled:
        return True
    if len(filled) == 1 and filled[0].rowspan == 1 and (filled[0].colspan >= width - 1 or len(row) >= width):
        return True
    return any(unit_in(c.text) for c in filled) or all(_ABOUT.match(c.text) for c in filled)


def _note(row: Sequence[GridCell]) -> bool:
    """A row below the table proper: blank, or a remark in one cell."""
    filled = [c for c in row if c.text.strip()]
    return not filled or (
        len(filled) == 1
        and (filled[0].text.strip().startswith(("注", "说明", "备注")) or len(filled[0].text) > 40)
    )
