"""The clause grammar: tokens of a paragraph -> facts.

Reports say figures in a small grammar: a subject, its amount, what it is compared with, the
direction and size of the change, a share, a reason; lists hang on the subject before 其中. The
walker goes through the tokens once, keeps the subject in force, and turns every amount (and every
持平 or 没有…) into a fact. It never looks for a report's own wording.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from generator.reading.amounts import Amount
from generator.reading.harvest import Harvest
from generator.reading.lists import push_head, share_out
from generator.reading.measures import ADJUSTED, INITIAL, UNKNOWN, Measured, measure_of
from generator.reading.naming import Subject
from generator.reading.normalise import unwrapped
from generator.reading.performance import named_project, performance_of_sentence
from generator.reading.phrases import FILLER, buys, named_by, names_something_else
from generator.reading.recording import fact_name, leave_unnamed, record, says_change
from generator.reading.scene import LONGEST_CLAUSE, Outside, Scene
from generator.reading.statements import say_absence, say_nil, say_zero
from generator.reading.subjects import subjects_of
from generator.reading.tokens import Token

_STAGELESS = ("performance.", "procurement.sme", "procurement.micro")


def walk(scene: Scene) -> Harvest:
    """Read the whole paragraph."""
    _start_sentence(scene, 0)
    for index, token in enumerate(scene.tokens):
        scene.at = index
        if token.mark:
            _read_mark(scene, index, token)
        elif token.amount:
            _read_amount(scene, index, token, token.amount)
            if token.amount.kind != "other":
                scene.window = []
        elif token.year:
            _read_year(scene, index, token)
        else:
            _read_term(scene, index, token)
    _close_clause(scene, len(scene.text.text))
    _close_reason(scene, len(scene.text.text))
    return scene.harvest


def _read_mark(scene: Scene, index: int, token: Token) -> None:
    mark = token.mark
    if mark == "（":
        _open_parenthesis(scene, index, token)
    elif mark == "）" and scene.parentheses:
        inside = scene.parentheses[-1].start
        short_name = scene.text.text.startswith(("简称", "以下简称", "统称"), inside)
        inner = [t for t in scene.window if t.is_name()] if short_name else []
        _close_clause(scene, token.start)
        outside = scene.parentheses.pop()
        scene.subjects, scene.event, scene.zone = outside.subjects, outside.event, outside.zone
        scene.window, scene.heads, scene.series = outside.window, outside.heads, outside.series
        if inner:
            scene.window = [t for t in scene.window if not t.is_name()] + inner
    elif mark == "：":
        _read_colon(scene, token)
    elif mark != "、":
        _close_clause(scene, token.start)
        scene.clause_start = token.end
        if mark in "。；！？":
            _close_reason(scene, token.start)
            scene.zone = None
        elif scene.zone == "usage":
            scene.zone = None
        if mark in "。！？":
            _start_sentence(scene, index + 1)


def _open_parenthesis(scene: Scene, index: int, token: Token) -> None:
    """What stands in parentheses changes nothing outside them; right after a figure it lists its parts."""
    scene.parentheses.append(
        Outside(
            token.end,
            scene.subjects,
            scene.event,
            scene.zone,
            scene.window,
            list(scene.heads),
            scene.series,
        )
    )
    if index and scene.tokens[index - 1].amount and scene.event and scene.event.measure == "value":
        push_head(scene)  # 公务用车购置及运行费1.2万元（运行费1.2万元，购置费0）
    scene.window = []


def _start_sentence(scene: Scene, index: int) -> None:
    scene.sentence += 1
    scene.pending = []
    scene.window = []
    scene.sentence_scope = None
    scene.scope_before = None
    scene.base = None
    scene.announced = ()
    scene.before_colon = []
    scene.shared_out = []
    scene.performance = performance_of_sentence(scene, index) or (
        scene.performance if _opens_with_list(scene, index) else None
    )


def _opens_with_list(scene: Scene, index: int) -> bool:
    return index < len(scene.tokens) and scene.tokens[index].sense("list") is not None


def _opens_other_side(scene: Scene) -> bool:
    """收入包括：…政府性基金收入2000万元；支出包括：…: the other side begins, in nobody's 口径."""
    after_list = scene.text.text[scene.clause_start - 1 : scene.clause_start] == "；"
    return (
        after_list
        and any(t.sense("side") for t in scene.window)
        and not any(t.is_name() or t.sense("scope") for t in scene.window)
    )


def _read_colon(scene: Scene, token: Token) -> None:
    other_side = _opens_other_side(scene)
    if other_side:
        scene.sentence_scope = scene.paragraph_scope = None
    if (
        scene.zone is None
        and not other_side
        and scene.event
        and scene.event.sentence == scene.sentence
        and scene.event.measure == "value"
    ):
        push_head(scene)
    elif scene.zone is None and any(t.is_name() or t.sense("side") for t in scene.window):
        end = Amount(Decimal(0), None, token.start, token.start, token.start)
        scene.subjects = (
            () if names_something_else(scene, scene.window, end) else named_by(scene, scene.window, None)
        )
    scene.before_colon = scene.window
    scene.window = []
    scene.clause_start = token.end


def _close_clause(scene: Scene, end: int) -> None:
    if scene.zone is None:
        scene.comparison()
        scene.announced = _announced(scene) or scene.announced
    if any(t.sense("negation") for t in scene.window) and scene.zone is None:
        say_absence(scene, scene.window, end)
    if scene.zone is None:
        scene.pending.extend(t for t in scene.window if t.is_name() or t.sense("side") or t.sense("scope"))
        del scene.pending[:-LONGEST_CLAUSE]
    scene.window = []
    scene.clause_start = end
    scene.scope_before = scene.sentence_scope


