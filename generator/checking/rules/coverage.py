"""How much of the projects performance management covers: FT-C08, FT-P05."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.checking import wording
from generator.checking.performance import Covered, covered, figures, project_totals
from generator.checking.rule import ONE, Case, Result, Rule, RuleInfo, Term
from generator.model import Fact

_ALL = re.compile(r"全面开展|全覆盖|全部(?:项目|纳入|实行|编制|设)|均(?:实行|编制|设|纳入)|所有项目|100%")
_BY_COUNT = re.compile(r"个数|数量|项目数")


def _around(case: Case, fact: Fact, before: int = 60, after: int = 60) -> str:
    start, end = fact.span
    return case.text[max(0, start - before) : end + after]


def _amount(entry: Covered) -> str:
    printed = wording.with_unit(entry.fact)
    return f"{printed}（按元读）" if entry.unit_slip else printed


class CoveredAmount(Rule):
    info = RuleInfo(
        id="FT-C08",
        title="绩效覆盖金额",
        formula="绩效目标/自评金额 = 项目支出（声明全覆盖时为error，否则覆盖率<100%为warning）",
        tolerance="两数半位宽之和",
        severity="warning",
        legal_basis=("《预算法》第三十二条", "《地方预决算公开操作规程》（财预〔2016〕143号）"),
        why="项目支出应当都有绩效目标；覆盖多少，读者有权知道。",
        not_run="没有列出绩效金额或项目支出时不能核对。",
        known_false_positives="只评价部分项目；整体绩效含基本支出时与支出总计相等，不报告。",
        example="设立绩效目标290.98万元，项目支出1555.73万元，覆盖18.70%。",
        harmless="其余项目可能按规定不设绩效目标，或另行公开。",
        verify="把绩效部分的金额与项目支出比较。",
    )
    absent = ("not_applicable", "报告没有列出本年绩效管理的金额。")

    def run(self, case: Case) -> Iterator[Result]:
        entries = {entry.amount.value: entry for entry in covered(case)}
        projects = figures(case, "expenditure.project")
        for entry in entries.values():
            if not projects:
                why = "没有列出项目支出，覆盖率不能计算。"
                formula = wording.with_unit(entry.fact)
                yield Result(outcome="not_computable", formula=formula, facts=(entry.fact,), why=why)
                continue
            yield self._compare(case, entry, [f for figure in projects for f in figure.mentions])

    def _compare(self, case: Case, entry: Covered, projects: list[Fact]) -> Result:
        quantity = case.ledger.quantity
        for total in project_totals(case):
            fit = entry.amount.fits(total.amount)
            if fit != "flagged":
                facts = (entry.fact, *total.facts)
                return Result(outcome=fit, formula=f"{_amount(entry)} = {total.name}", facts=facts)
        others = [
            f for c in ("expenditure.total", "projects.total") for g in figures(case, c) for f in g.mentions
        ]
        for fact in others:
            fit = entry.amount.fits(quantity(fact))
            if fit != "flagged":
                formula = f"{_amount(entry)} = {wording.stated(fact)}"
                return Result(outcome=fit, formula=formula, facts=(entry.fact, fact))
        project = max(projects, key=lambda fact: quantity(fact).value)
        whole = quantity(project)
        if whole.value <= 0 or entry.amount.value > whole.value:
            why = "绩效金额大于项目支出，可能含基本支出（整体绩效）或其他年度，不能核对。"
            formula = f"{_amount(entry)}；{wording.stated(project)}"
            return Result(outcome="not_computable", formula=formula, facts=(entry.fact, project), why=why)
        rate = entry.amount.value / whole.value * 100
        gap = whole.value - entry.amount.value
        claims_all = bool(_ALL.search(_around(case, entry.fact, 60, 30)))
        return Result(
            outcome="flagged",
            formula=(
                f"{wording.stated(project)} − {wording.name(entry.fact)}{_amount(entry)}"
                f" = {wording.in_unit(gap, project)}；覆盖率{wording.percent(rate, 2)}"
            ),
            message=(
                f"{wording.name(entry.fact)}为{_amount(entry)}，占项目支出{wording.with_unit(project)}的"
                f"{wording.percent(rate, 2)}，其余{wording.in_unit(gap, project)}"
                + ("，而报告称全部覆盖。" if claims_all else "未见说明。")
            ),
            facts=(entry.fact, project),
            about=(entry.fact,),
            difference=wording.in_unit(gap, project),
            tolerance=wording.tolerance(entry.amount, whole, project),
            severity="error" if claims_all else "warning",
            identity=(Term(entry.fact, ONE), Term(project, -ONE)) if claims_all else None,
        )


class FullCoverage(Rule):
    info = RuleInfo(
        id="FT-P05",
        title="全覆盖比例",
        formula="称100%时，覆盖额 = 总额",
        tolerance="区间法",
        severity="error",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="“占项目支出总额的100%”是可以用两个金额验证的说法。",
        not_run="没有称100%，或没有列出覆盖额、总额时不适用。",
        known_false_positives="分母为项目个数时不按金额核对。",
        example="称绩效自评占项目支出的100%，按所列金额762569.30/862569.30为88.41%。",
        harmless="比例可能按项目个数计算。",
        verify="用覆盖额除以项目支出总额，看是否为100%。",
    )
    absent = ("not_applicable", "报告没有“占总额的100%”一类的说法。")

    def run(self, case: Case) -> Iterator[Result]:
        for entry in covered(case):
            share = case.get(f"performance.{entry.family}", measure="share") or case.get(
                f"performance.{entry.family}.amount", measure="share"
            )
            if share is None or share.first.percent != Decimal(100):
                continue
            if _BY_COUNT.search(_around(case, share.first, 16, 8)):
                continue
            totals = [
                f
                for c in ("expenditure.project", "projects.total")
                for g in figures(case, c)
                for f in g.mentions
            ]
            if not totals:
                why = "没有列出项目支出总额。"
                formula = wording.with_unit(share.first)
                yield Result(outcome="not_computable", formula=formula, facts=(share.first,), why=why)
                continue
            yield self._compare(case, entry, share.first, totals)

    def _compare(self, case: Case, entry: Covered, share: Fact, totals: list[Fact]) -> Result:
        for total in project_totals(case):
            fit = entry.amount.fits(total.amount)
            if fit != "flagged":
                formula = f"{_amount(entry)}/{total.name} = 100%"
                return Result(outcome=fit, formula=formula, facts=(share, entry.fact, *total.facts))
        for fact in totals:
            fit = entry.amount.fits(case.ledger.quantity(fact))
            if fit != "flagged":
                formula = f"{_amount(entry)}/{wording.with_unit(fact)} = 100%"
                return Result(outcome=fit, formula=formula, facts=(share, entry.fact, fact))
        whole = max(totals, key=lambda fact: case.ledger.quantity(fact).value)
        if whole.value <= 0:
            why = "项目支出为0，比例没有意义。"
            return Result(outcome="not_applicable", formula="", facts=(share, entry.fact), why=why)
        rate = entry.amount.value / case.ledger.quantity(whole).value * 100
        if rate > 100:
            why = "覆盖额大于项目支出，比例的分母可能是另一个数（如整体绩效），不能核对。"
            formula = f"“100%”：{_amount(entry)}/{wording.with_unit(whole)}"
            return Result(
                outcome="not_computable", formula=formula, facts=(share, entry.fact, whole), why=why
            )
        return Result(
            outcome="flagged",
            formula=f"“100%”：{_amount(entry)}/{wording.with_unit(whole)} = {wording.percent(rate, 2)}",
            message=f"报告称占总额的100%，按所列金额计算为{wording.percent(rate, 2)}。",
            facts=(share, entry.fact, whole),
            about=(entry.fact,),
            difference=wording.percent(rate - 100, 2),
            tolerance="区间不相交",
            identity=(Term(entry.fact, ONE), Term(whole, -ONE)),
        )
