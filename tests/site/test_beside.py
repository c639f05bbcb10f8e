"""What stands behind a number is shown beside it: with a mouse, with a finger, on whichever page it lies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

LONG = "/000000/culture-tourism/2025/"
WRITTEN = "/320583/centre/2025/"


@pytest.fixture
def mouse(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 850}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    yield context
    context.close()


def test_pointing_at_a_figure_shows_its_sentence_from_another_page(mouse: Page, tabled_base: str) -> None:
    asked: list[str] = []
    mouse.on("request", lambda request: asked.append(request.url))
    mouse.goto(f"{tabled_base}{LONG}", wait_until="networkidle")
    assert not [url for url in asked if "source/" in url or "beside.js" in url]
    mouse.locator('[id="income.total"] td a').first.hover()
    pop = mouse.locator(".mz-pop")
    pop.wait_for()
    assert "收入总计" in pop.inner_text()
    assert "比上年增加20.00万元" in pop.inner_text()
    mouse.locator('[id="expenditure.total"] td a').first.hover()
    mouse.wait_for_function("document.querySelector('.mz-pop')?.textContent.includes('支出总计')")
    assert sum("source/" in url for url in asked) == 1
    mouse.keyboard.press("Escape")
    assert pop.count() == 0


def test_pointing_at_a_number_of_the_summary_shows_its_name_and_its_words(
    mouse: Page, tabled_base: str
) -> None:
    mouse.goto(f"{tabled_base}{LONG}", wait_until="networkidle")
    mouse.locator(".lead a.num").first.hover()
    pop = mouse.locator(".mz-pop")
    pop.wait_for()
    assert pop.locator("b").inner_text() == "支出总计"
    said = pop.locator("q").inner_text()
    assert mouse.locator('[id="expenditure.total"] td a').first.inner_text().split(" ")[0].replace(
        ",", ""
    ) in said.replace(",", "")
    assert len(said) < 130
    mouse.keyboard.press("Escape")
    # In the text itself the words stand there already: only the name is shown.
    mouse.goto(f"{tabled_base}{LONG}source/", wait_until="networkidle")
    mouse.locator(".paper a[id]").first.hover()
    pop.wait_for()
    assert pop.locator("b").count() == 1
    assert pop.locator("q").count() == 0


def test_a_click_goes_to_the_words_and_back_to_the_figure(mouse: Page, tabled_base: str) -> None:
    mouse.goto(f"{tabled_base}{LONG}", wait_until="networkidle")
    mouse.locator('[id="income.total"] td a').first.click()
    mouse.wait_for_url("**/source/#s-*")
    mouse.locator(mouse.evaluate("location.hash")).click()
    mouse.wait_for_url(f"**{LONG}#income.total")


def test_a_cell_says_its_name_value_and_reference(mouse: Page, tabled_base: str) -> None:
    mouse.goto(f"{tabled_base}{LONG}tables/", wait_until="networkidle")
    cell = mouse.locator(".raw td a[id]").nth(2)
    cell.focus()
    pop = mouse.locator(".mz-pop")
    pop.wait_for()
    said = pop.inner_text()
    assert f"{cell.inner_text()} 万元" in said
    assert "一般公共预算" in said.split("\n")[0]
    assert "表1" in said
    assert "复制引用" in said


def test_a_finger_sees_first_and_goes_on_by_the_link_inside(phone: BrowserContext, tabled_base: str) -> None:
    page = phone.new_page()
    page.goto(f"{tabled_base}{LONG}", wait_until="networkidle")
    page.locator('[id="income.total"] td a').first.tap()
    pop = page.locator(".mz-pop")
    pop.wait_for()
    assert "收入总计" in pop.inner_text()
    assert "source/" not in page.url
    pop.locator("a").tap()
    page.wait_for_url("**/source/#s-*")


def test_an_anchor_is_handed_on_to_the_page_that_has_it(mouse: Page, tabled_base: str) -> None:
    mouse.goto(f"{tabled_base}{LONG}tables/", wait_until="networkidle")
    figure = mouse.locator(".raw td a[id]").nth(2).get_attribute("id")
    mouse.goto("about:blank")
    mouse.goto(f"{tabled_base}{LONG}#{figure}")
    mouse.wait_for_url(f"**/tables/#{figure}")
    mouse.goto("about:blank")
    mouse.goto(f"{tabled_base}{LONG}#p-3")
    mouse.wait_for_url("**/source/#p-3")
    mouse.goto("about:blank")
    mouse.goto(f"{tabled_base}{LONG}source/#income.total")
    mouse.wait_for_url(f"**{LONG}#income.total")


def test_tables_are_sorted_by_their_heads(mouse: Page, tabled_base: str) -> None:
    mouse.goto(f"{tabled_base}{LONG}tables/", wait_until="networkidle")
    head = mouse.locator(".raw th[scope=col] button").nth(2)
    head.click()
    head.click()
    amounts = mouse.locator(".raw tr td:nth-of-type(1) a").all_inner_texts()[1:]
    assert [float(text.replace(",", "")) for text in amounts] == sorted(
        (float(text.replace(",", "")) for text in amounts), reverse=True
    )


def test_without_scripts_a_table_says_what_its_numbers_are(browser: Browser, tabled_base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{tabled_base}{WRITTEN}tables/")
    assert page.locator("th[scope=row]").count() > 20
    assert page.locator("th[scope=col]").count() > 5
    assert page.locator("a[download]").first.get_attribute("href") == "budget-1.csv"
    context.close()


def test_on_paper_the_page_says_where_tables_and_text_are(mouse: Page, tabled_base: str) -> None:
    mouse.goto(f"{tabled_base}{LONG}", wait_until="networkidle")
    said = mouse.locator(".onpaper")
    assert said.is_hidden()
    mouse.emulate_media(media="print")
    assert said.is_visible()
    assert f"{LONG}tables/" in said.inner_text()
    assert f"{LONG}source/" in said.inner_text()
    assert mouse.locator(".outline").is_hidden()


def test_the_pages_of_the_longest_report_fit_and_are_for_everyone(
    phone: BrowserContext, tabled_base: str
) -> None:
    page = phone.new_page()
    for path in (LONG, f"{LONG}tables/", f"{LONG}source/"):
        page.goto(f"{tabled_base}{path}", wait_until="networkidle")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), path
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        said = [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found.response["violations"]]
        assert not said, (path, said)
