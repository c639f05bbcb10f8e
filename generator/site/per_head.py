"""人均人员经费, 人均基本支出: worked out only where both numbers speak of the same people and the same money.

The one place where a cost is divided by people: every page that shows it asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator import vocabulary
from generator.site.amounts import agree, graspable, printed
from generator.site.figures import MONEY_SCOPES, Figure, Figures
from generator.site.sentences import Speaker

PERSONNEL = "expenditure.basic.personnel"
BASIC = "expenditure.basic"
_LIMITS = {
    PERSONNEL: "人员经费也可能用于离退休人员和编外人员，不等于工资。",
    BASIC: "基本支出里还有公用经费，也可能用于离退休人员和编外人员，不等于工资。",
}
_NOT_IN_SERVICE = ("staff.actual.retired", "staff.actual.retired_cadre", "staff.actual.retirees")


@dataclass(frozen=True, slots=True)
class PerHead:
    """Yuan per member of staff. `how` is the division, `limits` what the result does not say."""

    yuan: Decimal
    how: str
    limits: str

    @property
    def text(self) -> str:
        return graspable(self.yuan)


@dataclass(frozen=True, slots=True)
class NotPerHead:
    """No amount per member of staff, and `why` in a few words for a table's cell."""

    why: str


def per_head(figures: Figures, concept: str = PERSONNEL) -> PerHead | NotPerHead:
    """A cost (`PERSONNEL` or `BASIC`) for each member of staff in service; refused where either is
    missing, disputed, or of other people or money than the other."""
    name = vocabulary.describe(concept).zh
    if figures.first(concept) is None:
        return NotPerHead(f"报告未写{name}")
    staff, cost = _staff(figures), _cost(figures, concept)
    if staff is None:
        return NotPerHead("人数可能含离退休，不算" if figures.get("staff.actual.total") else "报告未写人数")
    if cost is None:
        return NotPerHead("只有部分资金的数，不算")
    if cost.fact.yuan is None or staff.fact.value <= 0 or cost.fact.value <= 0:
        return NotPerHead("人数或金额不是正数，不算")
    if not Speaker(figures).sure(staff, cost):
        return NotPerHead("数有出入，不算")
    how = f"{name} {printed(cost.fact)} ÷ {figures.name(staff)} {printed(staff.fact)}，本站计算"
    return PerHead(cost.fact.yuan / staff.fact.value, how, _LIMITS[concept])


def _staff(figures: Figures) -> Figure | None:
    """Those in service; 实有人数 only where no retired people are printed who may be among them."""
    if in_service := figures.get("staff.actual.in_service"):
        return in_service
    if any((figure := figures.get(concept)) and figure.fact.value for concept in _NOT_IN_SERVICE):
        return None
    return figures.get("staff.actual.total")


def _cost(figures: Figures, concept: str) -> Figure | None:
    """The cost out of all money; that of a narrower scope only where it pays all of 基本支出.

    A hospital's or a school's fiscal appropriation covers a part of its wages: divided by all its
    staff it would make a number that is nobody's cost.
    """
    whole = figures.get(BASIC)
    for scope in MONEY_SCOPES:
        cost = figures.get(concept, scope=scope)
        basic = figures.get(BASIC, scope=scope)
        if cost and (scope == "all" or (whole and basic and agree(whole.fact, basic.fact))):
            return cost
    return None
