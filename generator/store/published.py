"""The addresses a built site makes: its pages, and on the pages of reports every anchor that is promised."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

_REPORT_PAGE = re.compile(r"/\d{6}/[a-z0-9-]+/\d{4}/")
_ID = re.compile(r'\sid="([^"]+)"')
_PARAGRAPH = re.compile(r"p-(\d+)")
# The theme's own, the headings of sections, and the marks that lead from the source text to the figures.
_NOT_PROMISED = re.compile(r"__.*|sec-.*|s-\d+|p-\d+")


def addresses(site: Path) -> set[str]:
    """Every address of the site in `site`, as `permalinks` keeps them.

    Anchors are those of figures and findings. Paragraphs are numbered without gaps, so that the last one
    stands for all of them.
    """
    found: set[str] = set()
    for path in site.rglob("index.html"):
        folder = path.parent.relative_to(site).as_posix()
        page = "/" if folder == "." else f"/{folder}/"
        found.add(page)
        if _REPORT_PAGE.fullmatch(page):
            found.update(f"{page}#{anchor}" for anchor in _anchors(path.read_text(encoding="utf-8")))
    return found


def _anchors(content: str) -> Iterator[str]:
    ids = [html.unescape(name) for name in _ID.findall(content)]
    paragraphs = [int(match[1]) for name in ids if (match := _PARAGRAPH.fullmatch(name))]
    if paragraphs:
        yield f"p-{max(paragraphs)}"
    yield from (name for name in ids if not _NOT_PROMISED.fullmatch(name))
