"""Tables drawn without lines, or with horizontal ones alone: columns found by how words align."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.sources import lines as layout
from generator.sources.pdf_lines import Segment

_AMOUNT = re.compile(r"[-−]?\d{1,3}(?:,\d{3})*\.\d+%?|[-−]?\d{1,3}(?:,\d{3})+|[-−]?\d+\.\d+%?")
_MIN_ROWS = 3
_GUTTER = 0.6
"""Columns are at least this far apart, in heights of a character."""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line of a page as its separate pieces of text, with its position among the lines."""

    index: int
    segments: tuple[Segment, ...]
    size: float


def table_runs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """[start, end) of runs of lines that are rows of a table.

    A run has at least three lines with amounts in line with one another; the lines of heads above
    it, set in several pieces too, belong to it. Prose is one piece a line, contents end in leaders.
    """
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and (_is_row(rows[end]) or (end > at and _between_rows(rows, end))):
            end += 1
        figured = [r for r in rows[at:end] if _amounts(r)]
        if len(figured) >= _MIN_ROWS and _aligned(figured):
            runs.append((at, end))
        at = max(end, at + 1)
    return runs


def _is_row(row: Row) -> bool:
    return len(row.segments) > 1 and not any(layout.leader(s.text) for s in row.segments)


def _between_rows(rows: Sequence[Row], index: int) -> bool:
    """A short line alone between two rows: a label without amounts, or the rest of one."""
    line, following = rows[index], rows[index + 1 : index + 2]
    return (
        bool(following)
        and _is_row(following[0])
        and bool(_amounts(following[0]))
        and len(line.segments[0].text) <= 30
        and not line.segments[0].text.endswith("。")
    )


def _amounts(row: Row) -> list[Segment]:
    return [s for s in row.segments if _AMOUNT.fullmatch(s.text.replace(" ", ""))]


def _aligned(rows: Sequence[Row]) -> bool:
    """Whether most amounts share a left or right edge with an amount of another row."""
    amounts = [(r.index, s) for r in rows for s in _amounts(r)]
    shared = sum(
        1
        for index, one in amounts
        if any(
            other_index != index and (abs(one.x1 - other.x1) < 3 or abs(one.x0 - other.x0) < 3)
            for other_index, other in amounts
        )
    )
    return shared * 4 >= len(amounts) * 3


def columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The columns of a run: the x-ranges that its body rows' pieces cover, gutters between them."""
    size = max(r.size for r in rows)
    body = [r for r in rows if _amounts(r)] or list(rows)
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted((s.x0, s.x1) for r in body for s in r.segments):
        if found and x0 - found[-1][1] < _GUTTER * size:
            found[-1] = found[-1][0], max(found[-1][1], x1)
        else:
            found.append((x0, x1))
    return found


def placed(rows: Sequence[Row], found: Sequence[tuple[float, float]]) -> list[tuple[int, int, int, str]]:
    """(row, column, columns spanned, text) of every piece: a head over several columns spans them."""
    cells: list[tuple[int, int, int, str]] = []
    for number, row in enumerate(rows):
        taken: dict[int, int] = {}
        for segment in row.segments:
            under = [i for i, (x0, x1) in enumerate(found) if segment.x0 < x1 and segment.x1 > x0]
            if not under:
                under = [_nearest(segment, found)]
            if under[0] in taken:
                at = taken[under[0]]
                r, c, wide, text = cells[at]
                cells[at] = (r, c, max(wide, len(under)), f"{text} {segment.text}")
                continue
            taken[under[0]] = len(cells)
            cells.append((number, under[0], len(under), segment.text))
    return cells


def _nearest(segment: Segment, found: Sequence[tuple[float, float]]) -> int:
    """The column whose middle is nearest to that of a piece which stands in a gutter."""
    middle = segment.x0 + segment.x1
    distances = [abs(x0 + x1 - middle) for x0, x1 in found]
    return distances.index(min(distances))
