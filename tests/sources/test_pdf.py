"""PDF: paragraphs put together again, furniture dropped, ruled tables, and files that cannot be read."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from generator import sources
from generator.sources import UnreadableSource, pdf
from tests.sources import tiny_pdf
from tests.sources.looking import Reader, grid, prose, spans_hold
from tests.sources.tiny_pdf import Page

LEFT, STEP, PER_LINE = 72, 24, 36


def page_of(text: list[str], number: str = "", header: str = "", top: int = 120) -> Page:
    """A page of body text, 36 characters to the line, paragraphs given with their indent."""
    page = Page()
    if header:
        page.text(220, 40, header, 9)
    for row, line in enumerate(text):
        indent = len(line) - len(line.lstrip("　"))
        page.text(LEFT + indent * 12, top + row * STEP, line.lstrip("　"))
    if number:
        page.text(290, 815, number, 9)
    return page


def wrapped(paragraph: str) -> list[str]:
    return [paragraph[i : i + PER_LINE] for i in range(0, len(paragraph), PER_LINE)]


REVENUE = (
    "　　本部门二〇二三年收入预算合计一千五百零九点零四万元，比上年增加一百二十点五万元，"
    "主要原因是人员经费增加以及项目支出的增加，其中财政拨款收入占全部收入的百分之九十以上。"
)


def test_wrapped_lines_are_one_paragraph_with_its_page(read_bytes: Reader) -> None:
    body = ["　　一、收入情况", *wrapped(REVENUE), "　　二、支出情况", "　　支出合计1,509.04万元。"]
    source = read_bytes(tiny_pdf.pdf(Page().text(200, 300, "部门预算公开", 26), page_of(body)), "a.pdf")
    assert prose(source) == [
        "部门预算公开",
        "一、收入情况",
        REVENUE.strip("　"),
        "二、支出情况",
        "支出合计1,509.04万元。",
    ]
    assert [p.page for p in source.paragraphs] == [1, 2, 2, 2, 2]
    assert (source.format, source.pages) == ("pdf", 2)


def test_a_paragraph_over_two_pages_takes_no_page_number_into_its_figure(read_bytes: Reader) -> None:
    first = "　　" + "甲" * (PER_LINE - 2)
    full = "乙" * 28 + "基金预算收入为："
    pages = [
        page_of([first, full], number="28", header="某市某局2023年部门预算"),
        page_of(
            ["100万元，用于城市建设方面的支出。", "　　二、支出情况"],
            number="29",
            header="某市某局2023年部门预算",
        ),
        page_of(["　　三、其他情况"], number="30", header="某市某局2023年部门预算"),
    ]
    source = read_bytes(tiny_pdf.pdf(*pages), "a.pdf")
    assert "收入为：100万元" in prose(source)[0]
    assert "28100" not in source.text
    assert "某市某局2023年部门预算" not in source.text
    assert prose(source)[1:] == ["二、支出情况", "三、其他情况"]


def test_contents_stay_one_line_an_entry(read_bytes: Reader) -> None:
    lines = [f"{n}、部门预算情况说明{'.' * 60}{n}" for n in "123"]
    source = read_bytes(tiny_pdf.pdf(page_of(["目录", *lines])), "a.pdf")
    assert [line[:4] for line in prose(source)] == ["目录", "1、部门", "2、部门", "3、部门"]


HEADS: list[list[str | None]] = [
    ["科目", None, None, "名称", "支出预算", None],
    ["类", "款", "项", "", "合计", "基本支出"],
]
ROWS: list[list[str | None]] = [
    ["201", "", "", "一般公共服务", "1,200.50", "1,000.00"],
    ["201", "03", "", "政府办公厅", "1,200.50", "1,000.00"],
    ["201", "03", "01", "行政运行", "1,000.00", "1,000.00"],
]
XS = [60.0, 90.0, 115.0, 140.0, 300.0, 400.0, 500.0]


def test_ruled_tables_with_caption_unit_and_merged_heads(read_bytes: Reader) -> None:
    page = (
        Page()
        .text(200, 60, "2025年部门支出预算总表", 16)
        .text(60, 85, "部门：某局")
        .text(430, 85, "单位：元")
    )
    page.table(XS, 100, [*HEADS, *ROWS, ["合计", None, None, None, "1,200.50", "1,000.00"]])
    source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
    table = source.tables[0]
    assert (table.caption, table.unit, table.page) == ("2025年部门支出预算总表", "元", 1)
    assert [(c.text, c.colspan) for c in table.cells if c.row == 0] == [
        ("科目", 3),
        ("名称", 1),
        ("支出预算", 2),
    ]
    assert grid(source)[4] == ["201", "03", "01", "行政运行", "1,000.00", "1,000.00"]
    assert grid(source)[5] == ["合计", "1,200.50", "1,000.00"]


@pytest.mark.parametrize("again", [True, False])
def test_a_table_over_two_pages_is_one(read_bytes: Reader, again: bool) -> None:
    first = Page().text(200, 60, "支出预算总表", 16).table(XS, 100, [*HEADS, *ROWS])
    second = Page().table(XS, 60, [*(HEADS if again else []), ["204", "", "", "公共安全", "3.00", ""]])
    source = read_bytes(tiny_pdf.pdf(first, second), "a.pdf")
    assert len(source.tables) == 1
    assert grid(source)[-1] == ["204", "", "", "公共安全", "3.00", ""]
    assert len(grid(source)) == 6


def test_rows_without_lines_between_them_are_taken_apart(read_bytes: Reader) -> None:
    page = Page().text(200, 60, "收入预算表", 16)
    page.table([60, 130, 350, 500], 100, [["科目编码", "科目名称", "合计"]])
    page.table([60, 130, 350, 500], 120, [["", "", ""]], step=70)
    for number, row in enumerate(
        [["201", "一般公共服务", "1,200.50"], ["208", "社会保障", "0.50"], ["合计", "", "1,201.00"]]
    ):
        for x, words in zip([65, 135, 400], row, strict=True):
            page.text(x, 138 + number * 22, words, 10)
    source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
    assert grid(source) == [
        ["科目编码", "科目名称", "合计"],
        ["201", "一般公共服务", "1,200.50"],
        ["208", "社会保障", "0.50"],
        ["合计", "", "1,201.00"],
    ]


def test_a_table_without_any_lines_is_found_by_its_columns(read_bytes: Reader) -> None:
    page = Page().text(200, 60, "收入预算表", 16).text(72, 85, "部门：某局").text(430, 85, "单位：万元")
    rows = [
        ["科目编码", "科目名称", "合计", "财政拨款"],
        ["201", "一般公共服务支出", "1,200.50", "1,000.00"],
        ["20103", "政府办公厅及相关机构事务", "1,200.50", "1,000.00"],
        ["2010301", "行政运行", "200.50", ""],
        ["合计", "", "1,200.50", "1,000.00"],
    ]
    for number, row in enumerate(rows):
        for x, words in zip([72, 130, 350, 440], row, strict=True):
            shift = 8 * 6 - len(words) * 6 if words[:1].isdigit() and "." in words else 0  # set flush right
            page.text(x + shift, 110 + number * 20, words)
    page.text(72, 240, "注：以上各数均含上年结转资金，不含其他资金，按规定保留两位小数。")
    source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
    table = source.tables[0]
    assert (table.caption, table.unit) == ("收入预算表", "万元")
    assert [[c.text for c in table.cells if c.row == r] for r in range(2, 6)] == [
        ["201", "一般公共服务支出", "1,200.50", "1,000.00"],
        ["20103", "政府办公厅及相关机构事务", "1,200.50", "1,000.00"],
        ["2010301", "行政运行", "200.50"],
        ["合计", "1,200.50", "1,000.00"],
    ]
    assert next(c.column for c in table.cells if c.text == "200.50") == 2


def test_two_captioned_tables_stay_two(read_bytes: Reader) -> None:
    first = Page().text(200, 60, "收入预算表", 16).table(XS, 100, [*HEADS, *ROWS])
    second = Page().text(200, 60, "支出预算表", 16).table(XS, 100, [*HEADS, *ROWS])
    source = read_bytes(tiny_pdf.pdf(first, second), "a.pdf")
    assert [t.caption for t in source.tables] == ["收入预算表", "支出预算表"]


def test_a_table_under_its_title_printed_again_is_one(read_bytes: Reader) -> None:
    above = [(200, 60, "收入预算表", 16), (430, 85, "单位：万元", 12)]
    pages = [Page(), Page()]
    for page, rows in zip(
        pages, ([*HEADS, *ROWS], [*HEADS, ["合计", None, None, None, "3.00", ""]]), strict=True
    ):
        for x, y, words, size in above:
            page.text(x, y, words, size)
        page.table(XS, 100, rows)
    source = read_bytes(tiny_pdf.pdf(*pages), "a.pdf")
    assert [t.caption for t in source.tables] == ["收入预算表"]
    assert len(grid(source)) == len(HEADS) + len(ROWS) + 1
    assert prose(source) == ["收入预算表", "单位：万元"]


def test_a_row_cut_by_the_edge_of_the_page_is_one(read_bytes: Reader) -> None:
    columns = [60.0, 170.0, 300.0, 400.0]
    first = Page().text(200, 60, "财政拨款收支表", 16)
    first.table(columns, 700, [["项目", "一般公共预算财政拨款收", "合计"]], step=30)
    second = Page().table(columns, 60, [["", "入数", ""], ["一、教育支出", "5.00", "5.00"]])
    source = read_bytes(tiny_pdf.pdf(first, second), "a.pdf")
    assert grid(source) == [["项目", "一般公共预算财政拨款收入数", "合计"], ["一、教育支出", "5.00", "5.00"]]


def test_a_short_label_at_the_head_of_a_page_is_a_row_of_its_own(read_bytes: Reader) -> None:
    columns = [60.0, 300.0, 400.0]
    first = Page().text(200, 60, "支出表", 16)
    first.table(columns, 700, [["项目", "合计"], ["教育支出", "5.00"]])
    second = Page().table(columns, 60, [["其他支出", ""], ["合计", "5.00"]])
    source = read_bytes(tiny_pdf.pdf(first, second), "a.pdf")
    assert grid(source) == [["项目", "合计"], ["教育支出", "5.00"], ["其他支出", ""], ["合计", "5.00"]]


def test_a_page_lying_on_its_side_is_read_upright(read_bytes: Reader) -> None:
    # Latin letters: PDFium leaves out turned characters of a font that is neither embedded nor installed.
    rows: list[list[str | None]] = [["Code", "Name", "Sum"], ["201", "General", "1,200.50"]]
    upright = (
        Page(width=842, height=595).text(300, 60, "Table of 2025", 16).table([60, 200, 400, 500], 100, rows)
    )
    # The same page drawn a quarter turn back, and a /Rotate that turns it upright for the reader.
    turned = Page(width=595, height=842, rotate=90)
    turned.commands = ["0 1 -1 0 595 0 cm", *upright.commands]
    for page in (upright, turned):
        source = read_bytes(tiny_pdf.pdf(page), "a.pdf")
        assert prose(source) == ["Table of 2025"]
        assert grid(source) == rows


def test_a_scan_asks_for_recognition(read_bytes: Reader) -> None:
    with pytest.raises(UnreadableSource, match="OCR"):
        read_bytes(tiny_pdf.pdf(Page(), Page()), "scan.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\nrubbish", b"%PDF-1.4\n%%EOF"])
def test_a_broken_file_is_named(read_bytes: Reader, data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="损坏"):
        read_bytes(data, "x.pdf")


def test_a_file_cut_short_is_read_or_refused_but_never_crashes(read_bytes: Reader) -> None:
    whole = tiny_pdf.pdf(page_of(["　　一、收入情况", *wrapped(REVENUE)]))
    for length in range(20, len(whole), 97):
        with contextlib.suppress(UnreadableSource):
            read_bytes(whole[:length], "cut.pdf")


def test_too_many_pages_are_refused(read_bytes: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(UnreadableSource, match="3 页"):
        read_bytes(tiny_pdf.pdf(Page(), Page(), Page()), "long.pdf")


def test_every_report_of_the_corpus_reads_with_its_spans(corpus: Path) -> None:
    for path in sorted((corpus / "reports").glob("*.pdf")):
        source = sources.read(path)
        spans_hold(source)
        assert source.paragraphs
        assert not any(c.problem for c in source.tables)


def test_thirty_pages_take_two_seconds_at_most(corpus: Path) -> None:
    for path in sorted((corpus / "reports").glob("*.pdf")):
        began = time.process_time()
        source = sources.read(path)
        taken = time.process_time() - began
        assert taken <= 2.0 * max(30, source.pages or 0) / 30, path.name


def test_a_unit_printed_at_the_head_of_every_page_is_no_furniture(read_bytes: Reader) -> None:
    pages = []
    for title in ("收入预算表", "支出预算表", "财政拨款收支预算表"):
        page = Page().text(250, 40, title).text(430, 60, "单位：万元")
        pages.append(page.table([60, 260, 500], 80, [["项目", "预算数"], ["合计", "12.50"]]))
    source = read_bytes(tiny_pdf.pdf(*pages), "a.pdf")
    assert [(table.caption, table.unit) for table in source.tables] == [
        ("收入预算表", "万元"),
        ("支出预算表", "万元"),
        ("财政拨款收支预算表", "万元"),
    ]
