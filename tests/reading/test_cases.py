"""Sentences and what they say: `cases/*.yaml`.

Each case gives a sentence (`text`), optionally the heading it stands under, the kind and year of the
report, and all facts it states, in order: `ID VALUE UNIT [textual] [approx]`. The unit of a number
said in words is `-`: it is not printed. `wrapped`: the line breaks stand inside one paragraph.
`reason` and `whole` add to single facts; `accept` names a second id that is right; `open` lists the
facts of lists that do not claim to be complete.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import reading
from generator.model import Fact, Hints, Paragraph, Reading, SourceText
from tests.reading.reports import as_source

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def read(case: dict[str, Any]) -> Reading:
    heading = f"{case['under']}\n" if "under" in case else ""
    hints = Hints(kind=case.get("kind", "budget"), year=case.get("year", _year(case["text"])))
    text = heading + case["text"]
    if case.get("wrapped"):
        lines = (Paragraph(1, 0, len(text)),)
        return reading.read(SourceText("report.txt", "0" * 64, "txt", text, lines), hints)
    return reading.read(as_source(text + "\n"), hints)


def _year(text: str) -> int:
    found = re.search(r"20[0-9]{2}(?=年)", text)
    return int(found[0]) if found else 2023


def line(fact: Fact) -> str:
    """A fact as the case files write it."""
    words = [fact.id, str(fact.value), "-" if fact.textual else fact.unit]
    return " ".join(words + ["textual"] * fact.textual + ["approx"] * fact.approx)


@pytest.mark.parametrize("case", CASES)
def test_sentence(case: dict[str, Any]) -> None:
    result = read(case)
    accept = {other: name for name, other in case.get("accept", {}).items()}
    got = [line(fact) for fact in result.facts]
    for index, fact in enumerate(result.facts):
        if fact.id in accept:
            got[index] = got[index].replace(fact.id, accept[fact.id], 1)
    assert got == case["facts"]
    if "open" in case:
        assert [fact.id for fact in result.facts if not fact.exhaustive] == case["open"]
    for key in ("reason", "whole"):
        for name, value in case.get(key, {}).items():
            assert {getattr(f, key) for f in result.facts if f.id == name} == {value}
    if "unnamed" in case:
        assert [f"{figure.value} {figure.unit}" for figure in result.unnamed] == case["unnamed"]
    else:
        assert not result.unnamed
