"""A report against the other reports of the same department (part of FT-C01).

Three statements can be compared: last year's level implied by this year's level and change with last
year's own report of the same kind; a printed figure of last year with that report; the initial
budget a final account names with the budget itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checking import wording
from generator.checking.intervals import Quantity
from generator.checking.ledger import Figure, Key, Ledger
from generator.checking.rule import ONE, Case, Result, Term
from generator.model import Fact, Report


@dataclass(frozen=True, slots=True)
class Pair:
    """What this report says (or implies) of another one's figure, and what that one prints.

    `facts` are this report's: the level and its change, or the figure it prints of the other year.
    """

    figure: Key
    said: Quantity
    how: str
    facts: tuple[Fact, ...]
    there: Quantity
    other: Fact
    title: str


def compare(case: Case) -> Iterator[Result]:
    """One result per figure that two reports of the department both speak of."""
    identity = case.reading.identity
    for report in case.archive.of_department(identity.code, identity.department):
        found = list(pairs(case, report))
        fits = [pair.said.fits(pair.there) for pair in found]
        # Where most figures disagree, the basis was changed between the two years, not the numbers.
        continuous = fits.count("flagged") * 2 <= len(fits)
        for pair, fit in zip(found, fits, strict=True):
            like = pair.facts[0]
            gap = wording.in_unit(pair.said.value - pair.there.value, like)
            said = wording.in_unit(pair.said.value, like)
            formula = f"{pair.how} = {said}；{pair.title}所列{wording.with_unit(pair.other)}；差{gap}"
            if fit != "flagged":
                yield Result(outcome=fit, formula=formula, facts=pair.facts, identity=_identity(pair))
                continue
            yield Result(
                outcome="flagged",
                formula=formula,
                message=(
                    f"由本报告推算的{wording.describe(pair.figure)}为{said}，"
                    f"{pair.title}所列为{wording.with_unit(pair.other)}，相差{gap}。"
                ),
                facts=pair.facts,
                difference=gap,
                tolerance=wording.in_unit(pair.said.printed.half_width + pair.there.printed.half_width, like),
                severity=None if continuous else "info",
                identity=_identity(pair) if continuous else None,
                harmless="上年数可能按新的口径调整过，或比较的基数不是上年预算（决算）数。",
            )


def _identity(pair: Pair) -> tuple[Term, ...]:
    """本年 − 增减 − 上年 = 0, or 年初预算 − 预算 = 0; the other report's number is no suspect here."""
    signs = (ONE, -ONE)
    own = (Term(fact, sign) for fact, sign in zip(pair.facts, signs, strict=False))
    return (*own, Term(pair.other, -ONE))


def pairs(case: Case, report: Report) -> Iterator[Pair]:
    """Every figure of `report` that the case's own report speaks of, too."""
    own, other = case.reading.identity, report.reading.identity
    if own.year is None or other.year is None:
        return
    title = f"{other.year}年{'决算' if other.kind == 'final' else '预算'}"
    ledger = case.archive.ledger(report)
    if other.kind == own.kind and other.year == own.year - 1:
        yield from _last_year(case, ledger, title)
    if own.kind == "final" and other.kind == "budget" and other.year == own.year:
        yield from _own_budget(case, ledger, title)


def _last_year(case: Case, ledger: Ledger, title: str) -> Iterator[Pair]:
    assert case.year is not None
    for figure in list(case.ledger):
        key = figure.key
        if key.measure == "change" and key.year is None and _of_money(figure.first):
            level = case.get(key.concept, key.scope)
            there = ledger.get(key.concept, key.scope)
            if level is not None and there is not None:
                now, change = level.first, figure.first
                said = case.ledger.quantity(now) - case.ledger.quantity(change)
                how = f"{wording.name(now)}{wording.digits(now)}−({wording.digits(change)})"
                yield _pair(Key(key.scope, key.concept), said, how, (now, change), ledger, there, title)
        elif key.measure == "value" and key.year == case.year - 1 and _of_money(figure.first):
            there = ledger.get(key.concept, key.scope)
            if there is not None:
                how = f"{wording.name(figure.first)}（{key.year}年）"
                said = case.ledger.quantity(figure.first)
                yield _pair(Key(key.scope, key.concept), said, how, (figure.first,), ledger, there, title)


def _own_budget(case: Case, ledger: Ledger, title: str) -> Iterator[Pair]:
    for figure in list(case.ledger):
        key = figure.key
        if key.measure == "initial_budget" and key.year is None:
            there = ledger.get(key.concept, key.scope)
            if there is not None:
                said = case.ledger.quantity(figure.first)
                how = wording.name(figure.first)
                yield _pair(Key(key.scope, key.concept), said, how, (figure.first,), ledger, there, title)


def _of_money(fact: Fact) -> bool:
    return fact.yuan is not None


def _pair(
    figure: Key, said: Quantity, how: str, facts: tuple[Fact, ...], ledger: Ledger, there: Figure, title: str
) -> Pair:
    """The value of the other report that comes closest, where it prints several."""
    closest = min(there.mentions, key=lambda fact: abs(ledger.quantity(fact).value - said.value))
    return Pair(figure, said, how, facts, ledger.quantity(closest), closest, title)
