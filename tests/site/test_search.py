"""Searching the built site in a real browser: names in the box, the full text below and on its page."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from generator.site.fulltext import FOLDER, documents, pagefind
from generator.site.site import Site
from tests.site.browsing import Watched
from tests.site.conftest import build_into
from tests.site.server import serving

REPORT = "/410803/gov-office/2022/"


@pytest.fixture(autouse=True)
def _tool() -> None:
    if pagefind.installed() is None:
        pytest.skip("no Pagefind: `make test` installs it")


def results(page: Page) -> list[dict[str, object]]:
    """The reports listed on the search page, with the passages shown of each."""
    found: list[dict[str, object]] = page.locator(".mz-report").evaluate_all(
        """items => items.map(item => ({
            href: item.querySelector('a').href,
            title: item.querySelector('a').firstChild.textContent,
            place: item.querySelector('a small').textContent,
            marks: [...item.querySelectorAll('mark')].map(mark => mark.textContent),
            links: [...item.querySelectorAll('.mz-passage')].map(link => link.href),
            kinds: [...item.querySelectorAll('.mz-passage em')].map(kind => kind.textContent),
        }))"""
    )
    return found


def search(watched: Watched, query: str) -> list[dict[str, object]]:
    page = watched.open(f"/search/?q={quote(query)}")
    page.locator("[data-search-status]", has_text=re.compile("写到")).wait_for()
    return results(page)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("三公经费", {"140404", "500151", "360104", "410803", "000000"}),
        ("中站", {"410803"}),
        ("中站区", {"410803"}),
        ("上党区", {"140404"}),
        ("江西", {"360104"}),
        ("2022 中站区", {"410803"}),
        ("554.18", {"410803"}),
        ("554.18万元", {"410803"}),
        ("554.1", {"410803"}),
        ("基本支出554", {"410803"}),
        ("1651.99", {"500151"}),
        ("1,651.99", {"500151"}),
        ("三公经费 上党区", {"140404"}),
        ("查无此词", set()),
    ],
)
def test_the_full_text_finds_what_is_printed_and_nothing_else(
    watched: Watched,
    query: str,
    places: set[str],
) -> None:
    found = search(watched, query)
    assert {str(report["href"]).removeprefix(watched.base).split("/")[1] for report in found} == places
    assert f"{len(places)} 份" in watched.page.locator("[data-search-status]").inner_text() or not places
    first_term = re.sub(r"\W", "", query.split()[0])
    for report in found:
        assert re.search(r"\d{4}年", str(report["title"]))
        assert report["place"]
        if not report["links"]:  # the words stand in its title or its place only
            assert first_term in f"{report['title']}{report['place']}"
            continue
        assert first_term[:3] in re.sub(r"\W", "", "".join(report["marks"]))  # type: ignore[arg-type]
    assert not watched.problems
    assert not watched.foreign


def test_results_are_narrowed_to_a_place_a_year_or_a_kind(watched: Watched) -> None:
    assert len(search(watched, "三公经费")) == 5
    page = watched.page

    def choose(field: str, value: str, count: int) -> set[str]:
        page.select_option(f".mz-narrow [name={field}]", value)
        page.locator("[data-search-status]", has_text=f"{count} 份报告写到").wait_for()
        return {str(report["href"]).removeprefix(watched.base).split("/")[1] for report in results(page)}

    assert choose("kind", "决算", 1) == {"140404"}
    assert choose("kind", "", 5)
    assert choose("year", "2024", 2) == {"360104", "500151"}
    assert choose("province", "江西省", 1) == {"360104"}
    places = page.locator(".mz-narrow [name=place] option").all_text_contents()
    assert places == ["全部", "南昌市 青云谱区"]
    shared = page.url
    page.goto("about:blank")
    page.goto(shared, wait_until="networkidle")
    page.locator("[data-search-status]", has_text="1 份报告写到").wait_for()
    assert page.locator(".mz-narrow [name=year]").input_value() == "2024"
    assert page.locator(".mz-narrow [name=province]").input_value() == "江西省"
    page.select_option(".mz-narrow [name=province]", "河南省")
    page.locator("[data-search-status]", has_text="或放宽").wait_for()
    page.go_back()
    page.locator("[data-search-status]", has_text="1 份报告写到").wait_for()
    assert not watched.problems
    assert not watched.foreign


def test_any_few_characters_of_a_report_find_it(watched: Watched, site: Site) -> None:
    """Pieces cut from the texts at random, across word borders: each finds every report it stands in."""
    texts = {page.code: page.main.source for page in site.archive.pages}
    lines = {
        code: [
            "".join(re.findall(r"\w", source.text[paragraph.start : paragraph.end]))
            for paragraph in source.paragraphs
        ]
        for code, source in texts.items()
    }
    chance = random.Random(1)
    queries = []
    while len(queries) < 60:
        line = chance.choice(lines[chance.choice(sorted(lines))])
        length = chance.choice([2, 2, 3, 4, 6])
        at = chance.randrange(max(1, len(line) - length))
        if re.fullmatch("[一-鿿]+", piece := line[at : at + length]) and len(piece) == length:
            queries.append(piece)
    watched.open("/search/")
    answers = watched.page.evaluate(
        """async (queries) => {
            const base = new URL('../', location.href);
            const { ask } = await import(new URL('assets/fulltext.js', base));
            const found = [];
            for (const query of queries) {
                const reports = await (await ask(base, query)).page(0, 99);
                found.push(reports.map((report) => report.href));
            }
            return found;
        }""",
        queries,
    )
    for query, answer in zip(queries, answers, strict=True):
        wanted = {code for code, said in lines.items() if any(query in line for line in said)}
        assert wanted
        assert wanted <= {href.removeprefix(watched.base).split("/")[1] for href in answer}, query


def test_the_browser_cuts_words_as_the_index_does(watched: Watched, site: Site) -> None:
    watched.open("/search/")
    for page in site.archive.pages:
        text = page.main.source.text
        plain = [re.sub(r"[^\w.]|^\.+|\.+$", "", word).lower() for word in documents.words(text)]
        cut = watched.page.evaluate(
            "async (text) => (await import(new URL('../assets/fulltext.js', location.href))).words(text)",
            text,
        )
        assert cut == [word for word in plain if word]


def test_a_result_leads_to_the_very_place(watched: Watched) -> None:
    page = watched.page
    for kind, expected in (("数字", "基本支出"), ("原文", "基本支出554.18万元")):
        search(watched, "554.18")
        page.locator(".mz-passage", has_text=kind).first.click()
        page.wait_for_load_state()
        anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
        target = page.locator(f'[id="{anchor}"]')
        assert expected in target.inner_text()
        assert "554.18" in target.inner_text()
        assert target.evaluate(
            "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight; }"
        )
    assert not watched.problems


def test_nothing_of_the_full_text_is_loaded_before_a_search(watched: Watched) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.open(REPORT)
    watched.open("/search/")
    watched.open(REPORT)
    page.keyboard.press("/")
    page.locator(".mz-search input").fill("三")
    page.wait_for_timeout(500)
    assert not [url for url in asked if f"{FOLDER}/" in url]
    page.locator(".mz-search input").fill("三公")
    page.locator(".mz-report").first.wait_for()
    assert [url for url in asked if f"{FOLDER}/" in url]


def test_the_box_shows_names_then_reports_and_leads_to_all(watched: Watched) -> None:
    page = watched.open("/")
    page.keyboard.press("/")
    page.locator(".mz-search input").fill("三公经费")
    page.locator(".mz-report").first.wait_for()
    assert page.locator(".mz-search li").first.inner_text().startswith("名词")
    assert page.locator(".mz-search .mz-report").count() == 3
    stops = page.locator(".mz-search li a").count()
    for _ in range(stops):
        page.keyboard.press("ArrowDown")
    assert page.locator(".mz-all").evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{watched.base}/search/?q=*")
    page.locator("[data-search-status]", has_text="5 份报告").wait_for()
    assert page.locator("[data-search-said] .mz-report").count() == 5
    assert not watched.problems


@pytest.fixture(scope="module")
def without(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that was built where Pagefind could not be installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pagefind, "installed", lambda: None)
        site = build_into(tmp_path_factory.mktemp("without") / "site", data)
    assert json.loads((site / FOLDER / "shards.json").read_text(encoding="utf-8")) == {"shards": []}
    with serving(site) as address:
        yield address


def test_without_pagefind_names_are_found_and_the_page_says_what_is_missing(
    browser: Browser,
    without: str,
) -> None:
    one = Watched(browser, without, viewport={"width": 390, "height": 850})
    page = one.open("/search/?q=" + quote("三公经费"))
    page.locator("[data-search-status]", has_text="没有装上全文索引").wait_for()
    assert page.locator("[data-search-named] a", has_text="“三公”经费").count() == 1
    page.keyboard.press("Escape")
    page.locator("[data-search]").first.click()
    page.locator(".mz-search input").fill("中站区")
    page.locator(".mz-search [role=status]", has_text="没有装上全文索引").wait_for()
    assert page.locator(".mz-search li a", has_text="中站区").count() >= 2
    assert not one.problems
    one.context.close()


def test_the_search_page_without_scripts_says_where_to_look(browser: Browser, base: str) -> None:
    one = Watched(browser, base, java_script_enabled=False)
    page = one.open("/search/")
    assert page.locator("form[data-fulltext]").is_hidden()
    assert page.locator("noscript").first.evaluate("e => e.textContent.length") > 10
    one.context.close()
