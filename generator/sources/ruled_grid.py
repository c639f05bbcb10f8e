"""Ruling lines -> table grids. Pure geometry: which cells a set of drawn lines encloses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.sources.pdf_page import Rule

_JOIN = 3.0
"""Lines that end within this distance (points) of each other are drawn as meeting."""
_SAME = 3.2
"""Lines closer than this are one line; no printed row or column is as narrow."""
MAX_LINES = 1_500


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a grid, possibly merged, with its place in points."""

    row: int
    column: int
    rowspan: int
    colspan: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table on one page. `xs` and `ys` are the positions of its column and row lines."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that these lines enclose, from top to bottom.

    A table has at least two rows or two columns. One cut by a page's edge has no line there: the
    ends of the lines that cross stand for it.
    """
    level = _merged(r for r in rules if r.horizontal)
    upright = _merged(r for r in rules if not r.horizontal)
    if len(level) > MAX_LINES or len(upright) > MAX_LINES:
        return []
    found = [g for part in _connected(level, upright) if (g := _grid(*part)) is not None]
    return sorted(found, key=lambda g: g.top)


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Collinear pieces that touch or overlap, put together."""
    done: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / _SAME), r.at, r.start)):
        for index in range(len(done) - 1, max(-1, len(done) - 40), -1):
            other = done[index]
            if (
                abs(other.at - rule.at) <= 1.6
                and rule.start <= other.end + _JOIN
                and rule.end >= other.start - _JOIN
            ):
                done[index] = Rule(
                    rule.horizontal, other.at, min(rule.start, other.start), max(rule.end, other.end)
                )
                break
        else:
            done.append(rule)
    return done


def _connected(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that cross or touch one another."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(upright, len(level)):
            if h.start - _JOIN <= v.at <= h.end + _JOIN and v.start - _JOIN <= h.at <= v.end + _JOIN:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*level, *upright]):
        groups.setdefault(root(i), ([], []))[0 if rule.horizontal else 1].append(rule)
    return [g for g in groups.values() if g[0] and g[1]]


def _positions(values: Iterable[float]) -> list[float]:
    """Distinct positions: values closer than a hair's breadth count as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    ys = _positions([*(r.at for r in level), *(e for r in upright for e in (r.start, r.end))])
    xs = _positions([*(r.at for r in upright), *(e for r in level for e in (r.start, r.end))])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or len(level) + len(upright) < 4:
        return None
    below = _walls(level, ys, xs)
    beside = _walls(upright, xs, ys)
    taken = [[False] * columns for _ in range(rows)]
    boxes: list[Box] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            wide = 1
            while (
                column + wide < columns
                and (column + wide, row) not in beside
                and not taken[row][column + wide]
            ):
                wide += 1
            high = 1
            while row + high < rows and all(
                (row + high, c) not in below and not taken[row + high][c]
                for c in range(column, column + wide)
            ):
                high += 1
            for r in range(row, row + high):
                for c in range(column, column + wide):
                    taken[r][c] = True
            boxes.append(Box(row, column, high, wide, xs[column], ys[row], xs[column + wide], ys[row + high]))
    return Grid(tuple(xs), tuple(ys), tuple(boxes)) if len(boxes) > 1 else None


def _walls(rules: list[Rule], across: list[float], along: list[float]) -> set[tuple[int, int]]:
    """(line index, segment index) of every cell side that is drawn."""
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        line = min(range(len(across)), key=lambda i: abs(across[i] - rule.at))
        for segment in range(len(along) - 1):
            middle = (along[segment] + along[segment + 1]) / 2
            if rule.start <= middle <= rule.end:
                walls.add((line, segment))
    return walls
