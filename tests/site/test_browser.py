"""The built site in a real browser: it opens, draws, links, searches, filters, prints and fits."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import Watched

REPORT = "/410803/gov-office/2022/"


# The longer side of a bar says its amount, except of columns, which are measured by their height.
MEASURED = """(bars, upright) => bars.map((bar) => {
  const { width, height } = bar.getBBox();
  return upright ? height : width;
})"""
STILL_BARS = f"""(figure) => {{
  const kind = figure.dataset.kind;
  document.querySelectorAll('.plot').forEach((plot) => plot.classList.remove('live'));
  const bars = [...figure.querySelectorAll('svg.mz-svg rect')];
  const drawn = kind === 'parts' ? bars.slice(0, bars.length / 2) : bars;
  return ({MEASURED})(drawn, kind === 'columns');
}}"""
LIVE_BARS = f"""(figure) => {{
  const bars = [...figure.querySelectorAll('.stage svg .mark-rect path')];
  return ({MEASURED})(bars, figure.dataset.kind === 'columns');
}}"""


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
        table = [text.strip() for text in figure.locator("tbody").first.locator("data").all_text_contents()]
        assert all(any(text.lstrip("+") in full for full in table) for text in static[number])
        assert len(static[number]) == len(table)
        live = set(figure.locator(".stage svg text").all_text_contents())
        assert set(static[number]) <= live
        width = figure.locator(".plot").bounding_box()["width"]
        for text in figure.locator(".stage svg text").all():
            box = text.bounding_box()
            assert box["width"] <= width
        # Not the words alone: the bars are as long as the numbers of the table say, in both pictures.
        numbers = [
            float(data.get_attribute("value")) for data in figure.locator("tbody").first.locator("data").all()
        ]
        for lengths in (figure.evaluate(STILL_BARS), figure.evaluate(LIVE_BARS)):
            assert len(lengths) == len(numbers)
            scale = max(lengths) / max(map(abs, numbers))
            for length, number in zip(lengths, numbers, strict=True):
                assert abs(length - abs(number) * scale) <= 2.5, (figure.get_attribute("id"), lengths)
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
    assert page.locator("h1").is_visible()
    assert one.open(f"{REPORT}source/").locator(".paper p").count() > 40
    one.open("/findings/")
    one.context.close()


def test_a_number_leads_to_its_row_and_on_to_its_words_and_back(watched: Watched) -> None:
    page = watched.open(REPORT)
    page.locator(".lead a.num").first.click()
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    row = page.locator(f'[id="{anchor}"]')
    assert row.evaluate("e => e.tagName") == "TR"
    row.locator("td a").first.click()
    page.wait_for_url(re.compile(r"/source/#s-\d+$"))
    page.locator(page.evaluate("location.hash")).click()
    page.wait_for_url(f"**{REPORT}#{anchor}")


def test_pointing_at_a_figure_shows_its_sentence(watched: Watched) -> None:
    page = watched.open(REPORT)
    page.locator('[id="expenditure.basic"] td a').first.hover()
    pop = page.locator(".mz-pop")
    pop.wait_for()
    assert "基本支出554.18万元" in pop.inner_text()


def test_a_glossary_link_lands_on_its_term(watched: Watched) -> None:
    page = watched.open(f"{REPORT}source/")
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


LUMINANCE = """(selector) => {
  const [r, g, b] = getComputedStyle(document.querySelector(selector)).color.match(/[\\d.]+/g).map(Number);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}"""


def test_the_reader_chooses_light_or_dark_and_keeps_it(browser: Browser, base: str) -> None:
    one = Watched(browser, base, color_scheme="dark")
    page = one.open("/")
    shows = lambda scheme: page.locator(f"body[data-md-color-scheme={scheme}]").wait_for(timeout=5_000)  # noqa: E731
    shows("slate")
    page.emulate_media(color_scheme="light")  # nothing chosen: as the device has it
    shows("default")
    page.get_by_role("button", name="切换深色与浅色").click()
    shows("slate")
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(100)
    shows("slate")
    one.open(REPORT)
    shows("slate")
    assert not one.problems
    one.context.close()


def test_what_is_dark_on_the_screen_is_printed_dark_on_white(browser: Browser, base: str) -> None:
    one = Watched(browser, base, color_scheme="dark")
    page = one.open(REPORT, until="load")
    assert page.evaluate(LUMINANCE, "h1") > 150
    page.emulate_media(media="print")
    for shown in ("h1", ".md-typeset p", ".chart h3", ".chart svg text"):
        fill = "fill" if "svg" in shown else "color"
        assert page.evaluate(LUMINANCE.replace(".color", f".{fill}"), shown) < 100, shown
    one.context.close()


def test_no_change_of_colours_styles_the_whole_page_again(browser: Browser, base: str) -> None:
    """The theme's own switch of colours styled every element of a page three more times."""
    one = Watched(browser, base)
    one.page.add_init_script(
        "new MutationObserver((all) => all.forEach((m) => (window.changes = [...(window.changes || []),"
        " m.attributeName]))).observe(document, { subtree: true, attributes: true,"
        " attributeFilter: ['data-md-color-switching', 'data-md-color-scheme'] })"
    )
    page = one.open(REPORT, until="load")
    page.wait_for_timeout(200)
    assert set(page.evaluate("window.changes || []")) <= {"data-md-color-scheme"}
    one.context.close()
