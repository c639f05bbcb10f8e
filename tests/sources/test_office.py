"""Old office formats: through LibreOffice where there is one, a clear word where there is none."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from generator.sources import UnreadableSource, office
from tests.sources.looking import Reader, prose

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
