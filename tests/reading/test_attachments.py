"""A report in several files is read as one report."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checking, reading, sources
from generator.model import Hints, SourceText
from generator.sources.assembly import Assembly


def prose(*paragraphs: str) -> SourceText:
    assembly = Assembly()
    for paragraph in paragraphs:
        assembly.paragraph(paragraph)
    return assembly.source("a", "0", "txt")


def joined(main: SourceText, *attached: tuple[str, SourceText]) -> SourceText:
    return sources.joined(
        main,
        [sources.AttachedText(n, name, name, "1", text) for n, (name, text) in enumerate(attached, 1)],
    )


def test_the_name_of_an_attachment_says_no_figure_and_is_no_title() -> None:
    source = joined(
        prose("本单位2023年支出预算100万元。"),
        ("2022年无政府性基金预算、支出总计9999万元.xlsx", prose("收入总计100万元。")),
    )
    read = reading.read(source, Hints(kind="budget"))
    assert {(f.concept, str(f.value)) for f in read.facts} >= {("income.total", "100")}
    assert all("9999" not in f.quote and "政府性基金" not in f.quote for f in (*read.facts, *read.unnamed))
    assert "2022" not in read.identity.title
    assert read.identity.year == 2023


def test_an_attachment_numbers_its_headings_for_itself() -> None:
    main = prose(
        "第一部分 单位概况", "一、主要职责", "第二部分 名词解释", "一、财政拨款收入：指财政当年拨付的资金。"
    )
    tables = prose("一、收支总表", "收入总计100万元。", "二、支出总表", "支出总计100万元。")
    read = reading.read(joined(main, ("表.xlsx", tables)), Hints(kind="budget", year=2023))
    assert read.gaps == ()
    assert [s.title for s in read.outline if s.level == 1] == ["单位概况", "名词解释", "表.xlsx"]
    assert [entry.term for entry in read.glossary] == ["财政拨款收入"]
    assert {f.concept for f in read.facts} == {"income.total", "expenditure.total"}


@pytest.mark.parametrize("swapped", [False, True])
def test_prose_and_tables_in_two_files_agree(corpus: Path, swapped: bool) -> None:
    """One real report in two files: nothing is lost of either, and the text is held against the tables."""
    files = [corpus / "reports" / f"{name}.pdf" for name in ("js_swb_2018ys", "js_swb_2018ys_tables")]
    parts = [sources.read(file) for file in files]
    apart = [reading.read(part).facts for part in parts]
    if swapped:
        parts.reverse()
    source = joined(parts[0], ("附表.pdf", parts[1]))
    read = reading.read(source, Hints(code="320000", year=2018, kind="budget"))
    assert len(read.facts) == sum(map(len, apart))
    checks, findings = checking.check(source, read, [])
    assert {c.rule: c.outcome for c in checks}["FT-C01"] == "passed"
    assert [f.id for f in findings if f.severity == "error"] == []
