"""From a noun phrase to the concept it names, given what the text is talking about.

A phrase names a figure in one of two ways: by a term of the vocabulary (公务接待费, 教育支出), or by
composition of 口径, 收/支 and total (一般公共预算 + 收入 + 合计). Terms that mean different things in
different company (车辆: assets or head count; 人员经费 under 绩效) are told apart by the unit of the
number and by the families in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator import vocabulary
from generator.reading.lexicon import Sense
from generator.reading.tokens import Token

SOURCE_OF_SCOPE = {
    "fiscal": "income.fiscal_appropriation",
    "general": "income.general_public_budget",
    "fund": "income.government_fund",
    "capital": "income.state_capital",
}
"""A 口径 as one source of income among others."""

_FITS: dict[str, frozenset[str]] = {
    "money": frozenset({"money"}),
    "people": frozenset({"people"}),
    "vehicles": frozenset({"vehicles", "sets", "count"}),
    "sets": frozenset({"sets", "count", "vehicles"}),
    "count": frozenset({"count", "sets", "score"}),
    "percent": frozenset({"percent"}),
    "times": frozenset({"percent"}),
}
_COUNTED = {"count": "groups", "people": "persons", "vehicles": "count", "sets": "count"}
_SCOPELESS = ("income.", "staff.", "vehicles.", "assets.", "org.", "performance.", "transfer.", "project")
_CARRIED_OVER = frozenset({"income.carryover", "expenditure.carryover_end"})
_SENTENCE_SCOPED = ("three_public", "operating_funds", "procurement", "conference", "training")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clause speaks of: a concept in a 口径. `start` is where it was named."""

    concept: str
    scope: str
    start: int
    label: str | None = None
    """The printed name, for what is named by position."""

    @property
    def name(self) -> str:
        """Scope and concept as one string, scope `all` left out."""
        return self.concept if self.scope == "all" else f"{self.scope}.{self.concept}"


@dataclass(frozen=True, slots=True)
class Company:
    """What is in force where a phrase stands: families nearest first, 口径 by rank, classification."""

    families: tuple[str, ...]
    sentence_scope: str | None
    inherited_scope: str | None
    section_scope: str | None
    classified: str | None
    functions: tuple[str, ...] = ()
    head: Subject | None = None
    """The total whose list is open."""
    codes: frozenset[str] = frozenset()
    """Function codes that the report's own tables use: they decide between namesakes."""


def fits(unit: str, kind: str | None) -> bool:
    """Whether a number of this kind can be the value of a concept measured in `unit`."""
    return kind is None or kind in _FITS.get(unit, frozenset())


def is_part(child: str, whole: str) -> bool:
    """Whether `child` can be listed under `whole`."""
    if child == whole:
        return False
    if child.startswith(f"{whole}.") or (whole == "expenditure.project" and child.startswith("project.")):
        return True
    family, _, last = whole.rpartition(".")
    return last in {"total", "current_total", "amount"} and child.startswith(f"{family}.")


def name_term(token: Token, kind: str | None, company: Company) -> str | None:
    """The concept a term stands for, for a number of class `kind`; None if it cannot be one."""
    ranked = [r for sense in token.senses if (r := _rank(sense, kind, company)) is not None]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    named = list(dict.fromkeys(concept for rank, concept in ranked if rank == best))
    if len(named) > 1 and all(".function." in concept for concept in named):
        printed = [concept for concept in named if concept.rpartition(".")[2] in company.codes]
        if len(printed) == 1:
            return printed[0]
        shortest = min(named, key=len)
        if all(concept.startswith(shortest) for concept in named) and len(named) == 2:
            return shortest  # 临时救助: a 款 and its only 项 of the same name
        # namesakes (行政运行, 其他…支出): the context or the report's tables must decide, never the order
        return None
    return named[0]


def _rank(sense: Sense, kind: str | None, company: Company) -> tuple[int, str] | None:
    """(rank, concept) of one sense: lower ranks win; None where the sense is out of place."""
    if sense.kind == "function":
        return _function(sense.value, kind, company)
    if sense.kind == "economic":
        return _economic(sense.value, kind, company)
    if sense.kind != "concept":
        return None
    rank = 5
    if sense.under:
        distance = min(
            (i for u in sense.under for i, f in enumerate(company.families) if _within(f, u)), default=None
        )
        if distance is None and "" not in sense.under:
            return None
        rank = 1 if distance == 0 and "" not in sense.under else 6 + min(distance or 0, 9)
    concept = vocabulary.concepts()[sense.value]
    if fits(concept.unit, kind) or kind == "percent":
        return rank, _moved(concept.id, company)
    counted = f"{concept.id}.{_COUNTED.get(kind or '', '')}"
    if counted in vocabulary.concepts():
        return rank + 20, counted
    return None


def _within(family: str, under: str) -> bool:
    return under == "" or family == under or family.startswith(f"{under}.")


