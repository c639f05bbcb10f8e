"""A table's title and unit of money, from the lines above it or from its own first rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model import Cell

_UNIT = re.compile(r"(?:金额)?[单單]\s*位\s*[：:]\s*(?:人民币)?\s*([百千万萬亿億]?\s*元)")
_UNIT_BARE = re.compile(r"^[（(]?\s*([百千万萬亿億]?\s*元)\s*[）)]?$")
_SIMPLE = str.maketrans({"萬": "万", "億": "亿", "單": "单"})
_TITLE = re.compile(
    r"表(?:[一二三四五六七八九十\d]{1,3})?\s*(?:[（(].{0,20}[）)])?\s*$|^附?表\s*[一二三四五六七八九十\d]"
)
_NUMBER_ONLY = re.compile(
    r"^(?:预算|决算)?(?:公开|附)?\s*(?:第?\s*[\d一二三四五六七八九十]{1,3}\s*表|表\s*[\d一二三四五六七八九十]{1,3})\s*[:：]?$"
)
"""公开01表, 附表3, 表一: the number of a table without its title."""
_LINES_ABOVE = 5
_MAX_TITLE = 60


def unit_in(text: str) -> str | None:
    """The unit of money that a line like `单位：万元` states."""
    match = _UNIT.search(text)
    return "".join(match[1].split()).translate(_SIMPLE) if match else None


def title_like(text: str) -> bool:
    """Whether a line reads as the title of a table (`2025年部门收入预算总表`, `附表3`)."""
    if _NUMBER_ONLY.match(text.strip()):
        return False
    return len(text) <= _MAX_TITLE and _TITLE.search(text.strip()) is not None and "。" not in text


def caption_of(
    above: Sequence[str], cells: Sequence[Cell], width: int, name: str = ""
) -> tuple[str, str | None]:
    """(caption, unit) of a table: `above` are the lines before it, nearest last.

    The nearest line that reads as a table's title wins; then a row of the table itself that spans
    its whole width; then the short line straight above; then `name` (a worksheet's).
    """
    title, unit = "", None
    for line in reversed(above[-_LINES_ABOVE:]):
        unit = unit or unit_in(line)
        if title_like(line):
            title = line.strip()
            break
        if len(line) > _MAX_TITLE:
            break
    inside_title, inside_unit = _from_rows(cells, width)
    if not title and not inside_title:
        rest = [
            t
            for t in above[-3:]
            if unit_in(t) is None
            and len(t) <= _MAX_TITLE
            and "。" not in t
            and not _NUMBER_ONLY.match(t.strip())
        ]
        title = rest[-1].strip() if rest else ""
    return title or inside_title or name, unit or inside_unit


def _from_rows(cells: Sequence[Cell], width: int) -> tuple[str, str | None]:
    """Title and unit printed inside the table: in rows with nothing but one or two texts."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.row < _LINES_ABOVE + 1 and cell.text:
            rows.setdefault(cell.row, []).append(cell)
    title, unit = "", None
    for number in sorted(rows):
        row = rows[number]
        for cell in row:
            if unit is None:
                unit = unit_in(cell.text)
        alone = len(row) == 1 and (width > 1 or row[0].colspan > 1)
        if not title and alone and (title_like(row[0].text) or row[0].colspan >= max(2, width)):
            if unit_in(row[0].text) is None:
                title = row[0].text
        elif len(row) > 2 and not any(unit_in(c.text) for c in row):
            break
    return title, unit
