"""How figures and formulas are written in a finding: the printed digits, neutral words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from generator import vocabulary
from generator.checking.intervals import Quantity
from generator.checking.ledger import Key, unit_size
from generator.model import Fact, Quote

_PERCENT = {"%", "‰", "倍", "个百分点"}


def name(fact: Fact, *, scope: bool = True) -> str:
    """The Chinese name of a fact: scope, concept, measure and a year other than the report's own."""
    concept = fact.label or vocabulary.describe(fact.concept).zh
    prefix = f"{vocabulary.scope_name(fact.scope)}" if scope and fact.scope != "all" else ""
    suffix = "" if fact.measure == "value" else vocabulary.measure_name(fact.measure)
    return f"{prefix}{concept}{suffix}"


def describe(key: Key) -> str:
    """The Chinese name of a figure that may not be printed."""
    prefix = vocabulary.scope_name(key.scope) if key.scope != "all" else ""
    suffix = "" if key.measure == "value" else vocabulary.measure_name(key.measure)
    year = f"（{key.year}年）" if key.year else ""
    return f"{prefix}{vocabulary.describe(key.concept).zh}{suffix}{year}"


def digits(fact: Fact) -> str:
    """The printed digits with sign and thousands apart, without the unit."""
    return f"{fact.value:,f}".replace("-", "−")


def with_unit(fact: Fact) -> str:
    return f"{digits(fact)}{fact.unit}"


def stated(fact: Fact) -> str:
    """The name of a fact with its amount, a space between where the name ends in a digit."""
    label = name(fact)
    return f"{label} {with_unit(fact)}" if label[-1:].isdigit() else f"{label}{with_unit(fact)}"


def plain(value: Decimal) -> str:
    """A computed number with thousands apart, without trailing zeros or exponent."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text in {"-0", ""} else text).replace("-", "−")


def in_unit(value: Decimal, like: Fact) -> str:
    """A computed amount of the common unit, written in the unit of a printed fact."""
    return plain((value / unit_size(like)).quantize(Decimal(1).scaleb(-6)).normalize()) + like.unit


def percent(value: Decimal, places: int = 4) -> str:
    return plain(value.quantize(Decimal(1).scaleb(-places))) + "%"


def sum_of(parts: Iterable[Fact], whole: Fact) -> str:
    """`甲1.5+乙2−丙3`: the parts of a sum with their names, in the printed digits, thousands apart.

    The unit is written where it is not the whole's.
    """
    pieces = []
    for index, part in enumerate(parts):
        sign = "−" if part.value < 0 else ("+" if index else "")
        unit = "" if part.unit == whole.unit else part.unit
        label = short_name(part)
        gap = " " if label[-1:].isdigit() else ""
        pieces.append(f"{sign}{label}{gap}{abs(part.value):,f}{unit}")
    return "".join(pieces)


def short_name(fact: Fact) -> str:
    return fact.label or vocabulary.describe(fact.concept).zh.split("：")[-1]


def tolerance(computed: Quantity, printed: Quantity, like: Fact) -> str:
    """The widest difference rounding can explain, in the unit of `like`."""
    return in_unit(computed.printed.half_width + printed.printed.half_width, like)


def quotes(facts: Iterable[Fact], text: str) -> tuple[Quote, ...]:
    """The sentence of each fact where it stands in the source, once each."""
    found: dict[tuple[int, int], Quote] = {}
    for fact in facts:
        start, end = fact.span
        left = text.rfind(fact.quote, max(0, start - len(fact.quote)), end + len(fact.quote))
        if left >= 0 and left <= start and end <= left + len(fact.quote):
            span = (left, left + len(fact.quote))
        else:
            span = sentence(text, start, end)
        found.setdefault(span, Quote(text[span[0] : span[1]], span))
    return tuple(found.values())


_STOPS = "。；;！？\n"


def sentence(text: str, start: int, end: int, reach: int = 160) -> tuple[int, int]:
    """The clause around a span: to the next full stop or line end, at most `reach` characters."""
    left = start
    while left > 0 and start - left < reach and text[left - 1] not in _STOPS:
        left -= 1
    right = end
    while right < len(text) and right - end < reach and text[right] not in _STOPS:
        right += 1
    while left < start and text[left].isspace():
        left += 1
    return left, right
