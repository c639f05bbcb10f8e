"""Printed lines -> logical paragraphs.

Hard-wrapped text (plain text saved from a page, every PDF) breaks sentences, words and numbers at
the width of the column. Which lines continue their predecessor is decided here, by the width of
the lines and by how they end and begin, for every format alike.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

_PAGE_NUMBER = re.compile(
    r"[\s\u200b\ufeff]*(?:"
    r"[-—–─_－·•~～]{1,3}\s*\d{1,4}\s*[-—–─_－·•~～]{1,3}"
    r"|\d{1,3}"
    r"|第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页(?:\s*[,，/、]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}"
    r"|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
    r")\s*"
)
_HEADING = re.compile(
    r"[\s\u3000]*(?:第[一二三四五六七八九十百\d]{1,4}(?:部分|章|节|条)"
    r"|[一二三四五六七八九十]{1,3}[、．.]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、．](?!\d)|\d{1,2}\.(?=[^\d\s])"
    r"|[①-⑳]"
    r"|附件|附表|附：|目\s*录)"
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|[．。]{4,}|_{4,}|-{4,})\s*[-—\d\s]{0,8}$")
_INDENT = re.compile(r"(?:\u3000{1,}|[ \t\u00a0]{2,})\S")
_ENDS = tuple("。！？!?：:；;")
_OPEN_END = tuple("，,、（(《“‘-—/和与及的等为")


def page_number(line: str) -> bool:
    """Whether a line is nothing but a page number (`─ 2 ─`, `- 12 -`, `第3页 共9页`, `12`)."""
    return _PAGE_NUMBER.fullmatch(line) is not None


def heading(line: str) -> bool:
    """Whether a line opens with the number of a heading or a list item."""
    return _HEADING.match(line) is not None


def leader(line: str) -> bool:
    """Whether a line is an entry of a table of contents: a title, dots or a gap, a page number."""
    return _LEADER.search(line) is not None


def indented(line: str) -> bool:
    """Whether a line begins with the indent of a new paragraph."""
    return _INDENT.match(line) is not None


def width(line: str) -> int:
    """Printed width in half-width columns: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.rstrip())


def wrap_width(lines: Sequence[str]) -> int | None:
    """The column at which these lines were wrapped, or None where they were not.

    Wrapped text shows itself by many lines that end in mid-sentence at nearly the same width;
    text with one paragraph a line has neither (its lines end with a sentence or a heading).
    """
    printed = [line for line in lines if line.strip() and not page_number(line)]
    open_ended = [
        width(line)
        for line, following in itertools.pairwise(printed)
        if not line.rstrip().endswith(_ENDS) and not heading(following) and width(line) >= 24
    ]
    if len(open_ended) < 3 or len(open_ended) * 4 < len(printed):
        return None
    open_ended.sort()
    column = open_ended[len(open_ended) * 9 // 10]
    close = sum(1 for w in open_ended if abs(w - column) <= max(6, column // 6))
    longer = sum(1 for line in printed if width(line) > column * 5 // 4)
    return column if close * 3 >= len(open_ended) * 2 and longer * 5 <= len(printed) else None


def continues(line: str, following: str, column: int) -> bool:
    """Whether `following` carries on the paragraph of `line`, in text wrapped at `column`.

    A full line that stops in mid-sentence is continued; so is one that stops with a sentence end
    just at the column, unless the next line is indented or numbered. A short line is the last of
    its paragraph, except where it ends with an opening bracket or a comma.
    """
    if indented(following) or not following.strip():
        return False
    end = line.rstrip()
    full = column - 4 <= width(end) <= column + max(6, column // 6)
    if heading(following):
        return full and _cut_number(end, following)
    if end.endswith(_ENDS):
        return full and not end.endswith(("：", ":"))
    return full or end.endswith(_OPEN_END)


def _cut_number(line: str, following: str) -> bool:
    """A number cut after its digits or its point: `…支出15⏎3.` looks like a heading but is none."""
    return line[-1:].isdigit() and following.lstrip()[:1].isdigit()
