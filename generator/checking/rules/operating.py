"""机关运行经费 and the public half of 基本支出: FT-C05."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import vocabulary
from generator.checking import wording
from generator.checking.intervals import Fit, total
from generator.checking.ledger import Figure
from generator.checking.rule import ONE, Case, Result, Rule, RuleInfo, Term
from generator.model import Fact

_REACH = 300
_TOLD_APART = re.compile("参公|参照公务员|事业单位")


class OperatingFundsArePublic(Rule):
    info = RuleInfo(
        id="FT-C05",
        title="运行经费与公用经费",
        formula="机关运行经费 = 基本支出中的公用经费（302+310）",
        tolerance="各数半位宽之和",
        severity="warning",
        legal_basis=(
            "《机关事务管理条例》第七条、第九条、第十二条",
            "《地方预决算公开操作规程》（财预〔2016〕143号）",
        ),
        why="按通行口径，机关运行经费就是行政和参公单位基本支出中的公用经费；相差很大时应当说明口径。",
        not_run="没有列出机关运行经费，或没有拆分公用经费时不能核对。",
        known_false_positives="部门含非参公事业单位；另设项目安排运行经费。",
        example="机关运行经费103.00万元 = 商品和服务101.8 + 资本性1.2万元，相符。",
        harmless="公用经费可能包含事业单位，或机关运行经费另含项目支出安排的部分。",
        verify="把机关运行经费与基本支出的公用经费（或302+310）比较。",
    )
    absent = ("not_applicable", "报告没有列出机关运行经费。")

    def run(self, case: Case) -> Iterator[Result]:
        operating = case.get("operating_funds")
        if operating is None:
            return
        if operating.first.value == 0:
            why = "机关运行经费为0（非参公事业单位不列机关运行经费）。"
            yield Result(outcome="not_applicable", formula="", facts=(operating.first,), why=why)
            return
        candidates = list(_public(case))
        if not candidates:
            yield Result(
                outcome="not_computable",
                formula=wording.with_unit(operating.first),
                facts=(operating.first,),
                why="基本支出没有拆分出公用经费（或302、310），不能与机关运行经费核对。",
            )
            return
        results = [self._compare(case, operating, parts) for parts in candidates]
        order = {"passed": 0, "rounding": 1, "flagged": 2}
        yield min(results, key=lambda result: order[result.outcome])

    def _compare(self, case: Case, operating: Figure, parts: list[Figure]) -> Result:
        quantity = case.ledger.quantity
        chosen: tuple[Fit, tuple[Fact, ...]] = ("flagged", tuple(f.first for f in (operating, *parts)))
        for facts in case.ledger.combinations([operating, *parts]):
            fit = total([quantity(fact) for fact in facts[1:]]).fits(quantity(facts[0]))
            if fit != "flagged":
                chosen = (fit, facts)
                break
        fit, (own, *public) = chosen
        computed = total([quantity(fact) for fact in public])
        gap = quantity(own).value - computed.value
        formula = f"{wording.stated(own)} − {wording.sum_of(public, own)} = {wording.in_unit(gap, own)}"
        facts = (own, *public)
        terms = (Term(own, -ONE), *(Term(fact, ONE) for fact in public))
        if fit != "flagged":
            return Result(
                outcome="passed" if fit == "passed" else "rounding",
                formula=formula,
                facts=facts,
                identity=terms,
            )
        return Result(
            outcome="flagged",
            formula=formula,
            message=(
                f"机关运行经费为{wording.with_unit(own)}，基本支出中的公用经费为"
                f"{wording.in_unit(computed.value, own)}，相差{wording.in_unit(abs(gap), own)}，报告未说明口径差异。"
            ),
            facts=facts,
            difference=wording.in_unit(gap, own),
            tolerance=wording.tolerance(computed, quantity(own), own),
            about=(own,),
            severity="info" if _basis_told(case, own) or (gap < 0 and _has_institutions(case, own)) else None,
        )


def _basis_told(case: Case, own: Fact) -> bool:
    """Whether the report says, after the number, on what basis it was counted."""
    return "口径" in case.text[own.span[1] : own.span[1] + _REACH]


def _has_institutions(case: Case, own: Fact) -> bool:
    """Whether the department has 事业单位, whose running costs are 公用经费 but not 机关运行经费: counted in the
    report, spending of its own (事业运行, 事业单位医疗), or told apart in the sentence of the figure
    (2家参公事业单位机关运行经费支出…)."""
    if any(case.get(f"org.units.{kind}") for kind in ("institution", "subordinate")):
        return True
    known = vocabulary.data("classifications")["function"]
    for figure in case.ledger:
        code = figure.key.concept.rpartition(".function.")[2]
        name = known.get(code, {}).get("zh", "") if code.isdigit() else ""
        if figure.first.value > 0 and name.startswith(("事业运行", "事业单位")):
            return True
    before = case.text[max(0, own.span[0] - _REACH) : own.span[0]]
    return bool(_TOLD_APART.search(before[before.rfind("。") + 1 :]))


def _public(case: Case) -> Iterator[list[Figure]]:
    """What may stand for the public half of 基本支出, in every scope."""
    for scope in ("general", "fiscal", "all"):
        public = case.get("expenditure.basic.public", scope)
        if public is not None:
            yield [public]
        goods = case.get("expenditure.basic.economic.302", scope)
        capital = case.get("expenditure.basic.economic.310", scope)
        if goods is not None:
            yield [goods]
            if capital is not None:
                yield [goods, capital]
