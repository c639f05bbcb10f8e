"""What stands out: FT-O01 large changes, FT-O02 and FT-O03 against comparable reports."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checking import peers, wording
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import Fact

THRESHOLD = Decimal(50)
"""A change of so many percent is shown."""


class LargeChange(Rule):
    info = RuleInfo(
        id="FT-O01",
        title="大幅增减",
        formula="|增长率| ≥ 50%（可配）",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="变动超过一半的数字，读者最想知道原因。",
        not_run="没有列出比上年的增减时不适用。",
        known_false_positives="基数小；机构改革；口径调整。",
        example="机关运行经费比上年减少52.08万元，下降82.35%。",
        harmless="基数小、职能调整或统计口径变化都会造成大幅变动，报告可能已说明原因。",
        verify="用增减额除以上年数，并查看报告所附的原因。",
    )
    absent = ("not_applicable", "报告没有列出比上年的增减。")

    def run(self, case: Case) -> Iterator[Result]:
        seen: set[tuple[Decimal, Decimal]] = set()
        compared = False
        for figure in list(case.ledger):
            key = figure.key
            level = case.get(key.concept, key.scope, "value", key.year)
            if key.measure != "change" or figure.first.yuan is None or level is None:
                continue
            change, now = figure.first, level.first
            before = case.ledger.quantity(now).value - case.ledger.quantity(change).value
            if before <= 0:
                continue
            compared = True
            rate = case.ledger.quantity(change).value / before * 100
            mark = (case.ledger.quantity(change).value, case.ledger.quantity(now).value)
            if abs(rate) >= THRESHOLD and mark not in seen:
                seen.add(mark)
                yield self._large(case, change, now, before, rate)
        if compared and not seen:
            yield Result(outcome="passed", formula=f"各项比上年的变动均小于{THRESHOLD}%。")

    def _large(self, case: Case, change: Fact, now: Fact, before: Decimal, rate: Decimal) -> Result:
        printed = case.get(change.concept, change.scope, "growth_rate", None)
        facts = (change, now) if printed is None else (change, now, printed.first)
        way = "增长" if rate > 0 else "下降"
        return Result(
            outcome="flagged",
            formula=(
                f"{wording.name(now)}{wording.digits(change)}/{wording.in_unit(before, now)} = "
                f"{wording.percent(rate, 2)}（≥{THRESHOLD}%）；本年{wording.with_unit(now)}"
            ),
            message=f"{wording.name(now)}比上年{way}{wording.percent(abs(rate), 2)}，变动幅度较大。",
            facts=facts,
        )


class UnusualStructure(Rule):
    info = RuleInfo(
        id="FT-O02",
        title="结构偏离",
        formula="三公占支出、项目占支出、公用占基本 与同类报告比较",
        tolerance="IQR围栏（四分位距的1.5倍），样本≥20",
        severity="info",
        legal_basis=("算术恒等（无需法条）",),
        why="与同类部门相差很大的结构值得多看一眼。",
        not_run="同类报告不足20份时不启用。",
        known_false_positives="职能特殊的部门；样本少时不启用。",
        example="20份同类报告的三公占比在0.5%至3%之间，某部门为12%。",
        harmless="部门职能不同，结构自然不同。",
        verify="在比较页查看同类部门的结构。",
    )
    _RATIOS = (
        ("“三公”经费占支出", "three_public.total", "expenditure.total"),
        ("项目支出占支出", "expenditure.project", "expenditure.total"),
        ("公用经费占基本支出", "expenditure.basic.public", "expenditure.basic"),
    )

    def run(self, case: Case) -> Iterator[Result]:
        for name, part, whole in self._RATIOS:
            yield from peers.compare(case, name, part, whole, percent=True)


class CostPerCar(Rule):
    info = RuleInfo(
        id="FT-O03",
        title="单车运维费",
        formula="公务用车运行维护费/车辆数 与同类报告比较",
        tolerance="IQR围栏（四分位距的1.5倍），样本≥20",
        severity="info",
        legal_basis=("《机关事务管理条例》第七条、第九条、第十二条",),
        why="单车费用是公务用车管理的常用指标。",
        not_run="同类报告不足20份，或没有车辆数时不启用。",
        known_false_positives="样本少时不启用；含租车费用。",
        example="公车运行维护费16.8万元，车辆7辆，单车2.40万元。",
        harmless="可能含租用车辆的费用，或车辆数不含平台用车。",
        verify="用公务用车运行维护费除以车辆数。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        for cars in ("three_public.vehicle.count", "vehicles.total"):
            results = list(peers.compare(case, "单车运行维护费", "three_public.vehicle.operation", cars))
            if results and results[0].outcome != "not_applicable":
                yield from results
                return
        yield Result(outcome="not_applicable", formula="", why="没有同时列出车辆数和运行维护费。")
