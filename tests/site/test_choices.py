"""What a reader chooses on the findings page and in the comparison, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.site import notes
from generator.site.site import Site
from tests.site.browsing import Watched

ROWS = "[data-findings-list] .findings > li"


def ready(page: Page, words: str = "条") -> None:
    page.locator("[data-findings] output", has_text=re.compile(words)).wait_for()


def expected(site: Site, code: str = "", **wanted: str) -> list[str]:
    """The messages of the notes that fit, worked out from the reports."""
    found = []
    for page in site.archive.pages:
        for note in (n for part in page.parts for n in notes.notes(part.report.findings)):
            said = {"severity": note.severity, "rule": note.lead.rule, "year": str(page.year)}
            if page.code.startswith(code) and all(said[key] == value for key, value in wanted.items()):
                found.append(note.lead.message)
    return sorted(found)


def shown(page: Page) -> list[str]:
    return sorted(page.locator(f"{ROWS} > a").all_text_contents())


def test_notes_are_filtered_and_the_address_keeps_the_choice(watched: Watched, site: Site) -> None:
    page = watched.open("/findings/")
    ready(page)
    page.select_option("[name=severity]", "error")
    ready(page, "已列出")
    assert shown(page) == expected(site, severity="error")
    page.select_option("[name=province]", "360000")
    ready(page, "已列出")
    wanted = expected(site, "36", severity="error")
    assert 0 < len(wanted) < len(expected(site, severity="error"))
    assert shown(page) == wanted
    assert f"{len(wanted)} 条" in page.locator("[data-findings] output").inner_text()
    assert page.url.endswith("?place=360000&severity=error")
    page.reload(wait_until="networkidle")
    ready(page)
    assert shown(page) == wanted
    assert page.locator("[name=severity]").input_value() == "error"
    page.go_back()
    ready(page)
    page.wait_for_function(
        "n => document.querySelectorAll('.findings > li').length === n",
        arg=len(expected(site, severity="error")),
    )
    assert page.locator("[name=province]").input_value() == ""
    assert page.url.endswith("?severity=error")
    assert not watched.problems
    assert not watched.foreign


def test_every_choice_says_how_many_notes_it_leaves(watched: Watched, site: Site) -> None:
    page = watched.open("/findings/?severity=error")
    ready(page)
    options = page.locator("[name=rule] option").all()
    assert len(options) > 3
    for option in options[1:]:
        rule = option.get_attribute("value") or ""
        assert f"（{len(expected(site, rule=rule, severity='error'))}）" in option.inner_text()


def test_a_district_is_chosen_within_its_province(watched: Watched, site: Site) -> None:
    page = watched.open("/findings/?place=410803")
    ready(page)
    assert page.locator("[name=province]").input_value() == "410000"
    assert page.locator("[name=within]").input_value() == "410803"
    assert shown(page) == expected(site, "410803")


def test_notes_are_found_by_their_words(watched: Watched, site: Site) -> None:
    page = watched.open("/findings/")
    ready(page)
    page.fill("[name=q]", "基本支出")
    page.wait_for_url("**/findings/?q=*")
    page.wait_for_function("document.querySelectorAll('.findings > li').length > 0")
    ready(page)
    said = page.locator("[data-findings-list] li, [data-findings-list] h3").all_text_contents()
    assert shown(page) == [message for message in expected(site) if "基本支出" in message]
    assert said
    page.fill("[name=q]", "查无此词")
    ready(page, "^0 条")
    assert page.locator(ROWS).count() == 0


def test_more_notes_are_listed_on_demand(watched: Watched, site: Site) -> None:
    page = watched.open("/findings/")
    ready(page)
    more = page.locator("[data-findings-more]")
    for _ in range(9):
        if more.is_hidden():
            break
        before = page.locator(ROWS).count()
        more.click()
        page.wait_for_function("n => document.querySelectorAll('.findings > li').length > n", arg=before)
    assert shown(page) == expected(site)


def test_what_is_not_chosen_is_not_loaded(watched: Watched) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.open("/findings/?place=360104&severity=error")
    ready(page)
    files = [url.rsplit("/", 1)[1] for url in asked if re.search(r"/findings/\d\d-", url)]
    assert files == ["36-error-0.json"]


def test_without_scripts_the_gravest_notes_are_there(browser: Browser, base: str, site: Site) -> None:
    one = Watched(browser, base, java_script_enabled=False)
    page = one.open("/findings/")
    assert set(expected(site, severity="error")) <= set(shown(page))
    assert page.locator("form[data-findings]").is_hidden()
    page = one.open("/360104/")
    assert set(expected(site, "360104", severity="error")) <= set(
        page.locator(".findings > li > a").all_text_contents()
    )
    one.context.close()


@pytest.fixture
def phone(browser: Browser, base: str) -> Iterator[Watched]:
    one = Watched(browser, base, viewport={"width": 390, "height": 850}, has_touch=True)
    yield one
    one.context.close()


def test_reports_are_chosen_on_a_phone_and_the_address_can_be_shared(phone: Watched) -> None:
    page = phone.open("/compare/")
    assert page.locator("[data-example]").is_visible()
    for query in ("中站", "青云谱 2024"):
        page.fill("[name=q]", query)
        page.locator(".found button", has_text="预算").first.tap()
        page.locator(".chosen li", has_text=query.split()[0]).wait_for()
    page.locator(".keys thead th").nth(2).wait_for()
    heads = page.locator(".keys thead th").all_text_contents()
    assert heads == ["项目", "中站区政府办公室 2022年预算", "青云谱区政府办 2024年预算"]
    basic = page.locator("tr[data-row=basic] td a").all()
    assert [link.inner_text() for link in basic] == ["554.18 万元", "393.98 万元"]
    assert "/410803/gov-office/2022/#expenditure.basic" in (basic[0].get_attribute("href") or "")
    assert "与" not in page.locator("[data-example]").all_text_contents()
    shared = page.url
    assert "with=410803/gov-office/2022,360104/gov-office/2024" in shared
    page.goto("about:blank")
    page.goto(shared, wait_until="networkidle")
    page.locator(".keys thead th").nth(2).wait_for()
    assert page.locator(".keys thead th").all_text_contents() == heads
    page.locator(".chosen button").first.tap()
    page.locator(".chosen li").nth(1).wait_for(state="detached")
    assert page.url.endswith("with=360104/gov-office/2024")
    page.go_back()
    page.locator(".chosen li").nth(1).wait_for()
    assert page.locator(".keys thead th").all_text_contents() == heads
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert not phone.problems
    assert not phone.foreign


def test_the_comparison_draws_the_row_that_is_asked_for(watched: Watched) -> None:
    page = watched.open("/compare/?with=410803/gov-office/2022,360104/gov-office/2024")
    page.locator(".compared li").nth(1).wait_for()
    page.locator("tr[data-row=project] .draw").click()
    assert page.locator(".compared figcaption").inner_text() == "项目支出"
    assert page.locator(".compared b").all_text_contents() == ["211.50 万元", "48.5 万元"]
    widths = page.locator(".compared .bar").evaluate_all(
        "bars => bars.map(bar => parseFloat(bar.style.getPropertyValue('--share')))"
    )
    assert widths == pytest.approx([100, 48.5 / 211.5 * 100])


def test_an_amount_per_head_that_is_refused_says_why_and_is_not_drawn(watched: Watched) -> None:
    page = watched.open("/compare/?with=410803/gov-office/2022,360104/gov-office/2024")
    page.locator(".keys thead th").nth(2).wait_for()
    basic, personnel = (page.locator(f"tr[data-row={one}-per-head]") for one in ("basic", "personnel"))
    assert basic.locator("td").all_text_contents() == ["报告未写人数", "数有出入，不算"]
    assert personnel.locator("td").all_text_contents() == ["报告未写人数", "报告未写"]
    assert basic.locator(".draw").count() == personnel.locator(".draw").count() == 0


def test_long_names_of_departments_do_not_run_into_each_other(watched: Watched) -> None:
    for path in ("/compare/", "/compare/?with=140404/gov-office/2021,500151/gov-office/2024"):
        page = watched.open(path)
        page.locator(".keys thead th").nth(2).wait_for()
        over = page.locator(".keys thead th").evaluate_all(
            "heads => heads.filter(h => h.scrollWidth > h.clientWidth + 1).map(h => h.textContent)"
        )
        assert not over, path


def test_what_does_not_compare_is_said(watched: Watched) -> None:
    page = watched.open("/compare/?with=410803/gov-office/2022,140404/gov-office/2021,500151/gov-office/2024")
    page.locator(".cautions li").first.wait_for()
    said = page.locator(".cautions").inner_text()
    assert "有预算也有决算" in said
    mixed = {row.get_attribute("data-row") for row in page.locator("tr.mixed").all()}
    assert mixed
    for row in mixed:
        scopes = page.locator(f"tr[data-row={row}] td:has(a)").evaluate_all(
            "cells => cells.map(cell => cell.querySelector('.quiet')?.textContent ?? '')"
        )
        assert len(set(scopes)) > 1


def test_an_unknown_report_in_the_address_is_said_and_dropped(watched: Watched) -> None:
    page = watched.open("/compare/?with=410803/gov-office/1999,410803/gov-office/2022,x/../../y/2020,%3Cb%3E")
    page.locator(".chosen li").nth(1).wait_for()
    assert page.locator(".chosen li").count() == 2
    assert "没有找到" in page.locator(".chosen li").first.inner_text()
    assert page.locator(".keys thead th").count() == 2


def test_key_figures_are_those_of_the_reports(built: Path, site: Site) -> None:
    for (code, slug), pages in site.archive.departments.items():
        columns = json.loads((built / code / slug / "key-figures.json").read_text(encoding="utf-8"))
        assert [column["page"] for column in columns] == [page.address for page in pages for _ in page.parts]
        facts = {
            page.where(part).figure(fact.id): fact
            for page in pages
            for part in page.parts
            for fact in part.report.reading.facts
        }
        for column in columns:
            for _, amount, address, _, how in column["values"].values():
                fact = facts.get(address)
                assert how or (fact and amount == f"{fact.value if fact.yuan is None else fact.yuan:f}")
