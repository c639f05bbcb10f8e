"""Places, departments over the years and their key figures, from small reports made for each case."""

from __future__ import annotations

import json
from typing import Any

from lxml import html

from generator.model import Finding, Report
from generator.site import finding_pages, places
from generator.site.pages import build_all
from generator.site.site import assemble
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL


def pages(*reports: Report) -> dict[str, html.HtmlElement]:
    rendered = build_all(assemble(reports, ROOT / "content", URL))
    return {page.address: html.fromstring(f"<div>{page.html}</div>") for page in rendered.pages}


def budget(year: int, total: str, change: str | None = None, **more: Any) -> Report:
    facts = [fact("expenditure.total", total, year=year)]
    if change:
        facts.append(fact("expenditure.total.change", change, year=year))
    return report(facts, year=year, **more)


def cells(row: html.HtmlElement) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row.xpath("td")]


def test_a_place_shows_which_budgets_and_accounts_are_here() -> None:
    made = pages(budget(2021, "90"), budget(2024, "100"), budget(2024, "95", kind="final"))
    table = made["410803/"].xpath("//table[contains(@class,'matrix')]")[0]
    assert [th.text for th in table.xpath(".//thead//th")[1:]] == ["2021年", "2022年", "2023年", "2024年"]
    assert cells(table.xpath(".//tbody/tr")[0]) == ["预算", "本站未收录", "本站未收录", "预算决算"]
    assert "未公开" not in made["410803/"].text_content()


def test_a_province_lists_the_places_and_departments_within_it() -> None:
    other = budget(2024, "7", code="410802", place="解放区", department="tax", department_name="税务局")
    made = pages(budget(2024, "100"), other)
    rows = made["410000/"].xpath("//table[contains(@class,'holdings')]//tbody/tr")
    assert [(row.xpath("string(th)"), *cells(row)) for row in rows] == [
        ("焦作市", "2", "2", "—", "2024"),
        ("解放区", "1", "1", "—", "2024"),
        ("中站区", "1", "1", "—", "2024"),
    ]
    assert len(made["410000/"].xpath("//table[contains(@class,'matrix')]//tbody/tr")) == 2


def test_the_amounts_of_departments_are_not_added_up() -> None:
    other = budget(2024, "7", department="tax", department_name="税务局")
    text = pages(budget(2024, "100"), other)["410803/"].text_content()
    assert "107" not in text
    assert "不能相加" in text


def test_years_in_a_row_are_joined() -> None:
    assert places._span({2017, 2018, 2019, 2024}) == "2017—2019、2024"
    assert places._span([]) == ""


def test_a_great_place_leaves_the_departments_to_those_within_it(monkeypatch: Any) -> None:
    monkeypatch.setattr(places, "DEPARTMENTS", 1)
    other = budget(2024, "7", code="410802", place="解放区")
    city = budget(2024, "70", code="410800", place="焦作市", city=None)
    made = pages(budget(2024, "100"), other, city)
    assert len(made["410800/"].xpath("//table[contains(@class,'matrix')]//tbody/tr")) == 1
    assert "其余 2 个" in made["410800/"].text_content()


def test_a_department_shows_its_figures_over_the_years() -> None:
    made = pages(budget(2022, "80"), budget(2023, "100"), budget(2023, "90", kind="final"))
    tree = made["410803/some-bureau/"]
    assert tree.xpath("//table[contains(@class,'keys')]//thead//a/text()") == [
        "2022年预算",
        "2023年预算",
        "2023年决算",
    ]
    row = tree.xpath("//tr[@data-row='expenditure']")[0]
    assert cells(row) == ["80 万元", "100 万元+25.0%", "90 万元"]
    links = row.xpath(".//a/@href")
    assert links == ["2022/#expenditure.total", "2023/#expenditure.total", "2023/#final.expenditure.total"]


def drawn(*reports: Report) -> dict[str, list[tuple[str, str]]]:
    """The charts of a department's page: question -> (year, amount) of every row of its table."""
    figures = pages(*reports)["410803/some-bureau/"].xpath("//figure")
    return {
        figure.xpath("p[@class='question']/text()")[0]: [
            (
                " ".join(row.xpath("th")[0].text_content().split()),
                " ".join(row.xpath("td")[0].text_content().split()),
            )
            for row in figure.xpath(".//tbody/tr")
        ]
        for figure in figures
    }


def test_a_department_draws_each_key_figure_over_the_years() -> None:
    years = [
        report(
            [
                fact("expenditure.total", total, year=year),
                fact("three_public.total", trips, year=year),
                fact("operating_funds", "0", year=year),
            ],
            year=year,
        )
        for year, total, trips in ((2021, "80", "4"), (2023, "100", "3"), (2024, "100", "5"))
    ]
    made = drawn(*years, budget(2022, "70", kind="final"))
    assert list(made) == ["支出总计", "“三公”经费合计"]  # nothing to draw of what is always 0
    assert made["支出总计"] == [
        ("2021年", "80 万元"), ("2022年", "未收录或未写"), ("2023年", "100 万元"), ("2024年", "100 万元"),
    ]  # fmt: skip
    tree = pages(*years)["410803/some-bureau/"]
    assert [" ".join(h.text_content().split()) for h in tree.xpath("//h2[@class='answer']")] == [
        "2024年与2023年相同",
        "2024年比2023年多 2.00 万元",
    ]
    assert tree.xpath("//figure[1]//tbody//a/@href")[-1] == "2024/#expenditure.total"


