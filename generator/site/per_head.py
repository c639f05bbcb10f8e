"""人均人员经费: worked out only where both numbers speak of the same people and the same money."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.amounts import agree, graspable, printed
from generator.site.figures import MONEY_SCOPES, Figure, Figures
from generator.site.sentences import Speaker

LIMITS = "人员经费也可能用于离退休人员和编外人员，不等于工资。"
_NOT_IN_SERVICE = ("staff.actual.retired", "staff.actual.retired_cadre", "staff.actual.retirees")


@dataclass(frozen=True, slots=True)
class PerHead:
    """An amount per member of staff. `how` is the division, `limits` what the result does not say."""

    text: str
    how: str
    limits: str = LIMITS


def per_head(figures: Figures) -> PerHead | None:
    """人员经费 for each member of staff in service; None where either is missing or disputed."""
    staff, cost = _staff(figures), _personnel(figures)
    if not staff or not cost or cost.fact.yuan is None or staff.fact.value <= 0 or cost.fact.value <= 0:
        return None
    if not Speaker(figures).sure(staff, cost):
        return None
    how = f"人员经费 {printed(cost.fact)} ÷ {figures.name(staff)} {printed(staff.fact)}，本站计算"
    return PerHead(graspable(cost.fact.yuan / staff.fact.value), how)


def _staff(figures: Figures) -> Figure | None:
    """Those in service; 实有人数 only where no retired people are printed who may be among them."""
    if in_service := figures.get("staff.actual.in_service"):
        return in_service
    if any((figure := figures.get(concept)) and figure.fact.value for concept in _NOT_IN_SERVICE):
        return None
    return figures.get("staff.actual.total")


def _personnel(figures: Figures) -> Figure | None:
    """人员经费 out of all money; that of a narrower scope only where it pays all of 基本支出.

    A hospital's or a school's fiscal appropriation covers a part of its wages: divided by all its
    staff it would make a number that is nobody's cost.
    """
    whole = figures.get("expenditure.basic")
    for scope in MONEY_SCOPES:
        cost = figures.get("expenditure.basic.personnel", scope=scope)
        basic = figures.get("expenditure.basic", scope=scope)
        if cost and (scope == "all" or (whole and basic and agree(whole.fact, basic.fact))):
            return cost
    return None
