"""Spreadsheets: numbers as shown, merged cells, hidden parts left out, several sheets."""

from __future__ import annotations

import io

import openpyxl
import pytest

from generator.sources import UnreadableSource
from tests.sources.looking import Reader, grid, prose


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表2收入"
    for row in [
        ["2024年部门收入预算表"],
        ["部门：某局", None, None, "单位：万元"],
        ["科目", None, "科目名称", "合计"],
        ["类", "款", None, None],
        [201, 3, "政府办公厅（室）及相关机构事务", 1234.5],
        [208, None, "社会保障和就业支出", 0.1 + 0.2],
        ["合计", None, None, 1234.8],
        ["注：含上年结转。"],
    ]:
        sheet.append(row)
    for merged in ("A1:D1", "A3:B3", "C3:C4", "D3:D4", "A7:C7", "A8:D8"):
        sheet.merge_cells(merged)
    for row in range(5, 8):
        sheet.cell(row, 2).number_format = "00"
        sheet.cell(row, 4).number_format = "#,##0.00"
    return book


def test_a_sheet_is_a_table_with_its_title_and_unit(read_bytes: Reader) -> None:
    source = read_bytes(saved(workbook()), "a.xlsx")
    table = source.tables[0]
    assert (table.caption, table.unit) == ("2024年部门收入预算表", "万元")
    assert prose(source) == ["2024年部门收入预算表", "部门：某局 单位：万元", "注：含上年结转。"]
    assert [(c.text, c.rowspan, c.colspan) for c in table.cells if c.row == 0] == [
        ("科目", 1, 2), ("科目名称", 2, 1), ("合计", 2, 1),
    ]  # fmt: skip


def test_numbers_are_what_the_sheet_shows(read_bytes: Reader) -> None:
    rows = grid(read_bytes(saved(workbook()), "a.xlsx"))
    assert rows[2] == ["201", "03", "政府办公厅（室）及相关机构事务", "1,234.50"]
    assert rows[3] == ["208", "", "社会保障和就业支出", "0.30"]
    assert rows[4] == ["合计", "1,234.80"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.7238, "0.00%", "72.38%"),
        (765.68, "General", "765.68"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "General", "12"),
        (1234567.891, "#,##0.0_);[Red](#,##0.0)", "1,234,567.9"),
        (-3.5, "0.00_ ", "-3.50"),
        ("16.80", "@", "16.80"),
        (7, "000", "007"),
        (True, "General", "是"),
    ],
)
def test_number_formats(read_bytes: Reader, value: object, form: str, shown: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目", "预算数"])
    book.active.append(["基本支出", value])
    book.active["B2"].number_format = form
    assert grid(read_bytes(saved(book), "a.xlsx"))[1] == ["基本支出", shown]


def test_hidden_parts_are_not_what_was_published(read_bytes: Reader) -> None:
    book = workbook()
    draft = book.create_sheet("底稿")
    draft.append(["项目", "数"])
    draft.append(["内部测算", 999])
    draft.sheet_state = "hidden"
    book.active.row_dimensions[6].hidden = True
    source = read_bytes(saved(book), "a.xlsx")
    assert "999" not in source.text
    assert "社会保障" not in source.text
    noted = source.tables[-1]
    assert noted.caption == "底稿"
    assert noted.problem is not None
    assert "隐藏" in noted.problem


def test_every_sheet_is_read(read_bytes: Reader) -> None:
    book = workbook()
    second = book.create_sheet("三公经费表")
    second.append(["项目", "预算数（万元）"])
    second.append(["合计", 12.5])
    source = read_bytes(saved(book), "a.xlsx")
    assert [t.caption for t in source.tables] == ["2024年部门收入预算表", "三公经费表"]


def test_a_workbook_without_content_says_so(read_bytes: Reader) -> None:
    with pytest.raises(UnreadableSource, match="没有内容"):
        read_bytes(saved(openpyxl.Workbook()), "a.xlsx")


def test_tables_one_above_the_other_on_a_sheet_are_tables_of_their_own(read_bytes: Reader) -> None:
    book = openpyxl.Workbook()
    for row in [
        ["2024年部门收入预算表"],
        [None, None, "单位：元"],
        ["科目编码", "科目名称", "合计"],
        [None, None, None],  # within the heading: the cells above reach over it
        ["201", "一般公共服务支出", 100],
        [None, None, None],  # a gap is no end
        ["208", "社会保障和就业支出", 20],
        ["注：含上年结转。"],
        [],
        ["2024年部门支出预算表"],
        ["公开03表"],
        [None, "单位：万元"],
        ["项目", "预算数"],
        ["基本支出", 3],
        ["项目支出", 4],
    ]:
        book.active.append(row)
    for merged in ("A3:A4", "B3:B4", "C3:C4"):
        book.active.merge_cells(merged)
    source = read_bytes(saved(book), "a.xlsx")
    assert [(t.caption, t.unit) for t in source.tables] == [
        ("2024年部门收入预算表", "元"),
        ("2024年部门支出预算表", "万元"),
    ]
    assert [max(c.row for c in t.cells) for t in source.tables] == [4, 2]
    assert "注：含上年结转。" in prose(source)
