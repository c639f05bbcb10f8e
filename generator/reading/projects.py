"""Projects that a report describes one by one: their money and their targets.

Two forms are known: blocks (a title, then 项目概述, 年度预算安排, 绩效目标 … as numbered fields) and
enumerations inside a paragraph (一是业务费预算50.5万元，支付33.61万元；二是…). Facts are named by the
project's position, `project.N`, and carry its printed name as `label`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from generator import vocabulary
from generator.model import Fact, Kind, Paragraph, SourceText
from generator.reading.amounts import Amount, numbers
from generator.reading.normalise import Normalised, normalise, plain
from generator.reading.outline import Outline

_ENUMERATED = re.compile(
    r"(?:^|[。；：，])(?P<mark>[一二三四五六七八九十]{1,2}是)(?P<name>[^，。；：]{2,60}?)(?=[0-9]+(?:\.[0-9]+)?(?:万元|元|亿元))"
)
_ALL_PAID = re.compile(r"^，?(?:已?全部|全额)(?:支付|支出|使用|执行|拨付|完成)")
_PAID = re.compile(r"(?:支付|支出|执行数?为?|实际支出|完成支付|使用|已支付|拨付|执行)了?$")
_BUDGETED = re.compile(r"(?:预算数?|安排|全年预算数?|年初预算数?)为?$")
_SUMMARY = re.compile(
    r"(?:项目)?(?P<measure>全年预算数?|年初预算数?|调整预算数?|执行数|实际支出数?|全年执行数)为?(?=[0-9])|完成(?:全年|年初|调整)?预算数?的?(?=[0-9])|预算执行率为?(?=[0-9])"
)
_NUMBERED = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,2}[)）.、]+")
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
    _title: str | None = None
    _open: bool = False

    def read(self, paragraph: Paragraph, text: Normalised) -> bool:
        """Read one paragraph; True where it belongs to projects and nothing else reads it."""
        if self._enumeration(paragraph, text):
            return True
        return self._block(paragraph, text)

    # --- enumerations ----------------------------------------------------------------------

    def _enumeration(self, paragraph: Paragraph, text: Normalised) -> bool:
        body = text.text
        if "项目" not in body or "绩效" not in body:
            return False
        summary = [m for m in _SUMMARY.finditer(body)]
        items = list(_ENUMERATED.finditer(body))
        if not summary and len(items) < 2:
            return False
        amounts = [a for a in numbers(body)[0] if a.unit]
        first_item = items[0].start("mark") if items else len(body)
        for match in summary:
            amount = next((a for a in amounts if a.start == match.end()), None)
            if amount is None or amount.start > first_item:
                continue
            self._summarise(match, amount, text)
        for index, item in enumerate(items):
            end = items[index + 1].start("mark") if index + 1 < len(items) else len(body)
            self._item(item, [a for a in amounts if item.start() <= a.start < end], text)
        return bool(summary) or bool(items)

    def _summarise(self, match: re.Match[str], amount: Amount, text: Normalised) -> None:
        printed = match["measure"] or ""
        measure = "value"
        if amount.kind == "percent":
            measure = "completion_rate"
        elif "预算" in printed:
            measure = "initial_budget" if "年初" in printed else "adjusted_budget"
        self._add("projects.total", measure, amount, text, match.start(), None)

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
        paid_in_full = _ALL_PAID.match(text.text[amount.unit_end :]) is not None
        if self.kind == "final" and (paid_in_full or len(amounts) > 1 or _BUDGETED.search(before)):
            self._add(concept, "adjusted_budget", amount, text, start, name)
        if self.kind != "final" or paid_in_full or (len(amounts) == 1 and not _BUDGETED.search(before)):
            self._add(concept, "value", amount, text, start, name)

    # --- blocks ----------------------------------------------------------------------------

    def _block(self, paragraph: Paragraph, text: Normalised) -> bool:
        fields: dict[str, str] = vocabulary.data("projects")["fields"]
        body = _NUMBERED.sub("", text.text)
        label, _, rest = body.partition("：")
        if label and len(label) <= 14 and (name := _field(label, fields)):
            if name == "overview" or self._title is None:
                self._begin(paragraph)
            self._open = True
            if name == "budget":
                self._budget(text)
            elif name.startswith("target."):
                self._targets(text, name.removeprefix("target."))
            return bool(rest) or name != "other"
        section = self.outline.paths.get(paragraph.index, ())
        if self._open and not any(s.kind in {"projects", "performance"} for s in section) and not self._title:
            self._open = False
        return False

    def _begin(self, paragraph: Paragraph) -> None:
        self.count += 1
        self._title = self._title_before(paragraph)

    def _title_before(self, paragraph: Paragraph) -> str:
        previous = [p for p in self.source.paragraphs if p.index < paragraph.index][-1:]
        if not previous:
            return ""
        title = plain(self.source.text[previous[0].start : previous[0].end])
        return _NUMBERED.sub("", title)[:60] if _TITLE_END.search(title) else ""

    def _budget(self, text: Normalised) -> None:
        amounts = [a for a in numbers(text.text)[0] if a.kind == "money"]
        if amounts:
            self._add(f"project.{self.count}", "value", amounts[0], text, 0, self._title)

    def _targets(self, text: Normalised, which: str) -> None:
        for amount in numbers(text.text)[0]:
            if amount.kind == "percent":
                self._add(f"project.{self.count}.target.{which}", "value", amount, text, 0, self._title)

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
                quote=re.sub(r"\s*\n\s*", "", self.source.text[left:right]).strip(),
                span=text.span(amount.start, amount.end),
                label=label or None,
                whole="projects.total"
                if concept.count(".") == 1 and concept.startswith("project.")
                else None,
                section="projects",
            )
        )


def _field(label: str, fields: dict[str, str]) -> str | None:
    """The field a label names: exactly, or as its ending (社会效益指标)."""
    exact = fields.get(label)
    if exact:
        return exact
    return next(
        (name for word, name in fields.items() if word.endswith("指标") and label.endswith(word)), None
    )
