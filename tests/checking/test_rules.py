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


def test_every_rule_has_a_passing_and_a_flagged_case() -> None:
    without = [
        info.id
        for info in checking.catalogue()
        if not {"passed", "flagged"} <= set(CASES.get(info.id, {}))
        and not CASES.get(info.id, {}).get("rounding")
    ]
    assert without == []
    assert set(CASES) == {info.id for info in checking.catalogue()}
