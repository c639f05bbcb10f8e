"""Projects that a report describes one by one: their money and their targets.

Three forms are known: blocks (a title, then 项目概述, 年度预算安排, 绩效目标 … as numbered fields, their
content behind a colon or in the paragraphs below), enumerations inside a paragraph
(一是业务费预算50.5万元，支付33.61万元；二是…), and a project's money with its targets in the same breath
(管网改造项目预算80万元，改造长度不少于12公里，满意度≥90%). Facts are named by the project's position,
`project.N`, and carry its printed name as `label`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Protocol, TypeVar

from generator import vocabulary
from generator.model import Fact, Kind, Paragraph, SourceText, UnnamedFigure
from generator.reading.amounts import Amount, numbers
from generator.reading.normalise import Normalised, plain, unwrapped
from generator.reading.outline import Outline

_ENUMERATED = re.compile(
    r"(?:^|[。；：，])(?P<mark>[一二三四五六七八九十]{1,2}是)(?P<name>[^，。；：]{2,60}?)(?=[0-9]{1,18}(?:\.[0-9]{1,8})?(?:万元|元|亿元))"
)
_ALL_PAID = re.compile(r"，?(?:已?全部|全额)(?:支付|支出|使用|执行|拨付|完成)")
_PAID = re.compile(r"(?:支付|支出|执行数?为?|实际支出|完成支付|使用|已支付|拨付|执行)了?$")
_BUDGETED = re.compile(r"(?:预算数?|安排|全年预算数?|年初预算数?)为?$")
_SUMMARY = re.compile(
    r"(?:项目)?(?P<measure>全年预算数?|年初预算数?|调整预算数?|执行数|实际支出数?|全年执行数)为?(?=[0-9])|完成(?:全年|年初|调整)?预算数?的?(?=[0-9])|预算执行率为?(?=[0-9])"
)
_LINE = re.compile(
    r"(?P<name>[^，。；：]{2,40})项目[：，](?:全年|年初|项目)?预算数?(?:安排)?为?(?P<budget>[0-9][0-9.,]*)(?:万元|元|亿元)，"
    r"(?:实际|全年)?(?:执行|支出|完成支出)数?为?(?P<paid>[0-9][0-9.,]*)(?:万元|元|亿元)"
    r"(?:，(?:预算)?(?:执行率|完成率)为?(?P<rate>[0-9][0-9.]*)%)?"
)
_PRICED = re.compile(
    r"(?:^|[。；，：])(?:其中[，：]?)?(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）).、]+)?"
    r"(?P<name>[^，。；：0-9]{2,40}?)(?P<called>项目|专项)?[。，]?(?:项目|年度)?(?P<stated>预算|安排|投入)?(?:金额|资金|数)?为?"
    r"(?P<amount>[0-9][0-9,]{0,18}(?:\.[0-9]{1,8})?)(?:万元|亿元|元)(?=[，。；])"
)
"""A project's name and money; it is one where targets follow."""
_AIMED = re.compile(
    r"[≥≤＞＜><]|不少于|不低于|不高于|不超过|不小于|不大于|(?:率|度|比例|人数|户数|次数|数量|面积|天数)(?:达到?|为|=)?[0-9]"
)
_NO_NAME = re.compile(
    r"(?:涉及|其中|共|总|合计|资金|金额|总额|总计|支出|收入|预算|财政拨款|每年|人均|成本).{0,4}$"
)
_QUOTED = re.compile(r"[“\"]([^”\"\n]{2,40})[”\"][ 　]*(?:项目|专项)")
_TITLED = re.compile(
    r"(?:^|[。；])(?:[0-9一二三四五六七八九十（）()]{1,4}[.、）])?(?P<name>[^，。；：]{2,40}?)项目(?:支出)?(?:绩效)?自评(?:情况)?(?:综述|情况|得分)?"
)
_NUMBERED = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,2}[)）.、]+")
_LONGEST_TITLE = 60
_LONGEST_TARGET = 80
_LONGEST_QUOTE = 160
_TITLE_END = re.compile(r"项目(?:情况说明|支出)?$|专项(?:经费|资金)?$|经费$")