def _moved(concept: str, company: Company) -> str:
    """The same thing said of a plan or of a sub-subject: 购置车辆…其中一般公务用车; 国内…接待人次."""
    nearest = company.families[0] if company.families else ""
    if nearest.startswith("vehicles.planned_purchase") and concept.startswith("vehicles."):
        rest = concept.removeprefix("vehicles.").removeprefix("planned_purchase")
        return "vehicles.planned_purchase" + ("" if rest in {"", "total"} else f".{rest.lstrip('.')}")
    if nearest.startswith("vehicles.planned_purchase") and concept.startswith("assets.equipment_over."):
        size = concept.rpartition(".")[2]
        return (
            f"assets.planned_purchase.equipment_over.{size}"
            if size != "2m"
            else "assets.planned_equipment_over.2m"
        )
    if concept in {"three_public.reception.groups", "three_public.reception.persons"}:
        for family in company.families[:2]:
            for side in ("domestic", "foreign"):
                if family.startswith(f"three_public.reception.{side}"):
                    return f"three_public.reception.{side}.{concept.rpartition('.')[2]}"
    return concept


def _function(code: str, kind: str | None, company: Company) -> tuple[int, str] | None:
    if kind not in {None, "money", "percent"} or company.classified == "economic":
        return None
    if any(_within(f, "staff") for f in company.families[:1]):
        return None
    rank = 6
    if len(code) > 3:
        if code in company.functions:
            rank = 1
        elif any(code.startswith(known) for known in company.functions if len(known) == 5):
            rank = 2
        elif any(code.startswith(known) for known in company.functions):
            rank = 3
        elif code in company.codes:
            rank = 4
        else:
            rank = 9
    return rank, f"expenditure.function.{code}"


def _economic(code: str, kind: str | None, company: Company) -> tuple[int, str] | None:
    if kind not in {None, "money", "percent"}:
        return None
    construction = code.startswith(("309", "311"))  # namesakes of 310 and 312 under 基本建设
    for family in company.families:
        if family.startswith("operating_funds"):
            return int(construction), f"operating_funds.item.{code}"
        if company.classified == "economic":
            break
        if family.startswith("expenditure.basic"):
            return 4 + construction, f"expenditure.basic.economic.{code}"
        if family.startswith("expenditure.project"):
            return 4 + construction, f"expenditure.project.economic.{code}"
        if family.startswith(("expenditure.economic", "expenditure.total")):
            break
    rank = 4 if company.classified == "economic" else 7
    return rank + construction, f"expenditure.economic.{code}"


def scope_for(concept: str, own: str | None, company: Company) -> str:
    """The 口径 of a figure: its own phrase's, its sentence's, or the one its list or section is in."""
    if concept in _CARRIED_OVER:
        nearest = company.families[0] if company.families else ""
        beside_sources = nearest.startswith("income.") and nearest not in _CARRIED_OVER
        return own or (None if beside_sources else company.sentence_scope) or company.section_scope or "all"
    if concept.startswith(_SCOPELESS):
        return "all"
    if concept.startswith(_SENTENCE_SCOPED):
        return own or company.sentence_scope or "all"
    return own or company.sentence_scope or company.inherited_scope or "all"


def compose(tokens: Sequence[Token], company: Company) -> list[Subject]:
    """Subjects composed of 口径, 收/支 and total words; empty where they name nothing."""
    scope: str | None = None
    side: str | None = None
    total: str | None = None
    start = tokens[0].start if tokens else 0
    for token in tokens:
        for sense in token.senses:
            if sense.kind == "scope":
                scope = sense.value
            elif sense.kind == "side":
                side = sense.value
            elif sense.kind == "total":
                total = sense.value
    grand = {s.value for t in tokens for s in t.senses if s.kind == "total" and s.value.startswith("grand_")}
    if side is None and grand:
        side, total = ("both" if len(grand) > 1 else grand.pop().removeprefix("grand_")), "total"
    if side is None:
        return _scope_alone(scope, start, company) if scope in SOURCE_OF_SCOPE else []
    if side.startswith("current_"):
        side, total = side.removeprefix("current_"), "current"
    sides = ("income", "expenditure") if side == "both" else (side,)
    return [_total(one, scope, total, len(sides) > 1, start, company) for one in sides]


def _scope_alone(scope: str | None, start: int, company: Company) -> list[Subject]:
    nearest = company.families[0] if company.families else ""
    if scope is None:
        return []
    if nearest.startswith("income"):
        return [Subject(SOURCE_OF_SCOPE[scope], "all", start)]
    if nearest.startswith("procurement"):
        return [Subject("procurement.total", scope, start)]
    if nearest.startswith("expenditure"):
        return [Subject("expenditure.total", scope, start)]
    return []


def _total(
    side: str, scope: str | None, total: str | None, both: bool, start: int, company: Company
) -> Subject:
    kind = "current_total" if total == "current" else "total"
    if side == "income":
        if scope is None and total is None and not both and company.sentence_scope in {"fund", "capital"}:
            scope = company.sentence_scope  # 政府性基金预算年初结转0万元，收入111万元
        listed = company.head is not None and (company.head.concept, company.head.scope) == (
            "income.total",
            scope,
        )
        if scope and listed and not both:
            return Subject("income.local", scope, start)  # a government's own part of its total revenue
        if scope in SOURCE_OF_SCOPE and not both and total != "total":
            return Subject(SOURCE_OF_SCOPE[scope], "all", start)
        current = company.sentence_scope if total == "current" else None
        return Subject(f"income.{kind}", scope or current or _both_scope(both, company), start)
    return Subject(
        f"expenditure.{kind}", scope or company.sentence_scope or company.inherited_scope or "all", start
    )


def _both_scope(both: bool, company: Company) -> str:
    return (company.inherited_scope or "all") if both else "all"
