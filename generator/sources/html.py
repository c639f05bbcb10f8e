"""Web pages (.html, .htm, pages saved from .jsp and the like): the article, not the site's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from generator.model import SourceText
from generator.sources.assembly import Assembly, GridCell
from generator.sources.decoding import decode
from generator.sources.grid_text import is_data, put
from generator.sources.unreadable import UnreadableSource

MAX_DEPTH = 200
MAX_SPAN = 500
MAX_ELEMENTS = 400_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_DROPPED = frozenset(
    """script style noscript template iframe object embed svg canvas audio video nav header footer aside form
    button select input textarea head link meta""".split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    """p div section article main body html h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre center tr td th
    tbody thead tfoot caption hr figure figcaption address details summary""".split()  # noqa: SIM905
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FRAME = re.compile(
    r"^(?:当前位置|您(?:现在)?(?:所在)?的?位置|首页\s*[>›》]|字体\s*[：:]|字号|【?字体|【?打印|【?关闭|分享到|扫一扫|责任编辑|"
    r"信息来源|来源\s*[：:]|发布(?:时间|日期)|浏览(?:次数|量)|访问量|上一篇|下一篇|相关(?:链接|附件|文章)|版权所有|主办\s*[：:单]|"
    r"承办\s*[：:单]|网站标识码|[^\s]{0,6}ICP备|[^\s]{0,4}公网安备|联系我们|网站地图|无障碍|返回顶部|索引号)"
)
_DOMINATES = 0.8


def read_html(path: Path, data: bytes, sha256: str) -> SourceText:
    """A saved web page. Tables keep their spans; lists, headings and line breaks end paragraphs.

    Raises UnreadableSource where the page holds no text of its own (a shell filled in by scripts).
    """
    declared = _CHARSET.search(data[:4096])
    text = decode(data, declared[1].decode("ascii") if declared else None)
    if text is None:
        raise UnreadableSource(path, "网页的编码无法识别", "请在浏览器里打开后另存为 UTF-8 编码的网页")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).replace("\0", "")
    try:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, recover=True)
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(path, "网页里没有内容", "请确认保存的是报告全文") from error
    title = _title(root)
    body = root.find("body")
    _prune(root)
    content = _article(body if body is not None else root)
    assembly = Assembly()
    if title and title not in _squeezed(content.text_content())[:2000]:
        assembly.paragraph(title)
    _Walker(assembly).walk(content)
    if sum(len(p) for p in assembly.pieces) < 20:
        raise UnreadableSource(
            path, "网页里没有正文，内容可能由脚本载入", "请在浏览器里等页面显示完整后再另存，或下载其中的附件"
        )
    return assembly.source(str(path), sha256, "html")


def _title(root: Any) -> str:
    for found in root.xpath("//meta[translate(@name,'ARTICLE','article')='articletitle']/@content"):
        if found.strip():
            return " ".join(str(found).split())
    headings = [h for h in root.iter("h1") if h.text_content().strip()]
    if len(headings) == 1:
        return " ".join(headings[0].text_content().split())
    return ""


def _prune(root: Any) -> None:
    """Take out what is no part of any article: scripts, navigation, hidden elements."""
    for count, element in enumerate(list(root.iter())):
        if count > MAX_ELEMENTS:
            break
        parent = element.getparent()
        if parent is None or not isinstance(element.tag, str):
            continue
        if (
            element.tag in _DROPPED
            or _HIDDEN.search(element.get("style") or "")
            or element.get("hidden") is not None
        ):
            element.drop_tree()


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _article(body: Any) -> Any:
    """The innermost element that holds nearly all text that is not links: the article."""
    weights = _weights(body)
    current = body
    for _ in range(MAX_DEPTH):
        children = [
            c for c in current if isinstance(c.tag, str) and c.tag not in {"tr", "tbody", "p", "span"}
        ]
        best = max(children, key=lambda c: weights.get(c, 0), default=None)
        if best is None or weights.get(best, 0) < _DOMINATES * weights.get(current, 0) or best.tag == "table":
            return current
        current = best
    return current


def _weights(body: Any) -> dict[Any, int]:
    """Characters of text under each element, links and frame phrases not counted. Bottom-up, no recursion."""
    weights: dict[Any, int] = {}
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str):
            continue
        own = 0 if element.tag == "a" else _worth(element.text)
        total = own + sum(weights.get(c, 0) + _worth(c.tail) for c in element)
        weights[element] = 0 if element.tag == "a" else total
    return weights


def _worth(text: str | None) -> int:
    squeezed = "".join((text or "").split())
    return 0 if _FRAME.match(squeezed) else len(squeezed)


class _Walker:
    """Turns the article's elements into paragraphs and tables, in order."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.line: list[str] = []
        self.linked = 0

    def walk(self, root: Any) -> None:
        for kind, value in _events(root):
            if kind == "text":
                self.line.append(value)
            elif kind == "table":
                self.flush()
                put(self.assembly, value)
            else:
                self.flush()
        self.flush()

    def flush(self) -> None:
        """End the paragraph in hand, unless it belongs to the frame."""
        text = _collapsed("".join(self.line))
        self.line = []
        if text and not (_FRAME.match(text) and len(text) < 80):
            self.assembly.paragraph(text)


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """("text", str), ("break", None) and ("table", cells) in document order, without recursion."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if closing:
            if element.tag in _BLOCKS or element.tag == "br":
                yield "break", None
            if element is not root and element.tail:
                yield "text", element.tail
            continue
        stack.append((element, True))
        if element.tag == "table" and (cells := _grid(element)) and is_data(cells):
            yield "break", None
            for caption in element.iterchildren("caption"):
                yield "text", _text(caption)
                yield "break", None
            yield "table", cells
            continue
        if element.tag in _BLOCKS:
            yield "break", None
        if element.text:
            yield "text", element.text
        stack.extend((c, False) for c in reversed(element) if isinstance(c.tag, str))


def _grid(table: Any) -> list[GridCell] | None:
    """The cells of a data table; None where the table frames other tables."""
    nested = [t for t in table.iter("table") if t is not table]
    if any(len(_text(t)) > 40 for t in nested):
        return None
    rows = [r for r in table.iter("tr") if _owner(r) is table]
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (number, column) in taken:
                column += 1
            high = min(_span(cell, "rowspan"), len(rows) - number)
            wide = _span(cell, "colspan")
            taken.update((number + r, column + c) for r in range(high) for c in range(wide))
            cells.append(GridCell(number, column, _text(cell), max(1, high), wide))
            column += wide
            if len(taken) > MAX_ELEMENTS:
                return cells
    return cells


def _owner(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != "table":
        parent = parent.getparent()
    return parent


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(MAX_SPAN, max(1, int(value))) if value.isdigit() and len(value) < 6 else 1


def _text(element: Any) -> str:
    pieces: list[str] = []
    for kind, value in _events_within(element):
        pieces.append(value if kind == "text" else "\n")
    lines = [line for line in (_collapsed(part) for part in "".join(pieces).split("\n")) if line]
    joined = ""
    for line in lines:
        spaced = joined and joined[-1].isascii() and line[0].isascii()
        joined += (" " if spaced else "") + line
    return joined


def _events_within(element: Any) -> Iterator[tuple[str, str]]:
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        item, closing = stack.pop()
        if closing:
            if item.tag in _BLOCKS or item.tag == "br":
                yield "break", ""
            if item is not element and item.tail:
                yield "text", item.tail.replace("\n", " ")
            continue
        stack.append((item, True))
        if item.text:
            yield "text", item.text.replace("\n", " ")
        stack.extend((c, False) for c in reversed(item) if isinstance(c.tag, str))


_BETWEEN_WIDE = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\r\f]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)


def _collapsed(text: str) -> str:
    """White space as a browser shows it; a line end between Chinese characters is no space."""
    return " ".join(_BETWEEN_WIDE.sub("", text.replace("\u200b", "").replace("\ufeff", "")).split())
