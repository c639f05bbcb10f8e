"""Which figure an amount is: the name in its clause, the one waiting, or the subject in force."""

from __future__ import annotations

from dataclasses import replace

from generator import vocabulary
from generator.reading.amounts import Amount
from generator.reading.lists import both_sides, enumerated, taken_up_again, whole_of_list
from generator.reading.measures import Measured
from generator.reading.naming import Subject, fits
from generator.reading.performance import performance_in_force, performance_subject
from generator.reading.phrases import after_usage, named_by, names_something_else, speaks_of_another, too_far
from generator.reading.recording import is_approximate, says_change
from generator.reading.scene import Scene
from generator.reading.tokens import Token

_APART = ("three_public", "operating_funds", "procurement", "conference", "training")
"""Figures beside the totals: a bare 支出 or 支出决算 means them, where they are spoken of."""

_WORTH = ("价值", "原值", "账面价值", "价值共计", "，共计", "，价值合计")
"""What stands between vehicles or equipment and their worth: 车辆21台，共计486.72万元."""


def subjects_of(
    scene: Scene, amount: Amount, measured: Measured, following: Token | None
) -> tuple[Subject, ...]:
    kind, measure = amount.kind, measured.measure
    names = after_usage(measured.names)
    if following is not None:
        named = named_by(scene, [following], kind)
        if named:
            return named
    # 整体支出和6个项目均设定绩效目标: the noun of the count stands behind it
    projects = (
        bool(scene.performance) and kind == "count" and scene.text.text.startswith("项目", amount.unit_end)
    )
    stated = measure == "value" and kind != "score" and not projects
    if stated and names_something_else(scene, names, amount):
        return ()
    if scene.performance and (measure == "value" or (amount.kind == "money" and not says_change(measure))):
        scene.performance = performance_in_force(scene, names)
        performed = performance_subject(scene, amount, names)
        if performed:
            return performed
    if any(t.sense("each") or t.sense("respectively") for t in names):
        listed = [s for item in enumerated(scene) for s in item]
        if len(listed) > 1 and len({s.concept for s in listed}) == len(listed):
            return tuple(listed)
    beside = says_change(measure) or measured.last_year or measured.year is not None
    of_list = taken_up_again(scene) if beside and not _names_anything(names) else ()
    if of_list and _can_measure(of_list, kind):
        return of_list
    if (measured.year or measured.last_year or measured.reached) and not names and scene.subjects:
        return whole_of_list(scene) or both_sides(scene) or scene.subjects
    if (
        measure != "value"
        and any(t.sense("each") for t in names)
        and not any(t.is_name() or t.sense("side") for t in names)
    ):
        both = both_sides(scene)
        if both:
            return both
    if not names and measure == "value" and scene.text.text.startswith("为", amount.unit_end):
        named = named_by(scene, scene.following(), kind)  # 11.72万元为“三公”经费支出决算
        if named:
            return named
    relative = says_change(measure)
    named = named_by(scene, names, None if relative else kind)
    if named and not relative and _repeats_its_head(scene, named[0], names):
        return ()
    if named and (not relative or _can_measure(named, kind)):
        return continued(scene, named, names, relative)
    if not relative and not named:
        waiting = (scene.pending or scene.before_colon) + names
        named = (
            named_by(scene, waiting, kind)
            if len(waiting) > len(names) and not too_far(scene, waiting, amount)
            else ()
        )
        if named:
            return named
    if scene.zone == "reason":
        return ()  # 主要原因是照明电费增加88万元: of what the reason names, or of nothing known
    return _in_force(scene, amount, measure, names)


def _names_anything(tokens: list[Token]) -> bool:
    return any(t.is_name() or t.sense("side") or t.sense("scope") or t.sense("total") for t in tokens)


def bare_means(scene: Scene, names: list[Token], relative: bool) -> tuple[Subject, ...]:
    """What 支出 or 支出决算 stands for beside the totals: 三公经费, 机关运行经费, 政府采购 in force.

    费用支出较上年减少0.42万元 is of the subject; （一）机关运行经费：2017年支出145.69万元 of the topic.
    """
    if any(t.is_name() or t.sense("scope") or t.sense("total") for t in names):
        return ()
    apart = scene.subjects or scene.topic
    if not apart or not apart[0].concept.startswith(_APART) or not (relative or scene.event is None):
        return ()
    if vocabulary.describe(apart[0].concept).unit == "money":
        return apart
    return _money_of_counts(scene) if scene.subjects else ()


