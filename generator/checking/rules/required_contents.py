"""The parts that a report has to have: FT-D07 terms, FT-D08 the split of basic expenditure, FT-D09 tables,
FT-D10 the elements of projects, FT-D11 the contents of a final account. All are information.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking import wording
from generator.checking.disclosed import ELSEWHERE, mentions, missing, printed
from generator.checking.rule import Case, Result, Rule, RuleInfo


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
        harmless=ELSEWHERE,
        verify="查看名词解释部分。",
    )
    _TERMS = (
        ("机关运行经费", "operating_funds", "运行经费"),
        ("“三公”经费", "three_public.total", "三公"),
        ("基本支出", "expenditure.basic", "基本支出"),
        ("项目支出", "expenditure.project", "项目支出"),
    )

    def run(self, case: Case) -> Iterator[Result]:
        used = [(name, word) for name, concept, word in self._TERMS if printed(case, concept)]
        if not used:
            return
        explained = " ".join(entry.term for entry in case.reading.glossary)
        lacking = [name for name, word in used if word not in explained]
        if not case.reading.glossary:
            yield missing("未见名词解释", "报告未见名词解释。")
        elif lacking:
            listed = "、".join(lacking)
            yield missing(f"正文使用{listed}，名词解释没有", f"正文使用了{listed}，名词解释没有相应条目。")
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
        harmless=ELSEWHERE,
        verify="查看基本支出一段或基本支出表。",
    )
    absent = ("not_applicable", "报告没有列出基本支出。")

    def run(self, case: Case) -> Iterator[Result]:
        basic = printed(case, "expenditure.basic")
        if basic is None:
            return
        fact = basic.first
        split = printed(case, "expenditure.basic.public", "expenditure.basic.personnel")
        split = split or printed(case, "expenditure.basic.economic.302", "expenditure.basic.economic.301")
        if split is not None:
            yield Result(outcome="passed", formula=f"{wording.name(fact)}已拆分", facts=(fact, split.first))
        else:
            formula = f"{wording.stated(fact)}未拆分人员经费、公用经费"
            yield missing(
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
            yield missing("未见报表目录或附表指引", "正文未出现报表目录或附表指引；报表可能另行公开。")


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
            yield missing(f"共{most}个项目；{listed}", f"{most}个项目的说明中，{listed}，要素不一致。")
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
        harmless=ELSEWHERE,
        verify="查看决算说明和附表。",
    )
    absent = ("not_applicable", "只适用于列有收支的部门决算。")

    def run(self, case: Case) -> Iterator[Result]:
        if not case.is_final or printed(case, "expenditure.total", "expenditure.current_total") is None:
            return
        known = {
            "结转结余": mentions(case, "income.carryover") or mentions(case, "expenditure.carryover_end"),
            "收入构成": printed(case, "income.fiscal_appropriation", "income.general_public_budget")
            is not None,
            "功能分类": mentions(case, "expenditure.function."),
        }
        lacking = [name for name, there in known.items() if not there]
        if lacking:
            listed = "、".join(lacking)
            yield missing(f"未见{listed}", f"正文未见{listed}的数额。")
        else:
            yield Result(outcome="passed", formula="收入构成、功能分类、结转结余均已列示。")
