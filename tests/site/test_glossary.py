"""The glossary: differences between wordings, the index by pinyin, the pages of terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from generator.model import GlossaryEntry, Report
from generator.site import glossary, glossary_pages, initials
from generator.site.glossary import Term, differences
from generator.site.pages import build_all
from generator.site.site import Site, assemble
from tests.site.build_report import report
from tests.site.conftest import ROOT, URL


def marked(text: str, usual: str) -> str:
    """A wording with its differences: `[-left out-]`, `{+added+}`."""
    signs = {"same": "{}", "left out": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[piece.change].format(piece.text) for piece in differences(text, usual))


@pytest.mark.parametrize(
    ("usual", "text", "expected"),
    [
        ("指省级财政当年拨付的资金", "指市级财政当年拨付的资金", "指[-省级-]{+市级+}财政当年拨付的资金"),
        ("指本级财政当年拨付的资金", "指财政当年拨付的资金", "指[-本级-]财政当年拨付的资金"),
        ("指当年拨付的资金", "指当年拨付的全部资金", "指当年拨付的{+全部+}资金"),
        ("2022年预算安排的资金", "2023年预算安排的资金", "[-2022-]{+2023+}年预算安排的资金"),
        ("同一句话", "同一句话", "同一句话"),
    ],
)
def test_differences_are_marked_by_words(usual: str, text: str, expected: str) -> None:
    assert marked(text, usual) == expected


def test_a_lone_character_in_common_does_not_split_a_difference() -> None:
    usual = "指单位取得的财政拨款甲乙丙收入合计数"
    text = "指单位取得的财政拨款丁乙戊收入合计数"
    assert marked(text, usual) == "指单位取得的财政拨款[-甲乙丙-]{+丁乙戊+}收入合计数"


def test_unlike_wordings_stand_for_themselves_and_variants_follow_the_nearest() -> None:
    reports = [
        defining("a", "指省级财政当年拨付的资金。"),
        defining("b", "指省级财政当年拨付的资金。"),
        defining("c", "单位从同级政府取得、用于日常运转的各种款项。"),
        defining("d", "指市级财政当年拨付的资金。"),
        defining("e", "单位从同级政府取得、用于日常运转的各类款项。"),
    ]
    items = term_page(*reports).xpath("//ul[@class='wordings']/li")
    assert [(item.get("class"), item.xpath("string(q)")) for item in items] == [
        (None, "指省级财政当年拨付的资金。"),
        ("variant", "指省级市级财政当年拨付的资金。"),
        (None, "单位从同级政府取得、用于日常运转的各种款项。"),
        ("variant", "单位从同级政府取得、用于日常运转的各种类款项。"),
    ]


@given(st.text("省市级财政，2度", max_size=40), st.text("省市级财政，2度", max_size=40))
def test_nothing_of_either_wording_is_lost(text: str, usual: str) -> None:
    pieces = differences(text, usual)
    assert "".join(piece.text for piece in pieces if piece.change != "left out") == text
    assert "".join(piece.text for piece in pieces if piece.change != "added") == usual


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("部门预算", "B"), ("“三公”经费", "S"), ("因公出国（境）费", "Y"), ("住房公积金", "Z"),
        ("会议费", "H"), ("SME采购", "S"), ("阿坝", "A"), ("鑫", "其他"), ("𠀀", "其他"), ("——", "其他"),
    ],
)  # fmt: skip
def test_words_are_filed_under_their_letter(word: str, letter: str) -> None:
    assert initials.initial(word) == letter


def test_every_term_is_in_the_index_once_in_the_order_of_the_alphabet(site: Site) -> None:
    filed = initials.by_initial(site.glossary.terms)
    letters = [letter for letter, _ in filed]
    assert letters == sorted(letters, key=lambda letter: (letter == initials.OTHER, letter))
    assert sorted(t.slug for _, terms in filed for t in terms) == sorted(t.slug for t in site.glossary.terms)


def test_every_term_of_ours_stands_in_a_group(site: Site) -> None:
    groups = [term.group for term in site.glossary.ours]
    assert None not in groups
    assert len({group.title for group in groups if group}) >= 4


def defining(department: str, *definitions: str) -> Report:
    entries = [GlossaryEntry("财政拨款收入", text, (0, 3)) for text in definitions]
    return report([], glossary=entries, department=department, department_name=department)


def term_page(*reports: Report) -> html.HtmlElement:
    made = build_all(assemble(reports, ROOT / "content", URL))
    page = next(page for page in made.pages if page.address == "glossary/fiscal-appropriation/")
    return html.fromstring(f"<div>{page.html}</div>")


def test_a_term_shows_every_wording_against_the_most_usual() -> None:
    usual, other = "指省级财政当年拨付的资金。", "指市级财政当年拨付的资金。"
    tree = term_page(defining("a", usual), defining("b", usual), defining("c", other))
    said = tree.xpath("//ul[@class='wordings']/li/q")
    assert [node.text_content() for node in said] == [usual, "指省级市级财政当年拨付的资金。"]
    assert said[1].xpath("del/text()") == ["省级"]
    assert said[1].xpath("ins/text()") == ["市级"]
    assert [len(li.xpath("p//a")) for li in tree.xpath("//ul[@class='wordings']/li")] == [2, 1]


def test_a_term_that_all_reports_word_in_their_own_way_keeps_its_page_light() -> None:
    many = [defining(f"d{n}", f"指第{n}级财政当年拨付给单位的资金，共{n * n}项") for n in range(60)]
    tree = term_page(*many)
    assert len(tree.xpath("//ul[@class='wordings']/li")) == glossary_pages.MOST_WORDINGS
    assert "共有 60 种说法" in tree.text_content()


def test_a_group_that_nobody_named_is_none(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "1.yaml").write_text("a-term: {term: 甲, definition: 乙}\n", encoding="utf-8")
    assert glossary.load(tmp_path) == (Term("a-term", "甲", definition="乙"),)
