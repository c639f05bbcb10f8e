"""The matters that a report has to explain: FT-D02 operating funds, FT-D03 procurement, FT-D04 三公,
FT-D05 assets, FT-D06 performance. Only FT-D04 and a final account's FT-D03 are more than information.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking import wording
from generator.checking.disclosed import ELSEWHERE, below, mentions, missing, printed
from generator.checking.rule import Case, Result, Rule, RuleInfo


class OperatingFundsExplained(Rule):
    info = RuleInfo(
        id="FT-D02",
        title="运行经费说明",
        formula="有机关运行经费 ⇒ 有数额、与上年比较、原因",
        tolerance="—",
        severity="info",
        legal_basis=("《预算法》第十四条", "《机关事务管理条例》第七条、第九条、第十二条"),
        why="预算法要求对机关运行经费的安排、使用情况作出说明。",
        not_run="没有列出机关运行经费时不适用。",
        known_false_positives="比较可能在附表中。",
        example="机关运行经费448万元，没有上年数、增减额和原因。",
        harmless=ELSEWHERE,
        verify="查看机关运行经费一段是否写明比上年增减多少、为什么。",
    )
    absent = ("not_applicable", "报告没有列出机关运行经费。")

    def run(self, case: Case) -> Iterator[Result]:
        figure = case.get("operating_funds")
        if figure is None:
            return
        fact = figure.first
        compared = any(
            case.get("operating_funds", measure=measure) for measure in ("change", "growth_rate")
        ) or (case.year and case.get("operating_funds", year=case.year - 1))
        if compared:
            yield Result(
                outcome="passed", formula=f"{wording.with_unit(fact)}，有与上年的比较", facts=(fact,)
            )
        else:
            yield missing(
                f"{wording.stated(fact)}：无上年数、增减额",
                f"报告列出{wording.stated(fact)}，没有与上年比较，也没有说明增减原因。",
                (fact,),
            )


class ProcurementExplained(Rule):
    info = RuleInfo(
        id="FT-D03",
        title="采购说明",
        formula="总额及货物、工程、服务；决算另列授予中小企业合同额及占比",
        tolerance="—",
        severity="info",
        legal_basis=("《预算法》第十四条", "《地方预决算公开操作规程》（财预〔2016〕143号）"),
        why="政府采购的安排是法定说明事项；决算还要公开授予中小企业的合同金额。",
        not_run="没有政府采购数额时不适用。",
        known_false_positives="总额等于单一类别时，其余类别按0理解。",
        example="决算只列采购总额18065元，没有按货物、工程、服务分列，也没有中小企业合同金额。",
        harmless=ELSEWHERE,
        verify="查看政府采购一段是否分列三类；决算再看中小企业合同金额。",
    )
    absent = ("not_applicable", "报告没有列出政府采购数额。")

    def run(self, case: Case) -> Iterator[Result]:
        total = printed(case, "procurement.total")
        if total is None:
            return
        fact = total.first
        kinds = {"procurement.goods": "货物", "procurement.works": "工程", "procurement.services": "服务"}
        lacking = [name for concept, name in kinds.items() if printed(case, concept) is None]
        if case.is_final and fact.value != 0 and not mentions(case, "procurement.sme"):
            lacking.append("授予中小企业合同金额")
        if not lacking:
            yield Result(
                outcome="passed", formula=f"采购总额{wording.with_unit(fact)}，分类齐全", facts=(fact,)
            )
            return
        listed = "、".join(lacking)
        yield missing(
            f"采购总额{wording.with_unit(fact)}；未列{listed}",
            f"政府采购列出总额{wording.with_unit(fact)}，未列{listed}。",
            (fact,),
            "warning" if case.is_final and len(lacking) > 1 else "info",
        )


class ThreePublicExplained(Rule):
    info = RuleInfo(
        id="FT-D04",
        title="三公说明",
        formula="因公出国（境）、公务用车、公务接待三项齐全并说明增减",
        tolerance="—",
        severity="warning",
        legal_basis=(
            "《地方预决算公开操作规程》（财预〔2016〕143号）",
            "《机关事务管理条例》第七条、第九条、第十二条",
        ),
        why="“三公”经费三项都要公开，为0也要写明是0。",
        not_run="没有“三公”经费部分时不适用。",
        known_false_positives="三项在附表中列示。",
        example="只列公务接待费和公务用车运行维护费，未列因公出国（境）费。",
        harmless="没有列出的一项可能为0，或列在附表中。",
        verify="查看“三公”经费部分是否分别写明三项。",
    )
    absent = ("not_applicable", "报告没有“三公”经费的数额。")
    _ITEMS = (
        ("因公出国（境）费", "three_public.abroad", "出国"),
        ("公务用车费", "three_public.vehicle", "用车"),
        ("公务接待费", "three_public.reception", "接待"),
    )

    def run(self, case: Case) -> Iterator[Result]:
        total = printed(case, "three_public.total")
        if total is None:
            return
        fact = total.first
        lacking = [name for name, head, _ in self._ITEMS if not mentions(case, head)]
        silent = [name for name, _, word in self._ITEMS if name in lacking and word not in case.normal.text]
        if silent:
            listed = "、".join(silent)
            parts = [f.first for _, head, _ in self._ITEMS if (f := below(case, head))]
            given = "".join(f"、{wording.stated(f)}" for f in parts)
            yield missing(
                f"“三公”合计{wording.with_unit(fact)}{given}；未列{listed}",
                f"“三公”经费列出合计{wording.with_unit(fact)}{given}，未列{listed}。",
                (fact, *parts),
            )
            return
        compared = any(
            printed(case, "three_public.total", measure=measure)
            for measure in ("change", "growth_rate", "budget_variance", "budget_variance_rate")
        )
        if lacking or not compared:
            what = [f"未列{'、'.join(lacking)}"] if lacking else []
            what += [] if compared else ["合计未与上年比较"]
            yield missing(
                f"“三公”合计{wording.with_unit(fact)}；{'；'.join(what)}",
                f"“三公”经费部分{'，'.join(what)}。",
                (fact,),
                "info",
            )
            return
        yield Result(outcome="passed", formula="三项齐全，有比较", facts=(fact,))


class AssetsExplained(Rule):
    info = RuleInfo(
        id="FT-D05",
        title="国有资产说明",
        formula="车辆数量、单价较高设备",
        tolerance="—",
        severity="info",
        legal_basis=(
            "《行政事业性国有资产管理条例》第四十四条",
            "《地方预决算公开操作规程》（财预〔2016〕143号）",
        ),
        why="车辆和大型设备是最受关注的国有资产。",
        not_run="总是运行。",
        known_false_positives="143号文为“逐步公开”，没有列出不等于不符合要求。",
        example="国有资产只列资产总额，未列车辆数和大型设备。",
        harmless=ELSEWHERE,
        verify="查看国有资产占用情况一段。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        cars = mentions(case, "vehicles.") or mentions(case, "three_public.vehicle.count")
        equipment = mentions(case, "assets.equipment_over") or mentions(case, "assets.planned")
        lacking = [name for name, known in (("车辆数量", cars), ("单价较高设备", equipment)) if not known]
        if lacking:
            yield missing(f"未列{'、'.join(lacking)}", f"报告未见{'、'.join(lacking)}的说明。")
        else:
            yield Result(outcome="passed", formula="已列车辆和单价较高设备。")


class PerformanceExplained(Rule):
    info = RuleInfo(
        id="FT-D06",
        title="绩效说明",
        formula="预算：绩效目标；决算：评价结果",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="花了钱要看效果，绩效目标和评价结果应当随预决算公开。",
        not_run="总是运行。",
        known_false_positives="143号文为“逐步公开”。",
        example="决算未见绩效评价结果。",
        harmless=ELSEWHERE,
        verify="查看绩效一段。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        if mentions(case, "performance.") or "绩效" in case.normal.text:
            yield Result(outcome="passed", formula="已有绩效说明。")
        else:
            yield missing("未见绩效说明", f"报告未见{'评价结果' if case.is_final else '绩效目标'}的说明。")
