"""A report and its attachments as one text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model import SourceText
from generator.sources import AttachedText, joined
from generator.sources.assembly import Assembly, GridCell
from generator.sources.joining import shown_name
from tests.sources.looking import grid, prose, spans_hold


def made(words: str, figure: str, page: int | None = None) -> SourceText:
    assembly = Assembly()
    assembly.paragraph(words, page)
    assembly.table([GridCell(0, 0, "合计"), GridCell(0, 1, figure)], page)
    return assembly.source("a", "0", "pdf", page)


def attached(number: int, text: SourceText | None, name: str = "表.pdf") -> AttachedText:
    return AttachedText(number, name, f"reports/x.{number}.pdf", str(number), text)


def test_texts_follow_one_another_under_their_names() -> None:
    main = made("正文", "1.00", 3)
    whole = joined(main, [attached(1, made("说明", "2.00", 1)), attached(2, made("备注", "3.00", 2))])
    spans_hold(whole)
    assert whole.text.startswith(main.text), "the spans of the main text must stay as they are"
    assert prose(whole) == ["正文", "附件1：表.pdf", "说明", "附件2：表.pdf", "备注"]
    assert [p.index for p in whole.paragraphs] == [1, 2, 3, 4, 5]
    assert [t.index for t in whole.tables] == [1, 2, 3]
    assert [grid(whole, n)[0][1] for n in range(3)] == ["1.00", "2.00", "3.00"]


def test_every_place_knows_its_file_and_the_page_in_it() -> None:
    whole = joined(made("正文", "1.00", 3), [attached(1, made("说明", "2.00", 1))])
    files = [whole.attachment_at(p.start) for p in whole.paragraphs]
    assert [f and f.path for f in files] == [None, "reports/x.1.pdf", "reports/x.1.pdf"]
    assert [p.page for p in whole.paragraphs] == [3, None, 1]
    assert (whole.pages, whole.attachments[0].pages) == (3, 1)
    table = whole.attachment_at(whole.tables[1].start)
    assert whole.attachment_at(whole.tables[0].end - 1) is None
    assert table is whole.attachments[0]


def test_they_stand_by_number_whatever_order_they_come_in() -> None:
    whole = joined(made("正文", "1.00"), [attached(3, made("丙", "3")), attached(1, made("甲", "2"))])
    assert prose(whole) == ["正文", "附件1：表.pdf", "甲", "附件3：表.pdf", "丙"]


def test_one_that_cannot_be_read_is_named_and_loses_nothing_else() -> None:
    broken = replace(attached(1, None), problem="文件已损坏", cure="请重新下载")
    whole = joined(made("正文", "1.00"), [broken, attached(2, made("备注", "2.00"))])
    spans_hold(whole)
    assert prose(whole) == ["正文", "附件1：表.pdf（未能读取）", "附件2：表.pdf", "备注"]
    first, second = whole.attachments
    assert (first.problem, first.cure, first.format) == ("文件已损坏", "请重新下载", None)
    assert second.problem is None


def test_without_attachments_nothing_changes() -> None:
    main = made("正文", "1.00")
    assert joined(main, []) == main


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("附件 1.xlsx", "附件 1.xlsx"),
        ("a\n第一部分\t概况.pdf", "a 第一部分 概况.pdf"),
        ("\u202efdp.exe\x00.pdf", "fdp.exe.pdf"),
        ("长" * 500, "长" * 120),
    ],
)
def test_a_name_is_one_line_of_what_shows(name: str, shown: str) -> None:
    assert shown_name(name) == shown
