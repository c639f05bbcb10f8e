"""Plain text reports (.txt): UTF-8, GB18030 or UTF-16, one paragraph a line or hard-wrapped."""

from __future__ import annotations

from pathlib import Path

from generator.model import Paragraph, SourceText
from generator.sources import lines as layout
from generator.sources.decoding import decode
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
    return SourceText(
        path=str(path), sha256=sha256, format="txt", text=text, paragraphs=tuple(_paragraphs(text))
    )


def _paragraphs(text: str) -> list[Paragraph]:
    """Logical paragraphs of `text`: page numbers are left out, hard-wrapped lines put together."""
    rows: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        rows.append((at, line))
        at += len(line) + 1
    column = layout.wrap_width([line for _, line in rows])
    found: list[Paragraph] = []
    last = ""
    apart = True
    for start, line in rows:
        if not line.strip():
            apart = True
            continue
        if layout.page_number(line):
            continue
        end = start + len(line.rstrip())
        if found and not apart and column is not None and layout.continues(last, line, column):
            found[-1] = Paragraph(found[-1].index, found[-1].start, end)
        else:
            begin = start + len(line) - len(line.lstrip())
            found.append(Paragraph(len(found) + 1, begin, end))
        last, apart = line, False
    return found
