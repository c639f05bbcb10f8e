"""Old office formats: through LibreOffice where there is one, a clear word where there is none."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import openpyxl
import pytest

from generator.sources import UnreadableSource, office
from tests.sources.looking import Reader, grid, prose

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def old(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\0" * 100


@pytest.fixture
def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: None)


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize(
    ("data", "new"), [(old("WordDocument"), "docx"), (old("Workbook"), "xlsx"), (b"{\\rtf1 x}", "docx")]
)
def test_without_libreoffice_the_way_out_is_said(read_bytes: Reader, data: bytes, new: str) -> None:
    with pytest.raises(UnreadableSource, match="LibreOffice") as caught:
        read_bytes(data, "a.doc")
    assert f".{new}" in caught.value.cure


@pytest.mark.parametrize(
    ("data", "word"), [(old("EncryptedPackage"), "密码"), (old("PowerPoint"), "不是 Word")]
)
def test_what_it_could_not_read_anyway(read_bytes: Reader, data: bytes, word: str) -> None:
    with pytest.raises(UnreadableSource, match=word):
        read_bytes(data, "a.doc")


def program(folder: Path, body: str) -> str:
    made = folder / "soffice"
    made.write_text(f"#!/bin/sh\n{body}\n")
    made.chmod(0o755)
    return str(made)


def test_what_libreoffice_makes_is_read(
    read_bytes: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document()
    document.add_paragraph("收入总计12.30万元。")
    out = io.BytesIO()
    document.save(out)
    ready = tmp_path / "ready.docx"
    ready.write_bytes(out.getvalue())
    # Stands in for LibreOffice: its last argument is the file, the one after --outdir the folder.
    body = f'for last; do :; done; cp "{ready}" "$(dirname "$last")/report.docx"'
    monkeypatch.setattr(office.shutil, "which", lambda _: program(tmp_path, body))
    source = read_bytes(old("WordDocument"), "a.doc")
    assert prose(source) == ["收入总计12.30万元。"]
    assert source.format == "doc"


def test_a_conversion_that_hangs_is_ended(
    read_bytes: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.3)
    monkeypatch.setattr(office.shutil, "which", lambda _: program(tmp_path, "sleep 30"))
    with pytest.raises(UnreadableSource, match="没有转换完"):
        read_bytes(old("Workbook"), "a.xls")


def test_a_conversion_that_fails_is_said(
    read_bytes: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: program(tmp_path, "exit 1"))
    with pytest.raises(UnreadableSource, match="未能转换"):
        read_bytes(old("Workbook"), "a.xls")


# What [MS-XLS] and [MS-DOC] say an encrypted file begins with, each stream at a sector of its own.
LOCKED_BOOK = bytes.fromhex("0908100000060500bb0dcc0700000000060000002f0036000100")
LOCKED_WORD = bytes.fromhex("eca5c100000000000000f013")
OPEN_BOOK = bytes.fromhex("0908100000060500bb0dcc070000000006000000e1000200b004")
OPEN_WORD = bytes.fromhex("eca5c100000000000000f012")


@pytest.mark.parametrize(
    ("name", "stream", "locked"),
    [
        ("Workbook", LOCKED_BOOK, True),
        ("WordDocument", LOCKED_WORD, True),
        ("Workbook", OPEN_BOOK, False),
        ("WordDocument", OPEN_WORD, False),
        ("WordDocument", LOCKED_WORD[:11], False),
    ],
)
def test_a_password_is_named_as_what_stopped_the_conversion(
    name: str,
    stream: bytes,
    locked: bool,
    read_bytes: Reader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: program(tmp_path, "exit 1"))
    data = old(name)
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(data + b"\0" * (-len(data) % 512) + stream, "a.xls")
    assert ("密码" in caught.value.why) == locked


# --- the real LibreOffice ------------------------------------------------------------------------

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """convert(file, "doc") -> the same in an old format, written by LibreOffice itself."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def converted(file: Path, form: str) -> Path:
        command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
        subprocess.run(
            [*command, "--outdir", str(file.parent), str(file)], check=True, capture_output=True, timeout=120
        )
        return file.with_suffix(f".{form.partition(':')[0]}")

    return converted


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prose, an automatically numbered list and a table with a merged title row."""
    made = docx.Document()
    made.add_paragraph("某市水务局2023年度部门决算")
    made.add_paragraph("一、收入总计1,234.50万元，支出总计1234.50万元。")
    for words in ("基本支出1000.00万元", "项目支出234.50万元"):
        made.add_paragraph(words, style="List Number")
    table = made.add_table(rows=3, cols=3)
    rows = (("支出表", "", ""), ("项目", "预算数", "决算数"), ("本年支出合计", "1200.00", ""))
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
    table.cell(0, 0).merge(table.cell(0, 2))
    made.add_paragraph("完")
    place = tmp_path_factory.mktemp("office") / "report.docx"
    made.save(str(place))
    return place


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "支出表"
    for row in (
        ["2023年支出表"],
        ["单位：万元"],
        ["科目编码", "科目名称", "合计"],
        ["2130301", "行政运行", 1234.5],
        ["", "合计", 0],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet["C4"].number_format = "#,##0.00"
    place = tmp_path_factory.mktemp("office") / "tables.xlsx"
    made.save(place)
    return place


@pytest.mark.parametrize(("form", "name"), [("doc", "a.doc"), ("doc", "a.wps"), ("rtf", "a.rtf")])
def test_an_old_document_reads_as_the_new_one(
    form: str, name: str, convert: Convert, document: Path, read_bytes: Reader
) -> None:
    new = read_bytes(document.read_bytes(), "a.docx")
    source = read_bytes(convert(document, form).read_bytes(), name)
    assert source.format == form
    assert prose(source) == prose(new)
    assert "1.基本支出1000.00万元" in prose(source), "numbers that Word makes up are text too"
    assert grid(source) == grid(new)


@pytest.mark.parametrize("name", ["b.xls", "b.et"])
def test_an_old_workbook_reads_as_the_new_one(
    name: str, convert: Convert, workbook: Path, read_bytes: Reader
) -> None:
    new = read_bytes(workbook.read_bytes(), "b.xlsx")
    source = read_bytes(convert(workbook, "xls").read_bytes(), name)
    assert source.format == "xls"
    assert grid(source) == grid(new)
    assert "1,234.50" in source.text
    assert [(t.caption, t.unit) for t in source.tables] == [("2023年支出表", "万元")]


@pytest.mark.usefixtures("convert")
@pytest.mark.parametrize(
    ("data", "name"), [(old("WordDocument"), "a.doc"), (old("Workbook"), "a.xls"), (b"{\\rtf1", "a.rtf")]
)
def test_a_broken_file_is_named(data: bytes, name: str, read_bytes: Reader) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(data + b"\0\xff" * 900, name)
    assert name in str(caught.value)
    assert "请" in caught.value.cure


def test_a_pdf_with_a_password_is_named(
    convert: Convert, document: Path, read_bytes: Reader, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(document, tmp_path))
    asked = {"EncryptFile": ("boolean", "true"), "DocumentOpenPassword": ("string", "x")}
    options = json.dumps({name: {"type": kind, "value": value} for name, (kind, value) in asked.items()})
    locked = convert(copy, f"pdf:writer_pdf_Export:{options}")
    with pytest.raises(UnreadableSource, match="密码") as caught:
        read_bytes(locked.read_bytes(), "预 算.pdf")
    assert "预 算.pdf" in str(caught.value)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it has been asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer  # noqa: N815 (the names http.server calls)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def test_a_document_fetches_nothing(
    asked: tuple[str, list[str]], convert: Convert, read_bytes: Reader, tmp_path: Path
) -> None:
    """A linked picture in a report of strangers must not make the program call their host."""
    address, paths = asked
    page = tmp_path / "link.html"
    page.write_text(f'<html><body><img src="{address}/a.png"><p>12.30</p></body></html>', "utf-8")
    document = convert(page, "doc:MS Word 97")
    assert paths, "without the settings LibreOffice does fetch it"
    assert b"INCLUDEPICTURE" in document.read_bytes().replace(b"\0", b"")
    paths.clear()
    assert prose(read_bytes(document.read_bytes(), "link.doc")) == ["12.30"]
    assert paths == []
