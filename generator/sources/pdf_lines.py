"""Glyphs -> printed lines, and printed lines -> logical paragraphs, for pages of fixed layout."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.sources import lines as layout
from generator.sources.pdf_page import Glyph

_SEGMENT_GAP = 1.1
"""Gaps wider than this many characters set pieces of a line apart; justified text stays below."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line with wide gaps beside it."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `first` is the width (points) of its first unbreakable piece."""

    page: int
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first: float
    segments: tuple[Segment, ...] = ()
    column: int | None = None
    """Width (points) of the column it stands in, its positions counted from that column's edge; None for a
    line across the page."""
    order: float | None = None
    """Where it comes among what stands on the page, if not by its top."""

    @property
    def place(self) -> float:
        """What blocks of a page are sorted by."""
        return self.top if self.order is None else self.order


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the body text of pages of one size begins and ends."""

    left: float
    right: float
    pitch: float
    size: float


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Glyphs grouped by baseline, from top to bottom, each line read from left to right."""
    return [line for row in rows_of(glyphs) if (line := line_of(row, page)) is not None]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs of one baseline each, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.x0)):
        if glyph.char.isspace() and not rows:
            continue
        if rows and abs(rows[-1][0].baseline - glyph.baseline) <= 0.4 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def line_of(row: list[Glyph], page: int) -> Line | None:
    """The printed line that glyphs of one baseline make; None where they are all blank."""
    row = sorted(row, key=lambda g: g.x0)
    while row and row[0].char.isspace():
        row = row[1:]
    while row and row[-1].char.isspace():
        row = row[:-1]
    if not row:
        return None
    size = statistics.median(g.size for g in row)
    pieces: list[str] = []
    last: Glyph | None = None
    first = 0.0
    for glyph in row:
        if last is not None:
            gap = glyph.x0 - last.x1
            if not pieces[-1].endswith(" ") and not glyph.char.isspace() and _apart(last, glyph, gap, size):
                pieces.append(" ")
            if not first and not _sticks(last.char, glyph.char):
                first = last.x1 - row[0].x0
        if glyph.char.isspace() and pieces and pieces[-1] == " ":
            continue
        pieces.append(" " if glyph.char.isspace() else glyph.char)
        last = glyph
    x0, x1 = row[0].x0, max(g.x1 for g in row)
    return Line(
        page,
        "".join(pieces).strip(),
        x0,
        x1,
        min(g.top for g in row),
        max(g.bottom for g in row),
        size,
        first or x1 - x0,
        tuple(_segments(row, size)),
    )


def _segments(row: Sequence[Glyph], size: float) -> Iterator[Segment]:
    """The pieces of a line that gaps of more than a character set apart."""
    piece: list[Glyph] = []
    spaced = False
    for glyph in (*row, None):
        if glyph is not None and glyph.char.isspace():
            spaced = True
            continue
        if piece and (glyph is None or glyph.x0 - piece[-1].x1 > _SEGMENT_GAP * size):
            yield Segment("".join(g.char for g in piece).strip(), piece[0].x0, piece[-1].x1)
            piece = []
        elif piece and glyph is not None and spaced and glyph.char.isascii() and piece[-1].char.isascii():
            piece.append(
                Glyph(" ", piece[-1].x1, glyph.x0, glyph.top, glyph.bottom, glyph.baseline, glyph.size)
            )
        if glyph is not None:
            piece.append(glyph)
        spaced = False


def _apart(last: Glyph, glyph: Glyph, gap: float, size: float) -> bool:
    """Whether the gap between two glyphs is a space that the file does not spell out."""
    narrow = last.char.isascii() and glyph.char.isascii()
    return gap > (0.28 if narrow else 0.5) * size


def _sticks(last: str, following: str) -> bool:
    """Whether no line may break between two characters: in numbers, Latin words, beside brackets."""
    if following in "，。、；：！？）》”’%,.;:!?)" or last in "（《“‘【(":
        return True
    return last.isascii() and following.isascii() and not last.isspace() and not following.isspace()


def margins(lines: Sequence[Line]) -> Margins:
    """Margins and line pitch of body text, from the lines themselves."""
    left = _common([line.x0 for line in lines]) if lines else 0.0
    ends = sorted(line.x1 for line in lines)
    right = ends[min(len(ends) - 1, len(ends) * 92 // 100)] if ends else 0.0
    steps = [b.top - a.top for a, b in itertools.pairwise(lines) if a.page == b.page and b.top > a.top]
    size = statistics.median(line.size for line in lines) if lines else 0.0
    return Margins(left, right, statistics.median(steps) if steps else 0.0, size)


def _common(values: list[float]) -> float:
    """The leftmost position where a fair share of the lines begin (indented ones begin further in)."""
    ordered = sorted(values)
    for value in ordered:
        near = sum(1 for v in ordered if value - 1 <= v <= value + 4)
        if near >= max(2, len(ordered) // 10):
            return value
    return ordered[0]


def paragraphs(lines: Sequence[Line], found: Margins) -> list[list[Line]]:
    """Lines grouped into logical paragraphs; a paragraph may run on over a page's end."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, found):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(line: Line, following: Line, found: Margins) -> bool:
    """Whether `following` carries on the paragraph of `line`.

    It does where it is not indented and its first word would not have fitted into the line before.
    """
    size = max(line.size, following.size)
    if abs(line.size - following.size) > 0.18 * size or layout.leader(line.text):
        return False
    if line.page == following.page and following.top - line.top > max(2.2 * size, 1.7 * found.pitch):
        return False
    if _centred(line, following, found, size):
        return True
    if line.x1 + following.first + 0.3 * size < found.right or following.x0 > found.left + 1.2 * size:
        return False
    if layout.heading(following.text):
        return line.text[-1:].isdigit() and following.text[:1].isdigit()
    return True


def _centred(line: Line, following: Line, found: Margins, size: float) -> bool:
    """A title too long for one line: both of its lines stand in the middle, in large type."""
    middle = (found.left + found.right) / 2
    return (
        line.page == following.page
        and size > 1.15 * found.size
        and line.x0 > found.left + size
        and following.x0 > found.left + size
        and not any(mark in line.text + following.text for mark in "：:。；")
        and abs((line.x0 + line.x1) / 2 - middle) < size
        and abs((following.x0 + following.x1) / 2 - middle) < size
        and not layout.heading(following.text)
    )


def joined(lines: Sequence[Line]) -> str:
    """The text of wrapped lines: put together as the sentence was before it was broken."""
    text = ""
    for line in lines:
        if (
            text
            and text[-1].isascii()
            and text[-1].isalpha()
            and line.text[:1].isascii()
            and line.text[:1].isalpha()
        ):
            text += " "
        text += line.text
    return text
