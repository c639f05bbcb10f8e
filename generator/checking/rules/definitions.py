"""What the 名词解释 say: FT-T05 the level of government."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from generator import vocabulary
from generator.checking import wording
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import GlossaryEntry
from generator.reading.normalise import normalise
from generator.vocabulary import divisions


def _levels() -> Any:
    return vocabulary.data("levels")


@cache
def _named_level() -> re.Pattern[str]:
    words = sorted((w for row in _levels()["words"].values() for w in row), key=len, reverse=True)
    after = "|".join(_levels()["followed_by"])
    return re.compile(f"(?P<level>{'|'.join(map(re.escape, words))})(?={after})")


def level_of(case: Case) -> str | None:
    """The level of government of the report's own department, or None where nothing tells."""
    code = case.reading.identity.code
    if code == divisions.CENTRAL:
        return "central"
    if code and code != divisions.UNKNOWN:
        if code[2:] == "0000":
            return "province"
        if code[4:] == "00":
            return "city"
        return "county"
    head = case.normal.text[:3000]
    counts = {level: sum(head.count(word) for word in words) for level, words in _levels()["offices"].items()}
    best = max(counts, key=lambda level: counts[level])
    return best if counts[best] >= 3 else None


class GlossaryLevel(Rule):
    info = RuleInfo(
        id="FT-T05",
        title="名词解释级次",
        formula="释义中的财政级次（省级、市级、区级）与报告主体的级次一致",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="释义写错级次，读者会误以为钱来自上级财政。",
        not_run="报告没有名词解释，或主体的级次不能确定时不能核对。",
        known_false_positives="“本级”“同级”不触发；直辖市的“市级”按省级看待。",
        example="区政府办公室的报告写“财政拨款收入：是指省级财政当年拨付的资金”。",
        harmless="可能沿用了上级部门的模板，不影响数值。",
        verify="看报告主体属于哪一级政府，再看释义写的是哪一级财政。",
    )
    absent = ("not_applicable", "报告没有名词解释。")

    def run(self, case: Case) -> Iterator[Result]:
        if not case.reading.glossary:
            return
        own = level_of(case)
        if own is None:
            yield Result(outcome="not_computable", formula="", why="报告主体属于哪一级政府不能确定。")
            return
        wrong = [(entry, level) for entry in case.reading.glossary if (level := _only_level(entry))]
        wrong = [
            (entry, level) for entry, level in wrong if not _same(level, own, case.reading.identity.code)
        ]
        if not wrong:
            yield Result(outcome="passed", formula="释义所写级次与报告主体一致，或未写级次。")
            return
        names = _levels()["names"]
        listed = "、".join(f"“{entry.term}”写{names[level]}" for entry, level in wrong)
        yield Result(
            outcome="flagged",
            formula=f"主体为{names[own]}，释义{listed}",
            message=f"报告主体为{names[own]}，名词解释{listed}，与主体级次不一致，可能沿用了上级模板。",
            quotes=tuple(_quote(case, entry) for entry, _ in wrong),
        )


def _only_level(entry: GlossaryEntry) -> str | None:
    """The one level a definition names; None where it names none or several."""
    text = normalise(entry.definition).text
    of_word = {word: level for level, words in _levels()["words"].items() for word in words}
    found = {of_word[match["level"]] for match in _named_level().finditer(text)}
    return found.pop() if len(found) == 1 else None


def _same(level: str, own: str, code: str) -> bool:
    municipal = code[:2] in _levels()["municipalities"]
    if municipal:
        level = "province" if level == "city" else level
        own = "province" if own == "city" else own
    return level == own


def _quote(case: Case, entry: GlossaryEntry) -> Any:
    start, end = wording.sentence(case.text, *_head(entry))
    return case.quote(start, end)


def _head(entry: GlossaryEntry) -> tuple[int, int]:
    start, end = entry.span
    return start, min(end, start + len(entry.term))


_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年度?(?P<what>[\u4e00-\u9fff]{0,12})")
_SHORTFALL = re.compile(r"弥补(?:本单位|单位)?(?P<year>(?:19|20)[0-9]{2})年度?收支差额")
_CARRIED = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年度?(?:全部|尚未|未)?[^，。；]{0,6}结转")
_CARRIED_TO = re.compile(r"(?:结转|转入|延续)(?:到|至)(?P<year>(?:19|20)[0-9]{2})年")
_OF_THE_YEAR = ("预算", "决算", "收支", "部门", "安排", "财政", "当年", "收入", "支出")


