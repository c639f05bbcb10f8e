"""Growth rates: FT-P03 against the figure and its change."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking import wording
from generator.checking.intervals import Quantity
from generator.checking.ledger import Figure
from generator.checking.percentages import HUNDRED, INTERVAL, compare, last_place, possible, result_of
from generator.checking.rule import Case, Ratio, Result, Rule, RuleInfo
from generator.model import Fact

_BESIDE = 80
"""Characters within which a rate is that of the amount beside it."""
_RATES = {
    "growth_rate": "change",
    "budget_variance_rate": "budget_variance",
    "growth_rate.vs_execution": "change.vs_execution",
    "growth_rate.vs_budget": "change.vs_budget",
}
"""Each printed growth rate and the difference it belongs to."""


class GrowthRate(Rule):
    info = RuleInfo(
        id="FT-P03",
        title="增长率复算",
        formula="增减额/(本年数−增减额) 与所报百分比的区间相交",
        tolerance=INTERVAL,
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="增长率可以由本年数和增减额复算；算不出来，三个数中至少一个印错。",
        not_run="没有同时列出增减额（或上年数）和增长率时不能核对。",
        known_false_positives="0→0写0%；上年口径调整；整数百分比按整数取容差。",
        example="134.17/(765.68−134.17) = 21.2459%，所报21.25%，相符。",
        harmless="上年数可能按新口径调整过，或百分比以另一个数为基数。",
        verify="用本年数减去增减额得出上年数，再用增减额除以上年数。",
    )
    absent = ("not_applicable", "报告没有列出增长率。")

    def run(self, case: Case) -> Iterator[Result]:
        for rate in list(case.ledger):
            key = rate.key
            if key.measure not in _RATES:
                continue
            level = case.get(key.concept, key.scope, "value", key.year)
            change = case.get(key.concept, key.scope, _RATES[key.measure], key.year)
            if level is None or change is None:
                why = f"只列出增减百分比，没有{'本年数' if level is None else '增减额'}。"
                yield Result(
                    outcome="not_computable",
                    formula=wording.with_unit(rate.first),
                    facts=(rate.first,),
                    why=why,
                )
                continue
            yield self._settle(case, rate, change, level)

    def _settle(self, case: Case, rate: Figure, change: Figure, level: Figure) -> Result:
        first: Result | None = None
        quantity = case.ledger.quantity
        for r, c, v in case.ledger.combinations([rate, change, level]):
            before = quantity(v) - quantity(c)
            facts = (r, c, v)
            if before.printed.low <= 0 <= before.printed.high:
                first = first or _from_nothing(r, c, v, before)
                continue
            computed = quantity(c) / before * HUNDRED
            fit = compare(computed, quantity(r), last_place(r))
            sign = "−" if c.value >= 0 else "+"
            formula = (
                f"{wording.digits(c)}/({wording.digits(v)}{sign}{abs(c.value):,f} = "
                f"{wording.in_unit(before.value, v)}) = {wording.percent(computed.value)}；"
                f"所报{wording.with_unit(r)}；{possible(computed)}"
            )
            message = (
                f"{wording.stated(v)}、增减{wording.with_unit(c)}，算得增减"
                f"{wording.percent(computed.value, 2)}，所报为{wording.with_unit(r)}。"
            )
            gap = computed.value - quantity(r).value
            ratio = Ratio(c, v, r, of_previous=True, margin=last_place(r))
            result = result_of(fit, formula, message, facts, ratio, gap, (r, c))
            if fit != "flagged":
                return result
            if first is None or first.outcome != "flagged":
                first = result if _one_statement(r, c) else _apart(r, c, formula)
        assert first is not None
        return first


def _one_statement(rate: Fact, change: Fact) -> bool:
    """Whether a rate and an amount belong together: side by side in a sentence, or in a table."""
    return "table" in {rate.where, change.where} or abs(rate.span[0] - change.span[0]) < _BESIDE


def _apart(rate: Fact, change: Fact, formula: str) -> Result:
    why = "增减额与增减百分比不在同一句中，可能不是同一比较，不能核对。"
    return Result(outcome="not_computable", formula=formula, facts=(rate, change), why=why)


def _from_nothing(rate: Fact, change: Fact, level: Fact, before: Quantity) -> Result:
    """Last year's figure is 0 (or may be, by rounding): a rate says nothing then."""
    formula = f"{wording.digits(change)}/({wording.digits(level)}−{wording.digits(change)} = 0)；所报{wording.with_unit(rate)}"
    if before.value == 0 and change.value != 0 and rate.value != 0:
        return Result(
            outcome="flagged",
            formula=formula,
            message="由本年数和增减额推算，上年数为0，增长率没有意义；通常写作“新增”或“不可比”。",
            facts=(rate, change, level),
            severity="info",
        )
    if change.value == 0 and rate.value == 0:
        return Result(outcome="passed", formula=formula, facts=(rate, change, level))
    return Result(
        outcome="not_computable",
        formula=formula,
        facts=(rate, change, level),
        why="上年数太小，舍入后不能复算。",
    )
