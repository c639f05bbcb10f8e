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
_PAGE_LINES = 5
"""The fewest lines between two page numbers."""
_FULL_LINE = 40
"""Columns of a line that runs on over the page's end."""
_ENDS = tuple("。！？!?：:；;")
_OPEN_END = tuple("，,、（(《“‘-—/和与及的等为")


def page_number(line: str) -> bool:
    """Whether a line is nothing but a page number (`─ 2 ─`, `- 12 -`, `第3页 共9页`, `12`)."""
    return _PAGE_NUMBER.fullmatch(line) is not None


def page_numbers(lines: Sequence[str]) -> set[int]:
    """Which lines of a plain text are page numbers.

    A number written as one (`─ 2 ─`, `第3页`) is; a bare number only where all bare numbers count on
    by one, or where it stands between full lines or at an end of the text. A table collected one
    cell a line has bare numbers too, and those are figures.
    """
    found = {i for i, line in enumerate(lines) if page_number(line) and not line.strip().isdigit()}
    printed = [i for i, line in enumerate(lines) if line.strip()]
    bare = [i for i in printed if lines[i].strip().isdigit() and page_number(lines[i])]
    counted = len(bare) > 1 and all(
        int(lines[b].strip()) == int(lines[a].strip()) + 1 and b - a > _PAGE_LINES
        for a, b in itertools.pairwise(bare)
    )
    place = {index: at for at, index in enumerate(printed)} if bare else {}
    for index in bare:
        at = place[index]
        beside = [lines[i] for i in printed[max(0, at - 1) : at + 2] if i != index]
        if counted or (len(bare) == 1 and (len(beside) < 2 or min(map(width, beside)) >= _FULL_LINE)):
            found.add(index)
    return found


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