def _announced(scene: Scene) -> tuple[Subject, ...]:
    """收、支与2023年度相比，: the subject of the change that the next clause states."""
    compared = next((i for i, t in enumerate(scene.window) if t.sense("compare")), None)
    if compared is None or any(t.sense("direction") for t in scene.window):
        return ()
    names = [t for t in scene.window[:compared] if t.is_name() or t.sense("side") or t.sense("scope")]
    return named_by(scene, names, None) if any(not t.sense("scope") for t in names) else ()


def _read_term(scene: Scene, index: int, token: Token) -> None:
    if token.sense("reason") and not token.is_name():
        _open_reason(scene, token)
        return
    if scene.zone == "reason" and token.sense("compare") and scene.text.text.endswith("，", 0, token.start):
        _close_reason(
            scene, token.start
        )  # …的主要原因是厉行节约，与上年相比减少0.80万元: said of the subject
        scene.zone = None
    if token.sense("usage") and not token.is_name() and not _amount_follows_closely(scene, index):
        scene.zone = "usage"
        scene.list_complete = False
    if (
        (sense := token.sense("scope"))
        and scene.zone is None
        and not any(t.sense("share") for t in scene.window)
    ):
        scene.sentence_scope = sense.value
        scene.paragraph_scope = sense.value
    if sense := token.sense("classified"):
        scene.classified = sense.value
    if token.sense("list") and not token.is_name():
        _open_list(scene, token)
    if token.sense("respectively"):
        share_out(scene, index)
    codes = [s.value for s in token.senses if s.kind == "function"]
    if len(codes) == 1:
        scene.functions[codes[0]] = None
    scene.window.append(token)
    del scene.window[:-LONGEST_CLAUSE]
    if scene.zone is None and token.sense("nil"):
        say_nil(scene, token)
    if scene.zone is None and (token.sense("zero") or token.sense("zero_approx")):
        say_zero(scene, token)


def _amount_follows_closely(scene: Scene, index: int) -> bool:
    return any(t.amount for t in scene.tokens[index + 1 : index + 4])


def _open_list(scene: Scene, token: Token) -> None:
    scene.zone = None if scene.zone == "usage" else scene.zone
    scene.list_complete = True
    if scene.text.text[token.start : token.end] == "其中" and scene.zone == "reason":
        _close_reason(scene, token.start)
        scene.zone = None
    if ((scene.event and scene.event.measure != "share") or scene.subjects) and not _opens_other_side(scene):
        push_head(scene)


def _read_year(scene: Scene, index: int, token: Token) -> None:
    assert token.year is not None
    before = scene.tokens[index - 1] if index else None
    compared = before is not None and before.end >= token.start - 1 and before.sense("compare") is not None
    if not compared and scene.zone is None and not _from_last_year(scene, token):
        scene.year = token.year.year
    scene.window.append(token)


def _from_last_year(scene: Scene, token: Token) -> bool:
    return scene.text.text[max(0, token.start - 1) : token.start] in {"由", "从", "同", "和"}


def _open_reason(scene: Scene, token: Token) -> None:
    if scene.zone != "reason":
        _close_clause(scene, token.start)
        scene.zone = "reason"
        scene.reason_from = token.start
    scene.window = []


def _close_reason(scene: Scene, end: int) -> None:
    if scene.zone != "reason" or scene.reason_from is None:
        return
    start, stop = scene.text.span(scene.reason_from, end)
    reason = unwrapped(scene.source[start:stop]).strip(" ，,；;")
    scene.reason_from = None
    facts = scene.harvest.facts
    index = len(facts)
    for index in range(len(facts) - 1, -1, -1):
        fact = facts[index]
        if fact.span[0] >= start:
            continue
        if fact.reason or not fact.measure.startswith(("change", "growth", "budget_variance", "completion")):
            if fact.measure == "value" and index == len(facts) - 1:
                continue
            break
        facts[index] = replace(fact, reason=reason)


def _read_amount(scene: Scene, index: int, token: Token, amount: Amount) -> None:
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
    if measured.measure == UNKNOWN:
        leave_unnamed(scene, amount)
        return
    # A reason states a figure only as subject and change: 增加人员支出29万元 is a part of the cause.
    turned = next((t.start for t in scene.window if t.sense("direction")), amount.start)
    unnamed_here = not any(t.is_name() and t.start < turned for t in measured.names)
    if scene.zone == "reason" and (measured.measure == "budget_adjustment" or unnamed_here):
        leave_unnamed(scene, amount)
        return
    counted = amount.kind == "vehicles" and any(buys(t) for t in scene.window)
    if scene.zone == "reason" and measured.measure == "value" and not counted and not _leaves_reason(scene):
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
        _close_reason(scene, token.start)
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


def _leaves_reason(scene: Scene) -> bool:
    """公务接待费5万元 at the head of a clause ends the reason before it."""
    leading = [t for t in scene.window if not t.year and not t.sense("scope")]
    if not leading or not leading[0].is_name():
        return False
    before = re.sub(FILLER, "", scene.text.text[scene.clause_start : leading[0].start])
    return len(before) <= 2 or bool(scene.window[0].year)


def _noun_after(scene: Scene, index: int, amount: Amount) -> Token | None:
    """6个内设机构: the noun of a count may follow it."""
    if amount.kind not in {"count", "people", None} or index + 1 >= len(scene.tokens):
        return None
    token = scene.tokens[index + 1]
    gap = scene.text.text[amount.unit_end : token.start]
    if not token.is_name() or len(gap) > 4 or token.start < amount.unit_end:
        return None
    return token if any(s.value.startswith(("org.", "transfer")) for s in token.senses) else None
