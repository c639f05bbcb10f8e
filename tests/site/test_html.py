"""The built site as HTML: links and anchors, numbers, escaping, determinism, weight."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections import Counter
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from mkdocs.exceptions import Abort

from generator.model import GlossaryEntry, Report
from generator.site import department_year, departments, inputs
from generator.site.amounts import magnitude, plain, printed, shown, unsigned
from generator.site.pages import build_all
from generator.site.shelf import Shelf
from generator.site.site import assemble
from generator.store import save
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL, build_into
from tests.site.links import lost_links

ACCUSING = ("违规", "违法", "造假", "挪用", "隐瞒", "虚报")


@pytest.fixture(scope="session")
def trees(built: Path) -> dict[str, html.HtmlElement]:
    """Path below the root -> parsed page."""
    return {
        path.relative_to(built).as_posix(): html.fromstring(path.read_bytes())
        for path in sorted(built.rglob("*.html"))
    }


def address_of(one: Report) -> str:
    identity = one.reading.identity
    return f"{identity.code}/{identity.department}/{identity.year}/"


def department_pages(trees: dict[str, html.HtmlElement]) -> dict[str, html.HtmlElement]:
    return {path: tree for path, tree in trees.items() if re.fullmatch(r"\d{6}/[^/]+/\d{4}/index.html", path)}


def test_every_page_kind_is_there(trees: dict[str, html.HtmlElement]) -> None:
    assert len(department_pages(trees)) == 5
    kinds = (
        "places 410803 410000 410803/gov-office glossary findings rules compare data method about corrections"
    )
    for path in ("", *(f"{kind}/" for kind in kinds.split())):
        assert f"{path}index.html" in trees, path
    assert "404.html" in trees


def test_every_link_and_anchor_leads_somewhere(built: Path) -> None:
    assert not lost_links(built)


def test_a_lost_link_and_a_lost_anchor_are_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text('<a href="a/#there"></a><a href="a/#gone"></a><a href="b/"></a>')
    (tmp_path / "a" / "index.html").write_text('<p id="there"></p><a href="../"></a><a href="/"></a>')
    lost = [("a/index.html", "/"), ("index.html", "a/#gone"), ("index.html", "b/")]
    assert lost_links(tmp_path) == lost


def test_ids_are_unique(trees: dict[str, html.HtmlElement]) -> None:
    for path, tree in trees.items():
        twice = [name for name, count in Counter(tree.xpath("//@id")).items() if count > 1]
        assert not twice, (path, twice)


def shown_forms(one: Report) -> set[str]:
    """Every way in which the figures of a report may be shown."""
    forms = set()
    for figure in one.reading.facts:
        forms |= {printed(figure), f"+{printed(figure)}", shown(figure), plain(figure) or ""}
        forms |= {magnitude(figure), shown(unsigned(figure))}
    return forms | {"持平", "与上年持平"}


def test_every_number_shown_is_one_of_the_yaml(
    trees: dict[str, html.HtmlElement], reports: tuple[Report, ...]
) -> None:
    by_page = {
        f"{r.reading.identity.code}/{r.reading.identity.department}/{r.reading.identity.year}": r
        for r in reports
    }
    seen = 0
    for path, tree in department_pages(trees).items():
        forms = shown_forms(by_page[posixpath.dirname(path)])
        shown = tree.xpath(
            "//a[@class='num'] | //a[@class='big'] | //*[@class='delta']/a | //td[@class='n']//a"
            " | //table[contains(@class,'figs')]//td[1]/a"
            " | //table[contains(@class,'figs')]//td/span/a | //svg//text[contains(@class,'v')]"
        )
        for node in shown:
            text = node.text_content().strip()
            derived = node.xpath("ancestor-or-self::*[contains(@class,'derived')]") or "推算" in text
            if node.tag == "text" and text.lstrip("+") not in forms:
                derived = derived or node.xpath("ancestor::figure//span[@class='derived']")
            assert derived or text in forms, (path, text)
            seen += 1
    assert seen > 400


def test_every_figure_and_paragraph_has_its_anchor(
    trees: dict[str, html.HtmlElement], reports: tuple[Report, ...]
) -> None:
    for one in reports:
        identity = one.reading.identity
        ids = set(trees[f"{identity.code}/{identity.department}/{identity.year}/index.html"].xpath("//@id"))
        assert {figure.id for figure in one.reading.facts} <= ids
        assert {finding.id for finding in one.findings} <= ids
        written = [p for p in one.source.paragraphs if one.source.text[p.start : p.end].strip()]
        assert {f"p-{paragraph.index}" for paragraph in written} <= ids


def test_the_source_text_is_all_there(
    trees: dict[str, html.HtmlElement], reports: tuple[Report, ...]
) -> None:
    for one in reports:
        address = address_of(one)
        tree = trees.get(f"{address}source/index.html", trees[f"{address}index.html"])
        shown = re.sub(r"\s", "", "".join(tree.xpath("//*[@class='paper']//text()")))
        for paragraph in one.source.paragraphs:
            words = re.sub(r"\s", "", one.source.text[paragraph.start : paragraph.end])
            assert words in shown


def test_nothing_is_asked_of_another_host(trees: dict[str, html.HtmlElement]) -> None:
    for path, tree in trees.items():
        asked = tree.xpath(
            "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //iframe/@src"
        )
        assert not [link for link in asked if urlsplit(link).netloc], path


def test_no_accusing_word_of_our_own(trees: dict[str, html.HtmlElement]) -> None:
    for path, tree in trees.items():
        for quoted in tree.xpath("//*[@class='paper'] | //q | //script | //style"):
            quoted.drop_tree() if quoted.getparent() is not None else None
        assert not [word for word in ACCUSING if word in tree.text_content()], path


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">"&\''


def hostile_report() -> Report:
    text = f"第一部分\n{HOSTILE}收入总计100万元，支出总计100万元。"
    return report(
        [
            fact("income.total", "100", text=text, quote=HOSTILE, reason=HOSTILE),
            fact("expenditure.total", "100", text=text, label=HOSTILE),
            fact("project.1", "7", text=text, label=HOSTILE),
        ],
        text,
        glossary=[GlossaryEntry(HOSTILE, HOSTILE, (5, 9))],
        title=HOSTILE,
        department_name=HOSTILE,
        place=HOSTILE,
    )


def test_hostile_text_stays_text() -> None:
    rendered = build_all(assemble([hostile_report()], ROOT / "content", URL))
    for page in rendered.pages:
        tree = html.fromstring(f"<div>{page.head}{page.html}</div>")
        assert not tree.xpath("//script[not(@type='application/ld+json')] | //img | //@onerror"), page.address
    for file in rendered.files:
        if file.address.endswith((".svg", ".xml")):
            root = html.etree.fromstring(file.content)
            assert not root.xpath("//*[local-name()='script' or local-name()='img']")


def test_hostile_text_stays_text_inside_the_theme(tmp_path: Path) -> None:
    save(hostile_report(), tmp_path / "data/parsed/410803/some-bureau/2024-budget.yaml")
    built = build_into(tmp_path / "site", tmp_path / "data")
    for path in built.rglob("*.html"):
        tree = html.fromstring(path.read_bytes())
        assert not tree.xpath("//*[@onerror] | //img[@src='x']"), path
        assert "alert(1)" not in "".join(tree.xpath("//script[not(@type='application/ld+json')]/text()")), (
            path
        )


def test_json_ld_is_sound_and_cannot_be_broken_out_of() -> None:
    rendered = build_all(assemble([hostile_report()], ROOT / "content", URL))
    page = next(page for page in rendered.pages if page.address.endswith("/2024/"))
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.head, re.S)
    assert len(blocks) == 1
    assert json.loads(blocks[0])["@type"] == "Dataset"


def test_spreadsheets_see_no_formulas() -> None:
    dangerous = report([fact("income.total", "100", quote="=HYPERLINK(0)")])
    rendered = build_all(assemble([dangerous], ROOT / "content", URL))
    csv = next(file for file in rendered.files if file.address == "data/figures.csv").content.decode(
        "utf-8-sig"
    )
    assert "'=HYPERLINK(0)" in csv


def test_the_same_data_builds_the_same_bytes(built: Path, data: Path, tmp_path: Path) -> None:
    again = build_into(tmp_path / "again", data)
    first = {path.relative_to(built): path.read_bytes() for path in built.rglob("*") if path.is_file()}
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_what_the_site_is_made_from_is_not_on_it(built: Path) -> None:
    loose = [
        path.name for path in built.iterdir() if path.is_file() and path.suffix in {".yaml", ".md", ".py"}
    ]
    assert not loose
    assert not list(built.rglob("overrides"))


def test_budget_and_final_of_one_year_share_a_page() -> None:
    planned = report([fact("expenditure.total", "100"), fact("expenditure.basic", "60")])
    spent = report([fact("expenditure.total", "90"), fact("expenditure.basic", "55")], kind="final")
    rendered = build_all(assemble([spent, planned], ROOT / "content", URL))
    page = next(page for page in rendered.pages if page.address.endswith("/2024/"))
    tree = html.fromstring(str(page.html))
    assert {"expenditure.total", "final.expenditure.total", "sec-compare"} <= set(tree.xpath("//@id"))
    row = tree.xpath("//section[@class='band']//tr[th='支出总计']")[0]
    assert [cell.text_content() for cell in row.xpath("td")] == ["100 万元", "90 万元", "−10.00 万元"]


def test_an_empty_archive_still_makes_a_site(tmp_path: Path) -> None:
    site = inputs.load_site(tmp_path, ROOT / "content", URL)
    assert {page.address for page in build_all(site).pages} >= {"", "places/", "findings/"}


def test_weight_of_department_pages(built: Path, trees: dict[str, html.HtmlElement]) -> None:
    """What is promised: 60 KB of HTML."""
    assert department_pages(trees)
    over = {path: (built / path).stat().st_size for path in department_pages(trees)}
    assert not {path: size for path, size in over.items() if size > 60 * 1024}


def test_a_lost_address_stops_the_build_unless_it_is_said_where_it_went(
    data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data / "parsed", folder / "parsed")
    (folder / "permalinks.txt").write_text(
        "/410803/old-name/2022/\n/410803/gov-office/2022/#expenditure.basic\n"
    )
    with pytest.raises(Abort):
        build_into(tmp_path / "site", folder)
    assert "/410803/old-name/2022/" in caplog.text
    (folder / "redirects.yaml").write_text(
        "- from: /410803/old-name/2022/\n  to: /410803/gov-office/2022/\n  date: 2024-03-01\n"
    )
    built = build_into(tmp_path / "site", folder)
    assert "url=../../gov-office/2022/" in (built / "410803/old-name/2022/index.html").read_text()


def test_every_figure_note_and_paragraph_is_promised(built: Path, reports: tuple[Report, ...]) -> None:
    promised = set((built / "permalinks.txt").read_text().splitlines())
    for one in reports:
        identity = one.reading.identity
        page = f"/{identity.code}/{identity.department}/{identity.year}/"
        assert page in promised
        assert {f"{page}#{item.id}" for item in (*one.reading.facts, *one.findings)} <= promised
        paragraphs = {line for line in promised if line.startswith(f"{page}#p-")}
        assert paragraphs <= {f"{page}#p-{p.index}" for p in one.source.paragraphs}
        if f"{page}source/" in promised:
            assert {line.replace("#", "source/#") for line in paragraphs} <= promised
    assert not [line for line in promised if "#sec-" in line or "#s-" in line]


def test_earlier_figures_stay_readable_at_their_version() -> None:
    now = report([fact("expenditure.total", "100")])
    before = report([fact("expenditure.total", "99")])
    site = assemble([now], ROOT / "content", URL, versions={now.id: {"abcdef012345": before}})
    pages = {page.address: page.html for page in build_all(site).pages}
    earlier = pages["410803/some-bureau/2024/v/abcdef012345/"]
    assert "99 万元" in earlier
    assert 'href="../../"' in earlier
    assert "v/abcdef012345/" in pages["410803/some-bureau/2024/"]


def test_the_shelf_renders_only_what_changed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data / "parsed", folder / "parsed")
    rendered: list[str] = []
    build = department_year.build
    monkeypatch.setattr(
        department_year, "build", lambda site, page: rendered.append(page.address) or build(site, page)
    )

    def run() -> list[tuple[str, str]]:
        rendered.clear()
        site = inputs.load_site(folder, ROOT / "content", URL)
        return [(page.address, page.html) for page in build_all(site, Shelf(tmp_path / "shelf")).pages]

    first = run()
    assert len(rendered) == 5
    assert run() == first
    assert rendered == []
    changed = folder / "parsed" / "410803" / "gov-office" / "2022-budget.yaml"
    changed.write_text(changed.read_text().replace('"211.50"', '"211.51"'))
    run()
    assert rendered == ["410803/gov-office/2022/"]


def test_the_shelf_renders_departments_only_when_their_reports_change(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data / "parsed", folder / "parsed")
    rendered: list[str] = []
    make = departments.department
    monkeypatch.setattr(
        departments, "department", lambda site, pages: rendered.append(pages[0].code) or make(site, pages)
    )

    def run() -> dict[str, bytes]:
        rendered.clear()
        site = inputs.load_site(folder, ROOT / "content", URL)
        shelf = Shelf(tmp_path / "shelf")
        made = [departments.build(site, pages, shelf) for pages in site.archive.departments.values()]
        pages, files = (list(chain.from_iterable(kind)) for kind in zip(*made, strict=True))
        return {page.address: page.html.encode() for page in pages} | {f.address: f.content for f in files}

    first = run()
    assert len(rendered) == 5
    assert run() == first
    assert rendered == []
    changed = folder / "parsed" / "410803" / "gov-office" / "2022-budget.yaml"
    changed.write_text(changed.read_text().replace('"211.50"', '"211.51"'))
    assert run() != first
    assert rendered == ["410803"]