def continued(
    scene: Scene, named: tuple[Subject, ...], names: list[Token], relative: bool
) -> tuple[Subject, ...]:
    """支出决算为… after 三公经费支出预算为…: the stage changes, the subject stays."""
    composed = not any(t.is_name() for t in names) and not any(t.sense("scope") for t in names)
    if composed and scene.nameless and not scene.subjects:
        return ()  # （款）某某（项）。支出决算为8.50万元: of an item that nobody knows, not of the total
    if composed and any(t.is_name() for t in scene.pending):
        before = named_by(scene, scene.pending, None)
        if before and not before[0].concept.startswith(("income", "expenditure")):
            return before  # （简称“三公”经费）支出合计24.75万元
    bare = composed and not any(t.sense("total") for t in names)
    beside = bare_means(scene, names, relative)
    if beside:
        return beside
    specific = scene.topic and scene.topic[0].concept.startswith(
        ("expenditure.function", "expenditure.basic")
    )
    if bare and specific and not scene.subjects and "basic" in scene.topic[0].concept:
        return scene.topic  # 一般公共预算基本支出: 共支出1,202.08万元
    if bare and specific and any(t.sense("stage") for t in names):
        return scene.subjects or scene.topic  # （款）…（项）：支出决算为8.50万元
    if bare and not any(t.sense("stage") for t in names) and scene.subjects:
        money = _money_of_counts(scene) if scene.subjects[0].concept.startswith("three_public") else ()
        if money:
            return money  # 接待30批次，共计支出0.31万元
    if (
        bare
        and scene.event
        and scene.event.sentence == scene.sentence
        and scene.subjects
        and scene.event.measure in {"initial_budget", "adjusted_budget"}
        and not scene.subjects[0].concept.startswith("income")
    ):
        return scene.subjects  # 公务接待费年初预算7万元，支出4.45万元
    return named


def _repeats_its_head(scene: Scene, named: Subject, names: list[Token]) -> bool:
    """收入总计A，其中：…，横向合作收入B: what comes out as the total of its own list has another name."""
    composed = not any(t.is_name() or t.sense("total") or t.sense("stage") for t in names)
    side = next((t for t in names if t.sense("side")), None)
    if not composed or side is None or not scene.heads or scene.zone is not None:
        return False
    head = scene.heads[-1][0]
    before = scene.text.text[side.start - 1 : side.start]
    return (head.concept, head.scope) == (named.concept, named.scope) and side.start > 0 and before.isalnum()


def _can_measure(named: tuple[Subject, ...], kind: str | None) -> bool:
    unit = vocabulary.describe(named[0].concept).unit
    return kind in {"percent", None} or fits(unit, kind)


