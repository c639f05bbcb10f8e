"""Printed numbers -> exact decimals with their units.

Own code because number libraries for Chinese return floats and lose trailing zeros, and the
printed decimals carry the tolerance of every check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# Longest first. The class says what kind of quantity the unit measures.
_UNITS: tuple[tuple[str, str, str], ...] = (
    ("亿元", "亿元", "money"),
    ("百万元", "百万元", "money"),
    ("万元", "万元", "money"),
    ("千元", "千元", "money"),
    ("万人次", "万人次", "other"),
    ("万人", "万人", "other"),
    ("万亩", "万亩", "other"),
    ("万平方米", "万平方米", "other"),
    ("万户", "万户", "other"),
    ("万吨", "万吨", "other"),
    ("亿", "亿元", "money"),
    ("万", "万元", "money"),
    ("元", "元", "money"),
    ("个百分点", "个百分点", "percent"),
    ("百分点", "个百分点", "percent"),
    ("%", "%", "percent"),
    ("‰", "‰", "percent"),
    ("倍", "倍", "percent"),
    ("人次", "人次", "people"),
    ("人", "人", "people"),
    ("名", "名", "people"),
    ("位", "位", "people"),
    ("台（套）", "台（套）", "sets"),
    ("台套", "台套", "sets"),
    ("台/套", "台套", "sets"),
    ("套（台）", "套（台）", "sets"),
    ("（台、套）", "台（套）", "sets"),
    ("（台套）", "台（套）", "sets"),
    ("（台/套）", "台（套）", "sets"),
    ("台、套", "台套", "sets"),
    ("台件", "台件", "sets"),
    ("台", "台", "sets"),
    ("套", "套", "sets"),
    ("件", "件", "sets"),
    ("辆", "辆", "vehicles"),
    ("部", "部", "vehicles"),
    ("批次", "批次", "count"),
    ("批", "批", "count"),
    ("团组", "团组", "count"),
    ("团次", "团次", "count"),
    ("个", "个", "count"),
    ("家", "家", "count"),
    ("项", "项", "count"),
    ("次", "次", "count"),
    ("分", "分", "score"),
    ("平方米", "平方米", "other"),
)
UNIT_CLASS = {canonical: kind for _, canonical, kind in _UNITS}
_UNIT_PATTERN = "|".join(re.escape(printed) for printed, _, _ in _UNITS)
_CANONICAL = {printed: canonical for printed, canonical, _ in _UNITS}
_NUMBER = re.compile(
    r"(?P<sign>(?<![0-9A-Za-z年月日\-])-)?"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?:(?<=\.[0-9]{{2}})[.。](?=(?:{_UNIT_PATTERN})))?"
    rf"(?P<unit>{_UNIT_PATTERN})?"
)
_MOST_DIGITS = 40
"""A longer run of digits is no figure (spreadsheets print 17 significant digits at most)."""
_YEAR = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:年度?(?!初)|(?=年初)|(?=末)|(?=[-—~至][0-9]{4}年))"
)
# A number that is part of a date, a document number or an ordinal is not an amount.
_NOT_BEFORE = re.compile(r"(?:第|[A-Za-z]|[0-9]/|号楼)$")
_NOT_AFTER = re.compile(
    r"年|月|日|号|条|款|届|时|周年|级|期|楼|层|周岁|岁|天|度|[A-Za-z]|个月|个工作日|/[0-9]"
)
_ORDINAL = re.compile(r"(?:^|[：。；，（|])[0-9]{1,2}[、）.．](?![0-9])")
_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10}


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number at [start, end) of the normalised text; `unit_end` closes its unit.

    `value` keeps every printed digit; `unit` is canonical, None where none is printed.
    """

    value: Decimal
    unit: str | None
    start: int
    end: int
    unit_end: int

    @property
    def kind(self) -> str | None:
        """money, percent, people, sets, vehicles, count, score or other; None without a unit."""
        return None if self.unit is None else UNIT_CLASS[self.unit]


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year printed as a date: 2022年, 2021年末."""

    year: int
    start: int
    end: int


def numbers(text: str) -> tuple[list[Amount], list[Year]]:
    """All amounts and years of normalised `text`, in order; dates and ordinals are left out."""
    years = [Year(int(m["year"]), m.start(), m.end()) for m in _YEAR.finditer(text)]
    inside_years = {position for year in years for position in range(year.start, year.start + 4)}
    amounts = []
    for match in _NUMBER.finditer(text):
        start = match.start("digits")
        if match.end("digits") - start > _MOST_DIGITS:
            continue
        if start in inside_years or text.startswith("年", match.end("digits")):
            continue
        unit, end = match["unit"], match.end()
        if unit == "项" and text.startswith("目", end):
            unit, end = None, match.end("digits")
        if unit is None and _ORDINAL.match(text, max(0, start - 1)):
            continue
        if match.end("digits") == len(text) - 1 and text.endswith("."):
            continue  # cut off in the middle of its decimals
        if unit is None and _NOT_AFTER.match(text, end):
            continue
        if unit in {"个", "次", "分", "部", "位", "项", "件"} and _NOT_AFTER.match(text, match.end("digits")):
            continue
        if _NOT_BEFORE.search(text, max(0, start - 2), start):
            continue
        if unit == "分" and text.startswith(("散", "类", "别", "部", "项", "为"), match.end()):
            continue
        amounts.append(
            Amount(
                value=Decimal((match["sign"] or "") + match["digits"].replace(",", "")),
                unit=_CANONICAL[unit] if unit else None,
                start=match.start("sign") if match["sign"] else start,
                end=match.end("digits"),
                unit_end=end,
            )
        )
    return amounts, years


def chinese_count(text: str) -> int | None:
    """一 … 九十九 as a number, None for anything else."""
    if not text or any(c not in _CHINESE_DIGITS for c in text) or len(text) > 3:
        return None
    if "十" not in text:
        return _CHINESE_DIGITS[text] if len(text) == 1 else None
    tens, _, ones = text.partition("十")
    if (tens and len(tens) != 1) or len(ones) > 1:
        return None
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0)
