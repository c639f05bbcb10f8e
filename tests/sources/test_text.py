"""Plain text: encodings, wrapped lines, page numbers, typed tables."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.sources import UnreadableSource
from tests.sources.looking import Reader, grid, prose

REPORT = "第一部分  部门概况\n一、主要职责\n2022年收入总计765.68万元，增长21.25%。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_gives_the_same_text(read_bytes: Reader, encoding: str) -> None:
    assert read_bytes(REPORT.encode(encoding)).text == REPORT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_byte_does_not_refuse_a_report(read_bytes: Reader, encoding: str) -> None:
    data = bytearray((REPORT * 30).encode(encoding))
    data[7] = 0xFF
    text = read_bytes(bytes(data)).text
    assert "\ufffd" in text
    assert text.endswith(REPORT)


def test_newlines_become_line_feeds_and_nothing_else_changes(read_bytes: Reader) -> None:
    assert read_bytes("一、甲\r\n\t 二　乙\r丙 ".encode()).text == "一、甲\n\t 二　乙\n丙 "


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\0" * 64, bytes(range(256)) * 40, "——\n…".encode()])
def test_a_file_without_text_is_refused_with_a_reason_and_a_cure(read_bytes: Reader, data: bytes) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(data)
    assert caught.value.why
    assert caught.value.cure
    assert "report.txt" in str(caught.value)


def test_one_paragraph_a_line_stays_so(read_bytes: Reader) -> None:
    source = read_bytes(
        "一、收入情况\n本年收入765.68万元，主要是财政拨款\n二、支出情况\n本年支出765.68万元\n"
    )
    assert prose(source) == [
        "一、收入情况",
        "本年收入765.68万元，主要是财政拨款",
        "二、支出情况",
        "本年支出765.68万元",
    ]


WRAPPED = """一、收入情况说明
本部门2023年收入预算合计1509.04万元，比上年增加120.5万
元，增长8.68%，主要原因是人员经费增加以及项目支出的增
加。其中：一般公共预算拨款收入1509.04万元，占收入合计的
100%，比上年增加120.50万元；政府性基金预算拨款收入28
 12
