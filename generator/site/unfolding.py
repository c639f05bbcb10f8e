"""The classifications of a report, unfolded: 类, and under it 款 and 项, as far as the page has room.

A report with all its tables has hundreds of codes. The page shows the levels that fit into
`MOST_NODES` headings and says how many it leaves out; every one of them is in 全部数字.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.site.breakdowns import short_name
from generator.site.figures import MONEY_SCOPES, Figure, Figures

MOST_NODES = 40
"""Headings on one page, about 110 bytes each."""
_LEVELS = {7: "类、款、项", 5: "类、款", 3: "类"}
"""Digits of the deepest code shown, and the names of the levels."""


@dataclass(frozen=True, slots=True)
class Node:
    """One heading of a classification with what the report prints under it. `share` is of its siblings'
    largest, in percent."""

    code: str
    name: str
    figure: Figure
    children: tuple[Node, ...]
    share: int


@dataclass(frozen=True, slots=True)
class Tree:
    """One classification in one scope. `left_out` counts the codes below the levels shown."""

    title: str
    scope: str
    levels: str
    nodes: tuple[Node, ...]
    left_out: int


_TREES = (
    ("支出功能分类", r"^expenditure\.function\.(\d{3,7})$"),
    ("基本支出经济分类", r"^expenditure\.basic\.economic\.(\d{3,5})$"),
    ("支出经济分类", r"^expenditure\.economic\.(\d{3,5})$"),
)


def trees(figures: Figures, reports: int = 1) -> tuple[Tree, ...]:
    """The classifications that the report prints below 类, each in the widest scope that does.

    `reports` share the page, and its room.
    """
    found: list[tuple[str, str, dict[str, Figure]]] = []
    for title, pattern in _TREES:
        if in_scope := _codes(figures, pattern):
            found.append((title, *in_scope))
    depths = _depths([codes for _, _, codes in found], MOST_NODES // reports)
    return tuple(_tree(*tree, depth) for tree, depth in zip(found, depths, strict=True))


def _codes(figures: Figures, pattern: str) -> tuple[str, dict[str, Figure]] | None:
    for scope in MONEY_SCOPES:
        codes = {
            match[1]: figure
            for figure in figures
            if figure.fact.scope == scope
            and figure.fact.measure == "value"
            and figure.fact.year == figures.year
            and figure.fact.yuan
            and (match := re.match(pattern, figure.fact.concept))
        }
        if any(len(code) > min(_LEVELS) for code in codes):
            return scope, codes
    return None


def _depths(every: Sequence[dict[str, Figure]], most: int) -> list[int]:
    """The deepest level shown of each tree: the largest give up levels until all fit on the page."""
    levels = list(_LEVELS)
    chosen = [0] * len(every)

    def size(tree: int) -> int:
        return sum(len(code) <= levels[chosen[tree]] for code in every[tree])

    while sum(map(size, range(len(every)))) > most:
        deep = [tree for tree in range(len(every)) if chosen[tree] < len(levels) - 1]
        if not deep:
            break
        chosen[max(deep, key=size)] += 1
    return [levels[level] for level in chosen]


def _tree(title: str, scope: str, codes: dict[str, Figure], depth: int) -> Tree:
    shown = {code: figure for code, figure in codes.items() if len(code) <= depth}
    deepest = max(map(len, shown), default=depth)
    return Tree(title, scope, _LEVELS.get(deepest, ""), _nodes(shown, ""), len(codes) - len(shown))


def _nodes(by_code: dict[str, Figure], above: str) -> tuple[Node, ...]:
    """The headings directly under `above`: one level down, or further where a level is not printed."""
    below = [code for code in sorted(by_code) if code.startswith(above) and code != above]
    direct = [code for code in below if not any(code != other and code.startswith(other) for other in below)]
    amounts = {code: abs(by_code[code].fact.yuan or Decimal(0)) for code in direct}
    largest = max(amounts.values(), default=Decimal(0)) or Decimal(1)
    return tuple(
        Node(
            code,
            short_name(by_code[code].fact),
            by_code[code],
            _nodes(by_code, code),
            int(amounts[code] / largest * 100),
        )
        for code in direct
    )
