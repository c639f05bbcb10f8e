"""The small parts of the site: addresses, amounts, breakdowns, glossary, citations, notes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.model import Fact, Finding, GlossaryEntry, Report, Section
from generator.site import addresses, breakdowns, citations, glossary
from generator.site.amounts import agree, graspable, plain, printed, shown
from generator.site.archive import Archive
from generator.site.chart_svg import draw
from generator.site.charts import charts
from generator.site.figures import Figures
from generator.site.glossary import Glossary, Term
from generator.site.glossary_links import GlossaryLinker
from generator.site.notes import notes
from generator.site.source_text import SourceView
from generator.site.whereabouts import Whereabouts, marks
from tests.site.build_report import fact, report


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("", "", "./"),
        ("", "410803/gov-office/2022/", "../../../"),
        ("glossary/", "", "glossary/"),
        ("glossary/x/", "glossary/", "x/"),
        ("410803/gov-office/2022/#p-1", "410803/gov-office/2022/", "#p-1"),
        ("410803/gov-office/2022/#p-1", "findings/", "../410803/gov-office/2022/#p-1"),
        ("feed.xml", "data/", "../feed.xml"),
    ],
)
def test_links_are_relative(target: str, page: str, expected: str) -> None:
    assert addresses.relative(target, page) == expected


def test_printed_amounts_keep_their_digits() -> None:
    assert printed(fact("x", "1651.90")) == "1,651.90 万元"
    assert printed(fact("x", "72.38", "%")) == "72.38%"


def test_graspable_amounts() -> None:
    assert plain(fact("x", "3659034.79", "元")) == "365.90 万元"
    assert plain(fact("x", "28100", "万元")) == "2.81 亿元"
    assert plain(fact("x", "765.68", "万元")) is None
    assert plain(fact("x", "0", "元")) is None
    assert plain(fact("x", "0.61", "万元")) is None
    assert plain(fact("x", "18065", "元")) == "1.81 万元"
    assert graspable(Decimal("950")) == "950.00 元"


def test_numbers_that_rounding_can_join_agree() -> None:
    assert agree(fact("x", "91016775.35", "元"), fact("x", "9101.68", "万元"))
    assert not agree(fact("x", "91016775.35", "元"), fact("x", "9101.78", "万元"))
    assert agree(fact("x", "16", "倍"), fact("x", "1600", "%"))


@pytest.mark.parametrize(
    ("mentions", "leads"),
    [
        ([fact("x", "0"), fact("x", "2995.39")], "2995.39"),
        ([fact("x", "765.68"), fact("x", "775.68"), fact("x", "775.68")], "775.68"),
        ([fact("x", "158.05"), fact("x", "56505103", "元", whole="y")], "56505103"),
        ([fact("x", "1.5", table=2), fact("x", "1.50")], "1.50"),
        ([fact("x", "7"), fact("x", "8")], "7"),
    ],
)
def test_of_several_printed_amounts_the_likeliest_stands_for_the_figure(
    mentions: list[Fact], leads: str
) -> None:
    figure = Figures(report(mentions)).by_id["x"]
    assert str(figure.fact.value) == leads
    assert len(figure.mentions) == len(mentions)


def test_income_does_not_count_a_sum_with_its_parts() -> None:
    figures = Figures(
        report(
            [
                fact("income.total", "100"),
                fact("income.fiscal_appropriation", "90"),
                fact("income.general_public_budget", "80"),
                fact("income.government_fund", "10"),
                fact("income.other", "10"),
            ]
        )
    )
    sources = breakdowns.income_sources(figures)
    assert sources is not None
    assert [item.yuan / 10000 for item in sources.items] == [80, 10, 10]
    assert sources.complete


def test_a_breakdown_that_falls_short_is_not_called_complete() -> None:
    figures = Figures(
        report(
            [
                fact("expenditure.total", "100"),
                fact("expenditure.basic", "60"),
                fact("expenditure.project", "30"),
            ]
        )
    )
    kinds = breakdowns.kinds(figures)
    assert kinds is not None
    assert not kinds.complete


def test_rounding_does_not_make_a_breakdown_incomplete() -> None:
    figures = Figures(
        report(
            [
                fact("expenditure.total", "100.01"),
                fact("expenditure.basic", "60.00"),
                fact("expenditure.project", "40.00"),
            ]
        )
    )
    kinds = breakdowns.kinds(figures)
    assert kinds is not None
    assert kinds.complete


def source_view(one: Report) -> SourceView:
    return SourceView(one, Whereabouts("410803/some-bureau/2024/", "", one, apart=False))


def test_overlapping_figures_are_marked_once() -> None:
    first = fact("a", "10", text="共10万元")
    said = [first, fact("b", "10", text="共10万元")]
    found = marks(said, ())
    assert [(mark.span, mark.figures) for mark in found] == [((1, 3), ("a", "b"))]


def test_the_exact_amount_stands_beside_the_easy_one_only_where_it_says_more() -> None:
    assert shown(fact("x", "42.360000", "万元")) == "42.36 万元"
    assert shown(fact("x", "4.500000", "万元")) == "4.50 万元"
    assert shown(fact("x", "100.000", "万元")) == "100.00 万元"
    assert shown(fact("x", "7325.118640", "万元")) == "7,325.12 万元（7,325.118640 万元）"
    assert shown(fact("x", "3659034.79", "元")) == "365.90 万元（3,659,034.79 元）"
    assert shown(fact("x", "10000.00", "元")) == "1.00 万元（10,000.00 元）"
    assert shown(fact("x", "765.68", "万元")) == "765.68 万元"


def test_the_source_is_shown_whole() -> None:
    text = "一、收入\n收入总计100万元，其中财政拨款80万元。"
    one = report([fact("income.total", "100", text=text), fact("income.other", "80", text=text)], text)
    shown = "\n".join(block.text for block in source_view(one).blocks)
    assert shown == text


TERMS = (
    Term("fiscal", "财政拨款收入", definition="…", short="…"),
    Term("appropriation", "财政拨款", definition="…"),
    Term("basic", "基本支出", definition="…", aliases=("基本类支出",)),
)


def test_longest_term_wins_and_each_is_linked_once() -> None:
    link = GlossaryLinker(TERMS).section("x/")
    assert (
        str(link("财政拨款收入与财政拨款收入"))
        == '<a class="t" href="../glossary/fiscal/">财政拨款收入</a>与财政拨款收入'
    )
    assert str(link("财政拨款")) == '<a class="t" href="../glossary/appropriation/">财政拨款</a>'


def test_linked_text_is_escaped() -> None:
    link = GlossaryLinker(TERMS).section("x/")
    assert str(link("<b>基本支出</b>")).startswith("&lt;b&gt;<a ")


def test_report_terms_are_unified_whatever_their_numbering_and_quotation_marks() -> None:
    terms = Glossary(TERMS, Archive([]))
    assert terms.of(GlossaryEntry("（一）“基本类支出”", "…", (0, 1))).slug == "basic"
    assert terms.of(GlossaryEntry("从未见过的词", "…", (0, 1))).slug.startswith("t-")


def test_the_glossary_of_the_project_is_sound(site) -> None:  # type: ignore[no-untyped-def]
    ours = site.glossary.ours
    assert len(ours) >= 40
    names = [name for term in ours for name in {glossary.normal(n) for n in (term.term, *term.aliases)}]
    assert len(names) == len(set(names)), "two entries share a name"
    assert all(term.definition and term.short and term.sources for term in ours)


REFERENCE = citations.Reference(
    "k", "某局", "2022年部门预算", 2022, "2022-03-01", "https://example.org/a", "abc", "某局"
)


def test_references_in_both_chinese_styles() -> None:
    assert (
        citations.gbt7714_2025(REFERENCE)
        == "某局. 2022年部门预算[R/OL]. （2022-03-01）[YYYY-MM-DD]. https://example.org/a."
    )
    assert "(2022-03-01)[YYYY-MM-DD]" in citations.gbt7714_2015(REFERENCE)


def test_unknown_dates_leave_no_empty_brackets() -> None:
    unknown = replace(REFERENCE, published=None, url=None)
    assert citations.gbt7714_2025(unknown) == "某局. 2022年部门预算[R/OL]. [YYYY-MM-DD]. 来源网址未登记."


def test_bibtex_and_ris_cannot_be_broken_out_of() -> None:
    hostile = replace(REFERENCE, title="a}b{\\c")
    assert r"a\}b\{\textbackslash{}c" in citations.bibtex(hostile)
    assert citations.ris(REFERENCE).startswith("TY  - RPRT\r\n")


def finding(id: str, group: str, severity: str, figures: int = 2) -> Finding:
    return Finding(
        id=id, group=group, rule=id[:6], severity=severity, formula="", message="",  # type: ignore[arg-type]
        figures=tuple(str(n) for n in range(figures)), quotes=(),
    )  # fmt: skip


def test_one_cause_is_one_note_with_the_plainest_check_first() -> None:
    made = notes(
        [
            finding("FT-A03-1", "g1", "error", 5),
            finding("FT-A11-1", "g1", "error", 2),
            finding("FT-T01-1", "g2", "info"),
        ]
    )
    assert [(note.lead.id, len(note.others)) for note in made] == [("FT-A11-1", 1), ("FT-T01-1", 0)]


def test_charts_show_the_rows_they_are_made_of(site) -> None:  # type: ignore[no-untyped-def]
    for page in site.archive.pages:
        figures = Figures(page.main)
        for chart in charts(figures):
            drawing = draw(chart)
            assert len(drawing.shapes) == len(chart.rows)
            for row in chart.rows:
                assert row.derived or printed(figures.by_id[row.figure].fact) in row.label


def test_a_paragraph_that_only_begins_with_its_title_is_text() -> None:
    text = "二、支出情况\n2.秘书股。负责日常公务活动的安排，办理公文。"
    one = report([], text)
    outline = (
        Section(2, "二、", "支出情况", None, (0, 6), 1),
        Section(4, "2.", "秘书股", None, (7, len(text)), 2),
    )
    one = replace(one, reading=replace(one.reading, outline=outline))
    assert [block.section is not None for block in source_view(one).blocks] == [True, False]