def test_a_departments_charts_never_put_different_quantities_side_by_side() -> None:
    general = report([fact("general.expenditure.total", "80", year=2022)], year=2022)
    current = report([fact("expenditure.current_total", "90", year=2023)], year=2023)
    assert not drawn(general, current, budget(2024, "100"))
    narrow = report([fact("general.expenditure.total", "85", year=2023)], year=2023)
    assert drawn(general, narrow)["支出总计"] == [("2022年", "80 万元"), ("2023年", "85 万元")]
    assert "口径：一般公共预算" in pages(general, narrow)["410803/some-bureau/"].text_content()


def test_a_departments_charts_show_the_kind_that_is_here_more_often() -> None:
    made = drawn(
        budget(2022, "80", kind="final"),
        budget(2023, "90", kind="final"),
        budget(2023, "95"),
        budget(2024, "99", kind="final"),
    )
    assert made["支出总计"] == [("2022年", "80 万元"), ("2023年", "90 万元"), ("2024年", "99 万元")]


def test_what_a_report_implies_of_last_year_is_held_against_that_report() -> None:
    agreeing = pages(budget(2022, "80"), budget(2023, "100", "20"))["410803/some-bureau/"]
    row = agreeing.xpath("//section[@class='joint']//tbody/tr")[0]
    assert cells(row) == ["100 万元，增加 20 万元", "80.00 万元", "80 万元", "吻合"]
    assert "1 项都对得上" in agreeing.text_content()
    gaping = pages(budget(2022, "80"), budget(2023, "100", "-15"))["410803/some-bureau/"]
    row = gaping.xpath("//section[@class='joint']//tbody/tr")[0]
    assert cells(row) == ["100 万元，减少 15 万元", "115.00 万元", "80 万元", "对不上"]


def test_counts_are_held_together_as_amounts_are() -> None:
    planned = report([fact("org.units", "7", "家")])
    final = report([fact("org.units.initial_budget", "8", "家")], kind="final")
    link = pages(planned, final)["410803/some-bureau/"].xpath("//section[@class='joint']//tbody/tr")[0]
    assert cells(link) == ["8 家", "8 家", "7 家", "对不上"]


def test_reports_that_do_not_follow_each_other_are_not_held_together() -> None:
    tree = pages(budget(2020, "80"), budget(2023, "100", "20"))["410803/some-bureau/"]
    assert not tree.xpath("//section[@class='joint']")
    assert "2021、2022年：本站未收录" in tree.text_content()


def test_figures_of_different_scopes_get_no_growth() -> None:
    before = report([fact("general.expenditure.total", "80", year=2022)], year=2022)
    row = pages(before, budget(2023, "100"))["410803/some-bureau/"].xpath("//tr[@data-row='expenditure']")[0]
    assert cells(row) == ["80 万元一般公共预算口径", "100 万元"]


def test_a_total_gets_no_growth_against_the_sum_of_the_year() -> None:
    before = report([fact("expenditure.current_total", "80", year=2022)], year=2022)
    row = pages(before, budget(2023, "100"))["410803/some-bureau/"].xpath("//tr[@data-row='expenditure']")[0]
    assert cells(row) == ["80 万元", "100 万元"]


def finding(number: int, severity: Any = "error", message: str = "对不上") -> Finding:
    return Finding(
        id=f"FT-A01-{number}", group=str(number), rule="FT-A01", severity=severity, formula="1 = 2",
        message=message, figures=(), quotes=(),
    )  # fmt: skip


def test_the_findings_page_stays_light_however_many_there_are() -> None:
    many = report(
        [], findings=[finding(n, message="基本支出与项目支出之和与合计不符" * 3) for n in range(3000)]
    )
    rendered = build_all(assemble([many], ROOT / "content", URL))
    page = next(page for page in rendered.pages if page.address == "findings/")
    assert len(html.fromstring(page.html).xpath("//ul[@class='findings']/li")) == finding_pages.SHOWN
    assert len(page.html.encode()) < 30_000
    for at in ("410803/", "rules/FT-A01/"):
        assert len(next(page for page in rendered.pages if page.address == at).html.encode()) < 40_000


def test_notes_lie_in_small_files_that_the_facets_count() -> None:
    many = report([], findings=[finding(n, "info") for n in range(900)])
    some = report([], findings=[finding(1)], code="110101", place="东城区", province="北京市", city=None)
    site = assemble([many, some], ROOT / "content", URL)
    _, files = finding_pages.build(site)
    facets, *notes = [json.loads(file.content) for file in files]
    assert [name for name, _, _ in facets["files"]] == ["11-error-0", "41-info-0", "41-info-1", "41-info-2"]
    assert [len(one["notes"]) for one in notes] == [1, 400, 400, 100]
    assert [row[0] for row in facets["counts"]] == [0, 1, 2, 3]
    assert [row[-1] for row in facets["counts"]] == [1, 400, 400, 100]
    assert ["410000", "河南省", 900] in facets["places"]
