"""预算与决算对照: a year's budget beside its final account, where both are here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.site.amounts import graspable
from generator.site.figures import Figure
from generator.site.report_view import ReportView

_COMPARED = (
    "income.total", "expenditure.total", "expenditure.basic", "expenditure.project",
    "three_public.total", "operating_funds", "procurement.total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """One quantity in the budget and in the final account of the same year."""

    name: str
    budget: Figure | None
    final: Figure | None
    difference: str | None


def budget_and_final(views: Sequence[ReportView]) -> tuple[Compared, ...]:
    """The main quantities that either report prints; nothing unless the page has both."""
    by_kind = {view.kind: view.figures for view in views}
    if not {"budget", "final"} <= by_kind.keys():
        return ()
    budget, final = by_kind["budget"], by_kind["final"]
    rows = []
    for concept in _COMPARED:
        planned, spent = budget.first(concept), final.first(concept)
        if planned or spent:
            name = (budget if planned else final).name(planned or spent)  # type: ignore[arg-type]
            rows.append(Compared(name, planned, spent, _difference(planned, spent)))
    return tuple(rows)


def _difference(planned: Figure | None, spent: Figure | None) -> str | None:
    if not planned or not spent or planned.fact.scope != spent.fact.scope:
        return None
    before, after = planned.fact.yuan, spent.fact.yuan
    if before is None or after is None:
        return None
    sign = "+" if after > before else "−" if after < before else ""
    return f"{sign}{graspable(abs(after - before))}" if after != before else "0"
