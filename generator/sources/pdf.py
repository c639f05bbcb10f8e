"""PDF reports: reading order, paragraphs put together again, ruled tables, page numbers kept.

PDFium (through pypdfium2, Apache-2.0/BSD) gives glyphs and drawn lines; layout is decided here.
docs/sources.md has the measurements behind that choice.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from generator.model import SourceText
from generator.sources.assembly import Assembly
from generator.sources.furniture import without_furniture
from generator.sources.pdf_columns import Box, Gutter, gutter_of, in_columns
from generator.sources.pdf_lines import Line, Margins, joined, lines_of, margins, paragraphs
from generator.sources.pdf_page import Glyph, PageShapes, page_shapes
from generator.sources.pdf_tables import TablePart, aligned, continued, filled
from generator.sources.ruled_grid import grids
from generator.sources.unreadable import UnreadableSource

MAX_PAGES = 1_500
MAX_SECONDS = 120.0
_MIN_WORDS_A_PAGE = 8
_LEAD_LINES = 5
_CONTINUED = re.compile(r"[（(]?续表?\d{0,2}[）)]?$")
_OCR = "请先做文字识别（OCR），或向发布部门索取文字版，再添加"


@dataclass(frozen=True, slots=True)
class _Page:
    shapes: PageShapes
    tables: tuple[TablePart, ...]
    lines: tuple[Line, ...]
    places: Mapping[Box, float]
    """Where tables within a column come, if not by their top."""

    def place(self, block: Line | TablePart) -> float:
        """What the blocks of the page are sorted by."""
        return block.place if isinstance(block, Line) else self.places.get(_box(block), block.top)


def read_pdf(path: Path, data: bytes, sha256: str) -> SourceText:
    """A PDF with a text layer. Paragraphs and tables bear the page they begin on, counted from 1.

    Raises UnreadableSource for scans, encrypted and broken files, and beyond the limits.
    """
    shapes = _shapes(path, data)
    _refuse_unreadable(path, shapes)
    pages = _pages(shapes)
    assembly = Assembly()
    body = _margins(pages)
    cleaned = without_furniture([(p.shapes.height, p.lines) for p in pages])
    waiting: list[Line] = []
    open_table: TablePart | None = None
    lead: frozenset[str] = frozenset()
    for page, lines in zip(pages, cleaned, strict=True):
        blocks: list[Line | TablePart] = [*lines, *page.tables]
        for block in sorted(blocks, key=page.place):
            if isinstance(block, Line):
                waiting.append(block)
                continue
            whole = None
            if open_table is not None and block.page > open_table.page and _announce(lead, waiting):
                whole = continued(open_table, block, announced=bool(waiting))
            if whole is None:
                if open_table is not None:
                    _put_table(assembly, open_table)
                _put_lines(assembly, waiting, pages, body)
                lead = frozenset(_squeezed(line) for line in waiting[-_LEAD_LINES:])
            open_table, waiting = whole or block, []
    if open_table is not None:
        _put_table(assembly, open_table)
    _put_lines(assembly, waiting, pages, body)
    return assembly.source(str(path), sha256, "pdf", len(pages))


def _announce(lead: frozenset[str], lines: Sequence[Line]) -> bool:
    """Whether lines between two parts of a table only print again what stood above the first."""
    return all(_squeezed(line) in lead for line in lines)


def _squeezed(line: Line) -> str:
    return _CONTINUED.sub("", "".join(line.text.split()))


def _shapes(path: Path, data: bytes) -> list[PageShapes]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableSource(path, "PDF 设有打开密码", "请去掉密码后再添加") from error
        raise UnreadableSource(path, "PDF 文件已损坏或不完整", "请重新下载这份报告") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableSource(
                path,
                f"PDF 有 {len(document)} 页，超过 {MAX_PAGES} 页的上限",
                "请只保留这个部门的报告，汇编本请拆开",
            )
        until = time.monotonic() + MAX_SECONDS
        found: list[PageShapes] = []
        for index in range(len(document)):
            try:
                page = document[index]
            except pypdfium2.PdfiumError as error:
                raise UnreadableSource(path, f"PDF 第 {index + 1} 页已损坏", "请重新下载这份报告") from error
            found.append(page_shapes(page, index + 1))
            page.close()
            if time.monotonic() > until:
                raise UnreadableSource(
                    path, f"PDF 过于复杂，{MAX_SECONDS:.0f} 秒内未能读完", "请重新导出为较简单的 PDF"
                )
        return found
    finally:
        document.close()


def _pages(shapes: Sequence[PageShapes]) -> list[_Page]:
    """Every page's tables and lines. Two columns that one page proves are looked for on all of its size."""
    outside: list[tuple[list[TablePart], list[Glyph]]] = []
    gutters: dict[tuple[int, int], list[Gutter]] = {}
    for page in shapes:
        tables, glyphs = filled(grids(page.rules), page.glyphs, page.number)
        outside.append((tables, glyphs))
        gutter = gutter_of(glyphs, page.number, [_box(table) for table in tables])
        if gutter is not None:
            gutters.setdefault(_size(page), []).append(gutter)
    return [
        _page(page, tables, glyphs, gutters.get(_size(page), ()))
        for page, (tables, glyphs) in zip(shapes, outside, strict=True)
    ]


