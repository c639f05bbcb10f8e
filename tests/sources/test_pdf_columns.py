"""Two columns of prose are read one after the other; a table beside a table is read across."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest

from tests.sources import tiny_pdf
from tests.sources.looking import Reader, grid, prose
from tests.sources.tiny_pdf import Page

LEFT, RIGHT = 57, 310
WIDTH = 19 * 12.0
PITCH = 20

PARAGRAPHS = [
    "一、收支情况",
    "某市水利局2023年收入总计1,234.50万元，其中：一般公共预算拨款收入1,000.00万元，占81.00%；事业收入234.50万元。"
    "比2022年预算增加100.00万元，增长8.81%，主要原因是新增防汛物资储备项目，以及正常调整工资。",
    "支出总计1,234.50万元，其中：基本支出800.00万元，占64.80%；项目支出434.50万元，占35.20%，用于水利工程运行。",
    "二、机关运行经费",
    "机关运行经费预算50.00万元，比上年增加2.00万元，增长4.17%，主要用于办公费、印刷费、邮电费、差旅费、会议费、"
    "培训费、日常维修费、办公用房水电费、物业管理费以及其他费用等各项支出。",
    "三、政府采购情况",
    "政府采购预算总额120.00万元，其中：货物预算30.00万元、工程预算50.00万元、服务预算40.00万元，均为财政拨款安排。",
]


def wide(text: str) -> float:
    return sum(6.0 if c.isascii() else 12.0 for c in text)


def wrapped(paragraph: str) -> Iterator[tuple[float, str]]:
    """(indentation, line) of a paragraph set in a column, numbers and closing marks kept whole."""
    indent, line = 24.0, ""
    for piece in re.findall(r"[0-9,.%]+[，。；：]?|.[，。；：、]?", paragraph):
        if indent + wide(line + piece) > WIDTH:
            yield indent, line
            indent, line = 0.0, ""
        line += piece
    yield indent, line


def in_columns(
    paragraphs: Sequence[str], length: int, shift: float = 0, top: float = 120, balanced: bool = False
) -> list[Page]:
    """Pages of two columns of `length` lines, the right one `shift` points lower.

    Balanced: the last page shares its lines between both columns.
    """
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
    pages = []
    for start in range(0, len(lines), 2 * length):
        page, chunk = Page(), lines[start : start + 2 * length]
        column_length = (len(chunk) + 1) // 2 if balanced else length
        for number, (indent, words) in enumerate(chunk):
            column, row = divmod(number, column_length)
            page.text((LEFT, RIGHT)[column] + indent, top + row * PITCH + column * shift, words)
        pages.append(page)
    return pages


@pytest.mark.parametrize("shift", [0, 9])
def test_columns_are_read_one_after_the_other(shift: float, read_bytes: Reader) -> None:
    (page,) = in_columns(PARAGRAPHS, 14, shift)
    page.text(180, 60, "某市水利局2023年度部门预算", 18)
    source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
    assert prose(source) == ["某市水利局2023年度部门预算", *PARAGRAPHS]


def test_paragraphs_run_on_from_column_to_column_and_from_page_to_page(read_bytes: Reader) -> None:
    pages = in_columns(PARAGRAPHS * 2, 8)
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        page.text((LEFT, 520)[number % 2], 810, str(number), 9)
    source = read_bytes(tiny_pdf.pdf(*pages), "a.pdf")
    assert prose(source) == PARAGRAPHS * 2


@pytest.mark.parametrize(("length", "balanced"), [(8, False), (8, True), (9, True)])
def test_the_rest_of_a_text_in_columns_may_be_a_few_lines(
    length: int, balanced: bool, read_bytes: Reader
) -> None:
    pages = in_columns(PARAGRAPHS, length, balanced=balanced)
    assert len(pages) == 2
    assert prose(read_bytes(tiny_pdf.pdf(*pages), "a.pdf")) == PARAGRAPHS


def test_a_table_across_the_page_parts_the_columns(read_bytes: Reader) -> None:
    (page,) = in_columns(PARAGRAPHS, 10)
    (after,) = in_columns(PARAGRAPHS[3:], 5, top=460)
    rows = [["项目", "预算数"], ["基本支出", "800.00"], ["项目支出", "434.50"]]
    page.table([LEFT, 300, 530], 350, [list(row) for row in rows])
    page.commands += after.commands
    source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
    assert prose(source) == [*PARAGRAPHS, *PARAGRAPHS[3:]]
    assert grid(source) == rows
    before, after_it = (source.paragraphs[len(PARAGRAPHS) + n] for n in (-1, 0))
    assert before.end <= source.tables[0].start <= source.tables[0].end <= after_it.start


def test_a_table_within_a_column_stands_where_it_stood(read_bytes: Reader) -> None:
    page = Page()
    lines = [line for paragraph in PARAGRAPHS[1:3] * 2 for line in wrapped(paragraph)]
    for number, (indent, words) in enumerate(lines):
        page.text(RIGHT + indent, 120 + number * PITCH, words)
    for number, (indent, words) in enumerate(wrapped(PARAGRAPHS[1])):
        page.text(LEFT + indent, 120 + number * PITCH, words)
    rows = [["项目", "预算数"], ["基本支出", "800.00"]]
    page.table([LEFT, 170, 285], 270, [list(row) for row in rows])
    for number, (indent, words) in enumerate(wrapped(PARAGRAPHS[4])):
        page.text(LEFT + indent, 345 + number * PITCH, words)
    source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
    assert prose(source) == [PARAGRAPHS[1], PARAGRAPHS[4], *PARAGRAPHS[1:3] * 2]
    assert grid(source) == rows
    before, after = source.paragraphs[0], source.paragraphs[1]
    assert before.end <= source.tables[0].start <= source.tables[0].end <= after.start


def test_a_statement_of_two_sides_is_read_across(read_bytes: Reader) -> None:
    """收支总表 without lines: income left, expenditure right, labels as long as a line of prose."""
    page = Page().text(220, 60, "收支预算总表", 16)
    for number in range(1, 13):
        y = 100 + number * PITCH
        page.text(LEFT, y, "一般公共预算财政拨款收入" + "一二三四五六"[number % 6], 10)
        page.text(240, y, f"{number * 100}.00", 10)
        page.text(RIGHT, y, "社会保障和就业支出类科目" + "一二三四五六"[number % 6], 10)
        page.text(490, y, f"{number * 100}.00", 10)
    source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
    assert grid(source)[0] == ["一般公共预算财政拨款收入二", "100.00", "社会保障和就业支出类科目二", "100.00"]
    assert len(grid(source)) == 12


def test_two_lists_of_short_items_are_no_columns(read_bytes: Reader) -> None:
    """Labels beside labels: nothing says that they are not rows."""
    page = Page()
    for number in range(10):
        page.text(LEFT, 100 + number * PITCH, "办公室主任科员")
        page.text(RIGHT, 100 + number * PITCH, "负责收文")
    text = read_bytes(tiny_pdf.pdf(page), "a.pdf").text
    assert re.match(r"办公室主任科员\s*负责收文", text)
