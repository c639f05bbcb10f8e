"""The pages behind a department-year: tables, text, and one address for every figure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import html

from generator import vocabulary
from generator.model import Kind, Report
from generator.site import addresses, department_year
from generator.site.archive import earlier_version
from generator.site.figures import Figures, figure_name
from generator.site.rendering import RenderedFile, RenderedPage
from generator.site.site import Site, assemble
from generator.site.slim import slim
from generator.site.whereabouts import Whereabouts, is_long
from generator.store import DataFolder, permalinks
from tests.conftest import find_corpus
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL
from tests.site.long_report import WRITTEN, long_text, read

VARIANTS = sorted(path for path in (ROOT / "tests").glob("variants*/*.txt"))


@pytest.fixture(scope="module")
def long_one(tmp_path_factory: pytest.TempPathFactory) -> Report:
    place = tmp_path_factory.mktemp("long") / "long.txt"
    place.write_text(long_text(), encoding="utf-8")
    return read(place)


@pytest.fixture(scope="module")
def every(long_one: Report) -> list[Report]:
    """The written reports, the long one, and the PDF reports where the corpus is at hand."""
    corpus = find_corpus()
    pdfs = sorted(corpus.glob("reports/*.pdf")) if corpus else []
    return [long_one, *(read(path) for path in (*VARIANTS, *pdfs))]


def alone(one: Report) -> Site:
    return assemble([one], ROOT / "content", URL)


def built(one: Report) -> tuple[dict[str, RenderedPage], dict[str, RenderedFile]]:
    """The pages and files of one report, by their address."""
    site = alone(one)
    pages, files = department_year.build(site, site.archive.pages[0])
    return {page.address: page for page in pages}, {file.address: file for file in files}


def ids(page: RenderedPage) -> list[str]:
    return [str(name) for name in html.fragment_fromstring(page.html, create_parent="div").xpath(".//@id")]


def links(page: RenderedPage) -> Iterator[str]:
    """Where the links of a page lead, as addresses of the site."""
    for link in html.fragment_fromstring(page.html, create_parent="div").xpath(".//a/@href"):
        path, mark, anchor = link.partition("#")
        steps = page.address.split("/")[:-1]
        for step in path.split("/")[:-1]:
            steps = steps[:-1] if step == ".." else steps if step == "." else [*steps, step]
        if "//" not in path:
            yield f"{'/'.join(steps)}/{path.rpartition('/')[2]}{mark}{anchor}"


def test_every_figure_is_where_its_address_says_and_nowhere_else(every: list[Report]) -> None:
    behind = 0
    for one in every:
        pages, _ = built(one)
        where = alone(one).archive.pages[0].where(alone(one).archive.pages[0].parts[0])
        anchors = {address: ids(page) for address, page in pages.items()}
        for figure in Figures(one).by_id:
            page, _, anchor = where.figure(figure).partition("#")
            found = [address for address, names in anchors.items() if anchor in names]
            assert found == [page], (one.provenance.path, figure, found)
            behind += page != where.page
    assert behind > 500


def test_links_among_the_pages_of_a_report_arrive(every: list[Report]) -> None:
    for one in every:
        pages, files = built(one)
        anchors = {address: set(ids(page)) for address, page in pages.items()}
        for page in pages.values():
            assert len(ids(page)) == len(set(ids(page))), page.address
            for link in links(page):
                to, _, anchor = link.partition("#")
                if to in pages:
                    assert not anchor or anchor in anchors[to], (page.address, link)
                elif to.rpartition("/")[2] and to.startswith(next(iter(pages))):
                    assert to in files, (page.address, link)


def test_paragraphs_keep_their_anchor_where_the_text_is_apart(long_one: Report) -> None:
    pages, _ = built(long_one)
    page = next(iter(pages))
    names = {f"p-{p.index}" for p in long_one.source.paragraphs}
    assert is_long([long_one])
    assert names <= set(ids(pages[page]))
    assert names <= set(ids(pages[addresses.source(page)]))
    assert names <= set(pages[page].anchors)
    assert names <= set(pages[addresses.source(page)].anchors)


def test_a_short_text_stays_on_its_page() -> None:
    pages, _ = built(report([fact("income.total", "100")]))
    page = next(iter(pages))
    assert list(pages) == [page, addresses.checks(page)]
    assert 'class="paper"' in pages[page].html


def test_the_new_addresses_are_promised(long_one: Report) -> None:
    pages, _ = built(long_one)
    tables = pages[addresses.tables(next(iter(pages)))]
    figures = {f.id for f in long_one.reading.facts if f.table is not None}
    assert len(figures) > 400
    assert figures <= set(tables.anchors)
    assert {"t-1"} <= set(tables.anchors)


def test_a_figure_of_the_text_says_in_which_table_it_stands_too() -> None:
    pages, _ = built(read(WRITTEN))
    tree = html.fragment_fromstring(next(iter(pages.values())).html, create_parent="div")
    row = tree.xpath(".//tr[@id='income.total']")[0]
    assert re.search(r"第\d+段 又见 表\d", row.text_content())
    assert row.xpath(".//td[3]/a[starts-with(@href, 'tables/#')]")


def test_tables_are_tables() -> None:
    one = read(WRITTEN)
    pages, files = built(one)
    page = next(iter(pages))
    tree = html.fragment_fromstring(pages[addresses.tables(page)].html, create_parent="div")
    sheets = tree.xpath(".//section[@class='sheet']")
    assert len(sheets) == len(one.source.tables)
    assert "单位：万元" in sheets[0].text_content()
    for cell in tree.xpath(".//table//td[a]"):
        heads = "preceding-sibling::th[@scope='row'] | ancestor::table//th[@scope='col']"
        assert cell.xpath(heads), html.tostring(cell)
    assert tree.xpath(".//th[@scope='col']")
    empty = next(t for t in one.reading.tables if not t.facts)
    assert empty.problem
    assert empty.problem in tree.xpath("string(.//ul[@class='tables'])")
    text = files[f"{addresses.tables(page)}budget-1.csv"].content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[:2] for row in rows if "3102.18" in row] == [["一、一般公共预算拨款收入", "3102.18"]]
    names = json.loads(files[f"{addresses.tables(page)}names.json"].content)
    where = Whereabouts(page, "", one, apart=True)
    assert names.keys() == where.tabled
    assert all(names.values())


def test_classes_say_what_a_style_would_have_to_look_for(every: list[Report]) -> None:
    """Cells of words, which stand at the left, and lines that unfold, which hold others."""
    words: set[bool] = set()
    unfolding: set[bool] = set()
    for one in every:
        for page in built(one)[0].values():
            tree = html.fragment_fromstring(page.html, create_parent="div")
            for cell in tree.xpath(".//table[contains(@class, 'raw')]//td"):
                expected = bool(cell.text_content().strip()) and not cell.xpath("./a")
                assert (cell.get("class") == "said") is expected
                words.add(expected)
            for line in tree.xpath(".//ul[@class='unfold']//li"):
                assert (line.get("class") == "parent") is bool(line.xpath("./details"))
                unfolding.add(line.get("class") == "parent")
    assert words == unfolding == {True, False}


def test_no_id_is_shown_as_a_name(every: list[Report]) -> None:
    """Latin letters in a name are the report's own words (项目 A), never an id of ours."""
    shown: set[tuple[str, str]] = set()
    for one in every:
        for item in one.reading.facts:
            name = figure_name(item, one.reading.identity.year).replace(item.label or "\0", "")
            shown.add((item.id, f"{name}：{vocabulary.measure_name(item.measure)}"))
    assert len(shown) > 500
    assert not [pair for pair in shown if re.search(r"[a-z]{2,}", pair[1])]


