"""原文: the published source text with its paragraphs anchored and every recognised figure linked.

Each printed number carries the anchor `s-START` (its offset in the source text) and links to the
row of its figure; the row links back. Tables stand where they stood, as tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model import Cell, Fact, Report, Section, Span, Table, UnnamedFigure

HEADING = 0.7
"""From this share of a paragraph on, the title in it makes the paragraph a heading."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed figure: its span and the ids of the facts it stands for (empty: unnamed)."""

    span: Span
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `mark` where it is a figure."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table of the source. `level` is set for headings, `table` for tables."""

    runs: tuple[Run, ...]
    index: int
    page: int | None
    section: Section | None = None
    table: Table | None = None
    rows: tuple[tuple[tuple[Cell, tuple[Run, ...]], ...], ...] = ()
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """Where a span of the source lies: looked up for links and citations."""

    starts: tuple[int, ...]
    indexes: tuple[int, ...]
    pages: tuple[int | None, ...]

    def paragraph(self, span: Span) -> int | None:
        """The public number of the paragraph a span lies in; None inside a table."""
        at = bisect_right(self.starts, span[0]) - 1
        return self.indexes[at] if at >= 0 else None

    def page(self, span: Span) -> int | None:
        at = bisect_right(self.starts, span[0]) - 1
        return self.pages[at] if at >= 0 else None


def places(report: Report) -> Places:
    paragraphs = report.source.paragraphs
    return Places(
        tuple(p.start for p in paragraphs),
        tuple(p.index for p in paragraphs),
        tuple(p.page for p in paragraphs),
    )


def marks(facts: Iterable[Fact], unnamed: Iterable[UnnamedFigure]) -> tuple[Mark, ...]:
    """The figures of a text in order, none overlapping: of two that do, the earlier and longer."""
    at: dict[Span, list[str]] = {}
    for fact in facts:
        ids = at.setdefault(fact.span, [])
        if fact.id not in ids:
            ids.append(fact.id)
    for figure in unnamed:
        at.setdefault(figure.span, [])
    kept: list[Mark] = []
    end = -1
    for span, ids in sorted(at.items(), key=lambda entry: (entry[0][0], -entry[0][1])):
        if span[0] >= end and span[1] > span[0]:
            kept.append(Mark(span, tuple(ids)))
            end = span[1]
    return tuple(kept)


def mark_anchors(found: Iterable[Mark]) -> Mapping[Span, str]:
    """The anchor of each marked span: what rows link to. Spans that overlapped one are missing."""
    return {mark.span: f"s-{mark.span[0]}" for mark in found}


def _headings(report: Report) -> Iterator[tuple[int, Section]]:
    """Paragraphs that are a heading and nothing else; one that only begins with its title is text."""
    lengths = {p.index: len(report.source.text[p.start : p.end].strip()) for p in report.source.paragraphs}
    for section in report.reading.outline:
        if len(section.number) + len(section.title) >= lengths.get(section.paragraph, 0) * HEADING:
            yield section.paragraph, section


class SourceView:
    """The blocks of one report's text."""

    def __init__(self, report: Report) -> None:
        self.source = report.source
        self.marks = marks(report.reading.facts, report.reading.unnamed)
        self._starts = [mark.span[0] for mark in self.marks]
        self._headings = dict(_headings(report))
        self._headers = {reading.index: reading.header_rows for reading in report.reading.tables}
        self.anchors = mark_anchors(self.marks)

    def blocks(self) -> tuple[Block, ...]:
        """Paragraphs and tables in the order of the text."""
        blocks: list[tuple[int, Block]] = [
            (
                paragraph.start,
                Block(
                    tuple(self.runs(paragraph.start, paragraph.end)),
                    paragraph.index,
                    paragraph.page,
                    self._headings.get(paragraph.index),
                ),
            )
            for paragraph in self.source.paragraphs
            if self.source.text[paragraph.start : paragraph.end].strip()
        ]
        blocks.extend((table.start, self._table(table)) for table in self.source.tables)
        return tuple(block for _, block in sorted(blocks, key=lambda entry: entry[0]))

    def runs(self, start: int, end: int) -> Iterator[Run]:
        """The text from `start` to `end`, figures apart."""
        text, at = self.source.text, start
        for mark in self.marks[bisect_left(self._starts, start) :]:
            if mark.span[0] >= end:
                break
            if mark.span[0] > at:
                yield Run(text[at : mark.span[0]])
            yield Run(text[mark.span[0] : min(mark.span[1], end)], mark)
            at = mark.span[1]
        if at < end:
            yield Run(text[at:end])

    def _table(self, table: Table) -> Block:
        rows: dict[int, list[tuple[Cell, tuple[Run, ...]]]] = {}
        for cell in table.cells:
            runs = tuple(self.runs(cell.start, cell.end))
            rows.setdefault(cell.row, []).append((cell, runs))
        return Block(
            (),
            table.index,
            table.page,
            table=table,
            rows=tuple(tuple(rows[row]) for row in sorted(rows)),
            header_rows=self._headers.get(table.index, 1),
        )
