"""Every rule of the catalogue on a report it passes and a report it flags (tests/checking/cases)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import checking
from generator.model import Fact, Report
from tests.checking import made_up

CASES: dict[str, Any] = {
    rule: rows
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for rule, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}
ROWS = [
    pytest.param(rule, outcome, case, id=f"{rule}-{outcome}-{number}")
    for rule, rows in CASES.items()
    for outcome, cases in rows.items()
    for number, case in enumerate(cases, 1)
]


def placed(report: Report, concept: str, digits: str, unit: str) -> Report:
    """The report with one figure that stands in its own words."""
    start = report.source.text.index(digits)
    year = report.reading.identity.year
    span = (start, start + len(digits))
    fact = Fact(
        id=concept, scope="all", concept=concept, measure="value", value=Decimal(digits), unit=unit,
        year=year, where="text", quote=report.source.text[slice(*span)], span=span,
    )  # fmt: skip
    return replace(report, reading=replace(report.reading, facts=(*report.reading.facts, fact)))


def archive(peers: Any) -> list[Report]:
    if peers is None:
        return []
    made = [
        made_up.report({"facts": [line.replace("N", f"{number:02}") for line in peers["facts"]]})
        for number in range(peers["count"])
    ]
    return [
        replace(r, reading=replace(r.reading, identity=replace(r.reading.identity, department=f"peer-{n}")))
        for n, r in enumerate(made)
    ]


@pytest.mark.parametrize(("rule", "outcome", "case"), ROWS)
def test_a_rule_gives_its_case_the_expected_outcome(rule: str, outcome: str, case: Any) -> None:
    report = made_up.report(case)
    if "place" in case:
        report = placed(report, *case["place"])
    checks, findings = checking.check(report.source, report.reading, archive(case.get("peers")))
    check = next(check for check in checks if check.rule == rule)
    assert check.outcome == outcome, check
    found = [finding for finding in findings if finding.rule == rule]
    assert bool(found) == (outcome == "flagged")
    if "formula" in case:
        assert case["formula"] in found[0].formula
    if outcome in {"not_computable", "not_applicable"}:
        assert check.why, "what is missing is said"


DOUBTFUL = {
    "bought last year, paid this year": (
        "FT-C06", ["three_public.vehicle.purchase.count 0辆", "three_public.vehicle.purchase 18.00万元"]),
    "a carry-over of another budget": ("FT-C01", ["income.carryover 36.28万元", "income.carryover 0万元"]),
    "two budgets of one year": (
        "FT-C01",
        ["expenditure.total.initial_budget 812.40万元", "expenditure.total.initial_budget 957.13万元"]),
    "an item of the total that prose leaves out": (
        "FT-A15",
        ["income.total 150.00万元", "income.current_total 100.00万元", "income.carryover 20.00万元"]),
}  # fmt: skip
PLAIN = {
    "cars for nothing": (
        "FT-C06", ["three_public.vehicle.purchase.count 7辆", "three_public.vehicle.purchase 0万元"]),
    "two digits swapped": (
        "FT-C01",
        ["expenditure.total.initial_budget 812.40万元", "expenditure.total.initial_budget 821.40万元"]),
    "a total below its parts": (
        "FT-A15",
        ["income.total 110.00万元", "income.current_total 100.00万元", "income.carryover 20.00万元"]),
}  # fmt: skip


def severities(rule: str, facts: list[str]) -> set[str]:
    report = made_up.report({"facts": facts, "kind": "final"})
    _, findings = checking.check(report.source, report.reading)
    return {finding.severity for finding in findings if finding.rule == rule}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_may_be_another_figure_is_information(name: str) -> None:
    assert severities(*DOUBTFUL[name]) == {"info"}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_plain_is_more_than_information(name: str) -> None:
    assert severities(*PLAIN[name]) & {"error", "warning"}


def test_a_change_told_as_a_reason_is_another_change() -> None:
    report = made_up.report({"text": "收入增加109.73万元，主要原因是照明电费增加88.60万元。"})
    report = replace(report, reading=replace(report.reading, facts=()))
    for digits in ("109.73", "88.60"):
        report = placed(report, "income.total", digits, "万元")
    facts = tuple(replace(f, measure="change", id="income.total.change") for f in report.reading.facts)
    report = replace(report, reading=replace(report.reading, facts=facts))
    _, findings = checking.check(report.source, report.reading)
    assert [finding for finding in findings if finding.rule == "FT-C01"] == []


def test_the_reason_against_a_direction_is_quoted() -> None:
    facts = ["expenditure.total.change -2.47万元"]
    report = made_up.report({"facts": facts})
    text = report.source.text.replace("万元", "万元，主要原因是燃油费增加。", 1)
    report = replace(report, source=replace(report.source, text=text))
    _, findings = checking.check(report.source, report.reading)
    (found,) = [finding for finding in findings if finding.rule == "FT-C03"]
    assert any("燃油费增加" in quote.text for quote in found.quotes)


def test_every_rule_has_a_passing_and_a_flagged_case() -> None:
    without = [
        info.id
        for info in checking.catalogue()
        if not {"passed", "flagged"} <= set(CASES.get(info.id, {}))
        and not CASES.get(info.id, {}).get("rounding")
    ]
    assert without == []
    assert set(CASES) == {info.id for info in checking.catalogue()}
