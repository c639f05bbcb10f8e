"""Tables on PDF pages: grids filled with their text, and parts on consecutive pages joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.sources.assembly import GridCell
from generator.sources.pdf_lines import joined, lines_of
from generator.sources.pdf_page import Glyph
from generator.sources.ruled_grid import Grid

_SAME_COLUMN = 5.0
_MAX_HEADER = 6


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table, or the part of one that stands on one page."""

    page: int
    xs: tuple[float, ...]
    rows: int
    cells: tuple[GridCell, ...]
    top: float
    bottom: float


def filled(grids: Sequence[Grid], glyphs: Iterable[Glyph], page: int) -> tuple[list[TablePart], list[Glyph]]:
    """(tables with their text, glyphs that stand in none). A grid without text is no table."""
    inside: dict[tuple[int, int, int], list[Glyph]] = {}
    places = [_lookup(grid) for grid in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for index, grid in enumerate(grids):
            if grid.xs[0] <= x < grid.xs[-1] and grid.ys[0] <= y < grid.ys[-1]:
                row, column = bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1
                inside.setdefault((index, *places[index][row, column]), []).append(glyph)
                break
        else:
            outside.append(glyph)
    parts: list[TablePart] = []
    for index, grid in enumerate(grids):
        held = {key[1:]: glyphs_ for key, glyphs_ in inside.items() if key[0] == index}
        cells = tuple(
            GridCell(
                b.row,
                b.column,
                joined(lines_of(held.get((b.row, b.column), ()), page)),
                b.rowspan,
                b.colspan,
            )
            for b in grid.boxes
        )
        if sum(1 for cell in cells if cell.text) >= 2:
            parts.append(TablePart(page, grid.xs, len(grid.ys) - 1, cells, grid.top, grid.bottom))
        else:
            outside.extend(g for glyphs_ in held.values() for g in glyphs_)
    return parts, outside


def _lookup(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (r, c): (b.row, b.column)
        for b in grid.boxes
        for r in range(b.row, b.row + b.rowspan)
        for c in range(b.column, b.column + b.colspan)
    }


def continued(part: TablePart, following: TablePart) -> TablePart | None:
    """Both parts as one table, or None where `following` is a table of its own.

    A part carries on its predecessor where their column lines agree (one may have fewer: a last
    page that holds only a merged 合计 row). Header rows printed again are dropped.
    """
    union = _shared_columns(part.xs, following.xs)
    if union is None:
        return None
    above, below = _onto(part, union), _onto(following, union)
    again = _repeated_rows(above, below)
    if not again and _new_header(above, below):
        return None
    moved = tuple(replace(c, row=c.row - again + above.rows) for c in below.cells if c.row >= again)
    return TablePart(
        part.page, union, above.rows + below.rows - again, above.cells + moved, part.top, part.bottom
    )


def _shared_columns(xs: tuple[float, ...], others: tuple[float, ...]) -> tuple[float, ...] | None:
    """The finer of two sets of column lines where the coarser is part of it; shifted pages included."""
    few, many = sorted((xs, others), key=len)
    shift = many[0] - few[0]
    if abs((many[-1] - many[0]) - (few[-1] - few[0])) > _SAME_COLUMN:
        return None
    if any(min(abs(x + shift - m) for m in many) > _SAME_COLUMN for x in few):
        return None
    return tuple(many)


def _onto(part: TablePart, union: tuple[float, ...]) -> TablePart:
    shift = union[0] - part.xs[0]
    place = [min(range(len(union)), key=lambda i: abs(union[i] - x - shift)) for x in part.xs]
    cells = tuple(
        replace(c, column=place[c.column], colspan=max(1, place[c.column + c.colspan] - place[c.column]))
        for c in part.cells
    )
    return replace(part, xs=union, cells=cells)


def _row(part: TablePart, number: int) -> list[tuple[int, str]]:
    return [(c.column, "".join(c.text.split())) for c in part.cells if c.row == number]


def _repeated_rows(part: TablePart, following: TablePart) -> int:
    """How many leading rows of `following` repeat the header of `part`."""
    count = 0
    for number in range(min(_MAX_HEADER, part.rows, following.rows)):
        first = _row(part, number)
        if first != _row(following, number) or _figures(first):
            break
        count = number + 1
    return count


def _new_header(part: TablePart, following: TablePart) -> bool:
    """Whether `following` opens with a header of its own while `part` had one too."""
    first, again = _row(part, 0), _row(following, 0)
    named = [t for _, t in again if t]
    if _figures(again) or not named or not any(_figures(_row(part, n)) for n in range(part.rows)):
        return False  # a part without figures is a header cut off from its rows
    opening = [t for _, t in first if t]
    return len(opening) > 1 and len(named) >= max(2, len(again) * 2 // 3) and not _figures(first)


def _figures(row: Sequence[tuple[int, str]]) -> bool:
    return any(t[:1].isdigit() or t[:1] in "-.—" for _, t in row if t)
