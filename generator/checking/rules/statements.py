"""What a report states beside its numbers: FT-C07 absence, FT-C09 scopes, FT-C10 how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking import wording
from generator.checking.ledger import Figure
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import Fact, Quote


class StatedAbsence(Rule):
    info = RuleInfo(
        id="FT-C07",
        title="无支出声明一致",
        formula="“没有使用…安排的支出” ⇔ 相应数额为0",
        tolerance="0",
        severity="error",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="说没有这类支出，其他地方就不应再有这类支出的数额。",
        not_run="没有这类声明时不适用。",
        known_false_positives="声明只针对其中一类资金时，不与其他资金比较。",
        example="声明没有使用政府性基金预算拨款安排的支出，政府性基金支出列0万元，相符。",
        harmless="声明可能只指本级，而数额含所属单位。",
        verify="查找声明所指的那一类支出在表中或文中的数额。",
    )
    absent = ("not_applicable", "报告没有“没有使用某类资金安排支出”的声明。")

    def run(self, case: Case) -> Iterator[Result]:
        for figure in list(case.ledger):
            stated = next((f for f in figure.mentions if f.textual and f.measure == "value"), None)
            if stated is not None and stated.value == 0:
                yield self._compare(case, figure, stated)

    def _compare(self, case: Case, figure: Figure, stated: Fact) -> Result:
        key = figure.key
        others = [fact for fact in figure.mentions if fact.value != 0]
        if key.concept == "expenditure.total" and key.scope in {"fund", "capital"}:
            others += [
                other.first
                for other in case.ledger.within(key.scope, "value", key.year)
                if other.key.concept.startswith("expenditure.") and other.first.value != 0
            ]
        if not others:
            return Result(outcome="passed", formula=f"{wording.name(stated)}为0", facts=(stated,))
        other = others[0]
        return Result(
            outcome="flagged",
            formula=f"声明{wording.name(stated)}为0；另处{wording.stated(other)}",
            message=f"报告声明没有{wording.name(stated)}，另一处列有{wording.stated(other)}。",
            facts=(stated, other),
            difference=wording.with_unit(other),
            tolerance="0",
        )


class OutsideFiscal(Rule):
    info = RuleInfo(
        id="FT-C09",
        title="口径差额一致",
        formula="收入总计−财政拨款收入总计 = 支出总计−财政拨款支出总计",
        tolerance="各数半位宽之和",
        severity="warning",
        legal_basis=("《预算法实施条例》第五条",),
        why="财政拨款以外的收入有多少，财政拨款以外的支出就应有多少。",
        not_run="没有同时列出全部资金和财政拨款两种口径的收支时不适用；决算或有结转时不核对。",
        known_false_positives="财政拨款收支两边的结转口径不同。",
        example="462.48−442.48 = 20.00万元，收入、支出两边的非财政差额相同。",
        harmless="财政拨款收入与支出的结转口径可能不同。",
        verify="分别用收入总计、支出总计减去财政拨款数，比较两个差额。",
    )
    absent = ("not_applicable", "报告没有同时列出全部资金和财政拨款两种口径的收支总数。")

    def run(self, case: Case) -> Iterator[Result]:
        concepts = ("income.total", "expenditure.total")
        whole = [case.get(concept) for concept in concepts]
        fiscal = [case.get(concept, "fiscal") for concept in concepts]
        carry = [case.get("income.carryover", scope) for scope in ("all", "fiscal")]
        if case.is_final or any(figure and figure.first.value != 0 for figure in carry):
            return
        quadruple = [figure for figure in (*whole, *fiscal) if figure is not None]
        if len(quadruple) < 4:
            return
        first: Result | None = None
        for a, b, c, d in case.ledger.combinations(quadruple):
            quantity = case.ledger.quantity
            income, spent = quantity(a) - quantity(c), quantity(b) - quantity(d)
            fit = income.fits(spent)
            gap = income.value - spent.value
            formula = (
                f"收入{wording.digits(a)}−{wording.digits(c)} = {wording.in_unit(income.value, a)}；"
                f"支出{wording.digits(b)}−{wording.digits(d)} = {wording.in_unit(spent.value, a)}"
            )
            if fit != "flagged":
                yield Result(outcome=fit, formula=formula, facts=(a, b, c, d))
                return
            first = first or Result(
                outcome="flagged",
                formula=formula,
                message=f"收入与支出的非财政拨款部分相差{wording.in_unit(abs(gap), a)}。",
                facts=(a, b, c, d),
                difference=wording.in_unit(gap, a),
                tolerance=wording.tolerance(income, spent, a),
            )
        if first is not None:
            yield first


_LISTED = re.compile(r"^[ \t　]*(?:（?(\d{1,2})[.．、）]|（([一二三四五六七八九十]{1,3})）)", re.MULTILINE)
_SECTION = re.compile(
    r"^[ \t　]*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}部分)", re.MULTILINE
)
_ITEM = re.compile(r"(?<=[：:；;。，,\s])（?(\d{1,2})[.．、）](?!\d)")
_SPOKEN = re.compile(r"[一二三四五六七八九十]是")
_NAMES = re.compile(
    r"[个家]?[一-鿿]{0,8}?[，,：:]\s*(?:分别(?:是|为)|包括|即|有|为)?[：:]?(?P<names>[^。；;.\n]{4,300})[。；;.\n]"
)
_FEWEST_NAMES, _LONGEST_NAME = 3, 16
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}


class StatedCount(Rule):
    info = RuleInfo(
        id="FT-C10",
        title="声明数与列举数",
        formula="声明个数 = 列举条数",
        tolerance="0",
        severity="info",
        legal_basis=("算术恒等（无需法条）",),
        why="说有几个，列出来的就应是几个。",
        not_run="声明之后没有逐条列举时不能核对。",
        known_false_positives="列表自动编号丢失；列举只举主要的几个。",
        example="设6个内设机构，列出1至6共6个，相符。",
        harmless="列表的自动编号可能在转换为文本时丢失。",
        verify="数一数声明之后列出的条目。",
    )
    absent = ("not_applicable", "报告没有声明个数。")
    _CONCEPTS = ("org.divisions", "org.units", "performance.self_evaluated.project_count")

    def run(self, case: Case) -> Iterator[Result]:
        for concept in self._CONCEPTS:
            figure = case.get(concept)
            if figure is None or figure.first.where == "table":
                continue
            stated = figure.first
            graded = _graded(case, stated)
            if graded is not None:
                yield self._grades(figure, graded)
                continue
            count = (
                _spoken(case, stated)
                or _inline(case, stated)
                or _enumerated(case, stated)
                or _named(case, stated)
            )
            formula = f"声明{wording.with_unit(stated)}"
            if count is None:
                why = "声明之后没有逐条编号的列举。"
                yield Result(outcome="not_computable", formula=formula, facts=(stated,), why=why)
            elif count == stated.value:
                yield Result(outcome="passed", formula=f"{formula}，列出{count}条", facts=(stated,))
            else:
                yield Result(
                    outcome="flagged",
                    formula=f"{formula}，列出{count}条",
                    message=f"报告声明{wording.name(stated)}为{wording.with_unit(stated)}，其后列出{count}条。",
                    facts=(stated,),
                    difference=str(count - stated.value),
                    tolerance="0",
                )

    def _grades(self, figure: Figure, graded: tuple[int, Quote]) -> Result:
        """Grades of evaluated projects against the number of projects, in any place that prints it."""
        count, quote = graded
        counts = {fact.value for fact in figure.mentions}
        stated = figure.first
        formula = f"声明{wording.with_unit(stated)}；各等级合计{count}个"
        if count in counts:
            return Result(outcome="passed", formula=formula, facts=(stated,))
        return Result(
            outcome="flagged",
            formula=formula,
            message=f"报告声明{wording.name(stated)}为{wording.with_unit(stated)}，其后按等级列出合计{count}个。",
            facts=(stated,),
            quotes=(quote,),
            difference=str(count - stated.value),
            tolerance="0",
        )


_GRADE = "[“‘「]?(?:优秀?|良好?|中等?|一般|较?差|不?合格)[”’」]?"
_GRADES = re.compile(
    rf"(?P<before>[0-9]{{1,3}})个(?:项目)?(?:[^，,、；;。0-9]{{0,12}}?(?:为|是|：|:|获评|被评为)){_GRADE}"
    rf"|{_GRADE}(?:等次|等级|档)?(?:的)?(?:项目)?(?:有|共|为|：|:)?(?P<after>[0-9]{{1,3}})个"
)
_GRADED_WITHIN = 300


def _graded(case: Case, stated: Fact) -> tuple[int, Quote] | None:
    """The projects counted by grade (5个项目评价等级为“优”，2个为“良”) after the statement, in its paragraph."""
    if not stated.concept.startswith("performance."):
        return None
    start = stated.span[1]
    line = case.text.find("\n", start)
    stop = min(start + _GRADED_WITHIN, line if line >= 0 else len(case.text))
    found = list(_GRADES.finditer(case.text, start, stop))
    if len(found) < 2 or "其中" in case.text[found[0].end() : found[-1].start()]:
        return None
    count = sum(int(match["before"] or match["after"]) for match in found)
    return count, case.quote(found[0].start(), found[-1].end())


def _spoken(case: Case, stated: Fact) -> int | None:
    """一是…二是…五是 after the statement, where the number of projects is told that way."""
    if not stated.concept.startswith("performance."):
        return None
    following = case.text[stated.span[1] : stated.span[1] + 800]
    spoken = [match.group()[0] for match in _SPOKEN.finditer(following)]
    count = 0
    for word in spoken:
        if _NUMERALS[word] != count + 1:
            break
        count += 1
    return count if count > 1 else None


def _inline(case: Case, stated: Fact) -> int | None:
    """具体是：1.甲；2.乙；3.丙。 in the sentence of the statement itself."""
    if stated.concept.startswith("performance."):
        return None
    start = stated.span[1]
    stop = case.text.find("\n", start)
    following = case.text[start : start + 600 if stop < 0 else min(stop, start + 600)]
    opening = re.match(r"[^：:\n]{0,20}[：:]\s*(?=（?1[.．、）])", following)
    if opening is None:
        return None
    count = 0
    for match in _ITEM.finditer(following, opening.end() - 1):
        if int(match[1]) != count + 1:
            break
        count += 1
    return count if count > 1 else None


def _named(case: Case, stated: Fact) -> int | None:
    """甲、乙、丙 named right after the number, up to the full stop; brackets are no items."""
    following = case.text[stated.span[1] : stated.span[1] + 400]
    match = _NAMES.match(following)
    if match is None or re.search(r"等|[0-9]", match["names"]):
        return None
    names = re.split(r"[、,，]|和|及", re.sub(r"[（(][^）)]*[）)]", "", match["names"]))
    if len(names) < _FEWEST_NAMES or any(not 1 < len(name.strip()) <= _LONGEST_NAME for name in names):
        return None
    return len(names)


def _enumerated(case: Case, stated: Fact) -> int | None:
    """The numbered lines that follow the statement directly, in its section, while the numbers run on."""
    if stated.concept.startswith("performance."):
        return None
    start = stated.span[1]
    count, last = 0, start
    section = _SECTION.search(case.text, start, start + 20_000)
    stop = section.start() if section else start + 20_000
    for match in _LISTED.finditer(case.text, start, stop):
        number = int(match[1]) if match[1] else _numeral(match[2])
        if count == 0 and match.start() - start > 200:
            return None
        if number != count + 1:
            break
        count, last = number, match.start()
    return count if count > 1 and last > start else None


def _numeral(text: str) -> int:
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _NUMERALS.get(text, 0)
    return 10 * (_NUMERALS.get(tens, 1) if tens else 1) + (_NUMERALS.get(ones, 0) if ones else 0)
