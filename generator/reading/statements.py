"""Figures said in words: 持平, 零支出, 没有使用…安排的支出. Each is a fact with value 0."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

from generator import vocabulary
from generator.reading.amounts import Amount
from generator.reading.lists import enumerated, taken_up_again
from generator.reading.measures import INITIAL
from generator.reading.naming import Subject, compose, name_term
from generator.reading.phrases import company_of, named_by
from generator.reading.recording import last_unit, record
from generator.reading.scene import LONGEST_QUOTE, Scene
from generator.reading.subjects import continued
from generator.reading.tokens import Token


def say_zero(scene: Scene, token: Token) -> None:
    named = named_by(scene, [t for t in scene.window if t.end <= token.start], None)
    compared = (
        any(t.sense("compare") or t.sense("previous") for t in scene.window) or scene.comparison() is not None
    )
    word = scene.text.text[token.start : token.end]
    base = scene.comparison()
    weighed = base is not None and (base.year is not None or base.stage is not None)
    if word in {"一致", "保持一致", "相同", "相等", "不变"} and not (compared and weighed):
        return
    if "应" in scene.text.text[max(scene.clause_start, token.start - LONGEST_QUOTE) : token.start]:
        return  # 填列数应与总表一致: how a table is to be filled in
    before = [t for t in scene.window if t.end <= token.start]
    spoken = continued(scene, named, before, relative=True)
    subjects = spoken or scene.announced or taken_up_again(scene) or scene.subjects or scene.topic
    if not subjects or _compares_two_figures(scene):
        return
    base = scene.comparison()
    measure = base.change(scene.document.kind) if base else "change"
    last = scene.event if scene.event and scene.event.sentence == scene.sentence else None
    said = (measure, "growth_rate", "budget_variance_rate")
    if last and last.subjects == subjects and last.measure.startswith(said):
        return  # 减少0万元，持平: said already
    first = next((t for t in scene.window if t.sense("compare")), token)
    unit_kind = vocabulary.describe(subjects[0].concept).unit
    unit = scene.document.unit if unit_kind == "money" else last_unit(scene, subjects[0]) or "个"
    number = Amount(Decimal(0), unit, first.start, token.end, token.end)
    record(
        scene,
        subjects,
        measure,
        number,
        1,
        None,
        None,
        textual=True,
        approx=token.sense("zero_approx") is not None,
    )
    scene.window = []


def _compares_two_figures(scene: Scene) -> bool:
    """与收入持平: as much as another figure of this report, which says nothing of last year."""
    for index, token in enumerate(scene.window):
        if token.sense("compare") and scene.text.text[token.start : token.end] in {"与", "比", "较", "同"}:
            other = scene.window[index + 1 :]
            return any(t.is_name() or t.sense("side") for t in other) and not any(
                t.year or t.sense("previous") or t.sense("stage") or t.sense("same_year") for t in other
            )
    return False


def say_nil(scene: Scene, token: Token) -> None:
    """因公出国（境）零支出."""
    listed = enumerated(scene) if any(t.sense("each") for t in scene.window) else []
    subjects = tuple(s for item in listed for s in item) or named_by(
        scene, [t for t in scene.window if t is not token], "money"
    )
    subjects = tuple(s for s in subjects if not scene.harvest.has_level(s.concept))
    if subjects:
        number = Amount(Decimal(0), scene.document.unit, token.start, token.end, token.end)
        record(scene, subjects, "value", number, 1, None, None, textual=True)
        if scene.document.kind == "final" and "预算" in scene.text.text[token.start : token.end]:
            record(scene, subjects, INITIAL, number, 1, None, None, textual=True)  # 无预算无支出
        scene.window = []


def say_absence(scene: Scene, window: list[Token], end: int) -> None:
    """没有使用政府性基金预算拨款安排的支出, 无因公出国（境）团组: a figure of 0 said in words."""
    first = next(t for t in window if t.sense("negation"))
    if scene.text.text[first.start - 1 : first.start] == "/":
        return  # 有/无团组: a choice nobody made
    after = [t for t in window if t.start >= first.end]
    if any(t.sense("direction") or t.sense("zero") for t in after):
        return
    subjects: list[Subject] = []
    scopes = dict.fromkeys(s.value for t in after if (s := t.sense("scope")))
    if scopes and not scopes.keys() - {"fund", "capital", "fiscal"} and scopes.keys() & {"fund", "capital"}:
        sides = dict.fromkeys(s.value for t in after if (s := t.sense("side")))
        if not sides and any(t.sense("stage") for t in after):
            sides = {"expenditure": None}  # 无国有资本经营预算安排的预算: a budget is of what may be spent
        closing = end
        for scope, side in itertools.product(scopes.keys() & {"fund", "capital"}, sides):
            both = ("income", "expenditure") if side == "both" else (side.removeprefix("current_"),)
            subjects.extend(Subject(f"{one}.total", scope, first.start) for one in both)
        subjects = sorted(dict.fromkeys(subjects), key=lambda s: s.name, reverse=True)
    else:
        closing = end
        # 未安排因公出国（境）费 speaks of money as much as 未发生…支出 does.
        spoken = any(t.sense("side") or t.sense("stage") or _names_money(scene, t) for t in after)
        equipment = [t for t in after if any(s.value.startswith("assets.equipment") for s in t.senses)]
        for token in equipment or after:
            concept = _counted_name(scene, token, subjects, spoken)
            if concept and not scene.harvest.has_level(concept):
                subjects.append(Subject(concept, "all", first.start))
    if not subjects and not any(t.is_name() for t in after):
        subjects = _unplanned(scene, [t for t in window if t.end <= first.start])
        after = after or [first]
    if not subjects:
        return
    last = max(t.end for t in after)
    closing = min(closing, last)
    number = Amount(Decimal(0), "个", first.start, closing, closing)
    kept, kept_event = scene.subjects, scene.event
    for subject in subjects:
        one = number
        if subject.concept.endswith(".persons"):
            one = replace(number, unit="人次")
        elif subject.concept.startswith("transfer"):
            one = replace(number, unit="项")
        elif subject.concept.endswith(".count"):
            one = replace(number, unit="辆")
        elif subject.concept.startswith("assets.planned"):
            one = replace(number, unit="台（套）")
        elif vocabulary.describe(subject.concept).unit == "money":
            one = replace(number, unit=scene.document.unit)
        record(scene, (subject,), "value", one, 1, None, None, textual=True)
    scene.subjects, scene.event = kept, kept_event


def _unplanned(scene: Scene, before: list[Token]) -> list[Subject]:
    """政府性基金预算未安排: the 口径 stands before the word that denies it."""
    scope = next((s.value for t in reversed(before) if (s := t.sense("scope"))), None)
    if scope not in {"fund", "capital"} or any(t.is_name() for t in before):
        return []
    named = compose([t for t in before if t.sense("scope") or t.sense("side")], company_of(scene))
    return list(named)


def _names_money(scene: Scene, token: Token) -> bool:
    return token.is_name() and scene.text.text.startswith(("费", "用"), token.end - 1)


def _counted_name(scene: Scene, token: Token, before: list[Subject], money: bool) -> str | None:
    """What a term names in a statement of absence: 团组, 人次, 购置公务用车, 转移支付项目.

    `money` says that the clause speaks of spending (未发生公务用车购置支出), else of things.
    """
    company = company_of(scene)
    company = replace(company, families=(*(s.concept for s in reversed(before)), *company.families))
    for sense in token.senses:
        if sense.kind != "concept":
            continue
        if sense.value.startswith("assets.equipment_over."):
            planned = replace(company, families=("vehicles.planned_purchase",))
            return name_term(token, "sets", planned)
        if sense.value.startswith("transfer"):
            return sense.value
        if money and sense.value.startswith(("three_public", "procurement.")) and not sense.under:
            concept = vocabulary.concepts()[sense.value]
            return concept.id if concept.unit == "money" else None
        if sense.value == "three_public.vehicle.purchase":
            return f"{sense.value}.count"
        if sense.value.endswith((".groups", ".persons", ".count")):
            return name_term(token, "people" if sense.value.endswith("persons") else "count", company)
    return None
