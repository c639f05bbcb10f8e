"""Page furniture: running headers, footers and page numbers, recognised by their repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.sources import lines as layout
from generator.sources.captions import unit_in
from generator.sources.pdf_lines import Line

_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+")
_EDGE = 0.12
"""Furniture stands within this share of the page's height from its top or bottom."""


def without_furniture(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[list[Line]]:
    """The lines of each page (height, lines) without headers, footers and page numbers.

    A line at the edge that reads the same on at least three pages, and on a third of them, is
    furniture, unless it states the unit of a table's money (部门：… 单位：万元); a page number is
    furniture wherever it stands at the edge. A page number is taken off before lines are rejoined,
    so that it never runs into a figure.
    """
    repeated: Counter[tuple[bool, str]] = Counter()
    for height, rows in pages:
        at_edge = (line for line in rows if _at_edge(line, height) and not unit_in(line.text))
        repeated.update({(_side(line, height), _key(line)) for line in at_edge})
    wanted = max(3, len(pages) // 3)
    cleaned: list[list[Line]] = []
    for height, rows in pages:
        kept = [
            line
            for line in rows
            if not (_at_edge(line, height) and repeated[(_side(line, height), _key(line))] >= wanted)
        ]
        cleaned.append(_without_page_number(kept, height))
    return cleaned


def _without_page_number(rows: list[Line], height: float) -> list[Line]:
    for index in (0, len(rows) - 1):
        if 0 <= index < len(rows) and layout.page_number(rows[index].text):
            line = rows[index]
            far = line.top < height * _EDGE or line.bottom > height * (1 - _EDGE)
            if far:
                return _without_page_number(rows[:index] + rows[index + 1 :], height)
    return rows


def _at_edge(line: Line, height: float) -> bool:
    return line.bottom < height * _EDGE or line.top > height * (1 - _EDGE)


def _side(line: Line, height: float) -> bool:
    return line.top < height / 2


def _key(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))
