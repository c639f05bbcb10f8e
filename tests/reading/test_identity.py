"""Whose report it is, read from the text alone and held against the labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator import reading
from tests.reading.reports import Specimen, as_source, corpus_or_skip, invented

CENTRAL = "中央本级"


def wanted(label: Mapping[str, Any]) -> dict[str, object]:
    """What the labels say the text itself says."""
    said = label.get("in_text") or ()
    parts: dict[str, object] = {part: label[part] for part in ("year", "kind") if part in said}
    if "jurisdiction" in said:
        code = label.get("jurisdiction_code")
        parts["code"] = str(code) if code else "100000" if label["jurisdiction"] == CENTRAL else "000000"
    return parts


def identity(specimen: Specimen) -> dict[str, object]:
    found = reading.read(specimen.source).identity
    return {"year": found.year, "kind": found.kind, "code": found.code}


@pytest.mark.parametrize("folder", ["variants", "variants_blind", "variants_heldout"])
def test_place_year_and_kind_are_read_without_hints(folder: str) -> None:
    specimens = invented(folder)
    assert specimens
    for specimen in specimens:
        label = wanted(specimen.label["report"])
        found = identity(specimen)
        assert {part: found[part] for part in label} == label, specimen.name


def test_those_of_real_reports_too() -> None:
    checked = 0
    for specimen in corpus_or_skip():
        label = wanted(specimen.label["report"])
        found = identity(specimen)
        assert {part: found[part] for part in label} == label, specimen.name
        checked += len(label)
    assert checked > 40


def test_departments_are_named_as_their_titles_do() -> None:
    for folder in ("variants", "variants_blind"):
        for specimen in invented(folder):
            found = reading.read(specimen.source).identity.department_name
            assert found == specimen.label["report"]["department"], specimen.name


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("惠州市滨湖区教育局2024年部门预算", "000000"),  # there is a 滨湖区, of another city
        ("广东省新光县教育局2024年部门预算", "000000"),
        ("无锡市滨湖区教育局2024年部门预算", "320211"),
        ("广东省教育厅2024年部门预算", "440000"),
    ],
)
def test_a_place_is_not_mistaken_for_its_namesake_or_its_city(title: str, code: str) -> None:
    department = title.split("2024")[0][3:]
    source = as_source(f"{title}\n{department}2024年收入总计100万元，支出总计100万元。\n")
    assert reading.read(source).identity.code == code
