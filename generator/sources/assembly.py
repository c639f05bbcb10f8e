"""Blocks of a document -> `SourceText`: one text in which every paragraph and cell has its span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.model import Cell, Paragraph, SourceText, Table
from generator.sources.captions import caption_of

MAX_CELLS = 400_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as a format module finds it: place, spans and text (no tabs or line ends needed)."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Assembly:
    """Collects paragraphs and tables in reading order.

    Paragraphs are joined by `\\n`. A table is one line per row, cells separated by tabs, so that
    the text can be read as it stands; a merged cell's text stands once, at its first position.
    """

    pieces: list[str] = field(default_factory=list)
    at: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    """Paragraph texts since the last table: where a table's caption is looked for."""

    def paragraph(self, text: str, page: int | None = None) -> None:
        """Add one logical paragraph; blank ones are left out."""
        text = text.strip()
        if not text:
            return
        start = self.at
        self._put(text + "\n")
        self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, start, start + len(text), page))
        self.recent.append(text)

    def table(
        self,
        cells: Sequence[GridCell],
        page: int | None = None,
        name: str = "",
        problem: str | None = None,
    ) -> None:
        """Add one table. Its caption and unit come from `name`, the lines above, or its first rows."""
        rows: dict[int, dict[int, GridCell]] = {}
        for cell in cells[:MAX_CELLS]:
            rows.setdefault(cell.row, {})[cell.column] = cell
        if len(cells) > MAX_CELLS:
            problem = problem or f"表格过大，只读了前 {MAX_CELLS} 个单元格"
        width = max((c.column + c.colspan for c in cells), default=0)
        start = self.at
        placed: list[Cell] = []
        for number in range(max(rows, default=-1) + 1):
            row = rows.get(number, {})
            for column in range(max((c + 1 for c in row), default=0)):
                if column:
                    self._put("\t")
                found = row.get(column)
                if found is None:
                    continue
                text = " ".join(found.text.split())
                placed.append(
                    Cell(number, column, text, self.at, self.at + len(text), found.rowspan, found.colspan)
                )
                self._put(text)
            self._put("\n")
        caption, unit = caption_of(self.recent, placed, width, name)
        self.tables.append(
            Table(
                len(self.tables) + 1,
                caption,
                tuple(placed),
                start,
                max(start, self.at - 1),
                unit,
                page,
                problem,
            )
        )
        self.recent = []

    def source(self, path: str, sha256: str, form: str, pages: int | None = None) -> SourceText:
        """The finished record."""
        text = "".join(self.pieces)
        return SourceText(path, sha256, form, text, tuple(self.paragraphs), tuple(self.tables), pages)

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.at += len(text)
