"""Every kind of page in a real browser: it fits, prints, can be used by keyboard, and passes axe.

One load of a page serves all its widths: the viewport is changed in place, as a reader turns a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.site.browsing import Watched
from tests.site.gallery import DEPARTMENT_YEAR, KINDS, build_gallery
from tests.site.server import serving

WIDTHS = {"desktop": 1280, "tablet": 820, "phone": 390}
A4 = 680
"""The width of the text on A4 with our margins, in CSS pixels."""
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
    "iframes": False,
}

OVERFLOWING = """() => {
  const wide = [...document.querySelectorAll('.md-content *, .md-footer *, .md-header *')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > document.documentElement.clientWidth + 1
      && !e.closest('.scroll, .md-tabs, .mz-hear, thead') && getComputedStyle(e).position !== 'fixed';
  });
  return wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 140));
}"""

# Text of a picture that leaves it, or that runs into its neighbour.
CLIPPED = """() => {
  const lost = [];
  for (const picture of document.querySelectorAll('.plot svg')) {
    const frame = picture.getBoundingClientRect();
    if (!frame.width) continue;
    const texts = [...picture.querySelectorAll('text')]
      .map((text) => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([text, box], n) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1
          || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) lost.push(`outside: ${text}`);
      for (const [other, its] of texts.slice(n + 1)) {
        const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (across > 1 && down > 4) lost.push(`${text} runs into ${other}`);
      }
    });
  }
  return lost;
}"""

# Lines of text that lie over one another: what a reader sees as a smudge.
OVERLAPPING = """() => {
  const lines = [];
  const walker = document.createTreeWalker(document.querySelector('.md-content'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest('svg, .mz-hear, script, style, noscript, option')) continue;
    if (!holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (holder.closest('thead') && getComputedStyle(holder.closest('thead')).clipPath !== 'none') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 1 && box.height > 1) lines.push([node.data.trim().slice(0, 20), box, node]);
    }
  }
  lines.sort((one, other) => one[1].top - other[1].top);
  const found = [];
  lines.forEach(([text, box, node], n) => {
    for (let m = n + 1; m < lines.length && lines[m][1].top < box.bottom; m += 1) {
      const [other, its, second] = lines[m];
      if (second === node) continue;
      const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
      const down = Math.min(box.bottom, its.bottom) - its.top;
      const shared = down / Math.min(box.height, its.height);
      if (across > 2 && shared > 0.4) found.push(`${text} lies over ${other}`);
    }
  });
  return found.slice(0, 4);
}"""

# Everything that Tab reaches, focused in turn: what cannot be focused, or does not show it.
UNFOCUSABLE = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const bad = [];
  for (const e of document.querySelectorAll(wanted)) {
    if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({ visibilityProperty: true })) continue;
    e.focus({ preventScroll: true });
    if (document.activeElement !== e) { bad.push(`not reached: ${e.outerHTML.slice(0, 140)}`); continue; }
    const style = getComputedStyle(e);
    const shown = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1)
      || style.boxShadow !== 'none';
    if (!shown) bad.push(`focus not visible: ${e.outerHTML.slice(0, 140)}`);
  }
  for (const e of document.querySelectorAll('[tabindex]')) if (e.tabIndex > 0) bad.push('tabindex above 0');
  const roles = '[role=button], [role=link], [role=checkbox], [onclick]';
  for (const e of document.querySelectorAll(roles)) {
    if (e.tabIndex < 0) bad.push(`not for the keyboard: ${e.outerHTML.slice(0, 140)}`);
  }
  return bad.slice(0, 5);
}"""


STILL = "* { transition: none !important; animation: none !important }"
FILLED_BY_SCRIPTS = {kind for kind in KINDS if kind.startswith(("findings", "comparison", "search"))}

