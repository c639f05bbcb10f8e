"""Links and anchors of a built site that lead nowhere: `python -m tests.site.links SITE [PREFIX]`."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

_LINKS = (
    "//a/@href | //link[@rel!='canonical']/@href | //img/@src | //script/@src"
    " | //meta[@http-equiv='refresh']/@content"
)


def lost_links(site: Path, prefix: str = "/mingzhang/") -> list[tuple[str, str]]:
    """(page, link) for every link inside the site without a file or an anchor at its end.

    `prefix` is the path the site is published under, which only the page for lost addresses names.
    """

    @cache
    def anchors(page: str) -> frozenset[str]:
        return frozenset(html.fromstring((site / page).read_bytes()).xpath("//@id")) | {""}

    return [
        (page, link) for page, link in _links(site) if not _leads_somewhere(site, page, link, prefix, anchors)
    ]


def _links(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        for link in html.fromstring(path.read_bytes()).xpath(_LINKS):
            yield page, link.partition("url=")[2] if link.startswith("0;") else link


def _leads_somewhere(
    site: Path, page: str, link: str, prefix: str, anchors: Callable[[str], frozenset[str]]
) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    path = unquote(parts.path)
    if path.startswith("/"):
        if not path.startswith(prefix):
            return False
        target = path.removeprefix(prefix)
    else:
        target = (
            posixpath.normpath(posixpath.join("/", posixpath.dirname(page), path)) if path else f"/{page}"
        )
    file = site / target.lstrip("/")
    if file.is_dir():
        file /= "index.html"
    if not file.is_file():
        return False
    if not parts.fragment:
        return True
    return unquote(parts.fragment) in anchors(file.relative_to(site).as_posix())


if __name__ == "__main__":
    lost = lost_links(Path(sys.argv[1]), *sys.argv[2:3])
    for page, link in lost:
        print(f"{page}: {link}")
    sys.exit(1 if lost else 0)
