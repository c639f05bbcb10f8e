"""How a total is broken down on the page: income sources, functions, 三公 and so on.

A breakdown never mixes scopes and never counts a figure together with one of its own parts: it
takes the printed list (facts that name the total as their `whole`) where the reader recorded one,
and otherwise the sibling concepts of one level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator import vocabulary
from generator.model import Fact
from generator.site.amounts import half_place_yuan
from generator.site.figures import MONEY_SCOPES, Figure, Figures

_SOURCES = (
    "income.general_public_budget",
    "income.government_fund",
    "income.state_capital",
    "income.fiscal_appropriation",
    "income.special_account",
    "income.education_fee",
    "income.institution",
    "income.institution_operating",
    "income.superior_subsidy",
    "income.subordinate_remittance",
    "income.donation",
    "income.other",
    "income.use_of_surplus",
    "income.carryover",
    "income.treasury_online_carryover",
)
_BUDGETS = frozenset(_SOURCES[:3])
_HALF = 50  # percent
_FUNCTION = re.compile(r"^expenditure\.function\.(\d{3})$")
_ECONOMIC = re.compile(r"^expenditure\.(?:basic\.)?economic\.(\d{3})$")


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a breakdown."""

    name: str
    figure: Figure

    @property
    def yuan(self) -> Decimal:
        return self.figure.fact.yuan or Decimal(0)


