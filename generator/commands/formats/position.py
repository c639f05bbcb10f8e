"""Offsets of the published text as lines and columns, and as people say them."""

from __future__ import annotations

from generator.model import Paragraph, SourceText, Table


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1, the column in code points."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, start) + 1, offset - start + 1


def described(source: SourceText, offset: int) -> str:
    """Where a reader finds an offset, in which attachment: the page of a paginated file, else the line."""
    attachment = source.attachment_at(offset)
    file = f"附件{attachment.number} " if attachment else ""
    parts: tuple[Paragraph | Table, ...] = (*source.paragraphs, *source.tables)
    for part in parts:
        if part.start <= offset < part.end and part.page is not None:
            return f"{file}第 {part.page} 页"
    line, column = line_and_column(source.text, offset)
    if attachment:
        line -= line_and_column(source.text, attachment.start)[0]  # the first line only names it
    return f"{file}第 {line} 行第 {column} 字"