@dataclass
class ProjectReader:
    """Reads project facts paragraph by paragraph, before the general grammar sees the paragraph."""

    source: SourceText
    outline: Outline
    year: int | None
    kind: Kind | None
    unit: str
    count: int = 0
    facts: list[Fact] = field(default_factory=list)
    unnamed: list[UnnamedFigure] = field(default_factory=list)
    _title: str | None = None
    _named: bool = False
    _begun: bool = False
    """Whether a described project is open: only then do lone fields belong to one."""
    _priced: int = 0
    """The last described project whose amount is known: what follows are parts of it."""

    def read(self, paragraph: Paragraph, text: Normalised) -> list[tuple[int, int]]:
        """Read one paragraph; the ranges of its normalised text that nothing else may read."""
        known = len(self.facts)
        claimed = self._enumeration(text) or self._priced_with_targets(paragraph, text)
        if not claimed and self._block(paragraph, text):
            claimed = [(0, len(text.text))]
        if claimed:
            self._list_unnamed(text, claimed, {fact.span for fact in self.facts[known:]})
        return claimed

    def _list_unnamed(
        self, text: Normalised, claimed: list[tuple[int, int]], named: set[tuple[int, int]]
    ) -> None:
        """Sums and proportions of the claimed ranges that no project fact states: kept, not dropped."""
        amounts = [a for a in numbers(text.text)[0] if a.kind in {"money", "percent"}]
        for amount in overlapping(claimed, amounts):
            span = text.span(amount.start, amount.end)
            if span not in named and amount.unit is not None:
                left, right = text.span(max(0, amount.start - _LONGEST_TARGET), amount.unit_end)
                quote = unwrapped(self.source.text[left:right]).strip()
                self.unnamed.append(UnnamedFigure(amount.value, amount.unit, quote, span))

    # --- enumerations ----------------------------------------------------------------------

    def _enumeration(self, text: Normalised) -> list[tuple[int, int]]:
        body = text.text
        if "项目" not in body:
            return []
        amounts = [a for a in numbers(body)[0] if a.unit]
        at = {a.start: a for a in amounts}
        starts = [a.start for a in amounts]
        claimed = [self._line(match, at, text) for match in _LINE.finditer(body)]
        if claimed or not any(word in body for word in ("自评", "绩效目标完成", "项目绩效")):
            return claimed
        items = list(_ENUMERATED.finditer(body))
        first_item = items[0].start("mark") if items else len(body)
        concept: str | None = None
        name: str | None = None
        for match in _SUMMARY.finditer(body):
            amount = at.get(match.end())
            if amount is None or amount.start > first_item:
                continue
            if concept is None:
                name = self._project_named(text, match.start())
                self.count += name is not None
                concept = f"project.{self.count}" if name else "projects.total"
            self._summarise(concept, name, match, amount, text)
            claimed.append((match.start(), amount.unit_end))
        if len(items) > 1 or claimed:
            for index, item in enumerate(items):
                end = items[index + 1].start("mark") if index + 1 < len(items) else len(body)
                self._item(item, amounts[bisect_left(starts, item.start()) : bisect_left(starts, end)], text)
                claimed.append((item.start("name"), end))
        return claimed

    def _priced_with_targets(self, paragraph: Paragraph, text: Normalised) -> list[tuple[int, int]]:
        """管网改造项目预算80万元，改造长度不少于12公里，满意度≥90%: in a passage on performance."""
        body = text.text
        if not _AIMED.search(body) or not self._on_performance(paragraph, body):
            return []
        printed = [a for a in numbers(body)[0] if a.unit]
        at = {a.start: a for a in printed}
        claimed: list[tuple[int, int]] = []
        items = [m for m in _PRICED.finditer(body) if not _NO_NAME.search(m["name"])]
        for index, item in enumerate(items):
            end = items[index + 1].start() if index + 1 < len(items) else len(body)
            if (
                not item["stated"]
                and not item["called"]
                and not _NUMBERED.match(body[item.start() :].lstrip("。；，："))
            ):
                continue
            aims = [
                a
                for a in printed
                if item.end() <= a.start < end
                and _aimed(body, max(item.end() - 1, a.start - _LONGEST_TARGET), a)
            ]
            amount = at.get(item.start("amount"))
            if amount is None or not aims:
                continue
            self.count += 1
            name = item["name"].strip('“”"')
            start = item.start("name")
            self._add(f"project.{self.count}", "value", amount, text, start, name)
            for aim in aims:
                which = _kind_of_aim(body, start, aim)
                self._add(f"project.{self.count}.target.{which}", "value", aim, text, start, name)
            claimed.append((start, max(aims[-1].unit_end, aims[-1].end)))
        return claimed

    def _on_performance(self, paragraph: Paragraph, body: str) -> bool:
        path = self.outline.paths.get(paragraph.index) or ()
        return "绩效" in body or any("绩效" in section.title for section in path)

    def _project_named(self, text: Normalised, before: int) -> str | None:
        """“濒危古桥抢救性保护”项目自评得分…: the name of the one project a summary is about."""
        start = text.span(0, 1)[0]
        quoted = _QUOTED.findall(self.source.text[start : text.offsets[before]])
        if quoted:
            return str(quoted[-1])
        titled = [m["name"] for m in _TITLED.finditer(text.text[:before])]
        return (
            titled[-1]
            if titled and not re.fullmatch(r"[0-9]{4}年?度?|(?:部门|单位|本部门|我单位).*", titled[-1])
            else None
        )

    def _line(self, match: re.Match[str], at: dict[int, Amount], text: Normalised) -> tuple[int, int]:
        """京津风沙源治理项目：预算720.50万元，执行698.88万元，执行率97%."""
        self.count += 1
        concept, name = f"project.{self.count}", match["name"]
        for group, measure in (("budget", "adjusted_budget"), ("paid", "value"), ("rate", "completion_rate")):
            amount = at.get(match.start(group))
            if amount is not None:
                self._add(concept, measure, amount, text, match.start(), name)
        return match.start(), match.end()

    def _summarise(
        self, concept: str, name: str | None, match: re.Match[str], amount: Amount, text: Normalised
    ) -> None:
        printed = match["measure"] or ""
        measure = "value"
        if amount.kind == "percent":
            measure = "completion_rate"
        elif "预算" in printed:
            measure = "initial_budget" if "年初" in printed else "adjusted_budget"
        self._add(concept, measure, amount, text, match.start(), name)

    def _item(self, item: re.Match[str], amounts: list[Amount], text: Normalised) -> None:
        if not amounts:
            return
        self.count += 1
        name = re.sub(r"(?:预算数?|安排|资金|为)+$", "", item["name"])
        concept = f"project.{self.count}"
        start = item.start("name")
        for index, amount in enumerate(amounts[:3]):
            before = text.text[max(0, amount.start - 8) : amount.start]
            if amount.kind == "percent":
                self._add(concept, "completion_rate", amount, text, start, name)
            elif index and _PAID.search(before):
                self._add(concept, "value", amount, text, start, name)
            elif index == 0:
                self._first_of_item(concept, amounts, text, start, name)

    def _first_of_item(
        self, concept: str, amounts: list[Amount], text: Normalised, start: int, name: str
    ) -> None:
        amount = amounts[0]
        before = text.text[max(0, amount.start - 8) : amount.start]
        paid_in_full = _ALL_PAID.match(text.text, amount.unit_end) is not None
        if self.kind == "final" and (paid_in_full or len(amounts) > 1 or _BUDGETED.search(before)):
            self._add(concept, "adjusted_budget", amount, text, start, name)
        if self.kind != "final" or paid_in_full or (len(amounts) == 1 and not _BUDGETED.search(before)):
            self._add(concept, "value", amount, text, start, name)

    # --- blocks ----------------------------------------------------------------------------

    def _block(self, paragraph: Paragraph, text: Normalised) -> bool:
        """Fields (立项依据：…) on lines of their own, or several of them in one paragraph."""
        fields = _fields(text.text) or self._under_heading(paragraph, text)
        if not fields:
            return False
        described = {f.name for f in fields}
        if not described & {"name", "overview", "budget"} and not any(
            n.startswith("target") for n in described
        ):
            return self._begun
        printed = numbers(text.text)[0]
        starts = [a.start for a in printed]
        for one in fields:
            name, start, end = one.name, one.start, one.end
            if one.opens and name in {"name", "overview"} and (name == "name" or not self._named):
                self._begin(paragraph, text.text, one)
            elif not self._begun:
                continue
            amounts = printed[bisect_left(starts, start) : bisect_left(starts, end)]
            if name == "budget":
                money = [a for a in amounts if a.kind == "money" and not _instalment(text.text, start, a)]
                if money and self._priced < self.count:
                    self._priced = self.count
                    self._add(f"project.{self.count}", "value", money[0], text, start, self._title)
            elif name == "targets":
                for amount in amounts:
                    first = max(start, amount.start - _LONGEST_TARGET)
                    self._target(_kind_of_target(_clause(text.text, first, amount)), amount, text, start)
            elif name.startswith("target."):
                for amount in amounts:
                    self._target(name.removeprefix("target."), amount, text, start)
        self._named = "name" in described and "budget" not in described
        return self._begun or described != {"targets"}

    def _under_heading(self, paragraph: Paragraph, text: Normalised) -> list[_Field]:
        """The field that the heading above a paragraph names: the heading opens it, what follows fills it."""
        path = self.outline.paths.get(paragraph.index)
        name = vocabulary.data("projects")["fields"].get(path[-1].title) if path else None
        if path is None or name is None:
            return []
        opens = path[-1].paragraph == paragraph.index
        return [_Field(name, 0, len(text.text) if opens else 0, len(text.text), opens)]

    def _begin(self, paragraph: Paragraph, text: str, opening: _Field) -> None:
        self._begun = True
        self.count += 1
        inline = before = ""
        if opening.name == "name":
            inline = re.split(
                r"[。；]", text[opening.start : min(opening.end, opening.start + _LONGEST_TITLE)]
            )[0]
        elif opening.label <= _LONGEST_TITLE:
            before = _NUMBERED.sub("", text[: opening.label]).strip("。：")
        self._title = inline or before or self._title_before(paragraph)

    def _title_before(self, paragraph: Paragraph) -> str:
        paragraphs = self.source.paragraphs
        previous = bisect_left(paragraphs, paragraph.index, key=lambda p: p.index) - 1
        if previous < 0:
            return ""
        start, end = paragraphs[previous].start, paragraphs[previous].end
        title = plain(self.source.text[max(start, end - 2 * _LONGEST_TITLE) : end])
        return _NUMBERED.sub("", title)[:_LONGEST_TITLE] if _TITLE_END.search(title) else ""

    def _target(self, which: str, amount: Amount, text: Normalised, start: int) -> None:
        if amount.kind == "percent":
            self._add(f"project.{self.count}.target.{which}", "value", amount, text, start, self._title)

    # --- facts -----------------------------------------------------------------------------

    def _add(
        self, concept: str, measure: str, amount: Amount, text: Normalised, start: int, label: str | None
    ) -> None:
        left, right = text.span(start, amount.unit_end)
        self.facts.append(
            Fact(
                id=concept if measure == "value" else f"{concept}.{measure}",
                scope="all",
                concept=concept,
                measure=measure,
                value=Decimal(amount.value),
                unit=amount.unit or self.unit,
                year=self.year,
                where="text",
                quote=unwrapped(self.source.text[max(left, right - _LONGEST_QUOTE) : right]),
                span=text.span(amount.start, amount.end),
                label=label or None,
                whole="projects.total"
                if concept.count(".") == 1 and concept.startswith("project.")
                else None,
                section="projects",
            )
        )


