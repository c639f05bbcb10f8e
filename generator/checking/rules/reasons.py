"""Reasons: FT-C03 against the direction, FT-D01 missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking import wording
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import Fact, Quote

_UP = re.compile(r"增加|增长|上升|提高|增多|新增|调增|增资|增编|上涨|扩大")
_DOWN = re.compile(
    r"减少|下降|降低|压减|压缩|缩减|节约|精减|精简|取消|减免|核减|调减|退休|调出|离职|完工|完成|结束|不再|未|没有|无|缩小|少|节俭|过紧日子"
)
_BOTH_SIDES = re.compile(r"上年|去年|以前年度|同期|20[0-9]{2}年|但|同时|虽|而|抵")
_REASON = re.compile(r"原因|由于|因为|主要是|主要系|系因|是因|所致|导致|因[^公此素]")
_LONGEST_REASON = 60
_SEVERAL = 3
"""One change without a reason may be told with another; several are a part without reasons."""


class ReasonAgainstDirection(Rule):
    info = RuleInfo(
        id="FT-C03",
        title="原因与数据矛盾",
        formula="原因关键词的方向 与 增减方向 一致",
        tolerance="—",
        severity="warning",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="数额写减少而原因只说增加（或相反），至少有一处写错。",
        not_run="没有列出增减原因时不适用。",
        known_false_positives="原因为多因素净额（有增有减）时不报告。",
        example="支出写作减少194652.93元，原因为“人员增加，项目支出增加”。",
        harmless="原因可能只写了其中一面，或沿用了另一句的文字。",
        verify="比较增减方向与原因所说的方向。",
    )
    absent = ("not_applicable", "报告没有列出增减原因。")

    def run(self, case: Case) -> Iterator[Result]:
        seen: set[tuple[int, int]] = set()
        for fact in case.ledger.facts:
            if fact.measure != "change" or fact.value == 0 or fact.where == "table" or fact.span in seen:
                continue
            reason = fact.reason or _following(case, fact)
            if not reason:
                continue
            seen.add(fact.span)
            yield self._judge(case, fact, reason)

    def _judge(self, case: Case, fact: Fact, reason: str) -> Result:
        up, down = bool(_UP.search(reason)), bool(_DOWN.search(reason))
        against = (fact.value < 0 and up and not down) or (fact.value > 0 and down and not up)
        formula = f"{wording.stated(fact)}；原因“{reason.strip()[:60]}”"
        plain = len(reason) <= _LONGEST_REASON and not _BOTH_SIDES.search(reason)
        if not against or not plain or (fact.value > 0 and not re.search(r"减少|下降|降低", reason)):
            return Result(outcome="passed", formula=formula, facts=(fact,))
        way = "减少" if fact.value < 0 else "增加"
        return Result(
            outcome="flagged",
            formula=formula,
            message=f"{wording.name(fact)}写作{way}，所附原因只说{'增加' if way == '减少' else '减少'}，方向不一致。",
            facts=(fact,),
            quotes=tuple(_words(case, fact, reason)),
        )


def _words(case: Case, fact: Fact, reason: str) -> Iterator[Quote]:
    """The reason where it stands, so that the note shows what it speaks of."""
    words = reason.strip()
    at = case.text.find(words, fact.span[1])
    if at >= 0:
        yield case.quote(at, at + len(words))


def _following(case: Case, fact: Fact) -> str | None:
    """The rest of the sentence after a change, where it holds no further figure."""
    stop = case.text.find("。", fact.span[1], fact.span[1] + 120)
    if stop < 0:
        return None
    rest = case.text[fact.span[1] : stop].lstrip("元万亿，, ")
    return None if re.search(r"[0-9]", rest) or len(rest) < 4 else rest


class ReasonGiven(Rule):
    info = RuleInfo(
        id="FT-D01",
        title="增减原因",
        formula="有非零增减 ⇒ 有原因",
        tolerance="增减额=0不要求",
        severity="warning",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="预决算公开要求说明收支增减变化的情况，只列数额读者不知道为什么。",
        not_run="没有列出非零增减额时不适用。",
        known_false_positives="原因写在上级段落或统一写在段末的，按已说明处理。",
        example="收入、支出各增加60.02万元，所在部分没有一处说明原因。",
        harmless="原因可能写在附表或另一份说明中。",
        verify="在增减额所在的部分查找“原因”“由于”等字样。",
    )
    absent = ("not_applicable", "报告没有列出非零的增减额。")

    def run(self, case: Case) -> Iterator[Result]:
        changes = [
            fact
            for fact in case.ledger.facts
            if fact.measure == "change" and fact.value != 0 and fact.where == "text" and fact.yuan is not None
        ]
        if not changes:
            return
        bare = _without_reason(case, changes)
        if not bare:
            formula = f"{len(changes)}处增减均附原因，或所在部分已说明原因。"
            yield Result(outcome="passed", formula=formula, facts=tuple(changes[:8]))
            return
        listed = "、".join(f"{wording.stated(f)}" for f in bare[:8])
        yield Result(
            outcome="flagged",
            formula=f"{listed}：所在部分均无原因",
            message=f"报告列出了{listed}，所在部分没有说明增减原因。",
            facts=tuple(bare[:8]),
            severity="warning" if len(bare) >= _SEVERAL else "info",
        )


def _without_reason(case: Case, changes: list[Fact]) -> list[Fact]:
    """The changes in parts of the report that give no reason at all."""
    bare: list[Fact] = []
    for fact in changes:
        start, end = (case.normal.position(place) for place in _part_around(case, fact))
        if not fact.reason and not _REASON.search(case.normal.text, start, end):
            bare.append(fact)
    return bare


def _part_around(case: Case, fact: Fact) -> tuple[int, int]:
    """The stretch between the two headings of the highest numbered level around a fact (一、 … 二、)."""
    marks = [section.span[0] for section in case.reading.outline if section.level <= 2]
    start = max((mark for mark in marks if mark <= fact.span[0]), default=0)
    end = min((mark for mark in marks if mark > fact.span[0]), default=len(case.text))
    return start, end
