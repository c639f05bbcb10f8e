"""What a run of words names: the last naming term, or a composition, in the company it stands in."""

from __future__ import annotations

import re
from dataclasses import replace

from generator import vocabulary
from generator.reading.amounts import Amount
from generator.reading.lexicon import Senses
from generator.reading.naming import Company, Subject, compose, is_part, name_term, scope_for
from generator.reading.scene import LONGEST_QUOTE, Scene
from generator.reading.tokens import Token

_FAMILY_OF_SECTION = {
    "three_public": "three_public",
    "operating_funds": "operating",
    "procurement": "procurement",
    "assets": "assets",
    "organisation": "org",
    "income": "income",
    "expenditure": "expenditure",
    "general": "expenditure",
    "performance": "performance",
    "transfer": "transfer",
}
FILLER = re.compile(
    r"(?:[0-9.,]+平方米|[0-9]{4}年?|账面价值|价值|共计|合计|总计|共有|安排|支出|资金|金额|经费|"
    r"费用|科目|类|纳入|部门|单位|份额|预留|采购|全部|实有|小计|人数|预计|达到|实际|完成|情况|总额|数额|数量"
    r"|本年|当年|年度|全年|累计|总共|项目|分别|其中"
    r"|已|为|是|共|计|约|数|额|达|有|的|了|在|等|各|均|总|仅|即|年|、|）|（|\|| |款|费|近|拨|由|设)"
)
"""Words that may stand between a name and its amount without naming anything."""
_COMBINED = {
    frozenset({"301", "303"}): "expenditure.basic.personnel",
    frozenset({"302", "310"}): "expenditure.basic.public",
}
"""人员经费 is 301 + 303 and 公用经费 302 + 310 (《预算法实施条例》第五条)."""
_MAY_PRECEDE = frozenset("买购有的用为于在计共设其中和与及或各类排购含属加减少增展列出照将对")
"""Characters outside the vocabulary that a category's or a weak name may directly follow."""
_LEVEL_MARK = re.compile(r"[\s”\"’」』]*[（(][类款项][）)]")


def company_of(scene: Scene) -> Company:
    families: list[str] = []
    families.extend(subject.concept for subject in scene.subjects)
    families.extend(head.concept for head, _ in reversed(scene.heads))
    families.extend(subject.concept for subject in scene.topic)
    for section in reversed(scene.path):
        if section.kind in _FAMILY_OF_SECTION:
            families.append(_FAMILY_OF_SECTION[section.kind])
    inherited = next((h.scope for h, _ in reversed(scene.heads) if h.scope != "all"), None)
    return Company(
        families=tuple(dict.fromkeys(families)),
        sentence_scope=scene.sentence_scope if scene.zone is None else None,
        inherited_scope=inherited or scene.section_scope,
        section_scope=scene.section_scope,
        classified=scene.classified,
        functions=tuple(scene.functions),
        head=scene.heads[-1][0] if scene.heads else None,
        codes=scene.document.codes,
    )


def named_by(scene: Scene, tokens: list[Token], kind: str | None) -> tuple[Subject, ...]:
    """The subjects a run of tokens names: its last naming term, else a composition."""
    company = company_of(scene)
    own = next((s.value for t in reversed(tokens) if (s := t.sense("scope"))), None)
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if not token.is_name():
            continue
        if _is_other_word(scene, index, tokens):
            if all(t.sense("stage") or t.sense("side") for t in tokens[index + 1 :]) and index:
                return ()  # 办公用房水电费: the known word is the tail of another name
            continue
        token = _at_its_level(scene, token)
        above = _path_of([_at_its_level(scene, t) for t in tokens[:index]])
        concept = (
            _counterpart(scene, token)
            or _combined(scene, tokens[: index + 1])
            or name_term(token, kind, replace(company, functions=above + company.functions))
        )
        if concept == "vehicles.planned_purchase" and scene.document.kind == "final":
            concept = "three_public.vehicle.purchase.count"  # an account tells what was bought
        if concept is None:
            if token.sense("function") and not token.sense("concept"):
                return ()  # 行政运行 under no known 款: the 类 before it is not what the amount is of
            continue
        if concept == "procurement.total":
            concept = _reserved(tokens[:index]) or concept
        if concept.startswith(("vehicles.", "assets.equipment")) and any(
            buys(t) for t in tokens if t.end <= token.start
        ):
            planned = replace(company, families=("vehicles.planned_purchase", *company.families))
            concept = name_term(token, kind, planned) or concept
        if own is None and "财政拨款" in scene.text.text[token.start : token.end]:
            own = "fiscal"
        scope = scope_for(concept, own, _listed(scene, concept, company))
        return (Subject(concept, scope, token.start),)
    run = [t for t in tokens if t.sense("scope") or t.sense("side") or t.sense("total")]
    if kind not in {None, "money", "percent"} or not run:
        return ()
    return tuple(compose(run, company))


