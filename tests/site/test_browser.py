"""The built site in a real browser: it opens, draws, links, searches, filters, prints and fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.site.shoot import FLAGS

CHROMIUM = Path("/usr/bin/chromium")
PAGES = (
    "/", "/places/", "/410000/", "/410803/", "/410803/gov-office/", "/410803/gov-office/2022/",
    "/410803/gov-office/2022/checks/",
    "/140404/gov-office/2021/", "/360104/gov-office/2024/", "/000000/gov-office/2023/", "/glossary/",
    "/glossary/fiscal-appropriation/", "/findings/", "/rules/", "/compare/", "/data/", "/method/", "/about/",
    "/corrections/", "/search/?q=三公", "/404.html", "/findings/?severity=error",
    "/compare/?with=410803/gov-office/2022,140404/gov-office/2021",
)  # fmt: skip
WIDTHS = {"phone": 390, "tablet": 800, "desktop": 1280}
REPORT = "/410803/gov-office/2022/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium: apt-get install chromium fonts-wqy-microhei")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


class Watched:
    """A page that remembers what went wrong on it and whom it asked."""

    def __init__(self, browser: Browser, base: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.base = base
        self.problems: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on(
            "response",
            lambda answer: answer.status < 400 or self.problems.append(f"{answer.status} {answer.url}"),
        )
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.problems.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.base}{path}", wait_until="networkidle")
        return self.page


@pytest.fixture
def watched(browser: Browser, base: str) -> Iterator[Watched]:
    one = Watched(browser, base, viewport={"width": 1280, "height": 900})
    yield one
    one.context.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_every_page_opens_fits_and_asks_nobody_else(browser: Browser, base: str, width: int) -> None:
    one = Watched(browser, base, viewport={"width": width, "height": 850})
    for path in PAGES:
        page = one.open(path)
        overflow = page.evaluate(
            """() => [...document.querySelectorAll('.md-content *')]
                .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
        )
        assert not overflow, (path, overflow)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), path
    assert not one.problems
    assert not one.foreign
    one.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(browser: Browser, base: str, scheme: str) -> None:
    one = Watched(browser, base, viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    for path in PAGES:
        page = one.open(path)
        page.wait_for_timeout(300)  # the theme fades its tabs in
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        violations = [
            (v["id"], [n["html"][:160] for n in v["nodes"]][:4]) for v in found.response["violations"]
        ]
        assert not violations, (path, violations)
    one.context.close()


def test_charts_stand_in_the_page_and_come_alive_with_the_same_numbers(watched: Watched) -> None:
    page = watched.open(REPORT)
    figures = page.locator("figure.chart")
    count = figures.count()
    assert count >= 4
    static = [figure.locator("svg.mz-svg text.v").all_text_contents() for figure in figures.all()]
    assert all(static)
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        page.mouse.wheel(0, 3)
        figure.locator(".plot.live").wait_for(timeout=20_000)
    for number, figure in enumerate(figures.all()):
        table = [text.strip() for text in figure.locator("tbody data").all_text_contents()]
        assert all(any(text.lstrip("+") in full for full in table) for text in static[number])
        assert len(static[number]) == len(table)
        live = set(figure.locator(".stage svg text").all_text_contents())
        assert set(static[number]) <= live
        width = figure.locator(".plot").bounding_box()["width"]
        for text in figure.locator(".stage svg text").all():
            box = text.bounding_box()
            assert box["width"] <= width
        bars = figure.locator(".stage svg .mark-rect path").count()
        assert bars == len(table)
    assert not watched.problems
    assert not watched.foreign


def test_nothing_heavy_is_loaded_before_the_reader_does_something(watched: Watched) -> None:
    sizes: dict[str, int] = {}
    watched.page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    watched.open(REPORT)
    assert not [url for url in sizes if "vega" in url]


def test_charts_and_text_are_there_without_scripts(browser: Browser, base: str) -> None:
    one = Watched(browser, base, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = one.open(REPORT)
    assert page.locator("figure.chart svg.mz-svg").count() >= 4
    assert page.locator("svg.mz-svg").first.get_attribute("role") == "img"
    assert page.locator(".paper p").count() > 40
    assert page.locator("h1").is_visible()
    one.open("/findings/")
    one.context.close()


def test_a_number_leads_to_its_row_and_on_to_its_words_and_back(watched: Watched) -> None:
    page = watched.open(REPORT)
    page.locator(".lead a.num").first.click()
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    row = page.locator(f'[id="{anchor}"]')
    assert row.evaluate("e => e.tagName") == "TR"
    row.locator("td a").first.click()
    mark = page.evaluate("location.hash")
    assert re.fullmatch(r"#s-\d+", mark)
    page.locator(mark).click()
    assert page.evaluate("decodeURIComponent(location.hash.slice(1))") == anchor


def test_pointing_at_a_figure_shows_its_sentence(watched: Watched) -> None:
    page = watched.open(REPORT)
    page.locator('[id="expenditure.basic"] td a').first.hover()
    pop = page.locator(".mz-pop")
    pop.wait_for()
    assert "基本支出554.18万元" in pop.inner_text()


def test_a_glossary_link_lands_on_its_term(watched: Watched) -> None:
    page = watched.open(REPORT)
    link = page.locator(".paper a.t").first
    name = link.inner_text()
    link.focus()
    page.locator(".mz-pop").wait_for()
    link.click()
    page.wait_for_load_state()
    assert "/glossary/" in page.url
    assert name in page.locator("article").inner_text()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("三公", "“三公”经费"),
        ("中站", "中站区"),
        ("2022 中站", "2022年"),
        ("基本支出", "基本支出"),
        ("765.68", "2022年"),
    ],
)
def test_search_finds_terms_places_years_and_numbers(watched: Watched, query: str, expected: str) -> None:
    page = watched.open("/")
    page.keyboard.press("/")
    page.locator(".mz-search input").fill(query)
    first = page.locator(".mz-search li a").first
    first.wait_for()
    # The full text below answers later; leaving before that would cut its requests short.
    page.locator(".mz-search [role=status]", has_text="；").wait_for()
    assert expected in first.inner_text()
    assert not watched.problems
    first.click()
    page.wait_for_load_state()
    assert "/search/" not in page.url


