"""原文: the published source text with its paragraphs anchored and every recognised figure linked.

Each printed number carries its anchor (`Whereabouts.anchor`) and links to the place of its figure; that
place links back. Tables stand on a page of their own (`report_tables`); here a line leads to each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from generator.model import Report, Section, Table
from generator.site.whereabouts import Mark, Whereabouts

HEADING = 0.7
"""From this share of a paragraph on, the title in it makes the paragraph a heading."""

OUTLINED = (2, 1)
"""Levels down to which the outline names headings: the first with which it stays short."""
MOST_OUTLINED = 20
"""Headings of an outline that is short."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `mark` where it is a figure."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the source, or the place of one of its tables. `section` is set for headings."""

    index: int
    runs: tuple[Run, ...] = ()
    section: Section | None = None
    table: Table | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading that the outline names with what stands under it, down to the next one."""

    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def stretches(self) -> Iterator[tuple[Block, ...]]:
        """Paragraphs in a row together; each table by itself."""
        for is_table, blocks in groupby(self.blocks, key=lambda block: block.table is not None):
            if is_table:
                yield from ((block,) for block in blocks)
            else:
                yield tuple(blocks)


def _headings(report: Report) -> Iterator[tuple[int, Section]]:
    """Paragraphs that are a heading and nothing else; one that only begins with its title is text."""
    lengths = {p.index: len(report.source.text[p.start : p.end].strip()) for p in report.source.paragraphs}
    for section in report.reading.outline:
        if len(section.number) + len(section.title) >= lengths.get(section.paragraph, 0) * HEADING:
            yield section.paragraph, section


def _is_listed(passage: tuple[Block | None, list[Block]], next_level: int) -> bool:
    """Whether a heading only announces itself, as in a table of contents: nothing stands under it."""
    heading, under = passage
    return bool(heading and heading.section and not under and heading.section.level >= next_level)


def _joined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages without a heading of their own belong to the one before."""
    held: Passage | None = None
    for passage in passages:
        if held and not passage.heading:
            held = Passage(held.heading, (*held.blocks, *passage.blocks))
        else:
            if held and (held.heading or held.blocks):
                yield held
            held = passage
    if held and (held.heading or held.blocks):
        yield held


class SourceView:
    """The blocks of one report's text."""

    def __init__(self, report: Report, where: Whereabouts) -> None:
        self.source = report.source
        self.where = where
        self._starts = [mark.span[0] for mark in where.marks]
        self._headings = dict(_headings(report))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Paragraphs and the places of tables, in the order of the text."""
        found = [
            (
                paragraph.start,
                Block(
                    paragraph.index,
                    tuple(self.runs(paragraph.start, paragraph.end)),
                    self._headings.get(paragraph.index),
                ),
            )
            for paragraph in self.source.paragraphs
            if self.source.text[paragraph.start : paragraph.end].strip()
        ]
        found.extend((table.start, Block(table.index, table=table)) for table in self.source.tables)
        return tuple(block for _, block in sorted(found, key=lambda entry: entry[0]))

    @cached_property
    def outline(self) -> tuple[Passage, ...]:
        """The headings in order, each with what stands under it; first what stands before any heading."""
        outlines = (self._outlined(level) for level in OUTLINED)
        return next(
            (found for found in outlines if len(found) <= MOST_OUTLINED), self._outlined(OUTLINED[-1])
        )

    def _outlined(self, deepest: int) -> tuple[Passage, ...]:
        passages: list[tuple[Block | None, list[Block]]] = [(None, [])]
        for block in self.blocks:
            if block.section and block.section.level <= deepest:
                if _is_listed(passages[-1], block.section.level):
                    passages[-1] = (None, [block for block in (passages[-1][0],) if block])
                passages.append((block, []))
            else:
                passages[-1][1].append(block)
        return tuple(_joined(Passage(heading, tuple(under)) for heading, under in passages))

    def runs(self, start: int, end: int) -> Iterator[Run]:
        """The text from `start` to `end`, figures apart."""
        text, at = self.source.text, start
        for mark in self.where.marks[bisect_left(self._starts, start) :]:
            if mark.span[0] >= end:
                break
            if mark.span[0] > at:
                yield Run(text[at : mark.span[0]])
            yield Run(text[mark.span[0] : min(mark.span[1], end)], mark)
            at = mark.span[1]
        if at < end:
            yield Run(text[at:end])