100万元，占收入合计的比例较小，主要用于城市建设方面的支
出。
二、支出情况说明
支出预算合计1509.04万元。
"""


def test_wrapped_lines_are_one_paragraph_and_a_page_number_joins_no_figure(read_bytes: Reader) -> None:
    source = read_bytes(WRAPPED)
    found = prose(source)
    assert found[0] == "一、收入情况说明"
    assert "120.5万元，增长8.68%" in found[1]
    assert found[-2:] == ["二、支出情况说明", "支出预算合计1509.04万元。"]
    assert source.text == WRAPPED


@pytest.mark.parametrize("number", ["─ 2 ─", "- 12 -", "第3页 共9页", "第 三 页", "3/20", "· 7 ·"])
def test_page_numbers_are_no_paragraphs(read_bytes: Reader, number: str) -> None:
    assert prose(read_bytes(f"一、概况\n{number}\n二、收入\n")) == ["一、概况", "二、收入"]


def test_bare_page_numbers_count_on(read_bytes: Reader) -> None:
    lines = [f"{'一二三四五六七八'[i % 8]}、某项工作的情况说明" for i in range(8)]
    found = prose(read_bytes("\n".join([*lines, "1", *lines, "2", *lines, "3"])))
    assert found == lines * 3


def test_bare_numbers_of_a_collected_table_are_figures(read_bytes: Reader) -> None:
    text = "项目\n预算数\n合计\n79\n因公出国费\n0\n公务用车费\n75\n公务接待费\n4\n"
    assert "79" in prose(read_bytes(text))
    assert len(prose(read_bytes(text))) == 10


def test_a_year_alone_is_no_page_number(read_bytes: Reader) -> None:
    assert prose(read_bytes("部门预算\n2022\n二、收入\n"))[1] == "2022"


def test_cells_one_a_line_find_their_rows_again(read_bytes: Reader) -> None:
    heads = ["合计", "出国费", "公务用车购置及运行费", "接待费"]
    below = ["小计", "公务用车购置费", "公务用车运行费"]
    figures = ["79", "0", "75", "50", "25", "4"]
    cells = [
        *(f"{h} |" for h in heads),
        "||",
        *(f"{h} |" for h in below),
        "|||",
        *(f"{n} |" for n in figures),
    ]
    text = "\n".join(["“三公”经费表", "单位:万元", *cells, "二、说明"])
    source = read_bytes(text)
    table = source.tables[0]
    assert (table.caption, table.unit) == ("“三公”经费表", "万元")
    vehicles = next(c for c in table.cells if c.text == "公务用车购置及运行费")
    assert (vehicles.column, vehicles.colspan) == (2, 3)
    assert [c.text for c in table.cells if c.row == 2] == ["79", "0", "75", "50", "25", "4"]
    assert source.paragraphs[-1].start > table.end


def test_rows_of_cells_one_a_line_with_blanks(read_bytes: Reader) -> None:
    cells = ["项目", "预算数", "决算数", "合计", "49.9", "7.69", "出国费", "20", "", "接待费", "14.9", "5.21"]
    source = read_bytes("决算表\n" + "".join(f"{cell} |\n".lstrip() for cell in cells))
    assert grid(source) == [
        ["项目", "预算数", "决算数"],
        ["合计", "49.9", "7.69"],
        ["出国费", "20", ""],
        ["接待费", "14.9", "5.21"],
    ]


def test_rows_with_bars(read_bytes: Reader) -> None:
    source = read_bytes("收支表\n| 项目 | 预算数 |\n| --- | --- |\n| 基本支出 | 1.20 |\n| 项目支出 | |\n")
    assert grid(source) == [["项目", "预算数"], ["基本支出", "1.20"], ["项目支出", ""]]


def test_tabs_make_tables_and_heads_get_their_spans(read_bytes: Reader) -> None:
    source = read_bytes(
        "收支总表\n部门：某局\t单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、拨款\t1.00\t一、教育支出\t\n合计\t1.00\t合计\t0.50\n"
    )
    table = source.tables[0]
    assert (table.caption, table.unit) == ("收支总表", "万元")
    assert [(c.text, c.colspan) for c in table.cells if c.row == 0] == [("收入", 2), ("支出", 2)]
    assert grid(source)[2] == ["一、拨款", "1.00", "一、教育支出", ""]


def test_a_sum_copied_from_a_merged_cell_stands_over_its_labels(read_bytes: Reader) -> None:
    rows = "合计\t91.40\t30.00\n204\t公共安全支出\t70.00\t30.00\n208\t社会保障支出\t21.40\t0.00\n"
    source = read_bytes("支出预算表\n科目编码\t科目名称\t合计\t基本支出\n" + rows)
    total = next(cell for cell in source.tables[0].cells if cell.text == "91.40")
    assert (total.row, total.column) == (1, 2)


def test_a_short_row_of_two_sides_stays_on_its_side(read_bytes: Reader) -> None:
    rows = "教育收入\t60.00\t教育支出\t70.00\n其他收入\t10.00\t\t\n收入合计\t70.00\n"
    source = read_bytes("收支预算表\n收入项目\t金额\t支出项目\t金额\n" + rows)
    total = [cell for cell in source.tables[0].cells if cell.row == 3]
    assert [(cell.text, cell.column) for cell in total] == [("收入合计", 0), ("70.00", 1)]


def test_an_empty_table_keeps_its_heads(read_bytes: Reader) -> None:
    source = read_bytes("政府性基金预算支出表\n科目编码\t科目名称\t金额\n注：本部门无此项，故本表为空表。\n")
    assert grid(source) == [["科目编码", "科目名称", "金额"]]
    assert prose(source)[-1].startswith("注：")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("一二表。，\n\n\t|| 0123.万元（）-\u3000"), min_size=1, max_size=300))
def test_spans_hold_for_any_text(read_bytes: Reader, text: str) -> None:
    try:
        source = read_bytes(text)
    except UnreadableSource:
        assert not any(c.isalnum() for c in text)
        return
    assert source.text == text
