"""How amounts are shown: the exact printed form, and the form a person can grasp beside it.

No float anywhere: amounts are `Decimal` from the printed digits.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from generator.model import YUAN_PER_UNIT, Fact

_CENT = Decimal("0.01")


def grouped(value: Decimal) -> str:
    """Digits with thousands separators and the decimals as printed: `3,659,034.79`."""
    return f"{value:,f}"


def printed(fact: Fact) -> str:
    """The exact printed figure with its unit: `765.68万元`, `-20.00万元`, `72.38%`."""
    return f"{grouped(fact.value)}{_spaced(fact.unit)}"


def _spaced(unit: str) -> str:
    return unit if unit in {"%", "‰"} else f" {unit}"


def magnitude(fact: Fact) -> str:
    """The printed figure without its sign, for sentences that say 增加 or 减少."""
    return f"{grouped(abs(fact.value))}{_spaced(fact.unit)}"


def graspable(yuan: Decimal) -> str:
    """An amount of yuan in 亿元, 万元 or 元, to two decimals."""
    size = abs(yuan)
    for unit in ("亿元", "万元"):
        if size >= YUAN_PER_UNIT[unit]:
            return f"{grouped((yuan / YUAN_PER_UNIT[unit]).quantize(_CENT, ROUND_HALF_UP))} {unit}"
    return f"{grouped(yuan.quantize(_CENT, ROUND_HALF_UP))} 元"


def plain(fact: Fact) -> str | None:
    """The amount in a larger unit, where the printed number is too long to grasp; None otherwise."""
    yuan = fact.yuan
    if yuan is None:
        return None
    for unit in ("亿元", "万元"):
        if abs(yuan) >= YUAN_PER_UNIT[unit]:
            larger = YUAN_PER_UNIT[unit] > YUAN_PER_UNIT[fact.unit]
            return graspable(yuan) if larger else None
    return None


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` in percent of `whole`, to one decimal; None where there is no whole."""
    if whole == 0:
        return None
    return (part / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
