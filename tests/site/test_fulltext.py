"""Full-text search: what is indexed, which shards are made again, and what happens without Pagefind."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import html

from generator.site import department_year, fulltext
from generator.site.fulltext import documents, pagefind, shards
from generator.site.fulltext.documents import Subject
from generator.site.fulltext.pagefind import IndexingError, Pagefind
from generator.site.rendering import RenderedPage
from generator.site.site import Site
from tests.conftest import ROOT

LISTING = f"{fulltext.FOLDER}/shards.json"


@pytest.fixture(scope="module")
def tool() -> Pagefind:
    found = pagefind.installed()
    if found is None:
        pytest.skip("no Pagefind: `make test` installs it")
    return found


@pytest.fixture(scope="module")
def pages(site: Site) -> list[RenderedPage]:
    return [made for page in site.archive.pages for made in department_year.build(site, page)[0]]


class Recording:
    """Stands for Pagefind: remembers which shards it was asked to index, and does so in its way."""

    version = "0"

    def __init__(self) -> None:
        self.shards: list[str] = []

    def index(self, documents: Path, into: Path) -> None:
        self.shards.append(documents.name)
        into.mkdir(parents=True)
        said = [path.read_text(encoding="utf-8") for path in sorted(documents.rglob("*.html"))]
        (into / "pagefind-entry.json").write_text("\n".join(said), encoding="utf-8")


def contents(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三公经费", "三 公 经 费"),
        ("“三公”经费", "“三 公” 经 费"),
        ("2022年支出9,101.68万元，占72.38%。", "2022 年 支 出 9,101.68 万 元， 占 72.38%。"),
        ("（一）比上年-0.5", "（一） 比 上 年- 0.5"),
        ("编制__19__人，４名", "编 制 _ _ 19 _ _ 人， 4 名"),
        ("额+36.18", "额 +36.18"),
        ("GDP增长", "GDP 增 长"),
        ("。。（", "。。（"),
        (" \n ", ""),
    ],
)
def test_every_chinese_character_is_a_word(text: str, expected: str) -> None:
    assert " ".join(documents.words(text)) == expected


def test_everything_a_report_says_is_searched_and_leads_to_its_place(
    site: Site, pages: list[RenderedPage]
) -> None:
    by_address = {page.address: page for page in pages}
    subjects = {subject.address: subject for subject in shards._subjects(site)}
    for page in site.archive.pages:
        pieces = []
        for content in shards._pages_of(subjects[page.address], by_address).values():
            here = list(documents.pieces(content))
            assert {piece.anchor for piece in here} <= set(html.fromstring(content).xpath("//@id"))
            pieces += here
        said = ["".join(documents.words(piece.text)) for piece in pieces]
        everything = "\n".join(said)
        for part in page.parts:
            source = part.report.source
            for paragraph in source.paragraphs:
                for line in source.text[paragraph.start : paragraph.end].split("\t"):
                    assert "".join(documents.words(line)) in everything
            for finding in part.report.findings:
                assert "".join(documents.words(finding.message)) in said
            for fact in part.report.reading.facts:
                assert f"{fact.value:,f}".lstrip("-") in everything or fact.where == "table", fact.id


def test_a_document_escapes_what_a_report_says() -> None:
    page = '<div class="paper"><p id="p-1">支出&lt;script&gt;alert(1)&lt;/script&gt;</p></div>'
    subject = Subject("1/2/3/", "1/2", '"><script>,place:x', "")
    made = documents.document(subject, {"": "<p></p>", "source/": page})
    assert "<script" not in made
    assert '<p id="source/#p-1">支 出' in made


def test_a_changed_report_indexes_its_shard_and_no_other(
    site: Site, pages: list[RenderedPage], tmp_path: Path
) -> None:
    def run(all_pages: list[RenderedPage]) -> list[str]:
        tool = Recording()
        shards._Shelf(tmp_path, tool).shards(  # type: ignore[arg-type]
            shards._subjects(site), {page.address: page for page in all_pages}
        )
        return tool.shards

    first = run(pages)
    assert len(first) == len({shards.shard_of(f"{page.code}/{page.slug}") for page in site.archive.pages}) > 1
    assert run(pages) == []
    changed = [
        RenderedPage(page.address, page.title, "", page.html.replace("接待", "招待"))
        if page.address.startswith("410803/")
        else page
        for page in pages
    ]
    before = contents(tmp_path / "index")
    assert run(changed) == [shards.shard_of("410803/gov-office")]
    after = contents(tmp_path / "index")
    assert {name.split("/")[0] for name in before if before[name] != after[name]} == {
        shards.shard_of("410803/gov-office")
    }
    # What surrounds the report on its page is not searched, and changes nothing.
    assert run([*changed[:-1], _with_neighbour(changed[-1])]) == []
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    assert run(changed) == first


def _with_neighbour(page: RenderedPage) -> RenderedPage:
    return RenderedPage(page.address, page.title, "", page.html + "<ul><li><a href=x>又一个部门</a></ul>")


def test_departments_that_are_gone_are_forgotten(
    site: Site, pages: list[RenderedPage], tmp_path: Path
) -> None:
    subjects, by_address = list(shards._subjects(site)), {page.address: page for page in pages}
    shards._Shelf(tmp_path, Recording()).shards(subjects, by_address)  # type: ignore[arg-type]
    kept = [subject for subject in subjects if subject.address.startswith("410803/")]
    found = shards._Shelf(tmp_path, Recording()).shards(kept, by_address)  # type: ignore[arg-type]
    assert list(found) == [shards.shard_of("410803/gov-office")]
    assert [path.name for path in (tmp_path / "index").iterdir()] == list(found)
    assert len(list((tmp_path / "documents").rglob("*.html"))) == len(kept)


@pytest.mark.usefixtures("tool")
def test_the_same_pages_give_the_same_bytes(site: Site, pages: list[RenderedPage], tmp_path: Path) -> None:
    made = [
        {file.address: file.content for file in fulltext.index(site, pages, tmp_path / name)} for name in "ab"
    ]
    assert made[0] == made[1]
    names = json.loads(made[0][LISTING])["shards"]
    assert sum("/fragment/" in address for address in made[0]) == len(site.archive.pages)
    # The searching program comes once, and none of Pagefind's own interfaces.
    programs = sorted(address for address in made[0] if address.endswith(".js") or "wasm" in address)
    assert [address.removeprefix(f"{fulltext.FOLDER}/{names[0]}/") for address in programs] == [
        "pagefind-worker.js",
        "pagefind.js",
        "wasm.unknown.pagefind",
    ]


def test_without_pagefind_there_is_an_empty_listing_and_a_plain_word(
    site: Site,
    pages: list[RenderedPage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert pagefind.installed() is None
    (listing,) = fulltext.index(site, pages, tmp_path)
    assert (listing.address, json.loads(listing.content)) == (LISTING, {"shards": []})
    assert "没有全文搜索" in caplog.text
    assert "没有装上 Pagefind" in caplog.text


def test_a_pagefind_that_fails_keeps_nothing_from_being_published(
    site: Site,
    pages: list[RenderedPage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Pagefind(Path(shutil.which("false") or "/bin/false"), "1")
    with pytest.raises(IndexingError):
        broken.index(tmp_path, tmp_path / "out")
    monkeypatch.setattr(pagefind, "installed", lambda: broken)
    (listing,) = fulltext.index(site, pages, tmp_path)
    assert json.loads(listing.content) == {"shards": []}
    assert "没有全文搜索" in caplog.text


def test_the_lock_names_hashes_and_no_registry() -> None:
    lock = json.loads((ROOT / ".ci/pagefind/package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / ".ci/pagefind/package.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {name.removeprefix("node_modules/") for name in packages} == set(wanted["optionalDependencies"])
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
    assert len({package["version"] for package in packages.values()}) == 1


def test_installing_without_network_says_so_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    nowhere = "http://127.0.0.1:9/"
    offline = {
        "npm_config_registry": nowhere,
        "npm_config_fetch_retries": "0",
        "npm_config_cache": str(tmp_path / "cache"),
        "PIP_INDEX_URL": nowhere,
        "PIP_RETRIES": "0",
    }
    done = subprocess.run(
        [ROOT / ".ci" / "install-pagefind", tmp_path],
        env={**os.environ, **offline},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search("没有装上 Pagefind.*不带全文搜索", done.stderr)
    assert not (tmp_path / "pagefind").exists()
