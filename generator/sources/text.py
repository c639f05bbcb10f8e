"""Plain text reports (.txt): UTF-8, GB18030 or UTF-16, one paragraph a line or hard-wrapped."""

from __future__ import annotations

from pathlib import Path

from generator.model import Paragraph, SourceText, Table
from generator.sources import lines as layout
from generator.sources.captions import caption_of, title_like
from generator.sources.decoding import decode
from generator.sources.typed_tables import table_at
from generator.sources.unreadable import UnreadableSource


def read_text(path: Path, data: bytes, sha256: str) -> SourceText:
    """A plain text file. Its text is the decoded file, newlines as `\\n` and nothing else changed.

    Raises UnreadableSource where the bytes are no text or hold no words.
    """
    text = decode(data)
    if text is None:
        raise UnreadableSource(
            path,
            "文件不是文本，或编码无法识别",
            "请另存为 UTF-8 或 GB18030 编码的纯文本；如果它其实是 PDF、Word 或网页文件，请改用对应的扩展名",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not any(c.isalnum() for c in text):
        raise UnreadableSource(path, "文件里没有文字", "请确认保存的是报告全文")
    paragraphs, tables = _blocks(text)
    return SourceText(str(path), sha256, "txt", text, tuple(paragraphs), tuple(tables))


def _blocks(text: str) -> tuple[list[Paragraph], list[Table]]:
    """Logical paragraphs and tables of `text`.

    Page numbers are left out, hard-wrapped lines put together, typed tables taken out.
    """
    rows: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        rows.append((at, line))
        at += len(line) + 1
    column = layout.wrap_width([line for _, line in rows])
    page_numbers = layout.page_numbers([line for _, line in rows])
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    recent: list[str] = []
    last: str | None = None
    number = tried = 0
    while number < len(rows):
        start, line = rows[number]
        if number >= tried:
            tried, cells = table_at(rows, number, any(title_like(line) for line in recent[-3:]))
        else:
            cells = None
        if cells:
            end = tried
            width = max(c.column + c.colspan for c in cells)
            caption, unit = caption_of(recent, cells, width)
            span = min(c.start for c in cells), rows[end - 1][0] + len(rows[end - 1][1])
            tables.append(Table(len(tables) + 1, caption, tuple(cells), *span, unit))
            recent, last, number = [], None, end
            continue
        number += 1
        if not line.strip():
            last = None
            continue
        if number - 1 in page_numbers:
            continue
        end = start + len(line.rstrip())
        if last is not None and column is not None and layout.continues(last, line, column):
            paragraphs[-1] = Paragraph(paragraphs[-1].index, paragraphs[-1].start, end)
        else:
            begin = start + len(line) - len(line.lstrip())
            paragraphs.append(Paragraph(len(paragraphs) + 1, begin, end))
        recent.append(line.strip())
        last = line
    return paragraphs, tables
