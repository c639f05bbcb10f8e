"""The checker on labelled reports: what must be found is found, and little else is said.

Measured twice: with the labelled figures (the checker alone) and with the reader's own. Timing is
printed, never asserted: run with `-rP` to see it.
"""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator import checking
from generator.model import Check, Finding, Hints, Provenance, Report
from generator.reading import read
from tests.checking import labelled

VARIANTS = Path(__file__).resolve().parent.parent / "variants"
MAY_DIFFER = {"FT-D02", "FT-D03", "FT-D05", "FT-D06", "FT-D07", "FT-D08", "FT-D09", "FT-D10", "FT-D11"}
"""Rules on what a text does not contain: the labels do not list every absence."""


def checked(folder: Path, *, by_label: bool) -> list[tuple[str, Any, tuple[Check, ...], tuple[Finding, ...]]]:
    rows = []
    reading_took = checking_took = 0.0
    for name, label, file in labelled.labels(folder):
        source = labelled.source_of(file)
        began = time.perf_counter()
        found = labelled.read(label, source)
        reading_took += time.perf_counter() - began
        if by_label:
            found = labelled.with_labelled_facts(label, source, found)
        began = time.perf_counter()
        checks, findings = checking.check(source, found)
        checking_took += time.perf_counter() - began
        rows.append((name, label, checks, findings))
    print(f"{len(rows)} reports: read in {reading_took:.2f} s, checked in {checking_took:.2f} s")
    return rows


def numbers(*texts: object) -> set[Decimal]:
    joined = " ".join(str(text) for text in texts if text)
    return {
        Decimal(number.replace(",", "")).normalize()
        for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", joined)
    }


def explains(anomaly: Any, finding: Finding) -> bool:
    """Whether a labelled anomaly and a finding are the same: a rule, and a quote or a number in common."""
    rules = {anomaly.get("rule"), *(anomaly.get("also_rules") or ())}
    if finding.rule not in rules and "other" not in rules:
        return False
    printed = anomaly.get("quotes") or anomaly.get("evidence") or []
    words = [re.sub(r"\s", "", q["quote"] if isinstance(q, dict) else q) for q in printed]
    said = [re.sub(r"\s", "", quote.text) for quote in finding.quotes]
    if any(a and b and (a in b or b in a) for a in words for b in said):
        return True
    ours, theirs = numbers(finding.formula, finding.message, *said), numbers(anomaly.get("formula"), *words)
    return any(number > 3 for number in ours & theirs) or not ours or not theirs


def measure(rows: list[tuple[str, Any, tuple[Check, ...], tuple[Finding, ...]]]) -> tuple[float, float]:
    """(recall of what must be found, false alarms per report); what is amiss is printed."""
    wanted = found = alarms = 0
    for name, label, _, findings in rows:
        anomalies = label.get("anomalies") or []
        for anomaly in anomalies:
            if anomaly.get("detect") == "must" and not anomaly.get("needs"):
                wanted += 1
                hit = any(explains(anomaly, finding) for finding in findings)
                found += hit
                if not hit:
                    print("not found", name, anomaly["rule"], anomaly.get("formula"))
        for finding in findings:
            loud = finding.severity in {"error", "warning"} and finding.rule not in MAY_DIFFER
            if loud and not any(explains(anomaly, finding) for anomaly in anomalies):
                alarms += 1
                print("false alarm", name, finding.rule, finding.formula)
    return found / max(wanted, 1), alarms / max(len(rows), 1)


@pytest.mark.parametrize("by_label", [True, False], ids=["labelled figures", "read figures"])
def test_the_labelled_corpus(corpus: Path, by_label: bool) -> None:
    recall, alarms = measure(checked(corpus, by_label=by_label))
    assert recall >= 0.98
    assert alarms <= 0.3


@pytest.mark.parametrize("by_label", [True, False], ids=["labelled figures", "read figures"])
def test_reworded_reports(by_label: bool) -> None:
    recall, alarms = measure(checked(VARIANTS, by_label=by_label))
    assert recall >= 0.9
    assert alarms <= 0.5


def suggestions(corpus: Path, name: str) -> str:
    rows = {row[0]: row[3] for row in checked_only(corpus, name)}
    return "\n".join(finding.suggestion or "" for finding in rows[name])


def checked_only(corpus: Path, name: str) -> list[tuple[str, Any, tuple[Check, ...], tuple[Finding, ...]]]:
    rows = []
    for found, label, file in labelled.labels(corpus):
        if found == name:
            source = labelled.source_of(file)
            reading = labelled.with_labelled_facts(label, source, labelled.read(label, source))
            rows.append((found, label, *checking.check(source, reading)))
    return rows


def test_the_slips_of_real_reports_are_located(corpus: Path) -> None:
    shangdang = suggestions(corpus, "shangdang-gov-office-2021-final")
    assert "762,569.30万元为862,569.30元" in shangdang
    court = suggestions(corpus, "js_gy_2018ys")
    assert "−392.92万元为−382.92万元" in court
    assert "2,687.77" in court, "the sum of the items is part of the proof"
    assert "5.95%" in court, "and so is the rate"
    qingyunpu = suggestions(corpus, "qingyunpu-gov-office-2024-budget")
    assert "下列各项不能同时成立" in qingyunpu
    assert "442.48万元；所报支出总计462.48万元" in qingyunpu


def test_three_years_of_one_department_are_compared(corpus: Path) -> None:
    reports = []
    for year in (2017, 2018, 2019):
        source = labelled.source_of(corpus / "reports" / f"js_gy_{year}ys.pdf")
        hints = Hints(kind="budget", year=year, code="320000", department="court")
        reports.append(
            Report(Provenance(source.path, source.sha256, source.format), source, read(source, hints))
        )
    conflicts = {}
    for report in reports:
        _, findings = checking.check(report.source, report.reading, reports)
        conflicts[report.reading.identity.year] = [f for f in findings if "年预算所列" in f.formula]
    assert conflicts[2017] == []
    assert conflicts[2019] == []
    (conflict,) = conflicts[2018]
    assert "6,442.89万元；2017年预算所列6,432.89万元" in conflict.formula
    assert "−382.92万元" in (conflict.suggestion or "")