def _combined(scene: Scene, tokens: list[Token]) -> str | None:
    """工资福利支出和对个人和家庭的补助1602万元: two economic classes with one amount."""
    if len(tokens) < 2:
        return None
    left, right = tokens[-2], tokens[-1]
    joint = scene.text.text[left.end : right.start]
    if joint not in {"、", "和", "及", "与", ""}:
        before = [t for t in tokens[:-1] if not t.sense("side")]
        if not before or scene.text.text[before[-1].end : right.start].removeprefix("支出") not in {
            "、",
            "和",
            "及",
            "与",
        }:
            return None
        left = before[-1]
    elif not left.is_name() and len(tokens) > 2:
        left = tokens[-3]
    classes = frozenset(
        next((s.value for s in t.senses if s.kind == "economic" and len(s.value) == 3), "")
        for t in (left, right)
    )
    return _COMBINED.get(classes)


def _at_its_level(scene: Scene, token: Token) -> Token:
    """其他教育支出（款）其他教育支出（项）: the mark after a name says which of its codes is meant."""
    mark = _LEVEL_MARK.match(scene.source, scene.text.span(token.start, token.end)[1])
    if mark is None or not token.sense("function"):
        return token
    digits = {"类": 3, "款": 5, "项": 7}[mark.group()[-2]]
    senses = Senses(s for s in token.senses if s.kind != "function" or len(s.value) == digits)
    return replace(token, senses=senses) if any(s.kind == "function" for s in senses) else token


def _counterpart(scene: Scene, token: Token) -> str | None:
    """参公编制61人，实有人数57人: the actual staff of the kind whose posts were just named."""
    if not token.sense("concept") or not any(s.value == "staff.actual.total" for s in token.senses):
        return None
    paired = sum(any(s.value == "staff.actual.total" for s in t.senses) for t in scene.tokens) > 1
    if not paired or any(head.concept == "staff.authorized.total" for head, _ in scene.heads):
        return None
    posts = scene.subjects[0].concept if scene.subjects else ""
    kind = posts.removeprefix("staff.authorized.")
    concept = f"staff.actual.in_service.{kind}"
    return concept if kind not in {posts, "total"} and concept in vocabulary.concepts() else None


def _reserved(before: list[Token]) -> str | None:
    """面向小微企业预留政府采购项目预算金额: 政府采购 only says what is reserved."""
    for token in before:
        for sense in token.senses:
            if sense.value.startswith(("procurement.sme", "procurement.micro")) and not sense.under:
                return sense.value
    return None


def _path_of(before: list[Token]) -> tuple[str, ...]:
    """Codes of the 类 and 款 printed before a name, nearest first."""
    path: list[str] = []
    for token in before:
        codes = [s.value for s in token.senses if s.kind == "function"]
        under = [c for c in codes if any(c.startswith(p) for p in path)] or codes
        path.extend(under if len(under) <= 3 else [])
    return tuple(reversed(path))