def adds_up(parts: Sequence[Figure], whole: Figure) -> bool:
    """Whether printed parts add up to a printed whole, within the last printed place of each."""
    if not parts or whole.fact.yuan is None:
        return False
    slack = sum((half_place_yuan(figure.fact) for figure in (*parts, whole)), Decimal(0))
    total = sum((figure.fact.yuan or Decimal(0) for figure in parts), Decimal(0))
    return abs(total - whole.fact.yuan) <= slack


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts with money in them, the largest first; `zeros` are the parts printed as 0."""

    items: tuple[Item, ...]
    zeros: tuple[Item, ...]
    total: Figure | None
    scope: str

    @property
    def complete(self) -> bool:
        """True where the parts add up to the printed total."""
        every = [item.figure for item in (*self.items, *self.zeros)]
        return self.total is not None and adds_up(every, self.total)

    @property
    def sum(self) -> Decimal:
        return sum((item.yuan for item in self.items), Decimal(0))

    def leads(self, figures: Figures) -> bool:
        """Whether no part that is left unprinted could be larger than the first one."""
        if self.complete:
            return True
        largest = self.items[0]
        share = figures.beside(largest.figure, "share")
        if share is not None and share.fact.percent is not None and share.fact.percent > _HALF:
            return True
        if self.total is None or self.total.fact.yuan is None:
            return False
        return largest.yuan >= self.total.fact.yuan - self.sum

    @property
    def scope_text(self) -> str:
        return "" if self.scope == "all" else vocabulary.scope_name(self.scope)


def _breakdown(
    figures: Iterable[Figure], total: Figure | None, scope: str, *, at_least: int = 1
) -> Breakdown | None:
    items = [Item(short_name(figure.fact), figure) for figure in figures if figure.fact.yuan is not None]
    if len(items) < at_least:
        return None
    with_money = sorted((item for item in items if item.yuan != 0), key=lambda item: -item.yuan)
    zeros = tuple(item for item in items if item.yuan == 0)
    return Breakdown(tuple(with_money), zeros, total, scope) if with_money else None


def short_name(fact: Fact) -> str:
    """The name of a part without that of its whole: `工资福利支出`."""
    name = fact.label or vocabulary.describe(fact.concept).zh
    return name.partition("：")[2] or name


def income_sources(figures: Figures) -> Breakdown | None:
    """Where the money comes from. The sum of all fiscal money gives way to its parts, if they make it up."""
    total = figures.first("income.total", "income.current_total", scopes=("all",))
    found = [figure for concept in _SOURCES if (figure := figures.get(concept))]
    if fiscal := figures.get("income.fiscal_appropriation"):
        parts = [figure for figure in found if figure.fact.concept in _BUDGETS]
        left_out = [fiscal] if adds_up(parts, fiscal) else parts
        found = [figure for figure in found if figure not in left_out]
    sources = {figure.id for figure in found}
    found = [figure for figure in found if not any(said.whole in sources for said in figure.mentions)]
    if not any(figure.fact.concept == "income.carryover" for figure in found):
        total = figures.first("income.current_total", "income.total", scopes=("all",)) or total
    return _breakdown(found, total, "all")


def kinds(figures: Figures) -> Breakdown | None:
    """基本支出 and 项目支出 (and the rarer others) of the widest scope that prints both."""
    concepts = (
        "expenditure.basic",
        "expenditure.project",
        "expenditure.operating",
        "expenditure.remittance_up",
        "expenditure.subsidy_down",
        "expenditure.reserve",
    )
    for scope in MONEY_SCOPES:
        found = [figure for concept in concepts if (figure := figures.get(concept, scope=scope))]
        if len(found) >= 2:
            total = figures.get("expenditure.current_total", scope=scope) or figures.get(
                "expenditure.total", scope=scope
            )
            return _breakdown(found, total, scope, at_least=2)
    return None


def functions(figures: Figures) -> Breakdown | None:
    """支出功能分类 at the level of 类, of the widest scope that prints it."""
    return _classified(figures, _FUNCTION, "expenditure.current_total", "expenditure.total")


def economics(figures: Figures) -> Breakdown | None:
    """支出经济分类 at the level of 类: of all expenditure, otherwise of 基本支出."""
    return _classified(figures, _ECONOMIC, "expenditure.total", "expenditure.basic")


def _classified(figures: Figures, pattern: re.Pattern[str], *totals: str) -> Breakdown | None:
    for scope in MONEY_SCOPES:
        heads: dict[str, list[Figure]] = {}
        for figure in figures:
            fact = figure.fact
            at_hand = fact.scope == scope and fact.measure == "value" and fact.year == figures.year
            if at_hand and pattern.match(fact.concept):
                heads.setdefault(fact.concept.rpartition(".")[0], []).append(figure)
        for head, found in heads.items():
            if len(found) < 2:
                continue
            of_basic = ".basic." in head
            names = ("expenditure.basic",) if of_basic else totals
            total = next((f for name in names if (f := figures.get(name, scope=scope))), None)
            return _breakdown(found, total, scope, at_least=2)
    return None


def three_public(figures: Figures) -> Breakdown | None:
    """“三公”经费: purchase and running of vehicles apart where both are printed, otherwise together.

    The total may be said in another scope than its parts: 三公 are by definition of 财政拨款.
    """
    for scope in MONEY_SCOPES:
        vehicles: Sequence[str] = ("three_public.vehicle.purchase", "three_public.vehicle.operation")
        if not all(figures.get(concept, scope=scope) for concept in vehicles):
            vehicles = ("three_public.vehicle",)
        concepts = ("three_public.abroad", *vehicles, "three_public.reception")
        found = [figure for concept in concepts if (figure := figures.get(concept, scope=scope))]
        if len(found) >= 2:
            total = figures.get("three_public.total", scope=scope) or figures.first("three_public.total")
            return _breakdown(found, total, scope, at_least=2)
    return None


def changes(figures: Figures) -> tuple[Item, ...]:
    """What rose and what fell: printed changes of functions, otherwise of basic and project."""
    for pattern in (r"^expenditure\.function\.\d{3}$", r"^expenditure\.(?:basic|project)$"):
        for scope in MONEY_SCOPES:
            found = [
                Item(short_name(figure.fact), figure)
                for figure in figures
                if figure.fact.scope == scope
                and figure.fact.measure == "change"
                and figure.fact.year == figures.year
                and figure.fact.yuan
                and re.match(pattern, figure.fact.concept)
            ]
            if len(found) >= 2:
                return tuple(sorted(found, key=lambda item: -abs(item.yuan)))
    return ()
