"""决算 against budget: what a final account prints of how far the money was spent as planned."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model import Fact
from generator.site.amounts import percent_of
from generator.site.figures import MONEY_SCOPES, Figure, Figures
from generator.site.sentences import Piece, Speaker

_BUDGETS = (("initial_budget", "年初预算"), ("adjusted_budget", "全年预算"))
_TOTALS = ("expenditure.total", "expenditure.current_total")


def executed(figures: Figures) -> Figure | None:
    """The widest total of expenditure whose execution the report prints; None where it prints none."""
    speaker = Speaker(figures)
    for scope in MONEY_SCOPES:
        for concept in _TOTALS:
            figure = figures.get(concept, scope=scope)
            if figure and tuple(execution(speaker, figure)):
                return _as_executed(figures, figure)
    return None


def _as_executed(figures: Figures, figure: Figure) -> Figure:
    """The figure led by the mention that the printed rate is of.

    A report may print 财政拨款支出总计 (with money carried over) and 财政拨款支出 under one name.
    """
    rate, budget = (figures.beside(figure, measure) for measure in ("completion_rate", "initial_budget"))
    if rate is None or budget is None or not budget.fact.yuan or rate.fact.percent is None:
        return figure

    def gap(mention: Fact) -> Decimal:
        percent = percent_of(mention.yuan or Decimal(0), budget.fact.yuan or Decimal(1))
        return abs((percent or Decimal(0)) - (rate.fact.percent or Decimal(0)))

    return Figure(figure.id, tuple(sorted(figure.mentions, key=gap)))


def execution(speaker: Speaker, figure: Figure) -> Iterator[Piece]:
    """`，完成年初预算 1,910.00 万元的 97.17%`, or as much of it as is printed."""
    beside = speaker.figures.beside
    budgets = [(budget, name) for measure, name in _BUDGETS if (budget := beside(figure, measure))]
    if rate := beside(figure, "completion_rate"):
        # With both budgets printed the sentence alone says which of them the rate is of.
        if len(budgets) == 1:
            budget, name = budgets[0]
            yield f"，完成{name} "
            yield speaker.number(budget)
            yield "的 "
        else:
            yield "，完成预算的 "
        yield speaker.number(rate)
        return
    if variance := beside(figure, "budget_variance") or beside(figure, "budget_variance_rate"):
        if variance.fact.value == 0:
            yield "，与"
            yield speaker.number(variance, "预算相同")
        else:
            yield "，比预算多 " if variance.fact.value > 0 else "，比预算少 "
            yield speaker.size(variance)
        return
    for budget, name in budgets:
        yield f"，{name}是 "
        yield speaker.number(budget)
