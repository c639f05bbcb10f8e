"""How amounts are shown: the exact printed form, and the form a person can grasp beside it.

No float anywhere: amounts are `Decimal` from the printed digits.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from generator.model import PERCENT_PER_UNIT, YUAN_PER_UNIT, Fact

_CENT = Decimal("0.01")
_CENTS = 2
_UNUSUAL = frozenset({"千元", "百万元"})


def grouped(value: Decimal) -> str:
    """Digits with thousands separators and the decimals as printed: `3,659,034.79`."""
    return f"{value:,f}"


def printed(fact: Fact) -> str:
    """The exact printed figure with its unit: `765.68万元`, `-20.00万元`, `72.38%`."""
    return f"{grouped(fact.value)}{_spaced(fact.unit)}"


def _spaced(unit: str) -> str:
    return unit if unit in {"%", "‰"} else f" {unit}"


def magnitude(fact: Fact) -> str:
    """The printed figure without its sign."""
    return printed(unsigned(fact))


def graspable(yuan: Decimal) -> str:
    """An amount of yuan in 亿元, 万元 or 元, to two decimals."""
    size = abs(yuan)
    for unit in ("亿元", "万元"):
        if size >= YUAN_PER_UNIT[unit]:
            return f"{grouped((yuan / YUAN_PER_UNIT[unit]).quantize(_CENT, ROUND_HALF_UP))} {unit}"
    return f"{grouped(yuan.quantize(_CENT, ROUND_HALF_UP))} 元"


def plain(fact: Fact) -> str | None:
    """The amount as a person can grasp it, where the printed form is long or its unit unusual.

    365.90 万元 for 3,659,034.79 元; 2,344.78 万元 for 2,344.778027 万元; 9.50 万元 for 95 千元.
    None where the printed form is as easy, and where the figure is not money.
    """
    yuan = fact.yuan
    if not yuan:
        return None
    unit = next((u for u in ("亿元", "万元") if abs(yuan) >= YUAN_PER_UNIT[u]), "元")
    larger = YUAN_PER_UNIT[unit] > YUAN_PER_UNIT[fact.unit]
    return graspable(yuan) if larger or fact.unit in _UNUSUAL or fact.decimals > _CENTS else None


def exact(fact: Fact) -> str | None:
    """The printed figure, to stand beside `plain`; None where that says it all: 42.36 for 42.360000 万元."""
    easier = plain(fact)
    same = easier and f"{grouped(fact.value.normalize())} {fact.unit}" == _shortest(easier)
    return printed(fact) if easier and not same else None


def _shortest(amount: str) -> str:
    digits, _, unit = amount.partition(" ")
    return f"{digits.rstrip('0').rstrip('.')} {unit}"


def shown(fact: Fact) -> str:
    """The printed figure, after an easier form where there is one: `365.90 万元（3,659,034.79 元）`."""
    easier, beside = plain(fact), exact(fact)
    return f"{easier}（{beside}）" if easier and beside else easier or printed(fact)


def unsigned(fact: Fact) -> Fact:
    """The figure without its sign, for sentences that say 增加 or 减少."""
    return replace(fact, value=abs(fact.value))


def half_place(fact: Fact) -> Decimal:
    """Half a unit of the last printed place, in the amount's own unit; a printed 0 is exact."""
    return Decimal(0) if fact.value == 0 else Decimal("0.5").scaleb(-fact.decimals)


def half_place_yuan(fact: Fact) -> Decimal:
    """How far rounding may carry a printed amount, in yuan; 0 where it is not money."""
    return half_place(fact) * YUAN_PER_UNIT.get(fact.unit, Decimal(0))


def agree(one: Fact, other: Fact) -> bool:
    """Whether two printed numbers can be the same amount: their rounding intervals meet.

    91,016,775.35 元 and 9,101.68 万元 agree.
    """
    if one.yuan is not None and other.yuan is not None:
        return abs(one.yuan - other.yuan) <= half_place_yuan(one) + half_place_yuan(other)
    if one.percent is not None and other.percent is not None:
        scale = [PERCENT_PER_UNIT[fact.unit] * half_place(fact) for fact in (one, other)]
        return abs(one.percent - other.percent) <= sum(scale, Decimal(0))
    return one.value == other.value


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` in percent of `whole`, to one decimal; None where there is no whole."""
    if whole == 0:
        return None
    return (part / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
