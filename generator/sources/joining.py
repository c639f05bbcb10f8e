"""A report and its attachments -> one `SourceText`: everything after it reads them as one text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.model import Attachment, Cell, Paragraph, SourceText, Table

_LONGEST_NAME = 120
"""Code points of an attachment's name that are shown."""
_UNREAD = "（未能读取）"


@dataclass(frozen=True, slots=True)
class AttachedText:
    """One attachment to be joined: its number and name, and its text or why there is none."""

    number: int
    name: str
    path: str
    sha256: str
    text: SourceText | None
    problem: str | None = None
    cure: str | None = None
    url: str | None = None


def joined(main: SourceText, attached: Iterable[AttachedText]) -> SourceText:
    """The main text, then each attachment under a paragraph that names it (`附件1：预算表.xlsx`).

    Paragraphs and tables are numbered on; their pages stay those of their own file. Spans of the main
    text stay as they are. An attachment without a text leaves only the paragraph that names it.
    """
    whole = main
    for one in sorted(attached, key=lambda a: a.number):
        whole = _with(whole, one)
    return whole


def shown_name(name: str) -> str:
    """A file name as it stands in the text: on one line, without characters that do not show."""
    shown = " ".join(name.split())
    return "".join(c for c in shown if unicodedata.category(c)[0] != "C")[:_LONGEST_NAME]


def _with(whole: SourceText, one: AttachedText) -> SourceText:
    before = whole.text if whole.text.endswith("\n") or not whole.text else f"{whole.text}\n"
    name = shown_name(one.name)
    title = f"附件{one.number}：{name}{'' if one.text else _UNREAD}"
    start = len(before)
    number = len(whole.paragraphs) + 1
    heading = Paragraph(number, start, start + len(title))
    added = one.text or SourceText("", "", "", "", ())
    offset = heading.end + 1
    attachment = Attachment(
        number=one.number,
        name=name,
        path=one.path,
        sha256=one.sha256,
        start=start,
        format=one.text.format if one.text else None,
        pages=added.pages,
        url=one.url,
        problem=one.problem,
        cure=one.cure,
    )
    return replace(
        whole,
        text=f"{before}{title}\n{added.text}",
        paragraphs=(
            *whole.paragraphs,
            heading,
            *(
                Paragraph(p.index + number, p.start + offset, p.end + offset, p.page)
                for p in added.paragraphs
            ),
        ),
        tables=(*whole.tables, *(_moved(t, offset, len(whole.tables)) for t in added.tables)),
        attachments=(*whole.attachments, attachment),
    )


def _moved(table: Table, offset: int, before: int) -> Table:
    """A table `offset` code points further on, after `before` others."""

    def cell(cell: Cell) -> Cell:
        return replace(cell, start=cell.start + offset, end=cell.end + offset)

    return replace(
        table,
        index=table.index + before,
        start=table.start + offset,
        end=table.end + offset,
        cells=tuple(cell(c) for c in table.cells),
    )
