"""Word documents: order, automatic numbers, merged and nested tables, and packages that are traps."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from generator.sources import UnreadableSource, package
from tests.sources.looking import Reader, grid, prose


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_paragraphs_and_tables_in_order(read_bytes: Reader) -> None:
    document = docx.Document()
    document.add_heading("一、收入情况", 1)
    document.add_paragraph("2024年收入总计765.68万元。")
    document.add_paragraph("收支总表")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate(
        [["收入", "", "支出"], ["项目", "预算数", "预算数"], ["一、拨款", "1.00", ""]]
    ):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    document.add_paragraph("注：以上为汇总数。")
    source = read_bytes(saved(document), "a.docx")
    assert prose(source) == [
        "一、收入情况",
        "2024年收入总计765.68万元。",
        "收支总表",
        "单位：万元",
        "注：以上为汇总数。",
    ]
    assert (source.tables[0].caption, source.tables[0].unit) == ("收支总表", "万元")
    assert [(c.text, c.colspan) for c in source.tables[0].cells if c.row == 0] == [("收入", 2), ("支出", 1)]
    assert grid(source)[2] == ["一、拨款", "1.00", ""]


def test_cells_merged_downwards(read_bytes: Reader) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for row, words in enumerate([["合计", "1.00"], ["甲", "2.00"], ["", "3.00"]]):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    source = read_bytes(saved(document), "a.docx")
    merged = next(c for c in source.tables[0].cells if c.text == "甲")
    assert (merged.row, merged.rowspan) == (1, 2)
    assert grid(source)[2] == ["3.00"]


def test_automatic_numbers_are_printed(read_bytes: Reader) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
            '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for text, level in [("收入", 0), ("拨款", 1), ("其他", 1), ("支出", 0), ("基本", 1)]:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>')
        )
    source = read_bytes(saved(document), "a.docx")
    assert prose(source) == ["一、收入", "一.1拨款", "一.2其他", "二、支出", "二.1基本"]


def test_deleted_words_are_gone_and_inserted_ones_there(read_bytes: Reader) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("收入")._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>1.00</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>2.00万元</w:t></w:r></w:ins>"))
    assert prose(read_bytes(saved(document), "a.docx")) == ["收入2.00万元"]


def test_a_single_cell_around_prose_is_no_table(read_bytes: Reader) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "本部门没有政府性基金预算拨款安排的支出。"
    source = read_bytes(saved(document), "a.docx")
    assert not source.tables
    assert prose(source) == ["本部门没有政府性基金预算拨款安排的支出。"]


def test_pictures_alone_ask_for_recognition(read_bytes: Reader) -> None:
    with pytest.raises(UnreadableSource, match="OCR"):
        read_bytes(saved(docx.Document()), "a.docx")


def tampered(part: str, data: bytes) -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("收入12.30万元")
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for item in old.infolist():
            new.writestr(item.filename, data if item.filename == part else old.read(item))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (tampered("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "实体"),
        (tampered("word/document.xml", b"<w:document"), "损坏"),
        (tampered("docProps/app.xml", b" " * 40_000_000), "过大"),
        (tampered("word/document.xml", b"<x/>")[:900], "压缩包|损坏"),
    ],
)
def test_hostile_packages_are_refused(read_bytes: Reader, data: bytes, word: str) -> None:
    with pytest.raises(UnreadableSource, match=word):
        read_bytes(data, "a.docx")


def test_the_unpacked_size_is_limited(read_bytes: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 1_000)
    with pytest.raises(UnreadableSource, match="过大"):
        read_bytes(saved(docx.Document()), "a.docx")