def test_every_concept_has_a_chinese_name() -> None:
    assert not [c.id for c in vocabulary.concepts().values() if re.search(r"[a-z]{2,}", c.zh)]


def test_weight_of_a_long_report(tabled: Path) -> None:
    """The page of the longest report is as light as the others: what makes it long lies behind it."""
    pages = [path for path in tabled.rglob("index.html") if re.search(r"/\d{4}/index.html$", path.as_posix())]
    assert len(pages) == 2
    assert all(path.stat().st_size <= 60 * 1024 for path in pages), [path.stat().st_size for path in pages]
    tables = next(path for path in tabled.rglob("tables/index.html") if "culture-tourism" in path.as_posix())
    assert len(html.fromstring(tables.read_bytes()).xpath("//table[contains(@class,'raw')]//td/a[@id]")) > 400


FRAME = 12_200
"""Bytes of the theme around a page."""


def test_weight_of_every_report(every: list[Report]) -> None:
    """60 KB, the longest reports of the corpus among them."""
    sizes = {}
    for one in every:
        page = next(iter(built(one)[0].values()))
        sizes[one.provenance.path] = len(slim(str(page.html)).encode()) + FRAME
    assert not {name: size for name, size in sizes.items() if size > 60 * 1024}


def of_kind(one: Report, kind: Kind) -> Report:
    """The report as if it were of this kind, and of 2024."""
    identity = replace(one.reading.identity, kind=kind, year=2024)
    path = re.sub(r"[^/]*$", f"2024-{kind}.txt", one.provenance.path)
    return replace(
        one, reading=replace(one.reading, identity=identity), provenance=replace(one.provenance, path=path)
    )