def _page(
    shapes: PageShapes, tables: Sequence[TablePart], glyphs: list[Glyph], gutters: Sequence[Gutter]
) -> _Page:
    columns: list[Line] = []
    places: dict[Box, float] = {}
    for gutter in dict.fromkeys(gutters):
        found = in_columns(glyphs, shapes.number, gutter, [_box(table) for table in tables])
        columns += found.lines
        places.update(found.places)
        glyphs = found.rest
    unruled, lines = aligned(lines_of(glyphs, shapes.number), shapes.number)
    lines = sorted((*lines, *columns), key=lambda line: line.top)
    return _Page(shapes, (*tables, *unruled), tuple(lines), places)


def _box(table: TablePart) -> Box:
    return Box(table.xs[0], table.xs[-1], table.top, table.bottom)


def _refuse_unreadable(path: Path, pages: Sequence[PageShapes]) -> None:
    glyphs = [g.char for page in pages for g in page.glyphs if not g.char.isspace()]
    if len(glyphs) < _MIN_WORDS_A_PAGE * max(1, len(pages)):
        images = any(page.images for page in pages)
        why = "PDF 是扫描图片，没有文字" if images else "PDF 里几乎没有文字"
        raise UnreadableSource(path, why, _OCR)
    unknown = sum(1 for c in glyphs if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " ")
    if unknown * 3 > len(glyphs):
        raise UnreadableSource(path, "PDF 的字体没有给出文字编码，提取出来是乱码", _OCR)


_Frame = tuple[int, int, int | None]
"""Width and height of the page in tens of points, and the width of the column where there are columns."""


def _size(shapes: PageShapes) -> tuple[int, int]:
    return round(shapes.width / 10), round(shapes.height / 10)


def _frame(line: Line, pages: Sequence[_Page]) -> _Frame:
    return (*_size(pages[line.page - 1].shapes), None if line.column is None else round(line.column / 10))


def _margins(pages: Sequence[_Page]) -> dict[_Frame, Margins]:
    """Margins for each page size and column width, from the pages of prose where there are any."""
    by_frame: dict[_Frame, list[tuple[Line, bool]]] = {}
    for page in pages:
        for line in page.lines:
            by_frame.setdefault(_frame(line, pages), []).append((line, not page.tables))
    return {
        frame: margins([line for line, prose in group if prose] or [line for line, _ in group])
        for frame, group in by_frame.items()
    }


def _put_lines(
    assembly: Assembly, lines: Sequence[Line], pages: Sequence[_Page], body: dict[_Frame, Margins]
) -> None:
    for frame, run in itertools.groupby(lines, key=lambda line: _frame(line, pages)):
        _put_run(assembly, list(run), body[frame])


def _put_run(assembly: Assembly, run: Sequence[Line], found: Margins) -> None:
    for group in paragraphs(run, found):
        assembly.paragraph(joined(group), group[0].page)


def _put_table(assembly: Assembly, part: TablePart) -> None:
    assembly.table(part.cells, part.page)
