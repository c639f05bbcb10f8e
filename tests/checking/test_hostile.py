"""Text written to stall a pattern, and figures no report would print: checked all the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import checking
from generator.model import GlossaryEntry
from tests.checking import made_up
from tests.checking.test_catalogue import IDS
from tests.checking.test_engine import UNITS_AND_DIGITS

LONG = 150_000
HOSTILE = {
    "digits": "1" * LONG,
    "points": "1." * (LONG // 2),
    "doubled": "预算" * (LONG // 2),
    "blanks": "X" * LONG,
    "brackets": "（增" * (LONG // 2),
    "titles": "《" * LONG,
    "commas": "，、" * (LONG // 2),
    "years": "2023年" * (LONG // 5),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_length_only(text: str) -> None:
    """A pattern that backtracks would take hours here; there is nothing to assert about seconds."""
    source, found = made_up.read({})
    source = replace(source, text=text, paragraphs=tuple(made_up.paragraphs(text)))
    entry = GlossaryEntry("三公经费", text, (0, len(text)))
    found = replace(found, facts=(), glossary=(entry,), outline=(), gaps=())
    checks, findings = checking.check(source, found)
    assert [check.rule for check in checks] == IDS
    assert all(text[slice(*quote.span)] == quote.text for f in findings for quote in f.quotes)


values = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2)
units = st.sampled_from(["元", "万元", "亿元", "%", "倍", "人", "辆", "个", ""])
measures = st.sampled_from(["value", "change", "share", "growth_rate", "initial_budget", "budget_variance"])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 7), values, units, measures), max_size=8))
def test_no_figure_whatever_ends_the_checking(changes: list[tuple[int, Decimal, str, str]]) -> None:
    report = made_up.report(UNITS_AND_DIGITS)
    facts = list(report.reading.facts)
    for place, value, unit, measure in changes:
        facts[place] = replace(facts[place], value=value, unit=unit, measure=measure)
    checks, findings = checking.check(report.source, replace(report.reading, facts=tuple(facts)))
    assert [check.rule for check in checks] == IDS
    assert {finding.group for finding in findings} <= {finding.id for finding in findings}
