"""Where the error may be: single slips, and otherwise the fewest numbers."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from generator import checking
from generator.checking.slips import slips
from generator.model import Finding
from tests.checking import made_up
from tests.checking.test_engine import UNITS_AND_DIGITS


def findings(made: object) -> tuple[Finding, ...]:
    report = made_up.report(made)
    return checking.check(report.source, report.reading)[1]


def suggestions(made: object) -> set[str]:
    return {finding.suggestion for finding in findings(made) if finding.suggestion}


def test_a_digit_and_a_unit_wrong_in_one_number_are_found_together() -> None:
    found = [s for s in suggestions(UNITS_AND_DIGITS) if "862,569.30元，则" in s]
    assert len(found) == 1
    assert "762,569.30万元为862,569.30元" in found[0]
    assert "100%" in found[0], "the statements it closes are the proof"


def test_a_turned_sign_is_offered_for_either_side() -> None:
    found = [s for s in suggestions(UNITS_AND_DIGITS) if "194,652.93元为−194,652.93元" in s]
    assert len(found) == 1
    assert "，或" in found[0]


def test_a_change_is_corrected_where_its_rate_and_its_sum_agree() -> None:
    made = {
        "facts": [
            "expenditure.total 26200.88万元", "expenditure.total.change 2687.77万元",
            "expenditure.basic 20150.91万元", "expenditure.basic.change 3070.69万元",
            "expenditure.project 6049.97万元", "expenditure.project.change -392.92万元",
            "expenditure.project.growth_rate -5.95%",
        ]
    }  # fmt: skip
    (suggestion,) = suggestions(made)
    assert "−392.92万元为−382.92万元" in suggestion


def test_statements_that_cannot_all_hold_are_named_with_the_fewest_numbers() -> None:
    made = {
        "facts": [
            "income.total 462.48万元", "expenditure.total 462.48万元",
            "income.fiscal_appropriation 442.48万元", "fiscal.expenditure.total 442.48万元",
            "income.education_fee 0万元", "income.other 0万元",
            "expenditure.basic 393.98万元", "expenditure.project 48.50万元",
            "expenditure.basic.personnel 291.18万元", "expenditure.basic.public 102.80万元",
            "expenditure.project.economic.302 48.50万元", "expenditure.project.economic.310 0万元",
            "expenditure.function.201 449.40万元", "expenditure.function.221 13.08万元",
        ]
    }  # fmt: skip
    found = [s for s in suggestions(made) if s.startswith("下列各项不能同时成立")]
    assert found, suggestions(made)
    assert "至少须改动3个数" in found[0], "one on the side of income, two on that of expenditure"


def test_an_ambiguous_slip_is_not_guessed() -> None:
    made = {
        "facts": [
            "expenditure.total 120.00万元",
            "expenditure.basic 60.00万元",
            "expenditure.project 50.00万元",
        ]
    }
    assert {finding.rule for finding in findings(made)} >= {"FT-A02"}
    assert suggestions(made) == set()


def test_nothing_violated_loads_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("scipy", "generator.checking.programme"))]:
        monkeypatch.delitem(sys.modules, name)
    findings({"facts": ["income.total 100.00万元", "expenditure.total 100.00万元"]})
    assert "scipy" not in sys.modules


def test_slips_are_those_of_a_hand_that_copies() -> None:
    report = made_up.report({"facts": ["expenditure.total 1203.50万元"]})
    (fact,) = report.reading.facts
    near = {(str(slip.value), slip.unit): slip.cost for slip in slips(fact)}
    assert near["1230.50", "万元"] == 1  # swapped
    assert near["1203.60", "万元"] == 1  # changed
    assert near["120.50", "万元"] == 1  # dropped
    assert near["12203.50", "万元"] == 1  # added
    assert near["-1203.50", "万元"] == 1  # sign
    assert near["1203.50", "元"] == 1  # unit
    assert near["1230.50", "元"] == 2
    assert (str(fact.value), fact.unit) not in near
    assert all(slip.value != Decimal("1203.50") or slip.unit != "万元" for slip in slips(fact))
