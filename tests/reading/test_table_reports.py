"""Whole invented reports with all their tables, in the formats they come in: how much is read, and rightly.

Their author labelled them without knowing the program (a Guangdong workbook of budget tables, a Henan web
page, the national final-account forms in Word). Tables count here in precision too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import checking, reading, sources
from generator.model import Hints, Reading, SourceText
from tests.checking.test_corpus import measure
from tests.reading.scoring import accepted, amount, canonical, score

FOLDER = Path(__file__).resolve().parent.parent / "table_reports"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read(name: str) -> tuple[Any, SourceText, Reading]:
    label = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    report = label["report"]
    source = sources.read(FOLDER / report["file"])
    return label, source, reading.read(source, Hints(kind=report["kind"], year=report["year"]))


@pytest.mark.parametrize("name", NAMES)
def test_nearly_every_figure_is_read_and_rightly(name: str) -> None:
    label, _, found = read(name)
    result = score(label["facts"], found.facts)
    known: dict[Any, set[str]] = {}
    for row in label["facts"]:
        known.setdefault(amount(row["value"], row["unit"]), set()).update(accepted(row))
    tables = [fact for fact in found.facts if fact.where == "table"]
    wrong = [f.id for f in tables if canonical(f.id) not in known.get(amount(f.value, f.unit), set())]
    assert result.wanted >= 150
    assert result.recall >= 0.99, result.missed
    assert result.precision >= 0.97, result.wrong
    assert len(wrong) <= len(tables) * 0.01, wrong


@pytest.mark.parametrize("name", NAMES)
def test_what_was_planted_is_found_and_nothing_else_is_said(name: str) -> None:
    label, source, found = read(name)
    checks, findings = checking.check(source, found)
    recall, alarms = measure([(name, label, checks, findings)])
    assert recall == 1.0
    assert alarms == 0


def test_the_set_is_there() -> None:
    assert len(NAMES) >= 3
