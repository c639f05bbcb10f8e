"""Small reports for tests: a text, and the figures in it named by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator import vocabulary
from generator.model import (
    Fact,
    Finding,
    GlossaryEntry,
    Identity,
    Kind,
    Paragraph,
    Provenance,
    Reading,
    Report,
    SourceText,
)

MEASURES = sorted(vocabulary.data("measures"), key=len, reverse=True)


def fact(id: str, value: str, unit: str = "万元", *, text: str = "", year: int = 2024, **more: Any) -> Fact:
    """A fact named by its id (`[scope.]concept[.measure]`); its span is where its digits stand in `text`."""
    scopes = ("fiscal", "general", "fund", "capital")
    scope, _, rest = id.partition(".")
    concept = rest if scope in scopes else id
    measure = next((name for name in MEASURES if concept.endswith(f".{name}")), "value")
    start = max(text.find(value.lstrip("-")), 0)
    return Fact(
        id=id,
        scope=scope if scope in scopes else "all",
        concept=concept.removesuffix(f".{measure}"),
        measure=measure,
        value=Decimal(value),
        unit=unit,
        year=year,
        where="text",
        quote=more.pop("quote", text[max(0, start - 6) : start + len(value) + 2]),
        span=(start, start + len(value.lstrip("-"))),
        **more,
    )


def report(
    facts: Sequence[Fact],
    text: str = "第一部分\n某部门2024年收入总计100万元，支出总计100万元。",
    *,
    kind: Kind = "budget",
    year: int | None = 2024,
    findings: Sequence[Finding] = (),
    glossary: Sequence[GlossaryEntry] = (),
    **identity: Any,
) -> Report:
    named = Identity(
        title="某区某局2024年部门预算",
        code="410803",
        place="中站区",
        province="河南省",
        city="焦作市",
        department="some-bureau",
        department_name="某局",
        year=year,
        kind=kind,
        unit="万元",
    )
    paragraphs, at = [], 0
    for index, line in enumerate(text.split("\n"), 1):
        paragraphs.append(Paragraph(index, at, at + len(line)))
        at += len(line) + 1
    path = f"reports/410803/some-bureau/{year}-{kind}.txt"
    return Report(
        Provenance(path, "0" * 64, "txt"),
        SourceText(path, "0" * 64, "txt", text, tuple(paragraphs)),
        Reading(replace(named, **identity), (), (), tuple(facts), (), tuple(glossary)),
        (),
        tuple(findings),
    )