def paired(one: Report) -> dict[str, RenderedPage]:
    """The pages of a budget and a final account that are as long as this report."""
    site = assemble([of_kind(one, "budget"), of_kind(one, "final")], ROOT / "content", URL)
    (page,) = site.archive.pages
    return {made.address: made for made in department_year.build(site, page)[0]}


def test_two_long_reports_of_a_year_have_their_figures_on_a_page_behind(long_one: Report) -> None:
    pages = paired(long_one)
    own = next(iter(pages))
    assert list(pages) == [f"{own}{behind}" for behind in ("", "checks/", "figures/", "tables/", "source/")]
    promised = {f"{address}#{anchor}" for address, page in pages.items() for anchor in page.anchors}
    for prefix in ("", "final."):
        where = Whereabouts(own, prefix, long_one, apart=True, figures_apart=True)
        for figure in {item.id for item in long_one.reading.facts}:
            assert where.figure(figure) in promised
            address, _, anchor = where.figure(figure).partition("#")
            assert anchor in ids(pages[address])
    links = html.fragment_fromstring(pages[own].html, create_parent="div").xpath(
        ".//section[@class='behind']//a/@href"
    )
    assert {link.partition("#")[0] for link in links} == {"figures/", "tables/", "source/"}
    assert permalinks_kept(long_one, promised, own)


def permalinks_kept(one: Report, published: set[str], own: str) -> bool:
    """Whether what the budget alone had promised, before the final account came, is still kept."""
    site = alone(of_kind(one, "budget"))
    pages, _ = department_year.build(site, site.archive.pages[0])
    assert pages[0].address == own
    with TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        permalinks.append({f"/{page.address}#{anchor}" for page in pages for anchor in page.anchors}, data)
        permalinks.check({f"/{address}" for address in published}, data)  # raises where one is lost
    return True


def test_weight_of_two_reports_on_a_page(every: list[Report]) -> None:
    """Of two reports as heavy as the heaviest, not of any pair that was published."""
    sizes = {
        one.provenance.path: len(slim(str(next(iter(paired(one).values())).html)).encode()) + FRAME
        for one in every
    }
    assert max(sizes.values()) <= 64 * 1024, sizes


def test_notes_that_only_inform_are_lines(long_one: Report) -> None:
    pages, _ = built(long_one)
    tree = html.fragment_fromstring(next(iter(pages.values())).html, create_parent="div")
    slight = [f.id for f in long_one.findings if f.severity == "info"]
    assert slight
    lines = {str(name) for name in tree.xpath(".//ul[@class='hints']/li/@id")}
    assert set(slight) <= lines | set(tree.xpath(".//div[@class='also']/@id"))
    assert not tree.xpath(".//article[contains(@class,'info')]")
    for name in lines:
        assert tree.xpath(f".//li[@id='{name}']//a[@href='checks/#{name}']")


def test_earlier_figures_keep_their_pages_behind(long_one: Report) -> None:
    now = report([fact("income.total", "1")])
    identity = replace(now.reading.identity, title=long_one.reading.identity.title)
    before = replace(long_one, reading=replace(long_one.reading, identity=identity))
    page = earlier_version(before, "abcdef012345")
    pages, _ = department_year.build(alone(now), page)
    assert [made.address for made in pages] == [
        f"{page.address}{behind}" for behind in ("", "checks/", "tables/", "source/")
    ]
    assert page.address.endswith("/v/abcdef012345/")
