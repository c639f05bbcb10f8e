"""Where what one report says stands: on the page of its department-year, or on one of the pages behind it.

A figure that the text prints has its row on the page itself; one that only a table prints has its cell
on `tables/`, and so have, where there are tables, the items of a classification (款, 项) that the text
goes through: they are what makes a report hundreds of numbers long. A long text is read on `source/`,
and the page keeps an outline of it in which every paragraph still has its anchor. Where budget and final
account share a page and are long, the rows of both are on `figures/`. This is the one place
that decides it: links, downloads, feeds and the full-text search all ask here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model import Fact, Paragraph, Report, Span, Table, UnnamedFigure
from generator.site import addresses

SHORT = 6_500
"""How long the text may be (tables apart) that a department-year shows on the page itself, in code points."""
MARKED = 40
"""Code points for which a figure of the text counts: it is marked there and has a row on the page."""

_ITEM = re.compile(r"\.(?:function|economic|item)\.\d{5,7}$")
"""Concepts of a classification below 类: 款 and 项 of functions, 款 of the economic classification."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed figure: its span and the ids of the facts it stands for (empty: unnamed)."""

    span: Span
    figures: tuple[str, ...]


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


def length(report: Report) -> int:
    """How much of a page the text of a report takes, in code points."""
    text = sum(paragraph.end - paragraph.start for paragraph in report.source.paragraphs)
    return text + MARKED * sum(fact.table is None for fact in report.reading.facts)


def is_long(reports: Iterable[Report]) -> bool:
    """Whether the texts of the reports that share a page are too long to be read on it."""
    return sum(length(report) for report in reports) > SHORT


class Whereabouts:
    """The places of one report. `page` is the address of its department-year, `prefix` its anchors'."""

    def __init__(
        self, page: str, prefix: str, report: Report, *, apart: bool, figures_apart: bool = False
    ) -> None:
        self.page, self.prefix, self._report = page, prefix, report
        self.apart = apart
        """Whether the text is on a page of its own."""
        self.source = addresses.source(page) if apart else page
        self.tables = addresses.tables(page)
        self.figures = addresses.figures(page) if figures_apart else page
        """The page with the rows of the figures that the text prints."""

    @cached_property
    def tabled(self) -> frozenset[str]:
        """The figures that have their place on the page of tables."""
        if not self._report.source.tables:
            return frozenset()
        facts = self._report.reading.facts
        on_page = {fact.id for fact in facts if fact.table is None and not _ITEM.search(fact.concept)}
        return frozenset(fact.id for fact in facts) - on_page

    @cached_property
    def itemised(self) -> frozenset[str]:
        """Those among them that no table prints: listed on the page of tables, beside the tables."""
        return self.tabled - {fact.id for fact in self._report.reading.facts if fact.table is not None}

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        return marks(self._report.reading.facts, self._report.reading.unnamed)

    @cached_property
    def _marked(self) -> Mapping[Span, Mark]:
        return {mark.span: mark for mark in self.marks}

    @cached_property
    def cells(self) -> Mapping[Span, str]:
        """The marks that are the place of a figure: the first cell of a table that prints it."""
        found: dict[Span, str] = {}
        placed: set[str] = set()
        for mark in self.marks:
            if self.table(mark.span):
                for figure in mark.figures:
                    if figure in self.tabled and figure not in placed and mark.span not in found:
                        found[mark.span] = figure
                        placed.add(figure)
        return found

    def figure(self, figure: str) -> str:
        """The address of a figure: its row, or its cell. The place is promised for good."""
        home = self.tables if figure in self.tabled else self.figures
        return f"{home}#{self.prefix}{figure}"

    def section(self, key: str) -> str:
        """A section's address: `figures`, `terms` lie with the rows, `source`, `unnamed` with the text."""
        page = self.figures if key in {"figures", "terms"} else self.source
        return f"{page}#{self.prefix}sec-{key}"

    def words(self, span: Span) -> str:
        """The address of words of the source: the number printed there, otherwise the paragraph or table."""
        table = self.table(span)
        page = self.tables if table else self.source
        if span in self._marked:
            return f"{page}#{self.prefix}{self.anchor(self._marked[span])}"
        if table:
            return f"{page}#{self.prefix}t-{table.index}"
        paragraph = self.paragraph(span)
        return f"{page}#{self.prefix}{'sec-source' if paragraph is None else f'p-{paragraph.index}'}"

    def anchor(self, mark: Mark) -> str:
        """The anchor of a printed number, without prefix: a figure's own, or its offset in the text."""
        return self.cells.get(mark.span, f"s-{mark.span[0]}")

    def paragraph(self, span: Span) -> Paragraph | None:
        """The paragraph a span begins in; None inside a table."""
        paragraphs = self._report.source.paragraphs
        at = bisect_right(self._paragraph_starts, span[0]) - 1
        return None if at < 0 or self.table(span) else paragraphs[at]

    def table(self, span: Span) -> Table | None:
        """The table a span begins in."""
        tables = self._report.source.tables
        at = bisect_right(self._table_starts, span[0]) - 1
        return tables[at] if at >= 0 and span[0] < tables[at].end else None

    def named(self, span: Span) -> str:
        """The place in words: `第12段`, `表3`, or `原文` where it is neither."""
        if table := self.table(span):
            return f"表{table.index}"
        paragraph = self.paragraph(span)
        return "原文" if paragraph is None else f"第{paragraph.index}段"

    def named_with_page(self, span: Span) -> str:
        """The place in words with its page, where the file has pages: `表3，第5页`, `表3，附件1第5页`."""
        holder = self.table(span) or self.paragraph(span)
        page = holder.page if holder else None
        attachment = self._report.source.attachment_at(span[0])
        file = f"附件{attachment.number}" if attachment else ""
        if page is None:
            return f"{self.named(span)}，{file}" if file else self.named(span)
        return f"{self.named(span)}，{file}第{page}页"

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self._report.source.paragraphs]

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.start for table in self._report.source.tables]
