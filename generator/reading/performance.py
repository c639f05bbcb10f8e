"""预算绩效: the verb of a clause says which set of projects a count or an amount is about."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from generator import vocabulary
from generator.reading.amounts import Amount
from generator.reading.naming import Subject, name_term
from generator.reading.phrases import FILLER, company_of
from generator.reading.recording import clause_of
from generator.reading.scene import CLAUSE_ENDS, LONGEST_CLAUSE, Scene
from generator.reading.tokens import Token

_NO_PROJECT = re.compile(r"季度|用款|上半年|下半年|[0-9]月|其余|剩余|小计")
"""What stands in a list under project expenditure without being a project: instalments and rests."""

_PROJECTS_BEFORE = re.compile(r"项目(?:绩效|支出)?(?:自评价?|评价|监控|跟踪)?$")
"""项目绩效自评40个: what may stand between the word 项目 and their count."""


def performance_of_sentence(scene: Scene, index: int) -> str | None:
    """Which set of projects a sentence is about: the first family whose verb it contains."""
    found = set()
    for at in range(index, len(scene.tokens)):
        token = scene.tokens[at]
        if token.mark in {"。", "！", "？"}:
            break
        if sense := token.sense("performance"):
            found.add(sense.value)
    order = vocabulary.data("phrases")["performance"]
    return next((family for family in order if family in found), None)


def performance_of_clause(scene: Scene) -> str | None:
    """The family of the clause the amount at hand stands in, where the clause names one itself."""
    found: set[str] = set()
    for step in (range(scene.at, -1, -1), range(scene.at, len(scene.tokens))):
        for at in itertools.islice(step, LONGEST_CLAUSE):
            if scene.tokens[at].mark in CLAUSE_ENDS:
                break
            found.update(s.value for s in scene.tokens[at].senses if s.kind == "performance")
    return next((f for f in vocabulary.data("phrases")["performance"] if f in found), None)


def performance_in_force(scene: Scene, names: list[Token]) -> str | None:
    """The family the clause names, or the one in force, with the class of projects named (人员类项目)."""
    family = performance_of_clause(scene) or scene.performance
    named = next((s.value for t in reversed(names) if (s := t.sense("project_class"))), None)
    if named is None or family is None:
        return family
    classed = f"{family.partition('.')[0]}.{named}"
    return classed if f"performance.{classed}.amount" in vocabulary.concepts() else family


def named_project(scene: Scene, amount: Amount) -> tuple[Subject, ...]:
    """项目支出312.22万元，其中：码头亮化电费142.00万元: an item of project expenditure by its own name.

    The name is what stands between the last border and the amount; it becomes the fact's label.
    """
    open_list = scene.heads[-1][0].concept if scene.heads else (scene.topic[0].concept if scene.topic else "")
    if open_list != "expenditure.project" or amount.kind != "money" or scene.zone is not None:
        return ()
    text = scene.text.text
    border = max((text.rfind(mark, scene.clause_start, amount.start) for mark in "、，：；和"), default=-1)
    name = re.sub(
        r"(?:预算|资金|支出|安排|共|为|约)+$", "", text[max(border + 1, scene.clause_start) : amount.start]
    )
    if not 2 <= len(name) <= 40 or re.search(r"[0-9%]", re.sub(r"[0-9]{4}年", "", name)):
        return ()
    if any(t.sense("direction") or t.sense("usage") for t in scene.window) or _NO_PROJECT.search(name):
        return ()
    scene.document.projects += 1
    return (Subject(f"project.{scene.document.projects}", "all", amount.start - len(name), name),)


def performance_subject(scene: Scene, amount: Amount, names: list[Token]) -> tuple[Subject, ...]:
    start = names[0].start if names else scene.clause_start
    if amount.kind == "count" and amount.unit in {"个", "项"}:
        graded = _grade([*reversed(names), *scene.following()])
        if not (graded or _counts_projects(scene, amount)) or _counts_units(scene, amount, names):
            return ()
        return (Subject(f"performance.{scene.performance}{graded}.project_count", "all", start),)
    if amount.kind == "score":
        clause = scene.text.text[clause_of(scene, amount.start) : amount.start]
        if (
            scene.describes_projects
            or scene.performance != "self_evaluated"
            or not re.search(
                r"^.{0,6}(?:平均)?(?:自评)?得分|^(?:20[0-9]{2}年度?)?(?:整体|部门|本部门|我[局部院校])|自评平均分?为?$",
                clause,
            )
        ):
            return ()
        return (Subject("performance.self_evaluated.score", "all", start),)
    if amount.kind != "money":
        return ()
    for token in reversed(names):
        if token.is_name():
            company = company_of(scene)
            families = (f"performance.{scene.performance}", *company.families)
            concept = name_term(token, amount.kind, replace(company, families=families))
            if concept and concept.startswith("performance."):
                return (Subject(concept, "all", token.start),)
            if concept and not concept.startswith(("expenditure.project", "projects")):
                return ()
            here = scene.event is not None and scene.event.sentence == scene.sentence
            if concept and here and scene.subjects[:1] and scene.subjects[0].concept == "expenditure.basic":
                return ()  # 金额为100万元，其中，基本支出60万元，项目支出40万元: a part, not the amount again
    left = names[-1].end if names else scene.clause_start
    if len(re.sub(FILLER, "", scene.text.text[left : amount.start]).strip("，、：（）")) > 4:
        return ()  # 海岸带生态修复二期11800万元: one project by its name, not their sum
    return (Subject(f"performance.{scene.performance}.amount", _budget_of(names), start),)


def _budget_of(names: list[Token]) -> str:
    """涉及一般公共预算支出2000万元，政府性基金预算支出300万元: another budget, another figure."""
    scopes = (s.value for t in reversed(names) if (s := t.sense("scope")))
    return next((scope for scope in scopes if scope in {"fund", "capital"}), "all")


def _counts_units(scene: Scene, amount: Amount, names: list[Token]) -> bool:
    """所属单位3个, but not 所属单位对3个项目: the count stands right after the name of an organisation."""
    return any(
        any(s.value.startswith("org.") for s in token.senses)
        and not scene.text.text[token.end : amount.start].startswith("对")
        for token in names[-1:]
        if token.is_name()
    )


def _grade(tokens: list[Token]) -> str:
    """The grade named beside a count (评为“优”的7个, 5个项目评价等级为“优”), as a part of the concept."""
    return next((f".{s.value}" for t in tokens if (s := t.sense("grades"))), "")


def _counts_projects(scene: Scene, amount: Amount) -> bool:
    """21个项目, 涉及项目15个: the count stands beside the word 项目."""
    text = scene.text.text
    before = re.sub(
        r"(?:共计|合计|共|为|数量|个数|数|总数|有|：)+$",
        "",
        text[max(0, amount.start - 12) : amount.start],
    )
    return _PROJECTS_BEFORE.search(before) is not None or text.startswith(
        ("项目", "一级项目", "二级项目"), amount.unit_end
    )
