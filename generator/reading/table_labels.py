"""Row labels and column heads of tables -> concepts, scopes, measures and years."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from generator import vocabulary
from generator.model import Kind
from generator.reading.amounts import UNIT_CLASS
from generator.reading.lexicon import Term, recognise
from generator.reading.normalise import plain

_ENUMERATOR = re.compile(
    r"^(?:(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、．.]|（(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})）|[①-⑳]|[-—－·•*])+"
)
_AMONG = re.compile(r"^(?:其中|包括|其中包括|减|加)[：:]?")
_BRACKET = re.compile(r"（([^（）]{1,12})）")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?")
_STAGES = (
    "年初预算数|年初预算|全年预算数|全年预算|调整预算数|调整预算|预算执行数|预算数|决算数|执行数|预算安排数|预算金额|决算金额|"
    "预算安排|支出决算|支出预算|预算支出|决算支出|预算|决算|安排数|完成数|支出数|收入数|数额|金额|情况"
)
_STAGE_TAIL = re.compile(rf"(?:{_STAGES})$")
_PERIOD_WORDS = re.compile(
    rf"{_STAGES}|上年|去年|上一年|本年|当年|年度|比较|相比|增减|变化|变动|增长|幅度|额|率|数|比|较|与|±|%|[（）()+-]"
)
_GENERAL_WORDS = re.compile(
    rf"{_STAGES}|公共财政预算|公共预算|一般|政府性基金|基金|国有资本经营|财政|拨款|资金|部门|单位|本级|上年|去年|本年|当年|年度|"
    r"收入|支出|收支|来源|合计|总计|小计|总额|其中|按|资金性质|安排|比较|增减|变化|变动|增长|增加|减少|幅度|额|率|数|比|较|与|和|及|、|[（）：()+-]|%"
)
"""Words of column heads that say of which money, which side and which stage a column is, not of what."""
_EQUIPMENT = re.compile(r"单(?:位)?价(?:值)?([0-9]{2,4})万元.{0,8}设备")
_HOLDS = {"money": ("价值", "原值", "净值", "账面数"), "count": ("数量",)}
_PREVIOUS = ("上年", "去年", "上一年")


@dataclass(frozen=True, slots=True)
class Period:
    """The report's year and kind; `budget` is what 预算数 in a final account is, where a note says it."""

    year: int | None
    kind: Kind | None
    budget: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label or a head says. Whatever it leaves unsaid is None."""

    concept: str | None = None
    scope: str | None = None
    measure: str | None = None
    year: int | None = None
    unit: str | None = None
    total: bool = False
    """It only says that this is a sum."""
    part_of: str | None = None
    """The concept of the head it stands under, or of the sum beside it."""
    among: bool = False
    """其中: one part of several."""
    holds: str | None = None
    """money or count, where a column says which of the two it gives (价值, 数量)."""

    def under(self, other: Meaning) -> Meaning:
        """This meaning, completed by that of the head above it."""
        return replace(
            self,
            concept=self.concept or other.concept,
            scope=self.scope or other.scope,
            measure=self.measure or other.measure,
            year=self.year or other.year,
            unit=self.unit or other.unit,
            part_of=self.part_of or other.part_of,
            holds=self.holds or other.holds,
        )


@cache
def _names() -> Mapping[str, tuple[tuple[str, tuple[str, ...] | None], ...]]:
    """Normalised label -> (concept, what it needs to stand under; None: a label of tables, come what may)."""
    found: dict[str, list[tuple[str, tuple[str, ...] | None]]] = {}
    for concept, labels in vocabulary.data("tables")["labels"].items():
        for label in labels:
            found.setdefault(plain(label), []).append((concept, None))
    for row in vocabulary.concepts().values():
        for term in (row.zh, *row.terms):
            found.setdefault(plain(term), []).append((row.id, ()))
        for term in row.weak:
            found.setdefault(plain(term), []).append((row.id, row.under))
    return {label: tuple(senses) for label, senses in found.items()}


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(plain(word) for word in vocabulary.data("tables")[key])


def bare(label: str) -> str:
    """A label without its number, 其中, unit and closing colon."""
    text = plain(label)
    for _ in range(3):
        text = _AMONG.sub("", _ENUMERATOR.sub("", text))
    text = re.sub(
        r"（(?:[^（）]{0,6}(?:元|个|人|人次|辆|台|套|台、套|台，套|批次|团组|%)|含[^（）]{1,12}|不含[^（）]{1,12})）",
        "",
        text,
    )
    return text.strip("：:、，。；*")


def printed_unit(label: str) -> str | None:
    """A unit given in brackets after a label: `公务用车保有量（辆）`."""
    for inside in _BRACKET.findall(plain(label)):
        unit = inside.removeprefix("单位：").removeprefix("人民币")
        if unit in UNIT_CLASS:
            return str(unit)
        if unit in {"台，套", "台（套", "台/套"}:
            return "台（套）"
    return None


def concept_of(label: str, families: Sequence[str], above: Sequence[str] = ()) -> str | None:
    """The concept a label names, among `families` (nearest first).

    `above` are the concepts of what the label stands under; some names mean something only there.
    """
    text = bare(label)
    if (equipment := _EQUIPMENT.search(text)) and "assets" in families:
        size = vocabulary.data("phrases")["equipment_thresholds"].get(equipment[1])
        return f"assets.equipment_over.{size}" if size else None
    for form in dict.fromkeys(_forms(text)):
        for family in families:
            senses = [sense for sense in _names().get(form, ()) if _within(sense[0], family)]
            labels = [c for c, under in senses if under is None]
            here = [c for c, under in senses if any(_within(a, u) for a in above for u in under or ())]
            known = [*labels, *here, *(c for c, under in senses if not under)]
            if known:
                return known[0]
    return None


def _forms(text: str) -> Sequence[str]:
    """The label and what is left of it without a year, the word for the stage, or the closing noun."""
    forms = [text]
    shorter = _YEAR.sub("", text)
    shorter = re.sub(r"(?<=..)(?:小计|合计|总额)$", "", shorter)
    for _ in range(2):
        shorter = _STAGE_TAIL.sub("", shorter)
        forms += [shorter, f"{shorter}支出", f"{shorter}收入", f"{shorter}费"]
    for tail in ("支出", "收入", "资金", "拨款", "费用", "经费"):
        if shorter.endswith(tail) and len(shorter) > len(tail) + 1:
            forms += [shorter.removesuffix(tail), f"{shorter.removesuffix(tail)}费"]
    for _ in range(3):
        before = shorter
        for head in ("一般公共预算财政拨款", "一般公共预算", "财政拨款", "本年", "当年", "部门"):
            if shorter.startswith(head) and len(shorter) > len(head) + 1:
                shorter = shorter.removeprefix(head)
                forms.append(shorter)
        if shorter == before:
            break
    return [f for f in forms if f]


def _within(concept: str, family: str) -> bool:
    return concept == family or concept.startswith(f"{family}.")


def is_sum(label: str) -> bool:
    """Whether a label only says that this is a sum (合计, 小计, 金额)."""
    text = re.sub(r"^(?:上年|去年|上一年)", "", _YEAR.sub("", bare(label)))
    if text in _words("sums"):
        return True
    return not text or _STAGE_TAIL.sub("", text) in {"", *_words("sums")}


def is_grand(label: str) -> bool:
    """Whether a label says 总计: the sum with what was brought forward."""
    return bare(label) in _words("grand")


def scope_of(text: str) -> str | None:
    """The 口径 that a title or a head names; more than one of the budgets together is `fiscal`."""
    words = plain(text)
    found = {scope for t in recognise(words) if (scope := _scope_in(t, words[t.start : t.end]))}
    budgets = found & {"general", "fund", "capital"}
    if len(budgets) == 1:
        return next(iter(budgets))
    return "fiscal" if found else None


def _scope_in(term: Term, printed: str) -> str | None:
    """The 口径 a term is, or the one that a longer name opens with: 国有资本经营预算支出, 财政拨款结转."""
    sense = term.sense("scope")
    if sense is not None:
        return sense.value
    return next((scope for word, scope in _scope_words() if printed.startswith(word)), None)


@cache
def _scope_words() -> tuple[tuple[str, str], ...]:
    """(printed 口径, its id), the longest first."""
    groups = vocabulary.data("phrases")["scope"]
    found = {plain(word): scope for scope, words in groups.items() for word in words}
    return tuple(sorted(found.items(), key=lambda row: (-len(row[0]), row[0])))


def says_no_more(text: str) -> bool:
    """Whether a head names a 口径, a side or a period and nothing else: 财政拨款支出, 2024年预算数."""
    return not _beyond_the_general(text)


def adds_nothing(text: str, above: Sequence[str]) -> bool:
    """Whether a head says nothing of its own beside those above it: 一般公共预算结转 under 上年结转."""
    rest = _beyond_the_general(text)
    return rest in "".join(above) or rest in _words("groups")


def _beyond_the_general(text: str) -> str:
    return _GENERAL_WORDS.sub("", _BRACKET.sub("", _YEAR.sub("", plain(text))))


def side_of(text: str) -> str | None:
    """income, expenditure or both, as a title or a head says."""
    text = plain(text)
    income, expenditure = "收入" in text or "收支" in text, "支出" in text or "收支" in text
    if income and expenditure:
        return "both"
    return "income" if income else "expenditure" if expenditure else None


def period_of(label: str, period: Period) -> Meaning | None:
    """What a row label says that names only a year or a comparison: 2024年预算数, 上年, 增减%."""
    text = plain(label)
    if not text or _PERIOD_WORDS.sub("", _BRACKET.sub("", _YEAR.sub("", text))):
        return None
    said = head(text, period)
    return said if said.year is not None or said.measure is not None else None


def head(text: str, period: Period) -> Meaning:
    """Measure, year and unit of a column head; its concept depends on the table and is not looked up."""
    text = plain(text)
    year, kind = period.year, period.kind
    years = [int(y[:4]) for y in _YEAR.findall(text)]
    previous = any(p in text for p in _PREVIOUS) and "结" not in text  # 上年结转 is brought into this year
    said = years[0] if years else (year - 1 if year and previous and not _compares(text) else None)
    measure = _measure(_YEAR.sub("", text), said, year, kind)
    if measure == "initial_budget" and period.budget and "年初" not in text:
        measure = period.budget
    holds = next((h for h, words in _HOLDS.items() if _BRACKET.sub("", text).endswith(words)), None)
    return Meaning(
        measure=measure, year=said, unit=printed_unit(text), total=is_sum(text) or bool(holds), holds=holds
    )


def _compares(text: str) -> bool:
    return "增减" in text or ("比" in text and any(word in text for word in ("增", "减", "±")))


def _measure(text: str, said: int | None, year: int | None, kind: Kind | None) -> str | None:
    senses = {(s.kind, s.value) for t in recognise(text) for s in t.senses}
    stages = {value for sense, value in senses if sense == "stage"}
    if any(word in text for word in ("占比", "比重", "占总")):
        return "share"
    if any(word in text for word in ("完成", "执行率")) and ("%" in text or "率" in text):
        return "completion_rate"
    if _compares(text):
        rate = "%" in text or any(word in text for word in ("率", "幅", "比例", "百分"))
        return "growth_rate" if rate else "change"
    if "adjusted" in stages:
        return "adjusted_budget"
    past = said is not None and year is not None and said < year
    if stages & {"final", "execution"} and past and kind == "budget":
        return "execution"
    if kind == "final" and stages & {"initial", "budget"} and not stages & {"final", "execution"}:
        return "initial_budget"
    return None


def against(measure: str | None, heads: Sequence[str], kind: Kind | None) -> str | None:
    """A change against another stage than last year's like: 增减额 under 2023年预算数比2022年执行数."""
    if measure not in {"change", "growth_rate"}:
        return measure
    base = "".join(h.partition("比")[2] for h in heads if "比" in h)
    if kind == "budget" and "执行" in base:
        return f"{measure}.vs_execution"
    if kind == "final" and "预算" in base and not any(word in base for word in _PREVIOUS):
        return {"change": "budget_variance", "growth_rate": "budget_variance_rate"}[measure]
    return measure
