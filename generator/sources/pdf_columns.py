"""Pages set in two columns of prose: read down the left one, then down the right one.

A table beside a table (收支总表: income left, expenditure right) has rows that are read across. So only
what can be nothing but prose is taken apart: on both sides of a gutter, lines that fill their column,
one piece each, mostly of ideographs.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.sources.pdf_lines import Line, line_of, rows_of
from generator.sources.pdf_page import Glyph

_MIDDLE = (0.35, 0.65)
"""Share of the text's width in which a right column may begin."""
_SAME_EDGE = 4.0
_GAP = 0.8
"""Columns are at least this far apart, in heights of a character."""
_MIN_LINES = 6
"""Lines on each side that prove columns. Where they are proved, fewer are enough: the rest of a text."""
_ONE_SIDED = 3
"""Lines that prove the left column where the right one is empty."""
_NARROWEST = 10
"""Characters in a column's width."""
_FILLED = 0.85
_IDEOGRAPHS = 0.5
_PIECES = 1.25
"""Pieces a line has on average in justified prose, at most."""
_ALIKE = 0.7
"""Columns of one text are about equally wide."""
_WIDER = 1.03


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where the left and the right column begin, and how wide they are, in points."""

    left: float
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Box:
    """Where a table stands on the page."""

    x0: float
    x1: float
    top: float
    bottom: float

    def crosses(self, at: float) -> bool:
        """Whether it stands across the page: no column runs past it."""
        return self.x0 < at < self.x1


@dataclass(frozen=True, slots=True)
class InColumns:
    """What a page in columns holds, in reading order."""

    lines: list[Line]
    rest: list[Glyph]
    """Glyphs of the lines that run across."""
    places: dict[Box, float]
    """Where the tables within a column come among the lines (`Line.place`)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line over the whole page: its pieces left and right of the gutter."""

    left: tuple[Glyph, ...]
    right: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The lines of one column."""

    lines: tuple[Line, ...]

    @property
    def start(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def width(self) -> float:
        return max(line.x1 for line in self.lines) - self.start


def gutter_of(glyphs: Iterable[Glyph], page: int, tables: Sequence[Box]) -> Gutter | None:
    """The gutter of a page that proves to be set in two columns of prose."""
    rows = rows_of(glyphs)
    at = _common_start(rows)
    if at is None:
        return None
    for run in _runs(rows, at, tables):
        left, right = _sides(run, page)
        if min(len(left.lines), len(right.lines)) >= _MIN_LINES and _is_prose(left) and _is_prose(right):
            narrow, wide = sorted((left.width, right.width))
            if narrow >= _ALIKE * wide:
                return Gutter(left.start, at, wide)
    return None


def in_columns(glyphs: Sequence[Glyph], page: int, gutter: Gutter, tables: Sequence[Box]) -> InColumns:
    """The lines and tables of a page that stand in columns beside a proved gutter."""
    found = InColumns([], [], {})
    taken: set[Glyph] = set()
    for run in _runs(rows_of(glyphs), gutter.at, tables):
        sides = _sides(run, page)
        if _carries_on(sides, gutter):
            taken.update(glyph for row in run for glyph in (*row.left, *row.right))
            _put_in_order(found, sides, gutter, tables)
    found.rest.extend(glyph for glyph in glyphs if glyph not in taken)
    return found


def _common_start(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """Where most pieces in the middle of the page begin."""
    words = [glyph for row in rows for glyph in row if not glyph.char.isspace()]
    if not words:
        return None
    left, right = min(g.x0 for g in words), max(g.x1 for g in words)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    starts = sorted(piece[0].x0 for row in rows for piece in _pieces(row, _GAP) if low <= piece[0].x0 <= high)
    best: list[float] = []
    first = 0
    for last, start in enumerate(starts):
        while start - starts[first] > _SAME_EDGE:
            first += 1
        if last + 1 - first > len(best):
            best = starts[first : last + 1]
    return best[0] if len(best) >= _MIN_LINES // 2 else None


def _pieces(row: Sequence[Glyph], gap: float) -> list[list[Glyph]]:
    pieces: list[list[Glyph]] = []
    for glyph in sorted(row, key=lambda g: g.x0):
        if glyph.char.isspace():
            continue
        if pieces and glyph.x0 - pieces[-1][-1].x1 <= gap * glyph.size:
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    return pieces


def _runs(rows: Sequence[Sequence[Glyph]], at: float, tables: Sequence[Box]) -> list[list[Row]]:
    """Stretches of lines that leave the gutter before `at` free, with no table across between them."""
    barriers = [(table.top, table.bottom) for table in tables if table.crosses(at)]
    runs: list[list[Row]] = [[]]
    for row in rows:
        words = [glyph for glyph in row if not glyph.char.isspace()]
        if not words:
            continue
        gutter = at - _GAP * statistics.median(g.size for g in words)
        top, bottom = min(g.top for g in words), max(g.bottom for g in words)
        crosses = any(g.x1 > gutter and g.x0 < at - 1 for g in words)
        above = runs[-1][-1] if runs[-1] else None
        if crosses or (above and any(_bottom(above) <= (a + b) / 2 <= top for a, b in barriers)):
            runs.append([])
        if not crosses and not any(a < bottom and top < b for a, b in barriers):
            left = tuple(g for g in row if g.x1 <= at - 1)
            runs[-1].append(Row(left, tuple(g for g in row if g.x1 > at - 1)))
    return [run for run in runs if run]


def _bottom(row: Row) -> float:
    return max(glyph.bottom for glyph in (*row.left, *row.right))


def _sides(run: Sequence[Row], page: int) -> tuple[Side, Side]:
    left, right = (
        Side(tuple(line for row in rows if (line := line_of(list(row), page)) is not None))
        for rows in ([row.left for row in run], [row.right for row in run])
    )
    return left, right


def _carries_on(sides: tuple[Side, Side], gutter: Gutter) -> bool:
    """Whether a run is more of the columns that were proved elsewhere: its lines fill the same width."""
    left, right = sides
    lines = (*left.lines, *right.lines)
    if not left.lines or (not right.lines and len(left.lines) < _ONE_SIDED):
        return False
    filled = [line for line in lines if line.x1 - line.x0 >= _FILLED * gutter.width]
    return (
        all(side.width <= gutter.width * _WIDER for side in sides if side.lines)
        and len(filled) * 3 >= len(lines)
        and _is_text(lines)
    )


def _is_prose(side: Side) -> bool:
    """Lines that fill their column, in one piece each, of ideographs more than of figures."""
    width, size = side.width, statistics.median(line.size for line in side.lines)
    if width < _NARROWEST * size:
        return False
    filled = [line for line in side.lines if line.x1 - line.x0 >= _FILLED * width]
    return len(filled) * 2 >= len(side.lines) and _is_text(side.lines)


def _is_text(lines: Sequence[Line]) -> bool:
    """Mostly in one piece a line, of ideographs more than of figures."""
    letters = "".join(line.text for line in lines)
    ideographs = sum(1 for c in letters if "\u3400" <= c <= "\u9fff")
    pieces = sum(len(line.segments) for line in lines)
    return pieces <= _PIECES * len(lines) and ideographs >= _IDEOGRAPHS * len(letters)


def _put_in_order(found: InColumns, sides: Sequence[Side], gutter: Gutter, tables: Sequence[Box]) -> None:
    """The left column, then the right one, as if they stood below one another.

    Positions across are counted from the column's own edge, so that a paragraph runs on from one
    column to the next; a line's place lies within the height of the run.
    """
    lines = [line for side in sides for line in side.lines]
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    blocks: list[tuple[float, Line | Box]] = []
    for number, side in enumerate(sides):
        inside = [
            table
            for table in tables
            if (table.x0 >= gutter.at - _SAME_EDGE) == bool(number)
            and not table.crosses(gutter.at)
            and top <= table.top <= bottom
        ]
        column: list[Line | Box] = sorted([*side.lines, *inside], key=lambda block: block.top)
        blocks += [((gutter.left, gutter.at)[number], block) for block in column]
    step = (bottom - top) / (len(blocks) + 1)
    for number, (edge, block) in enumerate(blocks):
        place = top + number * step
        if isinstance(block, Box):
            found.places[block] = place
            continue
        x0, x1 = block.x0 - edge, block.x1 - edge
        found.lines.append(replace(block, x0=x0, x1=x1, column=round(gutter.width), order=place))
