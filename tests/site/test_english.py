"""English on request: nothing of the interface is left in Chinese, and nothing of the reports is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
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
from tests.site.test_beside import LONG
from tests.site.test_every_page import CLIPPED, STILL, WIDTHS, fits, violations

DEPARTMENT_YEARS = (
    "/000000/gov-office/2023/", "/140404/gov-office/2021/", "/360104/gov-office/2024/",
    "/410803/gov-office/2022/", "/500151/gov-office/2024/",
)  # fmt: skip
PAGES = (
    "/", "/places/", "/410000/", "/410803/", "/000000/", "/410803/gov-office/", "/findings/",
    "/findings/?severity=error", "/compare/", "/compare/?with=410803/gov-office/2022,140404/gov-office/2021",
    "/glossary/", "/glossary/fiscal-appropriation/", "/rules/", "/rules/FT-C01/", "/rules/FT-T02/", "/data/",
    "/corrections/", "/search/", "/about/", "/method/", "/404.html",
)  # fmt: skip
REPORT = "/410803/gov-office/2022/"
LEFT = """() => {
    // Every text and attribute read out in Chinese and not said to be Chinese. 万元 is a unit.
    const chinese = (text) => /[\u3400-\u9fff]/.test(text.replace(/(?:百?万|千|亿)?元/g, ''));
    const apart = (node) => node.closest('[translate=no]') || node.closest('[lang]').lang.startsWith('zh');
    const left = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const holder = node.parentElement;
        if (holder.closest('script, style, noscript') || !chinese(node.data)) continue;
        if (!apart(holder)) left.push(`not marked: ${node.data}`);
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        for (const node of document.querySelectorAll(`body [${name}]`))
            if (chinese(node.getAttribute(name)) && !apart(node))
                left.push(`${name}: ${node.getAttribute(name)}`);
    return left;
}"""
UNSAID = """async () => {
    const script = document.querySelector('script[src*="assets/mingzhang.js"]').src;
    return (await import(new URL('english.js', script))).untranslated();
}"""
KEPT = """() => {
    // What stays Chinese, by the element that says so: the words of reports, names, definitions.
    const found = {};
    for (const node of document.querySelectorAll('.md-content [lang^=zh]')) {
        const where = node.closest('.paper, .outline, q, .std, .ref, .formula, .raw, .tables, .sheet, .terms')
            ?? node.closest('[translate=no], .mz-pop');
        if (!where) found[node.textContent.trim().slice(0, 80)] = node.tagName;
    }
    return found;
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
    assert not _left(english, PAGES), "add them to content/english-sentences.yaml"
    assert not english.problems
    assert not english.foreign


def test_whole_pages_of_reports_are_in_english(english: Watched) -> None:
    paths = [f"{report}{page}" for report in DEPARTMENT_YEARS for page in ("", "checks/", "source/")]
    there = [path for path in paths if english.context.request.get(f"{english.base}{path}").ok]
    assert set(DEPARTMENT_YEARS) | {f"{report}checks/" for report in DEPARTMENT_YEARS} <= set(there)
    assert not _left(english, there), "add them to content/english-sentences.yaml"
    assert not english.problems


def test_tables_of_reports_have_english_headings_and_keep_their_cells(
    browser: Browser, tabled_base: str
) -> None:
    one = switched(browser, tabled_base)
    assert not _left(one, [LONG, f"{LONG}checks/", f"{LONG}tables/", f"{LONG}source/"])
    page = in_english(one, f"{LONG}tables/")
    cells = page.locator(".raw th, .raw td").all_inner_texts()
    assert {"Code", "Name of class", "Administrative operation"} <= {cell.strip(" ⇅") for cell in cells}
    one.context.close()


def _left(one: Watched, paths: Iterable[str]) -> dict[str, list[str]]:
    """Page -> what of it is neither English nor marked as the words of a report."""
    left = {}
    for path in paths:
        page = in_english(one, path)
        assert path == "/404.html" or not page.locator("[data-suggest]").count(), path
        words = {*page.evaluate(LEFT), *page.evaluate(UNSAID), *page.evaluate(KEPT)}
        if words:
            left[path] = sorted(words)
    return left


def test_the_page_says_which_language_it_is_in(english: Watched) -> None:
    page = in_english(english, REPORT)
    assert page.locator("html").get_attribute("lang") == "en"
    spoken = "node => node.closest('[lang]').lang"
    for kept in (".outline a", "h1 span >> nth=0", ".terms q", ".proof q"):
        chinese = page.locator(kept).filter(has_text=re.compile("[一-鿿]"))
        assert chinese.count(), kept
        assert {node.evaluate(spoken) for node in chinese.all()} == {"zh-CN"}, kept
    for said in ("#sec-summary", ".note .message", ".proof dt", ".card .what", ".lead p"):
        assert {node.evaluate(spoken) for node in page.locator(said).all()} == {"en"}, said
    english.page.locator("button[data-english]").click()
    page.locator("html[lang^=zh]").wait_for(state="attached")


@pytest.mark.parametrize("path", [REPORT, "/360104/gov-office/2024/", "/findings/", "/rules/FT-C01/"])
def test_longer_labels_fit_and_axe_finds_no_barrier(english: Watched, path: str) -> None:
    page = in_english(english, path)
    page.add_style_tag(content=STILL)
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(page) + page.evaluate(CLIPPED) == [], (path, width)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert violations(page) == []


def test_words_in_charts_are_in_english_and_not_over_each_other(english: Watched) -> None:
    wrong = {}
    for path in DEPARTMENT_YEARS:
        for width in WIDTHS.values():
            english.page.set_viewport_size({"width": width, "height": 900})
            page = in_english(english, path)
            wrong[path, width] = page.evaluate(CLIPPED)
        words = page.locator(".plot svg text").all_text_contents()
        assert words
        assert [word for word in words if re.search("[一-鿿]", re.sub("[百万千亿]*元", "", word))] == []
    assert not {where: found for where, found in wrong.items() if found}


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with what the five reports lack: several years, both kinds, many notes, disagreement."""
    folder = tmp_path_factory.mktemp("varied")
    note = Finding(
        id="FT-A01-1", group="1", rule="FT-A01", severity="error", formula="1 = 2",
        message="收入总计与支出总计应当相等，两处相差1万元。",
        figures=(), quotes=(), status="explained",
    )  # fmt: skip
    made = [
        report(
            [fact("expenditure.total", "80", year=2021), fact("expenditure.basic.personnel", "9", year=2021)],
            year=2021,
        ),
        report(
            [
                fact("expenditure.total", "90", year=2022),
                fact("expenditure.total.change", "10", year=2022),
                fact("fiscal.expenditure.basic", "20", year=2022),
                fact("staff.actual.in_service", "4", "人", year=2022),
            ],
            year=2022,
            findings=[note],
        ),
        report(
            [
                fact("expenditure.total", "70", year=2023),
                fact("expenditure.total.change", "-5", year=2023),
                fact("expenditure.basic.personnel", "9", year=2023),
                fact("staff.actual.total", "4", "人", year=2023),
                fact("staff.actual.retired", "1", "人", year=2023),
            ],
            year=2023,
        ),
        report(
            [
                fact("expenditure.total", "60", year=2023),
                fact("expenditure.basic", "0", year=2023),
                fact("expenditure.basic.personnel", "9", year=2023),
                fact("expenditure.basic.personnel", "12", year=2023),
                fact("staff.actual.in_service", "4", "人", year=2023),
            ],
            year=2023,
            kind="final",
        ),
    ]
    for one in made:
        save(one, folder / f"data/parsed/{one.id}.yaml")
    with serving(build_into(folder / "site", folder / "data")) as address:
        yield address


def test_years_that_disagree_and_other_rare_words_are_in_english_too(browser: Browser, varied: str) -> None:
    one = switched(browser, varied)
    for path in ("/410803/", "/410803/some-bureau/", "/findings/", "/compare/?with=410803/some-bureau/2023"):
        page = in_english(one, path)
        assert page.evaluate(LEFT) + page.evaluate(UNSAID) == [], path
    page = in_english(one, "/410803/some-bureau/")
    said = page.locator("article").inner_text()
    assert "Of 1, 1 do not agree" in said
    reasons = ("no staff", "may include the retired", "a part of the funds", "not positive", "figures differ")
    for why in reasons:
        assert why in said, why
    one.context.close()


def test_the_text_of_the_report_stays_as_it_is(english: Watched, browser: Browser, base: str) -> None:
    plain = Watched(browser, base)
    before = plain.open(REPORT)
    after = in_english(english, REPORT)
    for kept in (".paper", ".outline", ".proof q", ".terms q"):
        assert before.locator(kept).all_text_contents() == after.locator(kept).all_text_contents(), kept
    assert before.locator(".figs td:nth-child(2)").all_text_contents()
    links = ".md-content a[href^='#']"
    assert [a.get_attribute("href") for a in before.locator(links).all()] == [
        a.get_attribute("href") for a in after.locator(links).all()
    ]
    plain.context.close()


def test_sentences_put_together_say_what_the_chinese_ones_say(english: Watched) -> None:
    page = in_english(english, REPORT)
    assert page.locator(".lead p").nth(1).inner_text().startswith("All money comes from one source")
    page = in_english(english, "/140404/gov-office/2021/")
    notes = page.locator(".message").all_inner_texts()
    said = (
        "Total income and total expenditure are equal, but their changes from last year go in opposite "
        "directions; if the totals were equal in both years, the changes should agree."
    )
    assert said in notes


def test_every_rule_says_in_english_what_it_says_in_chinese(site: Site) -> None:
    fields = ["formula", "tolerance", "why", "not_run", "known_false_positives", "harmless", "verify"]
    assert set(site.english_rules) == set(site.rules)
    meant: dict[str, str] = {}
    for id, rule in site.rules.items():
        said = site.english_rules[id]
        assert list(said) == fields, id
        for field in fields:
            assert said[field].strip(), (id, field)
            chinese = getattr(rule, field)
            assert meant.setdefault(chinese, said[field]) == said[field], (id, field)


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


def test_patterns_have_a_place_for_what_they_take(site: Site) -> None:
    for chinese, said in site.english.items():
        places = len(re.findall(r"[*~]", chinese))
        if places:
            assert not re.search(r"[#{]", chinese), chinese
            assert len(re.split(r"[*~]", chinese)) == places + 1
            assert re.sub(r"[*~]", "", chinese), "a pattern without words fits everything"
            numbered = [int(place) for place in re.findall(r"\*(\d)", said)]
            assert len(re.findall(r"\*", said)) <= places, chinese
            assert all(place <= places for place in numbered), chinese


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
