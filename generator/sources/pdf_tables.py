"""Tables on PDF pages: grids filled with their text, and parts on consecutive pages joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator.sources.aligned_grid import Row, columns, placed, table_runs
from generator.sources.assembly import GridCell
from generator.sources.pdf_lines import Line, joined, lines_of
from generator.sources.pdf_page import Glyph
from generator.sources.ruled_grid import Grid

_SAME_COLUMN = 5.0
_PADDING = 12.0
"""Points that a cell keeps free beside its text, both sides together, at most."""
_BEGINS_A_ROW = re.compile(r"[一二三四五六七八九十]{1,3}[、．.]|[（(]|\d|其中|[合总小]计|[-—]")
_MAX_HEADER = 6
_AMOUNT = re.compile(r"[-−]?\d[\d,]*\.\d{1,6}%?|[-−]?\d{1,3}(?:,\d{3})+|0")


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table, or the part of one that stands on one page."""

    page: int
    xs: tuple[float, ...]
    rows: int
    cells: tuple[GridCell, ...]
    top: float
    bottom: float
    full: frozenset[int] = frozenset()
    """Columns whose text in the last row fills its cell to the edge: it may go on on the next page."""


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
        lines = {key: lines_of(glyphs_, page) for key, glyphs_ in held.items()}
        cells, rows = _cells(grid, lines)
        if sum(1 for cell in cells if cell.text) >= 2:
            full = _full_columns(grid, lines)
            parts.append(TablePart(page, grid.xs, rows, tuple(cells), grid.top, grid.bottom, full))
        else:
            outside.extend(g for glyphs_ in held.values() for g in glyphs_)
    return parts, outside


def _cells(grid: Grid, lines: Mapping[tuple[int, int], Sequence[Line]]) -> tuple[list[GridCell], int]:
    """(cells, number of rows). A ruled row that holds several printed rows is taken apart."""
    tops = _printed_rows(grid, lines)
    first: list[int] = [0]
    for row in range(len(grid.ys) - 1):
        first.append(first[-1] + len(tops.get(row, (0,))))
    cells: list[GridCell] = []
    for box in grid.boxes:
        held = lines.get((box.row, box.column), ())
        start, end = first[box.row], first[box.row + box.rowspan]
        if box.rowspan > 1 or box.row not in tops:
            cells.append(GridCell(start, box.column, joined(held), end - start, box.colspan))
            continue
        at = tops[box.row]
        for offset, top in enumerate(at):
            here = [x for x in held if min(at, key=partial(_distance, x.top)) == top]
            cells.append(GridCell(start + offset, box.column, joined(here), 1, box.colspan))
    return sorted(cells, key=lambda c: (c.row, c.column)), first[-1]


def _full_columns(grid: Grid, lines: Mapping[tuple[int, int], Sequence[Line]]) -> frozenset[int]:
    """Columns of the last row whose last line leaves no room for another character."""
    full: set[int] = set()
    for box in grid.boxes:
        held = lines.get((box.row, box.column), ())
        if box.row + box.rowspan < len(grid.ys) - 1 or not held:
            continue
        room = (box.x1 - box.x0) - (held[-1].x1 - held[-1].x0)
        if room < held[-1].size + _PADDING:
            full.add(box.column)
    return frozenset(full)


def _distance(one: float, other: float) -> float:
    return abs(one - other)


def _printed_rows(grid: Grid, lines: Mapping[tuple[int, int], Sequence[Line]]) -> dict[int, list[float]]:
    """Tops of the printed rows inside each ruled row that holds several.

    Amounts decide: two lines of a wrapped name are one row, two amounts below one another are two.
    """
    found: dict[int, list[float]] = {}
    for box in grid.boxes:
        held = lines.get((box.row, box.column), ())
        if box.rowspan > 1 or len(held) <= max(1, len(found.get(box.row, ()))):
            continue
        if all(_AMOUNT.fullmatch(line.text.replace(" ", "")) for line in held):
            found[box.row] = [line.top for line in held]
    return found


def aligned(lines: Sequence[Line], page: int) -> tuple[list[TablePart], list[Line]]:
    """(tables that the lines form without any ruling, lines that belong to none)."""
    rows = [Row(i, line.segments, line.size) for i, line in enumerate(lines)]
    parts: list[TablePart] = []
    within: set[int] = set()
    for start, end in table_runs(rows):
        found = columns(rows[start:end])
        if len(found) < 2:
            continue
        within.update(range(start, end))
        cells = tuple(GridCell(r, c, text, 1, wide) for r, c, wide, text in placed(rows[start:end], found))
        xs = (*(x0 for x0, _ in found), found[-1][1])
        parts.append(TablePart(page, xs, end - start, cells, lines[start].top, lines[end - 1].bottom))
    return parts, [line for i, line in enumerate(lines) if i not in within]


def _lookup(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (r, c): (b.row, b.column)
        for b in grid.boxes
        for r in range(b.row, b.row + b.rowspan)
        for c in range(b.column, b.column + b.colspan)
    }


def continued(part: TablePart, following: TablePart, *, announced: bool = False) -> TablePart | None:
    """Both parts as one table, or None where `following` is a table of its own.

    A part carries on its predecessor where their column lines agree (one may have fewer: a last
    page that holds only a merged 合计 row). Header rows printed again are dropped; where the lines
    above the table are printed again too (`announced`), so must its header be. A row that the page's
    edge cut in two becomes one.
    """
    union = _shared_columns(part.xs, following.xs)
    if union is None:
        return None
    above, below = _onto(part, union), _onto(following, union)
    again = _repeated_rows(above, below)
    if not again and (announced or _new_header(above, below)):
        return None
    cells, rest = above.cells, [c for c in below.cells if c.row >= again]
    cut = _rejoined(above, [c for c in rest if c.row == again])
    if cut is not None:
        cells, rest = cut, [c for c in rest if c.row > again]
    skipped = again + (cut is not None)
    moved = tuple(replace(c, row=c.row - skipped + above.rows) for c in rest)
    rows = above.rows + below.rows - skipped
    full = below.full if below.rows > skipped else above.full
    return TablePart(part.page, union, rows, cells + moved, part.top, part.bottom, full)


def _rejoined(above: TablePart, opening: Sequence[GridCell]) -> tuple[GridCell, ...] | None:
    """The cells of `above` with the rest of its last row, or None where `opening` is a row of its own.

    Words that filled their cell at the foot of a page go on at the head of the next; what else the
    two halves hold stands in different columns.
    """
    last = {c.column: c for c in above.cells if c.row == above.rows - 1}
    rest = {c.column: c for c in opening if c.text}
    both = [c for c in rest if c in last and last[c].text]
    if not both or any(c.rowspan > 1 for c in rest.values()) or any(c not in last for c in rest):
        return None
    for column in both:
        if (
            column not in above.full
            or _BEGINS_A_ROW.match(rest[column].text)
            or _figures([(0, last[column].text)])
        ):
            return None
    whole = {c: replace(last[c], text=last[c].text + rest[c].text) for c in rest}
    return tuple(whole.get(c.column, c) if c.row == above.rows - 1 else c for c in above.cells)


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
    return replace(part, xs=union, cells=cells, full=frozenset(place[column] for column in part.full))


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
