"""The clause grammar: tokens of a paragraph -> facts.

Reports say figures in a small grammar: a subject, its amount, what it is compared with, the
direction and size of the change, a share, a reason; lists hang on the subject before 其中. The
walker goes through the tokens once, keeps the subject in force, and turns every amount (and every
持平 or 没有…) into a fact. It never looks for a report's own wording.
"""

from __future__ import annotations

from decimal import Decimal

from generator.reading.amounts import Amount
from generator.reading.clause_amounts import read_amount
from generator.reading.harvest import Harvest
from generator.reading.lists import push_head, share_out
from generator.reading.naming import Subject
from generator.reading.performance import performance_of_sentence
from generator.reading.phrases import named_by, names_something_else
from generator.reading.reasons import close_reason, open_reason
from generator.reading.scene import LONGEST_CLAUSE, Outside, Scene
from generator.reading.statements import say_absence, say_nil, say_zero
from generator.reading.tokens import Token


def walk(scene: Scene) -> Harvest:
    """Read the whole paragraph."""
    _start_sentence(scene, 0)
    for index, token in enumerate(scene.tokens):
        scene.at = index
        if token.mark:
            _read_mark(scene, index, token)
        elif token.amount:
            read_amount(scene, index, token, token.amount)
            if token.amount.kind != "other":
                scene.window = []
        elif token.year:
            _read_year(scene, index, token)
        else:
            _read_term(scene, index, token)
    _close_clause(scene, len(scene.text.text))
    close_reason(scene, len(scene.text.text))
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
    elif mark == "，" and _opens_list_of(scene, token):
        scene.subjects = named_by(scene, scene.window, "money")
        push_head(scene)
        scene.window = []
        scene.clause_start = token.end
    elif mark != "、":
        _close_clause(scene, token.start)
        scene.clause_start = token.end
        if mark in "。；！？":
            close_reason(scene, token.start)
            scene.zone = None
            scene.list_complete = True  # A 3万元，主要用于办公；B 5万元: said of one item only
        elif scene.zone == "usage":
            scene.zone = None
        if mark in "。！？":
            _start_sentence(scene, index + 1)


def _opens_list_of(scene: Scene, token: Token) -> bool:
    """基本支出中，工资福利支出…: the parts of a figure that has been told before."""
    if not scene.text.text.endswith("中", 0, token.start) or scene.zone is not None:
        return False
    last = next((t for t in reversed(scene.window) if t.is_name()), None)
    return last is not None and last.end == token.start - 1 and bool(named_by(scene, scene.window, "money"))


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
        if scene.zone != "reason":
            _close_clause(scene, token.start)
        open_reason(scene, token.start)
        return
    if scene.zone == "reason" and token.sense("compare") and scene.text.text.endswith("，", 0, token.start):
        close_reason(scene, token.start)  # …的主要原因是厉行节约，与上年相比减少0.80万元: said of the subject
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
        close_reason(scene, token.start)
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
