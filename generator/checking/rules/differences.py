"""Two printed levels and the printed difference between them: FT-A12."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checking import wording
from generator.checking.ledger import UNCLEAR, Figure, unit_size
from generator.checking.rule import ONE, Case, Result, Rule, RuleInfo, Term
from generator.model import Fact

_NEARBY = 160
"""Two numbers of one statement stand within so many characters of each other."""


class PrintedDifference(Rule):
    info = RuleInfo(
        id="FT-A12",
        title="期初期末差额",
        formula="期末（本年、决算）−期初（上年、预算）= 增减额",
        tolerance="三数半位宽之和",
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="两个数和它们的差额同时印出，读者可以自己减一遍。",
        not_run="没有同时列出两期数字和差额时不适用。",
        known_false_positives="上年数可能是预算数、决算数或执行数；不在同一句中的只作提示。",
        example="1167098.01−1115696.24 = 51401.77元，与所报增加51401.77元相符。",
        harmless="差额可能以另一个数（如调整后的预算）为基数。",
        verify="用本期数减去上期数（或决算减预算），与所报增减额比较。",
    )
    absent = ("not_applicable", "报告没有同时列出两期数字和它们的差额。")

    def run(self, case: Case) -> Iterator[Result]:
        for difference in list(case.ledger):
            bases = list(_bases(case, difference))
            key = difference.key
            level = case.get(key.concept, key.scope, "value", key.year)
            if level is not None and bases:
                yield self._settle(case, difference, level, bases)

    def _settle(self, case: Case, difference: Figure, level: Figure, bases: list[Figure]) -> Result:
        quantity = case.ledger.quantity
        first: Result | None = None
        for base in bases:
            for d, v, b in case.ledger.combinations([difference, level, base]):
                computed = quantity(v) - quantity(b)
                fit = computed.fits(quantity(d))
                gap = computed.value - quantity(d).value
                tolerance = wording.tolerance(computed, quantity(d), d)
                formula = (
                    f"{wording.digits(v)}−{wording.digits(b)} = {wording.in_unit(computed.value, d)}；"
                    f"所报{wording.with_unit(d)}；差{wording.in_unit(gap, d)}（容差{tolerance}）"
                )
                if fit == "flagged" and abs(gap) <= _cut_off(d, v, b):
                    fit = "rounding"
                terms = (Term(v, ONE), Term(b, -ONE), Term(d, -ONE))
                if fit != "flagged":
                    return Result(outcome=fit, formula=formula, facts=(d, v, b), identity=terms)
                if any(len(case.ledger.choices(figure)) >= UNCLEAR for figure in (difference, level, base)):
                    why = "其中一个数在报告中印出多个不同的值，不能核对。"
                    first = Result(outcome="not_computable", formula=formula, facts=(d, v, b), why=why)
                first = first or Result(
                    outcome="flagged",
                    formula=formula,
                    message=(
                        f"{wording.stated(v)}，比较的基数{wording.with_unit(b)}，"
                        f"相差{wording.in_unit(computed.value, d)}，所报增减为{wording.with_unit(d)}。"
                    ),
                    facts=(d, v, b),
                    difference=wording.in_unit(gap, d),
                    tolerance=tolerance,
                    severity=None if _one_statement(d, b) else "info",
                    identity=terms,
                    about=(d,),
                )
        assert first is not None
        return first


def _cut_off(*facts: Fact) -> Decimal:
    """What numbers cut off instead of rounded may be off: one unit of the last place each. Whole
    numbers are mostly exact, and get nothing."""
    places = (Decimal(1).scaleb(-fact.decimals) * unit_size(fact) for fact in facts if fact.decimals)
    return sum(places, Decimal(0))


def _bases(case: Case, difference: Figure) -> Iterator[Figure]:
    key = difference.key
    if key.measure in {"change", "change.vs_execution"} and case.year is not None:
        before = (key.year or case.year) - 1
        base = case.get(key.concept, key.scope, "value", before)
        if base is not None:
            yield base
    if key.measure == "budget_variance":
        for measure in ("initial_budget", "adjusted_budget"):
            base = case.get(key.concept, key.scope, measure, key.year)
            if base is not None:
                yield base


def _one_statement(difference: Fact, base: Fact) -> bool:
    """Whether the difference names its own base: 决算 and 预算 of one year always do, last year's
    figure where it stands beside it or in a table."""
    if difference.measure == "budget_variance" or base.where == "table":
        return True
    return abs(base.span[0] - difference.span[0]) < _NEARBY