# Of many rows alike the first show all there is to see; axe looks at every one for a second or more.
SHORTENED = """() => {
  for (const list of document.querySelectorAll('tbody, ul, ol, dl, .paper, section')) {
    for (const child of [...list.children].slice(8)) child.remove();
  }
}"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site: Path = build_gallery(tmp_path_factory.mktemp("gallery"))
    with serving(site) as address:
        yield address


def violations(page: Page, rules: list[str] | None = None) -> list[Any]:
    """What axe finds, with all its rules or some. It shortens the page: look at everything else before."""
    page.evaluate(SHORTENED)
    found = Axe().run(page, options={**AXE, "runOnly": rules} if rules else AXE)
    return [(v["id"], [n["html"][:160] for n in v["nodes"]][:4]) for v in found.response["violations"]]


def fits(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*(["the page scrolls sideways"] if wide > 1 else []), *page.evaluate(OVERFLOWING)]


def test_every_page_fits_prints_is_reached_by_keyboard_and_passes_axe(browser: Browser, gallery: str) -> None:
    one = Watched(browser, gallery, viewport={"width": 1280, "height": 900}, color_scheme="light")
    wrong: dict[str, Any] = {}
    for kind, path in KINDS.items():
        page = one.open(path, until="networkidle" if kind in FILLED_BY_SCRIPTS else "load")
        page.add_style_tag(content=STILL)
        page.keyboard.press("Tab")  # from here on focus is the keyboard's
        wrong[f"{kind}, keyboard"] = page.evaluate(UNFOCUSABLE)
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            wrong[f"{kind}, {name}"] = [*fits(page), *page.evaluate(CLIPPED), *page.evaluate(OVERLAPPING)]
        page.set_viewport_size({"width": A4, "height": 960})
        page.emulate_media(media="print")
        menus = page.locator(".md-header, .md-sidebar, .md-tabs").locator("visible=true").count()
        wrong[f"{kind}, print"] = [*fits(page), *page.evaluate(CLIPPED), *page.evaluate(OVERLAPPING)]
        wrong[f"{kind}, print"] += ["menus"] if menus else []
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 900})
        wrong[f"{kind}, axe"] = violations(page)
    one.context.close()
    assert not {where: found for where, found in wrong.items() if found}
    assert not one.foreign
    assert not [problem for problem in one.problems if "404.html" not in problem]


def test_every_page_is_readable_on_a_phone_in_dark_mode(browser: Browser, gallery: str) -> None:
    """What colour and width decide; the structure is the same as in light mode."""
    one = Watched(browser, gallery, viewport={"width": 390, "height": 850}, color_scheme="dark")
    wrong = {}
    for kind, path in KINDS.items():
        page = one.open(path, until="networkidle" if kind in FILLED_BY_SCRIPTS else "load")
        page.add_style_tag(content=STILL)
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        wrong[kind] = violations(page, ["color-contrast", "link-in-text-block", "target-size"])
    one.context.close()
    assert not {where: found for where, found in wrong.items() if found}


PLACE = "() => [...document.querySelectorAll('a, summary')].indexOf(document.activeElement)"


def test_tab_moves_through_a_page_in_its_order_and_opens_what_is_folded(
    browser: Browser, gallery: str
) -> None:
    one = Watched(browser, gallery, viewport={"width": 1280, "height": 900})
    page = one.open("/320583/kunqu-center/2025/")
    summary = page.locator(".unfold summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert summary.evaluate("e => e.parentElement.open")
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(PLACE))
    assert seen == sorted(seen)
    assert all(index >= 0 for index in seen)
    one.context.close()


def test_bars_of_one_level_begin_at_one_line_folded_or_not(browser: Browser, gallery: str) -> None:
    one = Watched(browser, gallery, viewport={"width": 1280, "height": 900})
    page = one.open("/320583/kunqu-center/2025/", until="load")
    first = page.locator("ul.unfold > li")
    starts = {
        round(bar.locator("i").first.bounding_box()["x"]) for bar in first.all() if bar.locator("i").count()
    }
    assert first.count() > page.locator("ul.unfold > li > details").count() > 0
    assert len(starts) == 1
    one.context.close()


# The heading, how much is said, and for every picture how many amounts it shows.
CONTENT = """() => [
  document.querySelector('h1').checkVisibility(),
  document.querySelector('.md-content').innerText.trim().length,
  document.querySelectorAll('.paper p, .outline a').length,
  document.querySelectorAll('.figs tbody tr').length,
  [...document.querySelectorAll('.plot svg')].map((picture) =>
    picture.checkVisibility() ? picture.querySelectorAll('text.v').length : 0),
]"""


# Where budget and final account are long, their figures are on a page behind.
BEHIND = "department-year with budget and final"
WITH_FIGURES = tuple(
    kind for kind in KINDS if kind.startswith(("department-year", "figures of")) and kind != BEHIND
)


def test_without_scripts_every_page_has_its_content(browser: Browser, gallery: str) -> None:
    one = Watched(browser, gallery, java_script_enabled=False, viewport={"width": 390, "height": 850})
    for kind, path in KINDS.items():
        heading, said, paragraphs, figures, pictures = one.open(path, until="load").evaluate(CONTENT)
        assert heading, kind
        assert said > (20 if kind == "404" else 60), kind
        assert all(amounts >= 2 for amounts in pictures), kind
        assert kind != "source text" or paragraphs > 40
        assert kind not in WITH_FIGURES or figures > 3, kind
    one.context.close()


def test_budget_and_final_account_each_have_their_charts(browser: Browser, gallery: str) -> None:
    one = Watched(browser, gallery, viewport={"width": 1280, "height": 900})
    page = one.open("/420506/tea-bureau/2023/")
    headings = page.locator("section.charts h2").all_inner_texts()
    assert len(headings) == 2
    assert {text[:2] for text in headings} == {"预算", "决算"}
    assert page.get_by_text("未收录", exact=True).count() >= 1  # the final account of 2022
    one.context.close()


def test_a_picture_can_be_had_as_png(browser: Browser, gallery: str) -> None:
    one = Watched(browser, gallery, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = one.open(DEPARTMENT_YEAR)
    figure = page.locator("figure.chart").first
    figure.locator("summary").click()
    with page.expect_download() as download:
        figure.get_by_role("button", name="PNG").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 5_000
    one.context.close()
