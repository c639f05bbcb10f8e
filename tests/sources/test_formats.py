"""The format is what the bytes say, whatever the file is called; what is no report is refused."""

from __future__ import annotations

import contextlib
import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from generator import sources
from generator.sources import UnreadableSource
from generator.sources.formats import format_of
from tests.sources import tiny_pdf
from tests.sources.looking import Reader, prose
from tests.sources.tiny_pdf import Page


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "form"),
    [
        (b"%PDF-1.7\n", ".txt", "pdf"),
        (b"\n\n<!DOCTYPE html><html>", ".txt", "html"),
        (b"\xef\xbb\xbf<html>", ".xls", "html"),
        ("<html><body>".encode("utf-16"), ".htm", "html"),
        ("见 <table> 一节".encode(), ".txt", "txt"),
        ("预算\n<table><tr><td>1</td></tr></table>".encode(), ".jsp", "html"),
        (_zip(word__document_xml=b"<x/>"), ".doc", "docx"),
        (_zip(xl__workbook_xml=b"<x/>"), ".zip", "xlsx"),
        (_zip(other=b"x"), ".docx", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls", "ole"),
        (b"{\\rtf1", ".doc", "rtf"),
        (b"\x89PNG\r\n", ".pdf", "image"),
        (b"Rar!\x1a\x07", ".txt", "archive"),
        ("BM公司预算".encode(), ".txt", "txt"),
        ("MZ镇预算".encode(), ".txt", "txt"),
    ],
)
def test_content_decides(data: bytes, suffix: str, form: str) -> None:
    assert format_of(data, suffix) == form


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "OCR"),
        (b"Rar!\x1a\x07" + b"x" * 50, "解压"),
        (b"\x7fELF" + b"x" * 50, "程序"),
        (_zip(other=b"x"), "压缩包"),
        (b"PK\x03\x04" + b"\xff" * 60, "不完整"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<x/>"), "OpenDocument"),
    ],
)
def test_what_is_no_report_says_what_it_is(read_bytes: Reader, data: bytes, word: str) -> None:
    with pytest.raises(UnreadableSource, match=word):
        read_bytes(data, "2024-budget.pdf")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"2024-budget\.pdf"):
        sources.read(tmp_path / "2024-budget.pdf")


@pytest.mark.parametrize(("kind", "why"), [("folder", "文件夹"), ("pipe", "管道")])
def test_what_is_no_file_is_said_and_never_waited_for(kind: str, why: str, tmp_path: Path) -> None:
    place = tmp_path / "报告 一.pdf"
    if kind == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    with pytest.raises(UnreadableSource, match=why) as caught:
        sources.read(place)
    assert "报告 一.pdf" in str(caught.value)
    assert caught.value.cure.startswith("请")


def test_a_file_over_the_limit_is_not_even_read(read_bytes: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    with pytest.raises(UnreadableSource, match="上限"):
        read_bytes("一二三四五六七八九十")


def test_a_web_page_called_xls_is_read_as_a_page(read_bytes: Reader) -> None:
    page = "<html><meta charset=gbk><body><p>2024年部门预算公开说明，收入总计12.30万元。</p></body></html>"
    assert prose(read_bytes(page.encode("gbk"), "表.xls")) == ["2024年部门预算公开说明，收入总计12.30万元。"]


def test_whatever_a_library_raises_names_the_file(
    read_bytes: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setitem(sources._READERS, "txt", broken)
    with pytest.raises(UnreadableSource, match="RecursionError"):
        read_bytes("预算", "2024-budget.txt")


@pytest.mark.parametrize("seed", range(40))
def test_damaged_files_are_read_or_refused(read_bytes: Reader, seed: int) -> None:
    chance = random.Random(seed)
    page = (
        Page().text(200, 60, "支出预算表", 16).table([60, 200, 400], 100, [["项目", "数"], ["基本", "1.00"]])
    )
    whole = tiny_pdf.pdf(page) if seed % 2 else _zip(word__document_xml=b"<w:document/>", other=b"x" * 900)
    data = bytearray(whole)
    for _ in range(chance.choice([1, 5, 40])):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
    with contextlib.suppress(UnreadableSource):
        read_bytes(bytes(data), "a.bin")
