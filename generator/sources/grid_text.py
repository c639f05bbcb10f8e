"""Grids of cells from marked-up formats: layout tables told from data, title rows taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.sources.assembly import Assembly, GridCell
from generator.sources.captions import title_like, unit_in

_ABOUT = re.compile(
    r"\s*(?:[（(]?(?:金额)?单位[：:]|(?:编制|填报|预算|公开)?(?:部门|单位)(?:名称)?[：:]|公开\d+表|附?表\s?\d)"
)
_LONG = 120
_MAX_TITLE_ROWS = 6
_UNIT_WITHIN = 3
"""Rows below its title in which a table states its unit."""


def is_data(cells: Sequence[GridCell]) -> bool:
    """Whether a grid is a table of data, not a frame around prose."""
    filled = [c for c in cells if c.text.strip()]
    rows = {c.row for c in filled}
    columns = {c.column for c in filled}
    if len(rows) < 2 or len(columns) < 2:
        return False
    long = sum(1 for c in filled if len(c.text) > _LONG)
    return long * 2 < len(filled)


def stacked(cells: Sequence[GridCell]) -> list[list[GridCell]]:
    """The tables of a grid in which several stand one above the other, each under a title row of its own."""
    rows: dict[int, list[GridCell]] = {}
    covered: set[int] = set()
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
        if cell.text.strip():
            covered.update(range(cell.row, cell.row + cell.rowspan))
    filled = {n: [c.text for c in row if c.text.strip()] for n, row in sorted(rows.items())}
    starts = [n for n in filled if _titles_a_table(n, filled, blank_before=n - 1 not in covered)]
    blocks: list[list[GridCell]] = []
    for first, end in zip([min(rows, default=0), *starts], [*starts, max(rows, default=0) + 1], strict=True):
        block = [c for n in range(first, end) for c in rows.get(n, ())]
        width = max((c.column + c.colspan for c in block if c.text.strip()), default=0)
        if width:
            blocks.append([c for c in block if c.column < width])
    return blocks


def _titles_a_table(row: int, filled: Mapping[int, list[str]], *, blank_before: bool) -> bool:
    """A row inside a grid whose only cell is a title, with a blank row before it or a unit soon after."""
    if row - 1 not in filled or len(filled[row]) != 1 or len(filled[row][0]) > _LONG:
        return False
    below = (text for n in range(row + 1, row + 1 + _UNIT_WITHIN) for text in filled.get(n, ()))
    states_unit = any(unit_in(text) for text in below)
    if title_like(filled[row][0]):
        return blank_before or states_unit
    return blank_before and states_unit


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
