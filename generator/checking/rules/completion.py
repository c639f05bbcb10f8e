"""Completion rates: FT-P04 against the budget and what was spent of it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking import wording
from generator.checking.ledger import Figure
from generator.checking.percentages import HUNDRED, INTERVAL, compare, last_place, possible, result_of
from generator.checking.rule import Case, Ratio, Result, Rule, RuleInfo


class CompletionRate(Rule):
    info = RuleInfo(
        id="FT-P04",
        title="完成率复算",
        formula="执行（决算）数/预算数 与所报百分比的区间相交",
        tolerance=INTERVAL,
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="“完成预算的百分之几”可以由预算数和决算数复算。",
        not_run="没有列出完成率或没有预算数时不能核对。",
        known_false_positives="预算可能是年初预算，也可能是调整预算，两者都会试。",
        example="86.26/104.77 = 82.3327%，所报82.33%，相符。",
        harmless="分母可能是另一个预算数（年初或全年）。",
        verify="用执行数除以预算数，与所报百分比比较。",
    )
    absent = ("not_applicable", "报告没有列出预算完成率。")

    def run(self, case: Case) -> Iterator[Result]:
        for rate in list(case.ledger):
            key = rate.key
            if key.measure != "completion_rate":
                continue
            level = case.get(key.concept, key.scope, "value", key.year)
            budgets = [
                figure
                for measure in ("initial_budget", "adjusted_budget")
                if (figure := case.get(key.concept, key.scope, measure, key.year))
            ]
            if level is None or not budgets:
                yield Result(
                    outcome="not_computable",
                    formula=wording.with_unit(rate.first),
                    facts=(rate.first,),
                    why="没有找到完成率的预算数或执行数。",
                )
                continue
            yield self._settle(case, rate, level, budgets)

    def _settle(self, case: Case, rate: Figure, level: Figure, budgets: list[Figure]) -> Result:
        first: Result | None = None
        quantity = case.ledger.quantity
        for budget in budgets:
            for r, v, b in case.ledger.combinations([rate, level, budget]):
                try:
                    computed = quantity(v) / quantity(b) * HUNDRED
                except ZeroDivisionError:
                    continue
                fit = compare(computed, quantity(r), last_place(r))
                formula = (
                    f"{wording.with_unit(v)}/{wording.with_unit(b)} = {wording.percent(computed.value)}；"
                    f"所报{wording.with_unit(r)}；{possible(computed)}"
                )
                message = f"按所列预算数和执行数，完成率为{wording.percent(computed.value, 2)}，所报为{wording.with_unit(r)}。"
                gap = computed.value - quantity(r).value
                result = result_of(
                    fit, formula, message, (r, v, b), Ratio(v, b, r, margin=last_place(r)), gap, (r, v)
                )
                if fit != "flagged":
                    return result
                first = first or result
        if first is None:
            return Result(outcome="not_applicable", formula="", facts=(rate.first,), why="预算数为0。")
        return first