class Placed(Protocol):
    """Anything that begins somewhere in the normalised text."""

    @property
    def start(self) -> int: ...


_Placed = TypeVar("_Placed", bound=Placed)


def overlapping(ranges: list[tuple[int, int]], placed: Iterable[_Placed]) -> list[_Placed]:
    """Those of `placed` (in order) that begin inside one of the ranges."""
    inside: list[_Placed] = []
    ordered = sorted(ranges)
    at = 0
    for one in placed:
        while at < len(ordered) and ordered[at][1] <= one.start:
            at += 1
        if at < len(ordered) and ordered[at][0] <= one.start:
            inside.append(one)
    return inside


@cache
def _labels() -> re.Pattern[str]:
    words = sorted(vocabulary.data("projects")["fields"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?=：|金?额?(?:为|[0-9]))")


@dataclass(frozen=True, slots=True)
class _Field:
    """A labelled field: its content is [start, end) of the normalised text, its label starts at `label`.

    `opens` is false for a paragraph that goes on with the content of a field named by a heading above it.
    """

    name: str
    label: int
    start: int
    end: int
    opens: bool = True


def _fields(text: str) -> list[_Field]:
    """Every labelled field in a paragraph."""
    names: dict[str, str] = vocabulary.data("projects")["fields"]
    matches = [m for m in _labels().finditer(text) if _opens_field(text, m)]
    if not matches:
        return []
    ends = [m.start() for m in matches[1:]] + [len(text)]
    return [_Field(names[m.group()], m.start(), m.end(), end) for m, end in zip(matches, ends, strict=True)]


def _opens_field(text: str, match: re.Match[str]) -> bool:
    """A label opens a field at the head of a clause; 指标 may carry words before it (社会效益指标)."""
    at = match.start()
    if match.group().endswith("指标"):
        first = max(0, at - 6)
        while at > first and "\u4e00" <= text[at - 1] <= "\u9fff":
            at -= 1
    return not at or text[at - 1] in "。；，：）.、|" or _NUMBERED.fullmatch(text, 0, at) is not None


def _kind_of_target(clause: str) -> str:
    """Which target a clause without a label states, by its words (vocabulary/projects.yaml)."""
    words: dict[str, list[str]] = vocabulary.data("projects")["targets"]
    named = next((kind for kind, known in words.items() if any(w in clause for w in known)), None)
    # A rate tells how well (结案率≥90%); 完成率 how much of it.
    return named or ("quality" if re.search(r"(?<!完成)(?<!执行)率[^，；]{0,4}[0-9]", clause) else "quantity")


def _clause(text: str, first: int, amount: Amount) -> str:
    """The words up to an amount since the last comma, from `first` on."""
    return text[max(first, text.rfind("，", first, amount.start)) : amount.end]


def _kind_of_aim(text: str, first: int, amount: Amount) -> str:
    """Which target an amount states: by the label before it (成本指标：…), else by its clause."""
    segment = text[
        max(first, text.rfind("；", first, amount.start), text.rfind("。", first, amount.start)) : amount.end
    ]
    names: dict[str, str] = vocabulary.data("projects")["fields"]
    labels = [names[m.group()] for m in _labels().finditer(segment) if names[m.group()].startswith("target.")]
    if labels:
        return labels[-1].removeprefix("target.")
    return _kind_of_target(segment[segment.rfind("，") + 1 :])


def _aimed(text: str, first: int, amount: Amount) -> bool:
    """Whether the clause of an amount states it as a target."""
    clause = text[
        max(first, text.rfind("，", first, amount.start), text.rfind("；", first, amount.start)) : amount.end
    ]
    return _AIMED.search(clause) is not None


def _instalment(text: str, start: int, amount: Amount) -> bool:
    """Whether an amount is what is paid at one time of the year, not the project's own."""
    words: list[str] = vocabulary.data("projects")["instalments"]
    return any(word in _clause(text, max(start, amount.start - _LONGEST_TARGET), amount) for word in words)
