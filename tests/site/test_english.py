"""English on request: nothing of the interface is left in Chinese, and nothing of the reports is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.model import Finding
from generator.site.site import Site
from generator.store import save
from tests.site.browsing import Watched
from tests.site.build_report import fact, report
from tests.site.conftest import build_into
from tests.site.server import serving

PAGES = (
    "/", "/places/", "/410000/", "/410803/", "/000000/", "/410803/gov-office/", "/findings/",
    "/findings/?severity=error", "/compare/", "/compare/?with=410803/gov-office/2022,140404/gov-office/2021",
    "/glossary/", "/glossary/fiscal-appropriation/", "/rules/", "/rules/FT-C01/", "/data/", "/corrections/",
    "/search/", "/about/", "/method/", "/404.html",
)  # fmt: skip
REPORT = "/410803/gov-office/2022/"
LEFT = """async () => {
    const script = document.querySelector('script[src*="assets/mingzhang.js"]').src;
    return (await import(new URL('english.js', script))).untranslated();
}"""


def in_english(one: Watched, path: str) -> Page:
    page = one.open(path)
    page.locator("html[data-english]").wait_for(state="attached")
    page.wait_for_timeout(200)  # what scripts add
    return page


def switched(browser: Browser, base: str) -> Watched:
    one = Watched(browser, base, viewport={"width": 1280, "height": 900})
    one.open("/").locator("button[data-english]").click()
    one.page.locator("html[data-english]").wait_for(state="attached")
    return one


@pytest.fixture
def english(browser: Browser, base: str) -> Iterator[Watched]:
    one = switched(browser, base)
    yield one
    one.context.close()


def test_no_word_of_the_interface_is_left_in_chinese(english: Watched) -> None:
    left = {}
    for path in PAGES:
        page = in_english(english, path)
        if words := page.evaluate(LEFT):
            left[path] = sorted(set(words))
    assert not left, "add them to content/english-sentences.yaml"
    assert not english.problems
    assert not english.foreign


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with what the five reports lack: several years, both kinds, many notes, disagreement."""
    folder = tmp_path_factory.mktemp("varied")
    note = Finding(
        id="FT-A01-1", group="1", rule="FT-A01", severity="error", formula="1 = 2", message="不符",
        figures=(), quotes=(), status="explained",
    )  # fmt: skip
    made = [
        report([fact("expenditure.total", "80", year=2021)], year=2021),
        report(
            [
                fact("expenditure.total", "90", year=2022),
                fact("expenditure.total.change", "10", year=2022),
                fact("fiscal.expenditure.basic", "20", year=2022),
            ],
            year=2022,
            findings=[note],
        ),
        report(
            [fact("expenditure.total", "70", year=2023), fact("expenditure.total.change", "-5", year=2023)],
            year=2023,
        ),
        report([fact("expenditure.total", "60", year=2023)], year=2023, kind="final"),
    ]
    for one in made:
        save(one, folder / f"data/parsed/{one.id}.yaml")
    with serving(build_into(folder / "site", folder / "data")) as address:
        yield address


def test_years_that_disagree_and_other_rare_words_are_in_english_too(browser: Browser, varied: str) -> None:
    one = switched(browser, varied)
    for path in ("/410803/", "/410803/some-bureau/", "/findings/", "/compare/?with=410803/some-bureau/2023"):
        page = in_english(one, path)
        assert page.evaluate(LEFT) == [], path
    page = in_english(one, "/410803/some-bureau/")
    assert "Of 1, 1 do not agree" in page.locator("article").inner_text()
    one.context.close()


def test_the_text_of_the_report_stays_as_it_is(english: Watched, browser: Browser, base: str) -> None:
    plain = Watched(browser, base)
    before = plain.open(REPORT)
    after = in_english(english, REPORT)
    for kept in (".paper", ".glance .lead", ".message"):
        assert before.locator(kept).all_text_contents() == after.locator(kept).all_text_contents(), kept
    assert before.locator(".figs td:nth-child(2)").all_text_contents()
    links = ".md-content a[href^='#']"
    assert [a.get_attribute("href") for a in before.locator(links).all()] == [
        a.get_attribute("href") for a in after.locator(links).all()
    ]
    plain.context.close()


def test_sections_of_a_department_year_have_english_titles(english: Watched) -> None:
    page = in_english(english, REPORT)
    titles = page.locator(".md-content h2").all_text_contents()
    assert [title for title in titles if re.search("[一-鿿]", title)] == []


def test_what_scripts_add_is_in_english_and_filters_still_work(english: Watched) -> None:
    page = in_english(english, "/findings/")
    page.select_option("[name=severity]", "warning")
    page.locator("[data-findings] output", has_text=re.compile(r"^\d+ notes, \d+ listed$")).wait_for()
    assert set(page.locator("[data-findings-list] .sev").all_text_contents()) == {"Worth a look"}
    page.keyboard.press("/")
    page.locator(".mz-search input").fill("中站区")
    page.locator(".mz-search [role=status]", has_text=re.compile(r"^\d+ names")).wait_for()
    assert not english.problems


def test_the_switch_goes_back(english: Watched) -> None:
    page = in_english(english, "/findings/")
    assert page.locator("h1").inner_text() == "Notes"
    page.locator("button[data-english]").click()
    page.locator("h1", has_text="疑点提示").wait_for()


def test_sentences_keep_their_elements_and_numbers(site: Site) -> None:
    for chinese, said in site.english.items():
        assert set(re.findall(r"\{\d+\}", chinese)) == set(re.findall(r"\{\d+\}", said)), chinese
        numbers = re.findall(r"#(\d*)", said)
        assert len(numbers) <= chinese.count("#"), chinese
        assert all(not number or 1 <= int(number) <= chinese.count("#") for number in numbers), chinese
        assert said, chinese


def test_functions_carry_their_approximate_division(built: Path) -> None:
    labels = json.loads((built / "assets/english.json").read_text(encoding="utf-8"))
    assert labels["教育支出"] == "Education (≈ COFOG 09 Education)"
    assert labels["高等教育"] == "Higher education (≈ COFOG 09 Education)"
    assert labels["医疗卫生支出"] == labels["卫生健康支出"], "an earlier name"
    assert labels["行政运行"] == "Administrative operation"
    assert labels["债务还本支出"] == "Debt repayment"
