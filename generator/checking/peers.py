"""Comparison with comparable reports: same kind, and only from twenty of them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.checking import wording
from generator.checking.ledger import Ledger, amount
from generator.checking.rule import Case, Result
from generator.model import Fact

FEWEST = 20
"""Comparable reports needed before anything is compared."""
_FENCE = Decimal("1.5")
_SCOPES = ("all", "fiscal", "general")


def compare(case: Case, name: str, part: str, whole: str, *, percent: bool = False) -> Iterator[Result]:
    """The ratio of two figures against the interquartile fences of comparable reports."""
    own = _ratio(case.ledger, part, whole)
    if own is None:
        why = f"没有列出计算“{name}”所需的数字。"
        yield Result(outcome="not_applicable", formula="", why=why)
        return
    value, facts = own
    identity = case.reading.identity
    others = case.archive.ratios(
        identity.kind, identity.id, f"{part}/{whole}", lambda ledger: _ratio(ledger, part, whole)
    )
    shown = _shown(value, facts[0], percent)
    if len(others) < FEWEST:
        why = f"同类报告不足{FEWEST}份（现有{len(others)}份），不作比较。"
        yield Result(outcome="not_computable", formula=f"{name}{shown}", facts=facts, why=why)
        return
    low, high = _fences(others)
    formula = (
        f"{name}{shown}；{len(others)}份同类报告的正常范围"
        f"{_shown(low, facts[0], percent)}至{_shown(high, facts[0], percent)}"
    )
    if low <= value <= high:
        yield Result(outcome="passed", formula=formula, facts=facts)
    else:
        message = f"{name}为{shown}，在{len(others)}份同类报告的常见范围之外，仅供参考。"
        yield Result(outcome="flagged", formula=formula, message=message, facts=facts)


def _ratio(ledger: Ledger, part: str, whole: str) -> tuple[Decimal, tuple[Fact, Fact]] | None:
    for scope in _SCOPES:
        above = ledger.get(part, scope) or ledger.get(part)
        below = ledger.get(whole, scope)
        last = None if ledger.year is None else ledger.year - 1
        below = below or (ledger.get(whole, scope, "value", last) if whole.startswith("vehicles") else None)
        if above and below and amount(below.first) > 0:
            facts = (above.first, below.first)
            return amount(facts[0]) / amount(facts[1]), facts
    return None


def _fences(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Tukey's fences of sorted values; quartiles by linear interpolation."""
    first, third = _quantile(values, Decimal("0.25")), _quantile(values, Decimal("0.75"))
    reach = (third - first) * _FENCE
    return first - reach, third + reach


def _quantile(values: Sequence[Decimal], share: Decimal) -> Decimal:
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def _shown(value: Decimal, like: Fact, percent: bool) -> str:
    return wording.percent(value * 100, 2) if percent else wording.in_unit(round(value, 2), like)
