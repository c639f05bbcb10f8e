"""Cars and what they cost: FT-C06."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking import wording
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import Fact, Severity

_ELSEWHERE = re.compile(
    r"(?:事管局|机关事务|事务中心|服务中心|平台|统一)[^。；\n]{0,12}(?:记账|管理|账上|保障|调度|核算|承担)|租(?:用|赁)[^。；\n]{0,6}车"
)
"""Words by which a report says that its cars, or their costs, are kept elsewhere."""


class CarsAndCosts(Rule):
    info = RuleInfo(
        id="FT-C06",
        title="车辆与车费",
        formula="购置辆数=0 ⇔ 购置费=0；车辆=0 ⇔ 公车运行费=0",
        tolerance="—",
        severity="warning",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="有车就有运行费，买车就有购置费；一个为0另一个不为0时应当说明。",
        not_run="没有同时列出车辆数和公车费用时不适用。",
        known_false_positives="车辆记在机关事务部门、租用、平台用车（文中有说明时不报告）；上年购置本年付款，或年中增减车辆的，只作提示。",
        example="写购置公务用车7辆，而公车购置费为0万元。",
        harmless="车辆可能由其他单位购置、调拨或统一管理，费用不在本单位。",
        verify="对照车辆数与公务用车购置费、运行维护费。",
    )
    absent = ("not_applicable", "报告没有同时列出车辆数和公车费用。")

    def run(self, case: Case) -> Iterator[Result]:
        bought = case.get("three_public.vehicle.purchase.count")
        price = case.get("three_public.vehicle.purchase")
        if bought and price:
            # What is paid this year may have been ordered the year before.
            yield self._compare(case, bought.first, price.first, "warning" if bought.first.value else "info")
        running = case.get("three_public.vehicle.operation")
        last = None if case.year is None else case.year - 1
        kept = (
            case.get("three_public.vehicle.count")
            or case.get("vehicles.total")
            or case.get("vehicles.total", year=last)
        )
        if kept and running:
            plain = kept.first.value == 0 and kept.key.concept == "three_public.vehicle.count"
            yield self._compare(case, kept.first, running.first, "warning" if plain else "info")

    def _compare(self, case: Case, cars: Fact, cost: Fact, severity: Severity) -> Result:
        formula = f"{wording.stated(cars)}；{wording.stated(cost)}"
        if (cars.value == 0) == (cost.value == 0):
            return Result(outcome="passed", formula=formula, facts=(cars, cost))
        if _ELSEWHERE.search(case.normal.text):
            why = "报告说明车辆或费用由其他单位管理，或为租用。"
            return Result(outcome="passed", formula=formula, facts=(cars, cost), why=why)
        return Result(
            outcome="flagged",
            formula=formula,
            message=f"{wording.name(cars)}为{wording.with_unit(cars)}，而{wording.name(cost)}为{wording.with_unit(cost)}，报告未说明。",
            facts=(cars, cost),
            severity=severity,
        )