def _is_other_word(scene: Scene, index: int, tokens: list[Token]) -> bool:
    """A category's name inside another name (高级人民法院) or as an owner (法院2018年度收入)."""
    token = tokens[index]
    if token.sense("concept") and not all(s.under for s in token.senses if s.kind == "concept"):
        return False
    raw_end = scene.text.span(token.start, token.end)[1]
    if _LEVEL_MARK.match(scene.source, raw_end):
        return False
    if any(t.sense("total") or _is_income(t) for t in tokens[index + 1 :]):
        return True
    before = scene.text.text[token.start - 1 : token.start]
    if not before or not "\u4e00" <= before <= "\u9fff" or before in _MAY_PRECEDE:
        return False
    if token.start not in scene.ends:
        return True
    family = token.senses[0].value.partition(".")[0]
    owner = tokens[index - 1] if index and tokens[index - 1].end == token.start else None
    return (  # 定编车辆: a weak name right after the name of something else is part of that name
        owner is not None
        and owner.is_name()
        and token.sense("concept") is not None
        and not any(s.value.startswith(f"{family}.") for s in owner.senses)
    )


def _listed(scene: Scene, concept: str, company: Company) -> Company:
    """The 口径 a concept inherits: from the list head it is part of, before the section's."""
    for head, _ in reversed(scene.heads):
        if is_part(concept, head.concept) and head.scope != "all":
            scope = company.sentence_scope
            if concept.startswith(("three_public", "procurement", "operating_funds")):
                scope = scope or head.scope
            return replace(company, sentence_scope=scope, inherited_scope=head.scope)
    same = scene.paragraph_scope if scene.subjects and scene.subjects[0].scope != "all" else None
    return replace(company, inherited_scope=same or scene.section_scope)


def names_something_else(scene: Scene, names: list[Token], amount: Amount) -> bool:
    """办公用房水电费9.66万元: words the vocabulary does not know stand between the term and the amount."""
    last = next((t for t in reversed(names) if t.is_name() or t.sense("side") or t.sense("total")), None)
    if last is None or scene.shared_out:
        return False
    if amount.start - last.end > LONGEST_QUOTE:
        return True
    between = scene.text.text[last.end : amount.start]
    if "（" in between or "：" in between:
        between = re.sub(r"（[^）]*）", "", between).replace("：", "")
    for token in scene.window:
        if last.end <= token.start and token.end <= amount.start:
            between = between.replace(scene.text.text[token.start : token.end], "", 1)
    raw = scene.source[slice(*scene.text.span(last.end, amount.start))] if amount.start > last.end else ""
    if re.search(r"[（(][款项][）)]", raw[3:]) and re.sub(FILLER, "", between):
        return True
    concept = last.sense("concept")
    if concept and concept.value.startswith("org.") and re.search("[和及与]", between):
        return True  # 行政事业单位和1,000余家企业
    limit = 1 if concept else 0
    return len(re.sub(FILLER, "", between)) > limit


def too_far(scene: Scene, names: list[Token], amount: Amount) -> bool:
    """A name in an earlier clause, with other nouns between it and the amount."""
    if names_something_else(scene, names, amount):
        last = next(t for t in reversed(names) if t.is_name() or t.sense("side") or t.sense("total"))
        between = scene.text.text[last.end : min(amount.start, last.end + LONGEST_QUOTE)]
        return not between.startswith("，") or len(re.sub(r"[，、：]", "", re.sub(FILLER, "", between))) > 4
    return False


def speaks_of_another(scene: Scene, amount: Amount) -> bool:
    """第一季度用款计划158.05万元: the clause has words of its own that no term covers."""
    start = max(scene.clause_start, amount.start - LONGEST_QUOTE)
    between = scene.text.text[start : amount.start]
    for token in scene.window:
        if token.start >= start:
            between = between.replace(scene.text.text[token.start : token.end], "", 1)
    return len(re.sub(r"[，：；、]|[0-9]+月|[0-9]+日", "", re.sub(FILLER, "", between))) > 6


def after_usage(names: list[Token]) -> list[Token]:
    """项目支出主要用于茶园建设900万元: the amount is not the subject's before 主要用于."""
    last = max((i for i, t in enumerate(names) if t.sense("usage") and not t.is_name()), default=-1)
    return names[last + 1 :]


def buys(token: Token) -> bool:
    """Whether a term speaks of buying vehicles: 购置, 安排购置, 更新."""
    return any(
        s.value in {"vehicles.planned_purchase", "three_public.vehicle.purchase"} for s in token.senses
    )


def _is_income(token: Token) -> bool:
    side = token.sense("side")
    return side is not None and not side.value.endswith("expenditure")
