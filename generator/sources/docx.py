"""Word documents (.docx): paragraphs with their automatic numbers, tables with merged cells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from generator.model import SourceText
from generator.sources.assembly import Assembly, GridCell
from generator.sources.docx_numbering import Numbering
from generator.sources.grid_text import put
from generator.sources.package import check_package
from generator.sources.unreadable import UnreadableSource

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_DEPTH = 60
MAX_SPAN = 500
_WRAPPERS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}smartTag", f"{_W}ins"}


def read_docx(path: Path, data: bytes, sha256: str, form: str = "docx") -> SourceText:
    """A Word document: body text and tables in order; text boxes after the paragraph they hang on.

    Raises UnreadableSource for damaged or hostile packages and documents without text.
    """
    check_package(path, data)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise UnreadableSource(
            path, "Word 文件已损坏或不完整", "请用 Word 或 WPS 打开后另存一份，再添加"
        ) from error
    reader = _Reader(document)
    for element in _blocks(body, 0):
        reader.block(element)
    source = reader.assembly.source(str(path), sha256, form)
    if not any(c.isalnum() for c in source.text):
        raise UnreadableSource(
            path, "Word 文件里没有文字，内容可能是图片", "请先做文字识别（OCR），或向发布部门索取文字版"
        )
    return source


class _Reader:
    def __init__(self, document: Any) -> None:
        self.assembly = Assembly()
        self.numbering = Numbering(_part(document, "numbering"), _part(document, "styles"))

    def block(self, element: Any) -> None:
        if element.tag == f"{_W}p":
            for line in (self.numbering.label(element) + _text(element)).split("\n"):
                self.assembly.paragraph(line)
            for box in _text_boxes(element):
                for inner in _blocks(box, 0):
                    self.block(inner)
        elif element.tag == f"{_W}tbl":
            put(self.assembly, self._cells(element, 0))

    def _cells(self, table: Any, depth: int) -> list[GridCell]:
        """Cells with their spans. A table nested in a cell counts as that cell's text."""
        cells: list[GridCell] = []
        open_above: dict[int, int] = {}
        for number, row in enumerate(_children(table, f"{_W}tr")):
            column = _number(row.find(f"{_W}trPr"), "gridBefore", 0)
            for cell in _children(row, f"{_W}tc"):
                properties = cell.find(f"{_W}tcPr")
                wide = min(MAX_SPAN, max(1, _number(properties, "gridSpan", 1)))
                merge = None if properties is None else properties.find(f"{_W}vMerge")
                carried = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
                if carried and column in open_above:
                    at = open_above[column]
                    above = cells[at]
                    cells[at] = GridCell(
                        above.row, above.column, above.text, number - above.row + 1, above.colspan
                    )
                else:
                    open_above.pop(column, None)
                    if merge is not None:
                        open_above[column] = len(cells)
                    cells.append(GridCell(number, column, self._cell_text(cell, depth), 1, wide))
                column += wide
        return cells

    def _cell_text(self, cell: Any, depth: int) -> str:
        if depth > MAX_DEPTH:
            return ""
        lines: list[str] = []
        for element in _blocks(cell, depth):
            if element.tag == f"{_W}p":
                lines.append(self.numbering.label(element) + _text(element))
            elif element.tag == f"{_W}tbl":
                lines += [c.text for c in self._cells(element, depth + 1) if c.text]
        joined = ""
        for line in (part.strip() for part in lines):
            spaced = joined and line and joined[-1].isascii() and line[0].isascii()
            joined += (" " if spaced else "") + line
        return joined


def _part(document: Any, name: str) -> Any | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{name}") and not relation.is_external:
            try:
                parser = etree.XMLParser(resolve_entities=False, no_network=True)
                return etree.fromstring(relation.target_part.blob, parser)
            except etree.XMLSyntaxError:
                return None
    return None


def _blocks(parent: Any, depth: int) -> Iterator[Any]:
    """Paragraphs and tables directly below, content controls and the like unwrapped."""
    for child in parent:
        if child.tag in _WRAPPERS and depth < MAX_DEPTH:
            yield from _blocks(child, depth + 1)
        elif child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child


def _children(parent: Any, tag: str, depth: int = 0) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS and depth < MAX_DEPTH:
            yield from _children(child, tag, depth + 1)


def _number(properties: Any | None, name: str, default: int) -> int:
    child = None if properties is None else properties.find(f"{_W}{name}")
    value = "" if child is None else child.get(f"{_W}val", "")
    return int(value) if value.isdigit() and len(value) < 6 else default


def _text(paragraph: Any) -> str:
    """The text as printed: insertions in, deletions and field codes out, breaks as line ends."""
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == f"{_W}t":
            pieces.append(element.text or "")
        elif tag == f"{_W}tab":
            pieces.append(" ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif tag in (
            f"{_W}del",
            f"{_W}moveFrom",
            f"{_W}txbxContent",
            f"{_W}pPr",
            f"{_W}rPr",
            f"{_MC}Fallback",
        ):
            continue
        elif isinstance(tag, str):
            stack.extend(reversed(element))
    return "".join(pieces)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes drawn in a paragraph; the compatibility copy of each is left out."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(a.tag == f"{_MC}Fallback" for a in box.iterancestors()):
            yield box
