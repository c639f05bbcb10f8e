"""The statutory tables of a report as tables: heads, cells with the figures in them, and CSV.

A figure that only tables print has its place here: the first cell that prints it. Cells of the heading
rows are column heads; in the rows below, the words before the first number, and words between numbers,
say what the numbers are, and are row heads.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from generator import vocabulary
from generator.model import Cell, Report, Table, TableReading
from generator.site.downloads import inert
from generator.site.figures import Figures
from generator.site.source_text import Run, SourceView
from generator.site.whereabouts import Whereabouts

Scope = Literal["col", "row", ""]
UNREAD = "没有读出数字"
UNTITLED = "没有标题的表"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as shown. `scope` makes it a head; `also` are figures whose place it is beside its marks'."""

    cell: Cell
    runs: tuple[Run, ...]
    scope: Scope
    also: tuple[str, ...] = ()

    @property
    def words(self) -> bool:
        """Whether it has text, is no head and names no figure: it stands at the left, not among amounts."""
        read = any(run.mark and run.mark.figures for run in self.runs)
        return not self.scope and not read and bool(self.cell.text.strip())


@dataclass(frozen=True, slots=True)
class ShownTable:
    """One table with its rows; `why` says why no figure was read from it, where that is so."""

    index: int
    title: str
    unit: str | None
    page: int | None
    rows: tuple[tuple[TableCell, ...], ...]
    figures: int
    """How many cells print a figure."""
    why: str | None

    @property
    def width(self) -> int:
        return max((cell.cell.column + cell.cell.colspan for row in self.rows for cell in row), default=0)

    @property
    def csv(self) -> bytes:
        """The cells as printed, a merged one in its first place; UTF-8 with a byte order mark."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        for row in self.rows:
            line = [""] * self.width
            for cell in row:
                line[cell.cell.column] = inert(" ".join(cell.cell.text.split()))
            writer.writerow(line)
        return b"\xef\xbb\xbf" + out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of the index: one table, or a run of tables alike that no figure was read from."""

    first: ShownTable
    last: ShownTable

    @property
    def number(self) -> str:
        """`表3`, `表5 至表35`."""
        return f"表{self.first.index}" + ("" if self.first is self.last else f" 至表{self.last.index}")


class ReportTables:
    """The tables of one report."""

    def __init__(self, report: Report, where: Whereabouts, figures: Figures, source: SourceView) -> None:
        self._report, self._where, self._figures, self._source = report, where, figures, source

    @cached_property
    def shown(self) -> tuple[ShownTable, ...]:
        """Every table of the report in its order."""
        readings = {reading.index: reading for reading in self._report.reading.tables}
        printed = Counter(fact.table for fact in self._report.reading.facts if fact.table is not None)
        return tuple(
            self._table(table, readings.get(table.index), printed[table.index])
            for table in self._report.source.tables
        )

    @cached_property
    def index(self) -> tuple[IndexLine, ...]:
        """The tables as lines; neighbours with one title that nothing was read from share one."""
        lines: list[IndexLine] = []
        for table in self.shown:
            above = lines[-1] if lines else None
            if above and not table.figures and (above.last.title, above.last.why) == (table.title, table.why):
                lines[-1] = IndexLine(above.first, table)
            else:
                lines.append(IndexLine(table, table))
        return tuple(lines)

    @property
    def names(self) -> Mapping[str, str]:
        """Anchor -> name of the figures that have their place in a table."""
        found = {}
        for id in sorted(self._where.tabled):
            figure = self._figures.by_id[id]
            measure = figure.fact.measure
            said = "" if measure == "value" else f"：{vocabulary.measure_name(measure)}"
            found[f"{self._where.prefix}{id}"] = f"{self._figures.name(figure)}{said}"
        return found

    @cached_property
    def _homeless(self) -> Mapping[int, tuple[str, ...]]:
        """Figures without a mark of their own, by the table of their first mention: two said by one cell."""
        found: dict[int, list[str]] = {}
        for figure in sorted(self._where.tabled - set(self._where.cells.values())):
            found.setdefault(self._figures.by_id[figure].fact.table or 0, []).append(figure)
        return {table: tuple(figures) for table, figures in found.items()}

    def _table(self, table: Table, reading: TableReading | None, printed: int) -> ShownTable:
        headed = reading.header_rows if reading else 1
        also: dict[int, list[str]] = {}
        for figure in self._homeless.get(table.index, ()):
            start = self._figures.by_id[figure].fact.span[0]
            also.setdefault(self._holding(table, start), []).append(figure)
        rows = []
        for number, cells in groupby(enumerate(table.cells), key=lambda entry: entry[1].row):
            rows.append(tuple(self._row(number < headed, list(cells), also)))
        title = (reading.title if reading else "") or table.caption or UNTITLED
        why = (reading.problem if reading else None) or table.problem
        return ShownTable(
            table.index,
            title,
            (reading.unit if reading else None) or table.unit,
            table.page,
            tuple(rows),
            printed,
            None if printed else why or UNREAD,
        )

    @staticmethod
    def _holding(table: Table, start: int) -> int:
        """The number of the cell that holds a place of the text; the first where none does."""
        return next((n for n, cell in enumerate(table.cells) if cell.start <= start < cell.end), 0)

    def _row(
        self, heading: bool, cells: list[tuple[int, Cell]], also: Mapping[int, list[str]]
    ) -> list[TableCell]:
        read = [(number, cell, tuple(self._source.runs(cell.start, cell.end))) for number, cell in cells]
        first_number = next((n for n, _, runs in read if any(run.mark for run in runs)), None)
        found: list[TableCell] = []
        for number, cell, runs in read:
            said = bool(cell.text.strip()) and not any(run.mark for run in runs)
            scope: Scope = ""
            if said and heading:
                scope = "col"
            elif said and first_number is None:
                # A row of words alone: the first of them says what the others are about.
                scope = "" if any(other.scope for other in found) else "row"
            elif said and (number < (first_number or 0) or any(char.isalpha() for char in cell.text)):
                scope = "row"
            found.append(TableCell(cell, runs, scope, tuple(also.get(number, ()))))
        return found
