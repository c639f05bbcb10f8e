"""Figures said in words carry the unit of what they count."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import reading, sources
from generator.model import Hints


@pytest.mark.parametrize(
    ("sentence", "concept", "unit"),
    [
        ("我部门2023年无负责管理的专项转移支付项目。", "transfer.count", "项"),
        ("2023年未购置公务用车。", "three_public.vehicle.purchase.count", "辆"),
        ("我单位2023年没有使用政府性基金预算拨款安排的支出。", "expenditure.total", "万元"),
    ],
)
def test_unit_of_an_absence(tmp_path: Path, sentence: str, concept: str, unit: str) -> None:
    report = tmp_path / "report.txt"
    report.write_text(f"2023年收入总计10万元。{sentence}\n", encoding="utf-8")
    facts = reading.read(sources.read(report), Hints(kind="budget", year=2023)).facts
    said = [fact for fact in facts if fact.textual]
    assert [(fact.concept, fact.unit, fact.value) for fact in said] == [(concept, unit, 0)]
