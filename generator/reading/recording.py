"""From a subject and an amount to a fact: its name, whole, unit and quote; or to an unnamed figure."""

from __future__ import annotations

from generator import vocabulary
from generator.model import Fact, UnnamedFigure
from generator.reading.amounts import Amount
from generator.reading.naming import SOURCE_OF_SCOPE, Subject, is_part
from generator.reading.normalise import unwrapped
from generator.reading.scene import LONGEST_QUOTE, Event, Scene


def fact_name(scene: Scene, subject: Subject, measure: str, year: int | None) -> str:
    concept = subject.concept
    if measure != "value" and concept.startswith("performance.") and concept.endswith(".amount"):
        concept = concept.removesuffix(".amount")
    name = concept if subject.scope == "all" else f"{subject.scope}.{concept}"
    if measure != "value":
        name = f"{name}.{measure}"
    if year is not None and scene.document.year is not None and year != scene.document.year:
        name = f"{name}@{year}"
    return name


def record(
    scene: Scene,
    subjects: tuple[Subject, ...],
    measure: str,
    amount: Amount,
    sign: int,
    year: int | None,
    unit: str | None,
    *,
    textual: bool = False,
    approx: bool = False,
) -> None:
    """Record one printed number as a fact of each subject it is said of."""
    first = len(scene.harvest.facts)
    span = scene.text.span(amount.start, amount.end)
    value = amount.value * sign if amount.value else abs(amount.value)
    inferred = amount.unit is None or textual
    printed = amount.unit or unit or _unit_of(scene, subjects[0])
    about = (
        year
        if year is not None
        else (
            scene.year
            if measure == "value" or measure.startswith(("initial", "adjusted", "completion", "budget_var"))
            else None
        )
    )
    about = about if about is not None else scene.document.year
    listed = bool(scene.heads) and scene.heads[-1][0].concept.startswith("income.")
    if listed and subjects[0].scope == "all" and subjects[0].concept in SOURCE_OF_SCOPE.values():
        scene.sentence_scope, scene.paragraph_scope = (
            scene.scope_before,
            None,
        )  # a source of income is no 口径
    for subject in subjects:
        _unwind(scene, subject)
        whole = _whole_of(scene, subject)
        concept = subject.concept
        if measure != "value" and concept.startswith("performance.") and concept.endswith(".amount"):
            concept = concept.removesuffix(".amount")
        scene.harvest.add(
            Fact(
                id=fact_name(scene, subject, measure, about),
                scope=subject.scope,
                concept=concept,
                measure=measure,
                value=value,
                unit=printed,
                year=about,
                where="text",
                quote=_quote(scene, subject, amount),
                span=span,
                textual=textual,
                approx=approx or is_approximate(scene, amount),
                unit_inferred=inferred,
                whole=whole,
                series=scene.series if whole else None,
                exhaustive=scene.list_complete,
                label=subject.label,
                section=next((s.kind for s in reversed(scene.path) if s.kind), None),
            )
        )
    scene.subjects = subjects
    scene.lost = 0
    scene.announced = ()
    if measure in {"initial_budget", "adjusted_budget"}:
        scene.budgeted = scene.sentence
    scene.event = Event(subjects, measure, scene.sentence, first)
    scene.pending = []


def _unit_of(scene: Scene, subject: Subject) -> str:
    kind = vocabulary.describe(subject.concept).unit
    return {
        "money": scene.document.unit,
        "people": "人",
        "vehicles": "辆",
        "sets": "台（套）",
        "percent": "%",
    }.get(kind, last_unit(scene, subject) or "个")


def last_unit(scene: Scene, subject: Subject) -> str | None:
    return scene.harvest.last_unit(subject.concept)


def is_approximate(scene: Scene, amount: Amount) -> bool:
    return scene.text.text[max(0, amount.start - 1) : amount.start] in {"约", "近"}


def _quote(scene: Scene, subject: Subject, amount: Amount) -> str:
    end = amount.unit_end
    start = min(scene.clause_start, amount.start)
    if subject.start < start and end - subject.start < LONGEST_QUOTE // 2:
        start = min(start, clause_of(scene, subject.start))
    left, right = scene.text.span(start, end)
    return unwrapped(scene.source[max(left, right - LONGEST_QUOTE) : right]).strip()


def clause_of(scene: Scene, position: int) -> int:
    """Where the clause around a position begins."""
    first = max(0, position - LONGEST_QUOTE)
    found = max(scene.text.text.rfind(mark, first, position) for mark in "，。；：")
    return found + 1 if found >= 0 else first


def leave_unnamed(scene: Scene, amount: Amount) -> None:
    if amount.unit is None or amount.kind in {"other", "score"}:
        return
    left, right = scene.text.span(min(scene.clause_start, amount.start), amount.unit_end)
    quote = unwrapped(scene.source[max(left, right - LONGEST_QUOTE) : right]).strip()
    scene.harvest.unnamed.append(
        UnnamedFigure(amount.value, amount.unit, quote, scene.text.span(amount.start, amount.end))
    )


def _unwind(scene: Scene, subject: Subject) -> None:
    """A figure that is no part of the open list closes the list."""
    while scene.heads and not (
        is_part(subject.concept, scene.heads[-1][0].concept) or subject.concept == scene.heads[-1][0].concept
    ):
        outer = any(is_part(subject.concept, head.concept) for head, _ in scene.heads[:-1])
        if not outer and scene.heads[-1][0].concept.partition(".")[0] == subject.concept.partition(".")[0]:
            break
        scene.heads.pop()


def _whole_of(scene: Scene, subject: Subject) -> str | None:
    for head, name in reversed(scene.heads):
        if is_part(subject.concept, head.concept) and head.concept != subject.concept:
            return name
    return None


def says_change(measure: str) -> bool:
    return measure.startswith(("change", "growth", "share", "completion", "budget_variance"))
