"""An amount in a clause: whether it is a figure at all, how it is measured, and of what it is said."""

from __future__ import annotations

from dataclasses import replace

from generator.reading.amounts import Amount
from generator.reading.measures import ADJUSTED, INITIAL, UNKNOWN, Measured, measure_of
from generator.reading.naming import Subject
from generator.reading.performance import named_project
from generator.reading.phrases import buys, named_by
from generator.reading.reasons import close_reason, counts_receptions, leaves_reason
from generator.reading.recording import fact_name, leave_unnamed, record, says_change
from generator.reading.scene import Scene
from generator.reading.subjects import subjects_of
from generator.reading.tokens import Token

_STAGELESS = ("performance.", "procurement.sme", "procurement.micro")


def read_amount(scene: Scene, index: int, token: Token, amount: Amount) -> None:
    """The amount at `token` becomes a fact of each subject it is said of, an unnamed figure, or nothing."""
    if not scene.window and scene.text.text[amount.start - 1 : amount.start] == "：":
        scene.window = scene.before_colon
    if amount.kind == "other":
        return
    following = _noun_after(scene, index, amount)
    if _unit_missing_is_noise(scene, amount, following):
        return
    previous = scene.previous_measure()
    measured = measure_of(
        scene.window, amount, scene.comparison(), scene.document.kind, previous, scene.budget
    )
    if measured.said:
        scene.name_budget(measured.measure)
    if scene.shared_out and not scene.window and scene.last_measured:
        measured = replace(scene.last_measured, names=[])
    of_budget = amount.kind == "percent" and previous in {INITIAL, ADJUSTED}
    if of_budget and not scene.window and scene.text.text.endswith("的", 0, amount.start):
        measured = Measured("completion_rate", 1, [], unit="%")
    measured = _against_budget(scene, measured)
    scene.last_measured = measured
    scene.listed += measured.measure == "value"
    if measured.measure == UNKNOWN:
        leave_unnamed(scene, amount)
        return
    if scene.zone == "reason" and counts_receptions(scene, amount):
        close_reason(scene, scene.clause_start)
        scene.zone = None
    # A reason states a figure only as subject and change: 增加人员支出29万元 is a part of the cause.
    turned = next((t.start for t in scene.window if t.sense("direction")), amount.start)
    unnamed_here = not any(t.is_name() and t.start < turned for t in measured.names)
    if scene.zone == "reason" and (measured.measure == "budget_adjustment" or unnamed_here):
        leave_unnamed(scene, amount)
        return
    counted = amount.kind == "vehicles" and any(buys(t) for t in scene.window)
    if scene.zone == "reason" and measured.measure == "value" and not counted and not leaves_reason(scene):
        leave_unnamed(scene, amount)
        return
    if scene.shared_out:
        subjects: tuple[Subject, ...] = scene.shared_out.pop(0)
    else:
        subjects = subjects_of(scene, amount, measured, following)
    if not subjects and measured.measure == "value":
        subjects = named_project(scene, amount)
    if not subjects:
        leave_unnamed(scene, amount)
        if measured.measure == "value" and amount.kind == "money":
            scene.lost = scene.sentence
        if measured.measure == "value" and any(t.is_name() for t in scene.window):
            # Something else was named: what follows is said neither of the last figure nor of the topic.
            scene.subjects = scene.topic = ()
        return
    if scene.zone == "reason" and measured.measure == "value":
        close_reason(scene, token.start)
        scene.zone = None
    year = measured.year
    if measured.last_year and scene.document.year is not None:
        year = scene.document.year - 1
    measure = measured.measure
    if subjects[0].concept.startswith(_STAGELESS) and not says_change(measure):
        measure = "value"  # 涉及预算金额598.42万元 is the size of the projects, whatever its stage
    wholes = named_by(scene, list(measured.of), "money") if measure == "share" else ()
    record(scene, subjects, measure, amount, measured.sign, year, measured.unit)
    if wholes and wholes[0] not in subjects:
        whole = fact_name(scene, wholes[0], "value", scene.year_in_force())
        index = scene.event.first_fact if scene.event else 0
        scene.harvest.facts[index:] = [replace(fact, whole=whole) for fact in scene.harvest.facts[index:]]


def _against_budget(scene: Scene, measured: Measured) -> Measured:
    """年初预算为A，支出决算为B，增加C: without a base of its own the change is from the budget just named."""
    if scene.base is not None or scene.document.kind != "final" or not scene.event:
        return measured
    budgeted = scene.event.sentence == scene.sentence and scene.budgeted == scene.sentence
    if not budgeted or measured.measure not in {"change", "growth_rate"}:
        return measured
    against = "budget_variance" if measured.measure == "change" else "budget_variance_rate"
    return replace(measured, measure=against)


def _unit_missing_is_noise(scene: Scene, amount: Amount, following: Token | None) -> bool:
    """A bare number is a figure only where the words right before it expect one."""
    if amount.unit is not None or following is not None:
        return False
    words = [t for t in scene.window if t.is_name() or not t.sense("list")]
    if not words:
        return True
    last = words[-1]
    between = scene.text.text[last.end : amount.start].replace("具体为", "").replace("：", "")
    expects = last.is_name() or any(
        last.sense(kind)
        for kind in (
            "direction",
            "share",
            "completion",
            "stage",
            "total",
            "each",
            "respectively",
            "reach",
        )
    )
    return not expects or len(between) > 3


def _noun_after(scene: Scene, index: int, amount: Amount) -> Token | None:
    """6个内设机构: the noun of a count may follow it."""
    if amount.kind not in {"count", "people", None} or index + 1 >= len(scene.tokens):
        return None
    token = scene.tokens[index + 1]
    gap = scene.text.text[amount.unit_end : token.start]
    if not token.is_name() or len(gap) > 4 or token.start < amount.unit_end:
        return None
    if any(section.kind == "three_public" for section in scene.path):
        return None  # 开支单位包括1个行政单位: those that spend on it, not those of the department
    return token if any(s.value.startswith(("org.", "transfer")) for s in token.senses) else None
