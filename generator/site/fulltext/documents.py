"""What of a department-year is searched: its figures, notes, text and tables, piece by piece.

Pagefind's own segmentation of Chinese cuts an index and a question differently: asked for 上党区 it
offers every page that holds 上, 党 and 区 anywhere. So its segmenter is passed by: every Chinese
character is a word here, and `content/assets/fulltext.js` asks for words in a row. What is printed
is then found, and nothing else, whichever two characters of it one types.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from lxml import html

from generator.site.archive import UNKNOWN_PLACE_NAME

# The same in fulltext.js: a Chinese character; a number or a word; anything else that is not a space.
_TOKEN = re.compile(
    "[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+"
    r"|\S"
)
_HALF_WIDTH = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
_OPENING = {"Ps", "Pi", "Sm", "Sc"}
"""Brackets, quotes, signs and currencies belong to what follows them, other punctuation to what precedes."""

# Uncoded: a language that neither Pagefind nor the browser segments or stems.
_LANGUAGE = "mis"


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to be searched: where it is, what it is called, and of which place and year."""

    address: str
    department: str
    """The department's address: its pages share a shard."""
    title: str
    place: str
    """From the province down, separated by spaces; empty where the report does not say."""
    year: str = ""
    kinds: tuple[str, ...] = ()
    """The kinds of the reports on the page, as they are shown: 预算, 决算."""

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """What the search page can be narrowed to: (filter, value)."""
        province = self.place.split(" ")[0]
        named = (("province", province or UNKNOWN_PLACE_NAME), ("place", self.place), ("year", self.year))
        return (*((name, value) for name, value in named if value), *(("kind", kind) for kind in self.kinds))


@dataclass(frozen=True, slots=True)
class Piece:
    """What a hit leads to, and the text that stands there.

    `anchor` is an anchor on the page, or a page behind it with the anchor there: `tables/#t-3`.
    """

    anchor: str
    text: str


def words(text: str) -> Iterator[str]:
    """The words of a text as they are indexed; punctuation stays with its word and is not searched."""
    word, opening = "", ""
    for token in _TOKEN.findall(text.translate(_HALF_WIDTH)):
        kind = unicodedata.category(token[0])
        # Pagefind takes `_` and its like for letters.
        if kind[0] in "LNM" or kind == "Pc":
            if word:
                yield word
            word, opening = opening + token, ""
        elif word and not opening and kind not in _OPENING:
            word += token
        else:
            opening += token
    if word or opening:
        yield word + opening


def pieces(content: str) -> Iterator[Piece]:
    """The pieces of one rendered page, in its order."""
    for node in html.fragment_fromstring(content, create_parent="article").iter(
        "tr", "p", "li", "article", "div", "h3"
    ):
        kind, name = (node.get("class") or "").split(), node.get("id") or ""
        if node.tag == "tr":
            yield from _row(node)
        elif node.tag == "p":
            if name.rpartition("-")[0].endswith("p") and "paper" in (node.getparent().get("class") or ""):
                yield Piece(name, node.text_content())
        elif node.tag == "h3":
            if name.rpartition("-")[0].endswith("t"):
                yield Piece(name, node.text_content())
        elif node.tag == "li":
            if name and (node.getparent().get("class") or "") == "hints":
                yield Piece(name, node.text or "")
        elif name and not {"note", "also"}.isdisjoint(kind):
            messages = node.find_class("message")
            if messages:
                yield Piece(name, messages[0].text_content())


def _row(row: html.HtmlElement) -> Iterator[Piece]:
    table = next(row.iterancestors("table"))
    classes = (table.get("class") or "").split()
    cells = row.findall("*")
    if "raw" in classes:
        marks = row.xpath(".//*[@id]/@id") or table.xpath("ancestor::section[1]/h3/@id")
        yield Piece(marks[0], " ".join(cell.text_content() for cell in cells))
    elif "figs" in classes and (anchors := row.xpath("./@id | .//td//*[@id]/@id")):
        said = ["：".join(text for cell in cells[:2] if (text := cell.text_content().strip()) != "—")]
        for measure in row.iterfind("td/span[@id]"):
            said.append((measure.text or "") + "".join(link.text_content() for link in measure.findall("a")))
        yield Piece(anchors[0], "；".join(said))


def document(subject: Subject, pages: Mapping[str, str]) -> str:
    """A department-year as Pagefind is to see it: bare pieces with their anchors.

    `pages` are its rendered pages by their address below its own: `""`, `figures/`, `tables/`, `source/`.
    """
    title, place = escape(subject.title), escape(subject.place)
    lines = [
        f'<!doctype html><html lang="{_LANGUAGE}"><meta charset="utf-8"><title>{title}</title>',
        f'<body><i data-title="{title}" data-pagefind-meta="title[data-title]"></i>',
        f'<i data-place="{place}" data-pagefind-meta="place[data-place]"></i>' if place else "",
        *(
            f'<i data-value="{escape(value)}" data-pagefind-filter="{name}[data-value]"></i>'
            for name, value in subject.filters
        ),
        f"<p>{escape(' '.join(words(f'{subject.place} {subject.title}')))}</p>",
    ]
    for below, content in pages.items():
        for piece in pieces(content):
            if said := " ".join(words(piece.text)):
                anchor = f"{below}#{piece.anchor}" if below else piece.anchor
                lines.append(f'<p id="{escape(anchor)}">{escape(said)}</p>')
    return "\n".join(lines)