def _in_force(scene: Scene, amount: Amount, measure: str, names: list[Token]) -> tuple[Subject, ...]:
    """No name in the clause: the subject in force, or the section's topic."""
    kind = amount.kind
    if scene.lost == scene.sentence:
        return ()
    if measure == "value" and kind == "money" and not names and scene.subjects and _follows_measure(scene):
        before = scene.text.text[scene.clause_start : amount.start].rpartition("、")[2]
        if before in {"为", "达", "即"} and _can_measure(scene.subjects, kind):
            return scene.subjects  # 基本支出占75%，为600万元
    covered = measure == "share" and scene.performance and any(t.sense("coverage") for t in scene.window)
    if covered and not (scene.subjects and scene.subjects[0].concept.startswith("performance.")):
        return (Subject(f"performance.{scene.performance}.amount", "all", scene.clause_start),)
    if says_change(measure) and scene.announced:
        return scene.announced
    if says_change(measure) and not names and scene.harvest.facts and len(scene.subjects) == 1:
        both = both_sides(scene)  # 收入总计A，支出总计A。与上年相比，减少B: of both, where they are the same
        if both and len({fact.yuan for fact in scene.harvest.facts[-2:]}) == 1:
            return both
    if measure != "value":
        head = whole_of_list(scene)
        if head:
            return head
        if (
            scene.subjects
            and kind in {"money", None}
            and vocabulary.describe(scene.subjects[0].concept).unit != "money"
        ):
            return _money_of_counts(scene)
        counted = scene.subjects and vocabulary.describe(scene.subjects[0].concept).unit != "money"
        if counted and kind == "percent" and not (scene.event and scene.event.measure == "change"):
            return scene.topic
        if scene.subjects and (_can_measure(scene.subjects, kind) or kind is None):
            return scene.subjects
        return scene.topic if scene.topic and _can_measure(scene.topic, kind) else ()
    if (
        scene.parentheses
        and kind == "money"
        and is_approximate(scene, amount)
        and scene.event
        and scene.subjects
    ):
        return scene.subjects  # 3,089.50万元（约0.31亿元）
    if kind == "money" and scene.text.text.endswith(_WORTH, 0, amount.start) and scene.subjects:
        if scene.subjects[0].concept.startswith("vehicles."):
            return (Subject("assets.fixed.vehicles", "all", scene.clause_start),)
        if scene.subjects[0].concept.startswith("assets."):
            worth = f"{scene.subjects[0].concept}.amount"  # 设备12台，价值2100万元
            return (
                (replace(scene.subjects[0], concept=worth),)
                if worth in vocabulary.concepts()
                else scene.subjects
            )
    if scene.subjects and kind not in {"money", None} and kind is not None:
        counted = _other_count(scene, kind)
        if counted:
            return counted
    if any(t.is_name() for t in names):
        return ()  # a name that could not be resolved is not the section's topic
    stage = any(t.sense("stage") for t in names)
    bare_stage = stage and not any(t.sense("side") or t.sense("scope") or t.sense("total") for t in names)
    if bare_stage and scene.subjects and _can_measure(scene.subjects, kind):
        return scene.subjects  # …（项）25.77万元。2023年预算执行数为60.13万元
    staged = stage or any(t.sense("total") for t in names)
    here = scene.event if scene.event and scene.event.sentence == scene.sentence else None
    if staged and not stage and here and here.measure == "value":
        return ()  # 办公费3万元，印刷费1万元，合计4万元: of the list, not of its last item
    if staged and scene.subjects and here:
        return scene.subjects if _can_measure(scene.subjects, kind) else ()
    suits = bool(scene.topic) and fits(vocabulary.describe(scene.topic[0].concept).unit, kind)
    if suits and (staged or (not scene.subjects and not speaks_of_another(scene, amount))):
        return scene.topic
    return ()


def _follows_measure(scene: Scene) -> bool:
    """Whether the last figure of this sentence was a share or a change, so that its level may follow."""
    event = scene.event
    return event is not None and event.sentence == scene.sentence and event.measure != "value"


def _money_of_counts(scene: Scene) -> tuple[Subject, ...]:
    """人次0，与预算相比，变动0: what changed is the money, not the head count."""
    concept = scene.subjects[0].concept
    stem, _, last = concept.rpartition(".")
    if last in {"groups", "persons", "count"} and stem in vocabulary.concepts():
        above = stem.rpartition(".")[0]
        known = scene.harvest.has_level
        # 接待费5.50万元，国内接待55批次。减少2.00万元: of the money that is printed
        return (replace(scene.subjects[0], concept=above if known(above) and not known(stem) else stem),)
    return scene.subjects if _can_measure(scene.subjects, "count") else ()


def _other_count(scene: Scene, kind: str) -> tuple[Subject, ...]:
    """579人次 after 公务接待30批次: another count of the same thing."""
    child = {"count": "groups", "people": "persons", "vehicles": "count", "sets": "count"}.get(kind)
    concept = scene.subjects[0].concept
    stem = (
        concept.rpartition(".")[0]
        if concept.rpartition(".")[2] in {"groups", "persons", "count"}
        else concept
    )
    name = f"{stem}.{child}"
    if name in vocabulary.concepts():
        return (replace(scene.subjects[0], concept=name),)
    if vocabulary.describe(concept).unit == kind and scene.event and scene.event.measure != "value":
        return scene.subjects
    return ()
