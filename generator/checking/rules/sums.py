"""Sums of levels (FT-A01 … FT-A09) and of changes (FT-A13).

The sums themselves are data: `vocabulary/identities.yaml`. Here stand their public descriptions and
the measures each rule speaks of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from generator.checking.identities import Sum, is_difference, is_level
from generator.checking.intervals import total
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.checking.settling import settle

_TOLERANCE = "各数按所印小数位取半个末位，逐项相加；超出才报告"
_VERIFY = "把所列各项逐项相加（单位先换成一致），与所报总数比较；再看差额是否超过容差。"


class SumOfLevels(Rule):
    """A rule over the sums of identities.yaml that bear its id, for levels (预算数、决算数)."""

    absent = ("not_applicable", "报告没有同时列出总数和分项。")

    def run(self, case: Case) -> Iterator[Result]:
        checks = [c for c in case.sums if c.rule == self.info.id and is_level(c.measure)]
        yield from _plausible([settle(case, check) for check in checks])


_SEVERAL = 3


def _plausible(results: list[Result]) -> Iterator[Result]:
    """A table of which most sums fail to close was read askew; it says nothing about the numbers."""
    outcomes: dict[int, Counter[str]] = defaultdict(Counter)
    for result in results:
        outcomes[_table(result)][result.outcome] += 1
    for result in results:
        of_table = outcomes[_table(result)]
        failed = of_table["flagged"]
        askew = failed >= _SEVERAL and failed > of_table["passed"] + of_table["rounding"]
        if askew and _table(result) >= 0 and result.outcome == "flagged":
            why = "这张表的多数合计不能核对，可能没有读对表格的行列。"
            yield replace(result, outcome="not_computable", why=why, identity=None)
        else:
            yield result


def _table(result: Result) -> int:
    """The table all figures of a result stand in; -1 where they do not stand in one."""
    tables = {fact.table for fact in result.facts}
    only = tables.pop() if len(tables) == 1 else None
    return -1 if only is None else only


class IncomeParts(SumOfLevels):
    info = RuleInfo(
        id="FT-A01",
        title="收入分项合计",
        formula="Σ收入分项 = 收入总计（或合计）",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=("《预算法实施条例》第四十条", "《地方预决算公开操作规程》（财预〔2016〕143号）"),
        why="收入由财政拨款、事业收入、其他收入等组成；各项相加应当等于总数，读者才知道钱从哪里来。",
        not_run="没有列出收入总数，或只列出一项收入时不能核对。",
        known_false_positives="零项可以不列；总计含上年结转而分项只列本年收入时，两种口径都会试，有一种相符即通过。",
        example="收入总计765.68万元 = 一般公共预算收入765.68 + 政府性基金0 + 国有资本经营0 + 财政专户0 + 其他0，相符。",
        harmless="可能有一类收入没有写进说明文字，而列在附表中。",
        verify=_VERIFY,
    )

    def run(self, case: Case) -> Iterator[Result]:
        for result in super().run(case):
            if result.outcome == "flagged" and _listed_twice(case, result):
                why = "所列各项中有一部分相加已等于总数，其余可能是其中的项或属于另一预算，不能核对。"
                yield replace(result, outcome="not_computable", why=why, identity=None)
            else:
                yield result


_MOST_SOURCES = 10


def _listed_twice(case: Case, result: Result) -> bool:
    """Whether some of the sources make up the whole, so that the others are parts of them, or money
    of another budget, printed beside them."""
    whole, *parts = result.facts
    sources = [fact for fact in parts if fact.value != 0]
    if len(sources) > _MOST_SOURCES:
        return False
    quantity = case.ledger.quantity
    return any(
        total([quantity(fact) for fact in some]).fits(quantity(whole)) != "flagged"
        for size in range(1, len(sources))
        for some in combinations(sources, size)
    )


class BasicAndProject(SumOfLevels):
    info = RuleInfo(
        id="FT-A02",
        title="基本加项目",
        formula="基本支出+项目支出 = 支出合计（同口径；另有经营、上缴、补助下级、预留机动的一并计入）",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=("《预算法实施条例》第五条", "《预算法实施条例》第六条"),
        why="部门支出分为基本支出和项目支出，这是报告最基本的一道加法。",
        not_run="基本支出、项目支出或同口径支出总数没有列出时不能核对。",
        known_false_positives="事业单位另有经营支出、上缴上级、补助下级；决算总计另含年末结转：列出的都会计入再试。",
        example="基本支出554.18 + 项目支出211.50 = 765.68万元，与支出合计765.68万元相符。",
        harmless="可能另有一类支出（如经营支出、预留经费）没有写进说明文字。",
        verify=_VERIFY,
    )


class FunctionClasses(SumOfLevels):
    info = RuleInfo(
        id="FT-A03",
        title="功能分类合计",
        formula="Σ类级科目 = 支出合计；Σ下级科目 = 上级科目",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=(
            "《预算法》第三十二条",
            "《预算法》第三十七条、第四十六条",
            "《预算法实施条例》第六条",
        ),
        why="按功能分类的各项支出说明钱用在教育、社保还是办公等哪个方面，合计应当等于支出总数。",
        not_run="没有按功能分类列数时不适用；只列部分科目且没有声明是全部时不能核对。",
        known_false_positives="只列“主要用于”部分科目时不是全分项；四舍五入造成的末位差额不报告。",
        example="674.18+46.72+17.22+27.56 = 765.68万元，与支出合计相符；1856.14+31.99+21.48 = 1909.61，与1909.62差0.01，属四舍五入。",
        harmless="可能只列出了主要科目，其余科目列在附表中。",
        verify=_VERIFY,
    )


class EconomicClasses(SumOfLevels):
    info = RuleInfo(
        id="FT-A04",
        title="经济分类合计",
        formula="Σ经济分类类级 = 支出合计；Σ款级 = 类级",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=("《预算法》第三十二条", "《预算法实施条例》第六条"),
        why="经济分类说明钱怎么花：发工资、买服务还是买设备，合计应当等于支出总数。",
        not_run="没有按经济分类列数时不适用。",
        known_false_positives="按经济分类只列基本支出时，合计等于基本支出即通过。",
        example="工资福利289.19+商品和服务101.8+对个人补助1.79 = 392.78万元，而支出总额462.48万元，差69.70万元。",
        harmless="按经济分类可能只列了基本支出，没有包括项目支出。",
        verify=_VERIFY,
    )


class BasicParts(SumOfLevels):
    info = RuleInfo(
        id="FT-A05",
        title="基本支出合计",
        formula="人员经费+公用经费 = 基本支出；或 301+302+303+310… = 基本支出",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=("《预算法实施条例》第五条", "《预算法实施条例》第六条"),
        why="基本支出由人员经费和公用经费组成，公用经费的多少是公众最关心的数字之一。",
        not_run="没有拆分基本支出时不适用。",
        known_false_positives="“包括”后只列部分科目时，合计小于基本支出不报告。",
        example="人员经费492.61 + 公用经费61.57 = 554.18万元，与基本支出相符。",
        harmless="可能有一个科目（如资本性支出）没有写进这一处说明。",
        verify=_VERIFY,
    )


class ProjectParts(SumOfLevels):
    info = RuleInfo(
        id="FT-A06",
        title="项目支出合计",
        formula="Σ项目支出经济分类 = 项目支出",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=("《预算法实施条例》第六条",),
        why="项目支出的经济分类说明专项资金用于购买服务、补助还是设备。",
        not_run="没有按经济分类拆分项目支出时不适用。",
        known_false_positives="“其中”只列部分科目时，合计小于项目支出不报告。",
        example="商品和服务48.5 + 对个人补助0 + 资本性1.2 = 49.7万元，而项目支出48.5万元，多1.2万元。",
        harmless="可能有一个科目误列在另一类支出下。",
        verify=_VERIFY,
    )


class ThreePublic(SumOfLevels):
    info = RuleInfo(
        id="FT-A07",
        title="三公合计",
        formula="因公出国（境）+公务用车（购置+运行）+公务接待 = “三公”经费",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=(
            "《地方预决算公开操作规程》（财预〔2016〕143号）",
            "《机关事务管理条例》第七条、第九条、第十二条",
        ),
        why="“三公”经费是法定公开事项，三项之和应当等于合计。",
        not_run="没有列出“三公”经费合计或分项时不适用；缺一项且合计较大时不能核对。",
        known_false_positives="财政拨款口径与全口径混列时，各处印出的数都会试。",
        example="出国0 + 公车16.8 + 接待1.84 = 18.64万元，与合计18.64万元相符。",
        harmless="合计与分项可能取自不同口径（财政拨款与全部资金）。",
        verify=_VERIFY,
    )


class ProcurementParts(SumOfLevels):
    info = RuleInfo(
        id="FT-A08",
        title="采购合计",
        formula="货物+工程+服务 = 政府采购总额",
        tolerance=_TOLERANCE,
        severity="error",
        legal_basis=("《预算法》第十四条", "《地方预决算公开操作规程》（财预〔2016〕143号）"),
        why="政府采购按货物、工程、服务三类公开，三类之和应当等于总额。",
        not_run="没有列出采购总额或分类时不适用。",
        known_false_positives="只列非零类时缺项按0；缺项且合计较小时不能核对。",
        example="货物962.86 + 工程539 + 服务3139.76 = 4641.62万元，与总额相符。",
        harmless="可能有一类采购没有写进说明文字。",
        verify=_VERIFY,
    )


class OperatingItems(SumOfLevels):
    info = RuleInfo(
        id="FT-A09",
        title="运行经费明细合计",
        formula="Σ明细 = 机关运行经费",
        tolerance=_TOLERANCE + "（整数项以±0.5为上限）",
        severity="error",
        legal_basis=("《预算法》第十四条", "《机关事务管理条例》第七条、第九条、第十二条"),
        why="列出全部明细的，明细之和应当等于机关运行经费。",
        not_run="没有列出明细时不适用。",
        known_false_positives="“主要包括”只列部分明细时，合计小于总数不报告。",
        example="11项明细合计562464.30元，而机关运行经费562504.30元，差40.00元。",
        harmless="可能有一项小额明细没有列出，或一个数字印错。",
        verify=_VERIFY,
    )


class ChangeParts(Rule):
    info = RuleInfo(
        id="FT-A13",
        title="增减额分项合计",
        formula="Σ分项增减 = 总增减",
        tolerance="各数半位宽之和",
        severity="error",
        legal_basis=("算术恒等（无需法条）", "《地方预决算公开操作规程》（财预〔2016〕143号）"),
        why="总数等于分项之和，两年都如此，那么总数的增减也应当等于分项增减之和。",
        not_run="没有同时列出总增减和分项增减时不适用；有数额的分项没有列增减额时不能核对。",
        known_false_positives="“主要是”只列主要因素时不是全部分项；两分项即为全部（基本+项目）时才报告。",
        example="基本支出增加36.18、项目支出减少290，合计减少253.82万元，而支出写作减少611.29万元，差357.47万元。",
        harmless="总增减与分项增减的比较基数可能不同（如上年预算与上年执行数）。",
        verify="把各分项的增减额（增加为正，减少为负）相加，与总增减额比较。",
    )
    absent = ("not_applicable", "报告没有同时列出总数和分项的增减额。")

    def run(self, case: Case) -> Iterator[Result]:
        for check in case.sums:
            if check.rule == "FT-C01" or not is_difference(check.measure):
                continue
            result = settle(case, check)
            if result.outcome == "flagged" and not _levels_close(case, check):
                # A list that does not make up the level need not make up its change.
                yield replace(result, severity="info")
            else:
                yield result


def _levels_close(case: Case, check: Sum) -> bool:
    """Whether the amounts of the same list, where any is printed, make up the amount of the total."""
    levels = [
        tuple(
            level
            for figure in figures
            if (level := case.get(figure.key.concept, figure.key.scope, "value", figure.key.year))
        )
        for figures in (check.wholes, check.parts, check.carry)
    ]
    wholes, parts, carry = levels
    if not wholes or len(parts) < len(check.parts):
        return not wholes and not parts  # changes alone, told without any level
    return settle(case, replace(check, measure="value", wholes=wholes, parts=parts, carry=carry)).outcome in {
        "passed",
        "rounding",
    }