class GlossaryYear(Rule):
    info = RuleInfo(
        id="FT-T06",
        title="名词解释年度",
        formula="释义中的年度 = 报告年度（结转结余为上年）",
        tolerance="—",
        severity="warning",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="释义里的年度没有更新，说明文本沿用旧稿，读者会怀疑数字是否也是旧的。",
        not_run="报告没有名词解释或年度不明时不适用。",
        known_false_positives="国有资产期末为上年末；项目名、文号中的年份不算。",
        example="2024年预算的释义写“弥补2023年收支差额”“填列2022年全部结转和结余”。",
        harmless="可能沿用了上年的文本，不影响数值。",
        verify="把释义中的年份与报告年度比较。",
    )
    absent = ("not_applicable", "报告没有名词解释，或年度不明。")

    def run(self, case: Case) -> Iterator[Result]:
        year = case.year
        entries = [*case.reading.glossary, *_defined_elsewhere(case)]
        if not entries or year is None:
            return
        wrong = [found for entry in entries for found in _wrong_years(entry, year)]
        if not wrong:
            yield Result(outcome="passed", formula="释义中的年度与报告年度相符，或未写年度。")
            return
        listed = "；".join(f"“{words}”应指{expected}年" for words, expected, _ in wrong)
        quotes = [case.quote(*_locate(case, entry, words)) for words, _, entry in wrong]
        yield Result(
            outcome="flagged",
            formula=f"{year}年度报告：{listed}",
            message=f"名词解释所写年度与报告年度不符：{listed}，可能沿用了往年的文本。",
            quotes=tuple(quotes),
        )


_DEFINED = re.compile(
    r"^[^\S\n]*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．][^\S\n]*)?[“\"]?"
    r"(?P<term>[一-鿿（）]{3,24})[”\"]?(?:[：:](?:是)?指|是指)(?P<definition>[^\n]{6,400})",
    re.MULTILINE,
)


def _defined_elsewhere(case: Case) -> Iterator[GlossaryEntry]:
    """Paragraphs that define a term (“X：指…”) outside what was read as the glossary."""
    known = [entry.span for entry in case.reading.glossary]
    for match in _DEFINED.finditer(case.text):
        start, end = match.span()
        if not any(first < end and start < last for first, last in known):
            yield GlossaryEntry(match["term"], match["definition"], (start, end))


def _wrong_years(entry: GlossaryEntry, year: int) -> Iterator[tuple[str, int, GlossaryEntry]]:
    """(words, year they should name, entry) of every outdated year in a definition."""
    text = entry.definition
    seen: set[int] = set()
    for pattern, expected in ((_SHORTFALL, year), (_CARRIED, year - 1)):
        for match in pattern.finditer(text):
            seen.add(match.start("year"))
            # 年末结转 of this year and 年初结转 of last year are both right.
            if int(match["year"]) not in {expected, year}:
                yield match.group(), expected, entry
    for match in _CARRIED_TO.finditer(text):
        seen.add(match.start("year"))
        # 上年结转 is carried into the year of the report, 结转下年 into the next one.
        if int(match["year"]) not in {year, year + 1}:
            yield match.group(), year, entry
    for match in _YEAR.finditer(text):
        if match.start("year") in seen or int(match["year"]) in {year, year - 1}:
            continue
        old = int(match["year"]) < year and not _OF_A_DOCUMENT.search(
            text[max(0, match.start() - 8) : match.end()]
        )
        if match["what"].startswith(_OF_THE_YEAR) or (old and _CARRIES.search(entry.term)):
            yield match.group(), _meant(entry, year), entry


_CARRIES = re.compile(r"结转|结余")
_OF_A_DOCUMENT = re.compile(r"[〔\[（(《]|发布|印发|修订|颁布|施行|以来|改革|起")


def _meant(entry: GlossaryEntry, year: int) -> int:
    return year - 1 if re.match(r"(?:上年|年初)", entry.term) else year


def _locate(case: Case, entry: GlossaryEntry, words: str) -> tuple[int, int]:
    start = case.text.find(words, *entry.span)
    return (start, start + len(words)) if start >= 0 else _head(entry)
