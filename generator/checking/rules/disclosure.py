"""What a report should say by the disclosure rules and does not: FT-D02 … FT-D11.

Absence from the text is no proof of absence: tables are often published apart. So all but FT-D04 and
a final account's FT-D03 are information.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking import wording
from generator.checking.ledger import Figure
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import Fact, Severity

_SCOPES = ("all", "fiscal", "general")
_NOTE = "相关内容可能载于附表或另行公开。"


def _printed(case: Case, *concepts: str, measure: str = "value") -> Figure | None:
    """The first of some figures that the report prints, in any scope."""
    for concept in concepts:
        for scope in _SCOPES:
            figure = case.get(concept, scope, measure)
            if figure is not None:
                return figure
    return None


def _below(case: Case, head: str) -> Figure | None:
    """The first printed level of a figure or of one of its parts."""
    return next(
        (f for f in case.ledger if f.key.measure == "value" and (f.key.concept + ".").startswith(head + ".")),
        None,
    )


def _any_year(case: Case, head: str) -> bool:
    return any(figure.key.concept.startswith(head) for figure in case.ledger)


def _missing(
    formula: str, message: str, facts: tuple[Fact, ...] = (), severity: Severity | None = None
) -> Result:
    return Result(
        outcome="flagged", formula=formula, message=message, facts=facts, severity=severity, harmless=_NOTE
    )


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
        harmless=_NOTE,
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
            yield _missing(
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
        harmless=_NOTE,
        verify="查看政府采购一段是否分列三类；决算再看中小企业合同金额。",
    )
    absent = ("not_applicable", "报告没有列出政府采购数额。")

    def run(self, case: Case) -> Iterator[Result]:
        total = _printed(case, "procurement.total")
        if total is None:
            return
        fact = total.first
        kinds = {"procurement.goods": "货物", "procurement.works": "工程", "procurement.services": "服务"}
        lacking = [name for concept, name in kinds.items() if _printed(case, concept) is None]
        if case.is_final and fact.value != 0 and not _any_year(case, "procurement.sme"):
            lacking.append("授予中小企业合同金额")
        if not lacking:
            yield Result(
                outcome="passed", formula=f"采购总额{wording.with_unit(fact)}，分类齐全", facts=(fact,)
            )
            return
        listed = "、".join(lacking)
        yield _missing(
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
        total = _printed(case, "three_public.total")
        if total is None:
            return
        fact = total.first
        lacking = [name for name, head, _ in self._ITEMS if not _any_year(case, head)]
        silent = [name for name, _, word in self._ITEMS if name in lacking and word not in case.normal.text]
        if silent:
            listed = "、".join(silent)
            printed = [f.first for _, head, _ in self._ITEMS if (f := _below(case, head))]
            given = "".join(f"、{wording.stated(f)}" for f in printed)
            yield _missing(
                f"“三公”合计{wording.with_unit(fact)}{given}；未列{listed}",
                f"“三公”经费列出合计{wording.with_unit(fact)}{given}，未列{listed}。",
                (fact, *printed),
            )
            return
        compared = any(
            _printed(case, "three_public.total", measure=measure)
            for measure in ("change", "growth_rate", "budget_variance", "budget_variance_rate")
        )
        if lacking or not compared:
            what = [f"未列{'、'.join(lacking)}"] if lacking else []
            what += [] if compared else ["合计未与上年比较"]
            yield _missing(
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
        harmless=_NOTE,
        verify="查看国有资产占用情况一段。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        cars = _any_year(case, "vehicles.") or _any_year(case, "three_public.vehicle.count")
        equipment = _any_year(case, "assets.equipment_over") or _any_year(case, "assets.planned")
        lacking = [name for name, known in (("车辆数量", cars), ("单价较高设备", equipment)) if not known]
        if lacking:
            yield _missing(f"未列{'、'.join(lacking)}", f"报告未见{'、'.join(lacking)}的说明。")
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
        harmless=_NOTE,
        verify="查看绩效一段。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        if _any_year(case, "performance.") or "绩效" in case.normal.text:
            yield Result(outcome="passed", formula="已有绩效说明。")
        else:
            yield _missing("未见绩效说明", f"报告未见{'评价结果' if case.is_final else '绩效目标'}的说明。")


class TermsExplained(Rule):
    info = RuleInfo(
        id="FT-D07",
        title="名词解释完整",
        formula="正文使用的专业名词在释义中出现",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="专业名词附解释，普通读者才看得懂。",
        not_run="报告没有名词解释时列为未见。",
        known_false_positives="名词解释写在正文中。",
        example="正文披露机关运行经费，名词解释没有这一条。",
        harmless=_NOTE,
        verify="查看名词解释部分。",
    )
    _TERMS = (
        ("机关运行经费", "operating_funds", "运行经费"),
        ("“三公”经费", "three_public.total", "三公"),
        ("基本支出", "expenditure.basic", "基本支出"),
        ("项目支出", "expenditure.project", "项目支出"),
    )

    def run(self, case: Case) -> Iterator[Result]:
        used = [(name, word) for name, concept, word in self._TERMS if _printed(case, concept)]
        if not used:
            return
        explained = " ".join(entry.term for entry in case.reading.glossary)
        lacking = [name for name, word in used if word not in explained]
        if not case.reading.glossary:
            yield _missing("未见名词解释", "报告未见名词解释。")
        elif lacking:
            listed = "、".join(lacking)
            yield _missing(f"正文使用{listed}，名词解释没有", f"正文使用了{listed}，名词解释没有相应条目。")
        else:
            yield Result(outcome="passed", formula="正文所用主要名词均有解释。")


class BasicSplit(Rule):
    info = RuleInfo(
        id="FT-D08",
        title="人员公用拆分",
        formula="基本支出拆分人员经费、公用经费",
        tolerance="—",
        severity="info",
        legal_basis=("《预算法实施条例》第五条", "《预算法实施条例》第六条"),
        why="不拆分就看不出养人和办公各花多少。",
        not_run="没有列出基本支出时不适用。",
        known_false_positives="附表已列。",
        example="基本支出987.8万元，未拆分人员经费、公用经费。",
        harmless=_NOTE,
        verify="查看基本支出一段或基本支出表。",
    )
    absent = ("not_applicable", "报告没有列出基本支出。")

    def run(self, case: Case) -> Iterator[Result]:
        basic = _printed(case, "expenditure.basic")
        if basic is None:
            return
        fact = basic.first
        split = _printed(case, "expenditure.basic.public", "expenditure.basic.personnel")
        split = split or _printed(case, "expenditure.basic.economic.302", "expenditure.basic.economic.301")
        if split is not None:
            yield Result(outcome="passed", formula=f"{wording.name(fact)}已拆分", facts=(fact, split.first))
        else:
            formula = f"{wording.stated(fact)}未拆分人员经费、公用经费"
            yield _missing(
                formula, f"正文没有给出基本支出{wording.with_unit(fact)}中人员经费与公用经费的数额。", (fact,)
            )


class TablesListed(Rule):
    info = RuleInfo(
        id="FT-D09",
        title="报表目录",
        formula="有报表目录或附表指引；空表有说明",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）", "《预算法实施条例》第六条"),
        why="报表是预决算的主体，说明文字应当告诉读者去哪里看表。",
        not_run="总是运行。",
        known_false_positives="附件另发。",
        example="正文未出现预算表目录或附表指引。",
        harmless="报表可能以附件形式另行公开，需以原网页核对。",
        verify="在正文中查找报表目录或“附表”“附件”字样。",
    )
    _WORDS = ("附表", "附件", "预算表", "决算表", "收支总表", "报表", "公开表")

    def run(self, case: Case) -> Iterator[Result]:
        if case.source.tables or any(word in case.normal.text for word in self._WORDS):
            yield Result(outcome="passed", formula="已有报表或附表指引。")
        else:
            yield _missing("未见报表目录或附表指引", "正文未出现报表目录或附表指引；报表可能另行公开。")


class ProjectElements(Rule):
    info = RuleInfo(
        id="FT-D10",
        title="项目要素",
        formula="同一报告各项目要素（概述、立项依据、实施主体、周期、预算安排、绩效目标）齐全一致",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="同一份报告里的项目按同样的要素说明，读者才能比较。",
        not_run="没有逐个说明的项目时不适用。",
        known_false_positives="省级要求不同，要素多少不一。",
        example="第一个项目列有“立项依据”，第二个项目没有。",
        harmless="个别要素可能不适用于该项目。",
        verify="对照各项目的小标题。",
    )
    absent = ("not_applicable", "报告没有逐个说明的项目。")
    _ELEMENTS = ("项目概述", "立项依据", "实施主体", "实施方案", "实施周期", "年度预算安排", "绩效目标")

    def run(self, case: Case) -> Iterator[Result]:
        counts = {word: case.normal.text.count(word + "：") for word in self._ELEMENTS}
        most = max(counts.values())
        if most == 0:
            return
        lacking = [word for word, count in counts.items() if 0 < count < most]
        if lacking:
            listed = "、".join(f"{word}{counts[word]}处" for word in lacking)
            yield _missing(f"共{most}个项目；{listed}", f"{most}个项目的说明中，{listed}，要素不一致。")
        else:
            yield Result(outcome="passed", formula=f"{most}个项目要素一致。")


class FinalContents(Rule):
    info = RuleInfo(
        id="FT-D11",
        title="决算内容",
        formula="决算列示结转结余、收入构成、功能分类",
        tolerance="—",
        severity="info",
        legal_basis=("《预算法实施条例》第八十三条", "《预算法实施条例》第六条"),
        why="决算要交代钱从哪里来、用在哪里、剩下多少。",
        not_run="只适用于决算。",
        known_false_positives="附表已列。",
        example="正文只有收支总计和基本、项目支出，未见收入构成、功能分类和结转结余。",
        harmless=_NOTE,
        verify="查看决算说明和附表。",
    )
    absent = ("not_applicable", "只适用于列有收支的部门决算。")

    def run(self, case: Case) -> Iterator[Result]:
        if not case.is_final or _printed(case, "expenditure.total", "expenditure.current_total") is None:
            return
        known = {
            "结转结余": _any_year(case, "income.carryover") or _any_year(case, "expenditure.carryover_end"),
            "收入构成": _printed(case, "income.fiscal_appropriation", "income.general_public_budget")
            is not None,
            "功能分类": _any_year(case, "expenditure.function."),
        }
        lacking = [name for name, there in known.items() if not there]
        if lacking:
            listed = "、".join(lacking)
            yield _missing(f"未见{listed}", f"正文未见{listed}的数额。")
        else:
            yield Result(outcome="passed", formula="收入构成、功能分类、结转结余均已列示。")