def test_references_carry_the_day_of_access(watched: Watched) -> None:
    page = watched.open(REPORT)
    assert "YYYY" not in page.locator(".cite").inner_text()
    assert re.search(r"\[\d{4}-\d{2}-\d{2}\]", page.locator(".cite").inner_text())


@pytest.mark.parametrize(
    ("address", "suggested"),
    [
        ("/410803/gov-office/2019/", "中站区政府办公室 2022年预算"),
        ("/410803/no-such-office/2022/", "中站区"),
        ("/410899/", "焦作市"),
        ("/glossary/basic/", "基本支出"),
        ("/no/such/page", None),
    ],
)
def test_an_address_that_leads_nowhere_suggests_what_was_meant(
    watched: Watched, address: str, suggested: str | None
) -> None:
    page = watched.page
    page.goto(f"{watched.base}{address}", wait_until="networkidle")
    assert page.locator("h1").inner_text() == "没有这个页面"
    assert page.evaluate("document.styleSheets.length") >= 3
    if suggested is None:
        assert page.locator("[data-suggest]").is_hidden()
    else:
        link = page.locator("[data-suggest] a", has_text=suggested).first
        link.click()
        page.wait_for_load_state()
        assert suggested in page.locator("article").first.inner_text().replace("\n", " ")
    assert not [problem for problem in watched.problems if address not in problem and "404" not in problem]
    assert not watched.foreign


def test_the_printed_page_shows_everything(browser: Browser, base: str) -> None:
    one = Watched(browser, base, viewport={"width": 794, "height": 1123})
    page = one.open(REPORT)
    page.emulate_media(media="print")
    assert page.locator(".md-header").is_hidden()
    assert page.locator(".chart svg.mz-svg").first.is_visible()
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    one.context.close()
