"""Words: FT-T02 doubled phrases, FT-T04 broken sentences, FT-T07 unusual terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from generator import vocabulary
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import Quote

_DOUBLED = re.compile(r"([一-鿿]{3,24}?)[为是]?\1")
_PUNCTUATION = re.compile(r"[，、；：][，、；：。]|。[，、；：。]|,,|;;|；,|,；")
_TAIL = re.compile(r"[，、,][ \t　]*$")
_SHORTEST = 12


@cache
def _words() -> Any:
    return vocabulary.data("wording")


class DoubledWords(Rule):
    info = RuleInfo(
        id="FT-T02",
        title="重复字句",
        formula="相邻重复≥3字短语（含“X为X”）、标点连用、书名号不配对",
        tolerance="—",
        severity="info",
        legal_basis=("算术恒等（无需法条）",),
        why="重复的短语多是替换模板时留下的，可能还带着没有替换的数字。",
        not_run="总是运行。",
        known_false_positives="跨词相邻同字（会议议定、专业业务、工作作风、常委会会议）不是重复；繁简转码的注音不是重复。",
        example="“支出预算总额为支出预算总额为462.48万元”。",
        harmless="排版或录入造成，一般不影响数值。",
        verify="在原文中查找所引字句。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        doubled = [quote for quote in _in_prose(case, _DOUBLED) if not _ordinary(quote.text)]
        marks = list(_in_prose(case, _PUNCTUATION))
        titles = list(_unpaired(case))
        for quotes, what in ((doubled, "短语重复"), (marks, "标点连用"), (titles, "书名号不配对")):
            if quotes:
                listed = "、".join(f"“{quote.text}”" for quote in quotes[:4])
                yield Result(
                    outcome="flagged",
                    formula=listed,
                    message=f"{len(quotes)}处{what}：{listed}。",
                    quotes=tuple(quotes),
                )
        if not (doubled or marks or titles):
            yield Result(outcome="passed", formula="没有发现重复字句。")


def _in_prose(case: Case, pattern: re.Pattern[str]) -> Iterator[Quote]:
    """Matches inside paragraphs; cells of tables repeat one another by nature."""
    for paragraph in case.source.paragraphs:
        for match in pattern.finditer(case.text, paragraph.start, paragraph.end):
            yield case.quote(*match.span())


def _ordinary(text: str) -> bool:
    return any(word in text for word in _words()["ordinary"]) or len(set(text)) < 3


def _unpaired(case: Case) -> Iterator[Quote]:
    for paragraph in case.source.paragraphs:
        text = case.text[paragraph.start : paragraph.end]
        if text.count("《") > text.count("》"):
            start = paragraph.start + text.rfind("《")
            yield case.quote(start, min(paragraph.end, start + 40))


class BrokenSentence(Rule):
    info = RuleInfo(
        id="FT-T04",
        title="句子不完整",
        formula="段末为逗号、顿号",
        tolerance="—",
        severity="info",
        legal_basis=("算术恒等（无需法条）",),
        why="段落停在逗号上，后面的话可能丢失了，其中也许有数字。",
        not_run="总是运行。",
        known_false_positives="逐行列举的条目以逗号、顿号结尾。",
        example="“……更高的效率畅通运转，”一段以逗号结束。",
        harmless="多为标点误用。",
        verify="查看所引段落是否说完。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        quotes: list[Quote] = []
        paragraphs = case.source.paragraphs
        for index, paragraph in enumerate(paragraphs):
            text = case.text[paragraph.start : paragraph.end]
            following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
            if _TAIL.search(text) and len(text) > _SHORTEST and not _listed(case, following):
                end = paragraph.start + len(text.rstrip())
                quotes.append(case.quote(max(paragraph.start, end - 24), end))
        if not quotes:
            yield Result(outcome="passed", formula="没有发现停在逗号、顿号上的段落。")
            return
        yield Result(
            outcome="flagged",
            formula=f"段末为逗号或顿号：“{quotes[0].text}”"
            + (f"等{len(quotes)}处" if len(quotes) > 1 else ""),
            message=f"{len(quotes)}个段落以逗号或顿号结束，句子可能不完整。",
            quotes=tuple(quotes),
        )


def _listed(case: Case, following: Any) -> bool:
    """Whether the next paragraph goes on with the list or the sentence: short, or without a number of its own."""
    if following is None:
        return False
    text = case.text[following.start : following.end].strip()
    return (
        not text
        or text[-1] in "，、,；;"
        or not re.match(
            r"第?[一二三四五六七八九十]{1,3}[是、部]|[（(][一二三四五六七八九十0-9]|[0-9]{1,2}[.．、]", text
        )
    )


class UnusualTerm(Rule):
    info = RuleInfo(
        id="FT-T07",
        title="术语异常",
        formula="所用术语与法律法规、通行表述一致",
        tolerance="—",
        severity="info",
        legal_basis=("《预算法》第十四条",),
        why="同一件事用了不通行的名称，读者检索不到，也难与其他部门比较。",
        not_run="总是运行。",
        known_false_positives="地方通行叫法。",
        example="“机构运行经费”，法律法规使用“机关运行经费”。",
        harmless="可能是当地通行叫法，或整体替换文字时误改。",
        verify="对照所列法条的用语。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        found = False
        for row in _words()["terms"]:
            quotes = tuple(case.matches(_literal(row["printed"])))
            if quotes:
                found = True
                yield Result(
                    outcome="flagged",
                    formula=f"“{row['printed']}”{len(quotes)}处，通行表述为“{row['usual']}”",
                    message=f"报告使用“{row['printed']}”，通行表述为“{row['usual']}”（{row['law']}）。",
                    quotes=quotes[:4],
                )
        if not found:
            yield Result(outcome="passed", formula="没有发现不通行的术语。")


@cache
def _literal(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words))
