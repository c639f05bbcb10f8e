"""The amounts a report says its performance management covers, and what they are measured against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.checking import wording
from generator.checking.intervals import Quantity
from generator.checking.ledger import Figure
from generator.checking.rule import Case
from generator.model import Fact

FAMILIES = ("self_evaluated", "target", "covered")
TEN_THOUSAND = Decimal(10_000)
OUT_OF_SCALE = Decimal(1000)
"""A part that is so many times its whole was printed in another unit."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One covered amount: as printed, and as it reads with 元 for 万元 where it is out of scale."""

    family: str
    fact: Fact
    amount: Quantity
    unit_slip: bool


def covered(case: Case) -> Iterator[Covered]:
    """The covered amounts of the report's own year."""
    total = largest(case, "expenditure.total")
    for family in FAMILIES:
        figure = case.get(f"performance.{family}.amount")
        if figure is None:
            continue
        amount = case.ledger.quantity(figure.first)
        slip = bool(
            total
            and total.value > 0
            and amount.value >= total.value * OUT_OF_SCALE
            and amount.value / TEN_THOUSAND <= total.value
        )
        yield Covered(family, figure.first, amount * (1 / TEN_THOUSAND) if slip else amount, slip)


def figures(case: Case, concept: str) -> list[Figure]:
    """A figure of the report's own year in every scope that prints it, the widest first."""
    found = (case.get(concept, scope) for scope in ("all", "fiscal", "general"))
    return [figure for figure in found if figure is not None]


def largest(case: Case, concept: str) -> Quantity | None:
    """The largest printed amount of a figure over scopes and mentions."""
    amounts = [case.ledger.quantity(fact) for figure in figures(case, concept) for fact in figure.mentions]
    return max(amounts, key=lambda amount: amount.value, default=None)


@dataclass(frozen=True, slots=True)
class Total:
    """What a covered amount may be a part of: a printed figure, or one printed figure less another."""

    name: str
    amount: Quantity
    facts: tuple[Fact, ...]


def project_totals(case: Case) -> Iterator[Total]:
    """项目支出 in every scope, printed or as 支出 less 基本支出 of the same scope."""
    for figure in figures(case, "expenditure.project"):
        for fact in figure.mentions:
            yield Total(f"{wording.stated(fact)}", case.ledger.quantity(fact), (fact,))
    for scope in ("general", "fiscal"):
        basics = [case.get("expenditure.basic", scope), case.get("expenditure.basic")]
        for concept in ("expenditure.total", "expenditure.current_total"):
            whole = case.get(concept, scope)
            for basic in basics:
                if whole is not None and basic is not None:
                    yield _less(case, whole.first, basic.first)


def _less(case: Case, whole: Fact, basic: Fact) -> Total:
    amount = case.ledger.quantity(whole) - case.ledger.quantity(basic)
    name = f"{wording.stated(whole)}−{wording.stated(basic)}"
    return Total(name, amount, (whole, basic))
