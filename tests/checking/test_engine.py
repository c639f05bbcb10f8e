"""The engine: every rule answers, quotes are exact, one cause is one group, nothing accuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator import checking, reading
from generator.model import Finding, Hints
from tests.checking import made_up
from tests.checking.test_catalogue import ACCUSING, IDS
from tests.reading.reports import as_source

UNITS_AND_DIGITS = {
    "kind": "final",
    "year": 2021,
    "facts": [
        "income.total 3659034.79元",
        "income.total.change 194652.93元",
        "expenditure.total 3659034.79元",
        "expenditure.total.change -194652.93元 | 人员增加，项目支出增加",
        "expenditure.basic 2796465.49元",
        "expenditure.project 862569.30元",
        "performance.self_evaluated.amount 762569.30万元",
        "performance.self_evaluated.share 100%",
    ],
}


def findings(made: object) -> tuple[Finding, ...]:
    report = made_up.report(made)
    return checking.check(report.source, report.reading)[1]


@pytest.mark.parametrize("made", [{}, {"text": ""}, UNITS_AND_DIGITS], ids=["bare", "empty", "full"])
def test_every_rule_has_an_outcome_and_says_why_where_it_has_no_verdict(made: object) -> None:
    report = made_up.report(made)
    checks, _ = checking.check(report.source, report.reading)
    assert [check.rule for check in checks] == IDS
    assert all(check.why for check in checks if check.outcome in {"not_computable", "not_applicable"})


def test_quotes_are_the_exact_words_of_the_source() -> None:
    report = made_up.report(UNITS_AND_DIGITS)
    _, found = checking.check(report.source, report.reading)
    quotes = [quote for finding in found for quote in finding.quotes]
    assert quotes
    assert all(report.source.text[slice(*quote.span)] == quote.text for quote in quotes)


def test_findings_carry_what_a_reader_needs_and_accuse_nobody() -> None:
    for finding in findings(UNITS_AND_DIGITS):
        assert finding.formula
        assert finding.message
        assert finding.harmless
        assert finding.verify
        assert finding.status == "open"
        said = f"{finding.formula}{finding.message}{finding.harmless}{finding.verify}{finding.suggestion}"
        assert not ACCUSING.search(said)


def test_ids_are_numbered_by_rule_and_stay_when_a_report_is_checked_again() -> None:
    once, again = findings(UNITS_AND_DIGITS), findings(UNITS_AND_DIGITS)
    assert once == again
    assert len({finding.id for finding in once}) == len(once)
    assert all(finding.id.startswith(f"{finding.rule}-") for finding in once)


def test_one_disputed_figure_is_one_group_named_after_its_plainest_finding() -> None:
    found = findings(UNITS_AND_DIGITS)
    by_rule = {finding.rule: finding for finding in found}
    amount = {by_rule[rule].group for rule in ("FT-U01", "FT-C08", "FT-P05")}
    direction = {by_rule[rule].group for rule in ("FT-C02", "FT-C03")}
    assert len(amount) == 1
    assert len(direction) == 1
    assert amount != direction
    assert (amount | direction) <= {finding.id for finding in found}


def test_a_figure_printed_twice_is_tried_with_both_values() -> None:
    facts = ["expenditure.total 100.00万元", "expenditure.basic 60.00万元", "expenditure.basic 50.00万元",
             "expenditure.project 50.00万元"]  # fmt: skip
    rules = {finding.rule for finding in findings({"facts": facts})}
    assert "FT-A02" not in rules, "50 + 50 closes it"
    assert "FT-C01" in rules, "the two values still disagree"


def test_facts_said_approximately_take_part_in_no_check() -> None:
    report = made_up.report({"facts": ["income.total 100.00万元", "expenditure.total 120.00万元"]})
    about = tuple(replace(fact, approx=True) for fact in report.reading.facts)
    _, found = checking.check(report.source, replace(report.reading, facts=about))
    assert "FT-A11" not in {finding.rule for finding in found}


@pytest.mark.parametrize(("kind", "outcome"), [("水上巡查用车2辆、", "passed"), ("", "flagged")])
def test_a_list_with_a_nameless_item_is_not_all_of_it(kind: str, outcome: str) -> None:
    """A kind of car that has no name here: the kinds that have one need not add up to the total."""
    source = as_source(f"共有车辆20辆，其中：{kind}执法执勤用车6辆、特种专业技术用车12辆。\n")
    checks, _ = checking.check(source, reading.read(source, Hints(year=2023, kind="budget")))
    assert {check.outcome for check in checks if check.rule == "FT-A17"} == {outcome}


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        (["operating_funds 380.00万元", "expenditure.basic.public 400.00万元"], "warning"),
        (
            [
                "org.units.institution 2家",
                "operating_funds 380.00万元",
                "expenditure.basic.public 400.00万元",
            ],
            "info",
        ),
        (
            ["org.units.institution 2家", "operating_funds 448.00万元", "expenditure.basic.public 16.40万元"],
            "warning",
        ),
    ],
)
def test_running_costs_of_institutions_explain_a_lower_figure_only(facts: list[str], severity: str) -> None:
    found = [f for f in findings({"year": 2024, "facts": facts}) if f.rule == "FT-C05"]
    assert [finding.severity for finding in found] == [severity]
