"""The public metadata: complete, in neutral words, and with permanent ids."""

from __future__ import annotations

import dataclasses
import re

import pytest

from generator import checking
from generator.checking.rule import RuleInfo

ACCUSING = re.compile(r"违规|违法|造假|挪用|隐瞒|虚报|弄虚作假|贪污|骗取|伪造")
IDS = [
    *(f"FT-A{n:02}" for n in range(1, 18)),
    *(f"FT-P{n:02}" for n in range(1, 6)),
    *(f"FT-C{n:02}" for n in range(1, 11)),
    *(f"FT-U{n:02}" for n in range(1, 4)),
    *(f"FT-T{n:02}" for n in range(1, 9)),
    *(f"FT-D{n:02}" for n in range(1, 12)),
    *(f"FT-O{n:02}" for n in range(1, 4)),
]
"""The ids of the catalogue are promised: they stand in links and citations."""


def test_all_rules_are_found_once_and_in_order() -> None:
    assert [info.id for info in checking.catalogue()] == IDS


@pytest.mark.parametrize("info", checking.catalogue(), ids=lambda info: info.id)
def test_every_rule_describes_itself_in_neutral_words(info: RuleInfo) -> None:
    for field in dataclasses.fields(info):
        value = getattr(info, field.name)
        text = "".join(value) if isinstance(value, tuple) else value
        assert text.strip(), f"{field.name} is empty"
        assert not ACCUSING.search(text), f"{field.name} accuses"
