"""A page on which the program fails is made plain: the others are published, and its addresses stay good."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.commands import LEFT_OUT, OK
from generator.site import department_year, departments, key_figures
from generator.site.archive import DepartmentYear
from generator.site.pages import build_all
from generator.site.site import Site, assemble
from tests.site.build_report import report
from tests.site.conftest import ROOT, URL

FAILING = "410803/gov-office/2022/"


def anchors(page: str) -> set[str]:
    return {quoted or bare for quoted, bare in re.findall(r"""\bid=(?:"([^"]+)"|([^\s">]+))""", page)}


def test_one_failing_page_keeps_neither_the_others_nor_its_own_addresses_from_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("410803", "360104"):
        shutil.copytree(ROOT / "data" / "reports" / name, tmp_path / "data" / "reports" / name)
    command = ["build", "--config", str(ROOT / "mkdocs.yml"), "--data", str(tmp_path / "data")]
    command += ["--site", str(tmp_path / "site"), "--promise"]
    assert main(command) == OK
    whole = (tmp_path / "site" / FAILING / "index.html").read_text(encoding="utf-8")
    promised = (tmp_path / "data" / "permalinks.txt").read_text(encoding="utf-8")
    shutil.rmtree(tmp_path / ".cache")
    make, over_years = department_year.build, departments.department

    def fails_on_one(site: Site, page: DepartmentYear) -> Any:
        if page.code == "410803":
            raise KeyError("家")
        return make(site, page)

    def fails_on_its_department(site: Site, pages: tuple[DepartmentYear, ...]) -> Any:
        if pages[0].code == "410803":
            raise ValueError("no such figure")
        return over_years(site, pages)

    monkeypatch.setattr(department_year, "build", fails_on_one)
    monkeypatch.setattr(departments, "department", fails_on_its_department)
    capsys.readouterr()
    assert main(command) == LEFT_OUT
    said = capsys.readouterr().err
    assert f"{FAILING}：生成这一页时程序出错（KeyError: '家'）" in said
    assert "410803/gov-office/：生成这一页时程序出错（ValueError" in said
    assert "test_plain_pages.py" in said  # where, for whoever mends it
    plain = (tmp_path / "site" / FAILING / "index.html").read_text(encoding="utf-8")
    assert "待修复" in plain
    for line in promised.splitlines():
        address, _, anchor = line.partition("#")
        if address.startswith(f"/{FAILING}"):
            assert (tmp_path / "site" / address.strip("/") / "index.html").exists(), line
            assert not anchor or anchor in anchors(plain), line
    assert "一分钟看懂" in whole
    other = (tmp_path / "site" / "360104/gov-office/2024/index.html").read_text(encoding="utf-8")
    assert "一分钟看懂" in other


def test_words_of_a_report_are_escaped_on_plain_pages_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(department_year, "build", fails)
    dangerous = report((), "第一部分\n<script>alert(1)</script>")
    made_plain: list[Any] = []
    pages = build_all(assemble([dangerous], ROOT / "content", URL), made_plain=made_plain).pages
    assert [page.address for page in made_plain] == ["410803/some-bureau/2024/"]
    page = next(page.html for page in pages if page.address == "410803/some-bureau/2024/")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_without_a_list_to_note_it_a_failure_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError("made to fail")

    monkeypatch.setattr(key_figures, "columns", fails)
    with pytest.raises(RuntimeError, match="made to fail"):
        build_all(assemble([report(())], ROOT / "content", URL))
