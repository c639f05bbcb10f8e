"""Stocks and heads: FT-A10 projects, FT-A14 assets, FT-A16 staff, FT-A17 vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from generator.checking import wording
from generator.checking.identities import Sum, definitions, is_level
from generator.checking.ledger import Figure, amount
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.checking.settling import settle


class CountSum(Rule):
    """A rule over the `counts` rows of identities.yaml that bear its id."""

    def run(self, case: Case) -> Iterator[Result]:
        for row in definitions()["counts"]:
            if row["rule"] != self.info.id:
                continue
            for scope, measure, year in case.ledger.slices():
                whole = case.get(row["whole"], scope, measure, year) if is_level(measure) else None
                if whole is None:
                    continue
                parts = [p for concept in row["parts"] if (p := case.get(concept, scope, measure, year))]
                if not parts:
                    continue
                if whole.first.value == 0 and any(part.first.value for part in parts):
                    continue  # a unit without staff of its own beside one that has some
                sometimes = [
                    p
                    for concept in row.get("sometimes", ())
                    if (p := case.get(concept, scope, measure, year))
                ]
                yield self._settle(case, whole, parts, sometimes, row.get("rest"))

    def _settle(
        self, case: Case, whole: Figure, parts: list[Figure], sometimes: list[Figure], rest: str | None
    ) -> Result:
        # A list that prints a zero or a remainder leaves nothing out.
        closed = any(p.first.value == 0 or p.key.concept == rest for p in parts)
        counted = self.info.id != "FT-A14"  # heads and cars; assets come in many small kinds
        complete = closed or (counted and len(parts) > 1 and whole.first.value != 0)
        check = Sum(
            self.info.id,
            "value",
            (whole,),
            tuple(parts),
            carry=tuple(sometimes),
            complete=complete,
            open_list=not closed,
        )
        result = settle(case, check)
        if result.outcome == "flagged" and _nested(whole, parts):
            why = "所列各项有包含关系（含、其中），不能全部相加；其中一组相加等于总数。"
            return Result(outcome="passed", formula=result.formula, facts=result.facts, why=why)
        return result


def _nested(whole: Figure, parts: list[Figure]) -> bool:
    """Whether the total is reached without some parts that others contain (含…)."""
    amounts = [amount(part.first) for part in parts if part.first.value != 0]
    target = amount(whole.first)
    if not amounts or len(amounts) > 10 or target <= 0:
        return False
    rest = [value for index, value in enumerate(amounts) if index != amounts.index(max(amounts))]
    return any(
        max(amounts) + sum(some) == target for size in range(len(rest)) for some in combinations(rest, size)
    )


class StaffSum(CountSum):
    info = RuleInfo(
        id="FT-A16",
        title="人员合计",
        formula="Σ分类人数 = 小计",
        tolerance="0",
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="人数是整数，分类之和必须等于小计；人数又是人均支出等指标的分母。",
        not_run="没有同时列出小计和分类人数时不适用。",
        known_false_positives="“其中”只列领导职数（不是全部分项）；“含”字嵌套不重复相加。",
        example="实有人数33人，所列在职26、离休5、退休5、退职5、遗属0合计41人，差8人。",
        harmless="各类人数可能有交叉，或小计只统计了其中几类。",
        verify="把所列各类人数相加，与小计比较。",
    )
    absent = ("not_applicable", "报告没有同时列出人数小计和分类人数。")


class VehicleSum(CountSum):
    info = RuleInfo(
        id="FT-A17",
        title="车辆合计",
        formula="Σ分类车辆 = 车辆总数",
        tolerance="0",
        severity="error",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="车辆数是整数，分类之和必须等于总数。",
        not_run="没有同时列出总数和分类时不适用；只列部分类别且合计较小时不能核对。",
        known_false_positives="只列主要类别时合计小于总数不报告。",
        example="一般公务用车7 + 执法执勤0 = 7辆，与总数7辆相符。",
        harmless="可能有一类车辆没有列出。",
        verify="把各类车辆数相加，与总数比较。",
    )
    absent = ("not_applicable", "报告没有同时列出车辆总数和分类。")

    def run(self, case: Case) -> Iterator[Result]:
        found = list(super().run(case))
        yield from found
        if not any(result.outcome in {"passed", "flagged"} for result in found):
            yield from _told(case)


_TOLD = re.compile(
    r"(?:机动车|车辆|公务用车)[^0-9，,。；;\n]{0,12}(?P<total>[0-9]{1,5})(?:辆|台)"
    r"[，,（(]?(?:其中|包括|分别)(?P<rest>[^。；;\n]{4,160})"
)
_CARS = re.compile(r"(?P<count>[0-9]{1,5})(?:辆|台)")
_OTHER_CARS = re.compile(r"购置|报废|更新|新增|单价|价值|平均|其中|含")


def _told(case: Case) -> Iterator[Result]:
    """A sentence that counts cars by kinds that have no name of their own in the vocabulary."""
    for match in _TOLD.finditer(case.text):
        kinds = [int(car["count"]) for car in _CARS.finditer(match["rest"])]
        if len(kinds) < _FEWEST_KINDS or _OTHER_CARS.search(match["rest"]):
            continue
        whole, listed = int(match["total"]), sum(kinds)
        formula = f"{'+'.join(map(str, kinds))} = {listed}辆；所报{whole}辆；差{listed - whole}辆"
        quote = case.quote(*match.span())
        if listed == whole:
            yield Result(outcome="passed", formula=formula, quotes=(quote,))
        elif listed < whole and whole - listed >= min(kind for kind in (*kinds, whole) if kind):
            why = "可能有一类车辆没有列出，不能核对。"
            yield Result(outcome="not_computable", formula=formula, quotes=(quote,), why=why)
        else:
            yield Result(
                outcome="flagged",
                formula=formula,
                message=f"车辆总数为{whole}辆，同一句所列{len(kinds)}类合计{listed}辆。",
                quotes=(quote,),
                difference=f"{listed - whole}辆",
                tolerance="0",
                severity="warning",
            )


_FEWEST_KINDS = 2


class AssetSum(CountSum):
    info = RuleInfo(
        id="FT-A14",
        title="资产分项合计",
        formula="Σ固定资产分项 = 固定资产总额",
        tolerance="各数半位宽之和",
        severity="error",
        legal_basis=("《行政事业性国有资产管理条例》第四十四条",),
        why="固定资产由房屋、车辆、设备等组成，分项之和应当等于总额。",
        not_run="没有同时列出总额和分项时不适用；没有“其他”一项且合计较小时不能核对。",
        known_false_positives="原值与净值混列；文本在列表中间截断。",
        example="0.15+0+128.63+4.4+9.47 = 142.65，与142.66差0.01，属四舍五入。",
        harmless="分项可能是净值而总额是原值。",
        verify="把固定资产各分项相加，与总额比较。",
    )
    absent = ("not_applicable", "报告没有同时列出固定资产总额和分项。")


class ProjectSum(Rule):
    info = RuleInfo(
        id="FT-A10",
        title="项目明细合计",
        formula="Σ项目金额 = 项目合计（或项目支出、同样个数项目的绩效金额）",
        tolerance="各数半位宽之和；跨单位换算后按较粗单位的半位宽",
        severity="error",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="逐个列出的项目，金额之和应当等于项目合计。",
        not_run="没有逐个列出项目金额时不适用；只列重点项目时不能核对。",
        known_false_positives="只列重点项目时，合计小于项目支出不报告；绩效金额只在项目个数与逐个列出的相同时才比。",
        example="26+33.61+3.18+13.47+10 = 86.26万元，与执行数86.26万元相符。",
        harmless="可能只列出了部分项目。",
        verify="把各项目金额相加，与项目合计比较。",
    )
    absent = ("not_applicable", "报告没有逐个列出项目金额。")

    def run(self, case: Case) -> Iterator[Result]:
        for scope, measure, year in case.ledger.slices():
            if not is_level(measure):
                continue
            projects = [
                figure
                for figure in case.ledger.within(scope, measure, year)
                if figure.key.concept.startswith("project.") and figure.key.concept[8:].isdigit()
            ]
            if not projects:
                continue
            whole = case.get("projects.total", scope, measure, year)
            if whole is not None:
                listed = tuple(p for p in projects if any(fact.where == "text" for fact in p.mentions))
                if listed:  # a table of projects lists others than the text sums up
                    yield settle(case, Sum(self.info.id, measure, (whole,), listed, complete=False))
            elif measure == "value":
                counted = self._against_counted(case, projects, year)
                yield counted or self._against_expenditure(case, projects, year)

    def _against_counted(self, case: Case, projects: list[Figure], year: int | None) -> Result | None:
        """纳入绩效目标管理的项目3个，金额112万元: an amount of as many projects as are listed one by one."""
        told = tuple(p for p in projects if any(fact.where == "text" for fact in p.mentions))
        if len(told) < _FEWEST_KINDS or len(told) != len(projects):
            return None
        for family in ("target", "covered", "self_evaluated"):
            count = case.get(f"performance.{family}.project_count", "all", "value", year)
            amount = case.get(f"performance.{family}.amount", "all", "value", year)
            if count and amount and count.first.value == len(told):
                return settle(case, Sum(self.info.id, "value", (amount,), told, complete=True))
        return None

    def _against_expenditure(self, case: Case, projects: list[Figure], year: int | None) -> Result:
        wholes = tuple(
            whole
            for scope in ("all", "fiscal", "general")
            if (whole := case.get("expenditure.project", scope, "value", year))
        )
        names = "+".join(f"{wording.short_name(p.first)}{wording.with_unit(p.first)}" for p in projects)
        facts = tuple(p.first for p in projects)
        if not wholes:
            why = "没有列出项目支出或项目合计。"
            return Result(outcome="not_computable", formula=names, facts=facts, why=why)
        result = settle(case, Sum(self.info.id, "value", wholes, tuple(projects), complete=False))
        if result.outcome == "flagged":
            why = "逐个列出的项目与项目支出口径不同（可能含以后年度或其他资金），不能核对。"
            return Result(outcome="not_computable", formula=result.formula, facts=result.facts, why=why)
        return result
