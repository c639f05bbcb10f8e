"""Percentages recomputed from printed amounts: how far one may be off, and what is said of it."""

from __future__ import annotations

from decimal import Decimal

from generator.checking import wording
from generator.checking.intervals import Fit, Quantity
from generator.checking.rule import Ratio, Result
from generator.model import Fact

HUNDRED = Decimal(100)
INTERVAL = "区间法：分子、分母、百分比各按所印小数位取半个末位；区间相交即通过"
"""The tolerance of every rule that recomputes a percentage, as its page says it."""


def last_place(rate: Fact) -> Decimal:
    """One unit of the last printed place of a percentage: what cutting off instead of rounding, or
    making a list sum to 100, may cost."""
    return Decimal(1).scaleb(-rate.decimals) * (HUNDRED if rate.unit == "倍" else Decimal(1))


def compare(computed: Quantity, rate: Quantity, margin: Decimal) -> Fit:
    """Fit of a computed percentage with a printed one; within `margin` it still counts as rounding."""
    fit = computed.fits(rate)
    if fit == "flagged" and computed.printed.widened(margin).meets(rate.printed):
        return "rounding"
    return fit


def possible(computed: Quantity) -> str:
    """The interval of a computed percentage, in words."""
    low, high = (wording.percent(end, 3)[:-1] for end in (computed.printed.low, computed.printed.high))
    return f"可能区间[{low}, {high}]%"


def result_of(
    fit: str,
    formula: str,
    message: str,
    facts: tuple[Fact, ...],
    ratio: Ratio,
    gap: Decimal,
    about: tuple[Fact, ...],
) -> Result:
    """The outcome of a recomputed percentage. `gap` is computed minus printed, in percent; `about` are the
    facts a note is about."""
    if fit == "flagged":
        return Result(
            outcome="flagged",
            formula=formula,
            message=message,
            facts=facts,
            difference=wording.percent(gap),
            tolerance="区间不相交",
            identity=ratio,
            about=about,
        )
    why = "差额在四舍五入、截尾或配平所能解释的范围之内。" if fit == "rounding" else ""
    return Result(
        outcome="passed" if fit == "passed" else "rounding",
        formula=formula,
        facts=facts,
        identity=ratio,
        why=why,
    )
