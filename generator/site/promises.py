"""Addresses are promised: which ones a build publishes, and pages for those that moved or ended.

Promised are every page, on a department-year page its figures, notes and paragraphs, and the files of all
data. Anchors of sections, charts and offsets into the source serve the page itself and are not promised.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from generator.site import addresses
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site

LISTING = "permalinks.txt"


def promised(pages: Iterable[RenderedPage], files: Iterable[RenderedFile]) -> Iterator[str]:
    """Every promised address, beginning with a slash: `/410803/gov-office/2022/#expenditure.basic`."""
    for page in pages:
        yield f"/{page.address}"
        for anchor in page.anchors:
            yield f"/{page.address}#{anchor}"
    for file in files:
        if file.promised:
            yield f"/{file.address}"


def listing(pages: Iterable[RenderedPage], files: Iterable[RenderedFile]) -> RenderedFile:
    """The promised addresses as a file of the site: what `data/permalinks.txt` grows by."""
    lines = sorted(set(promised(pages, files)))
    return RenderedFile(LISTING, "".join(f"{line}\n" for line in lines).encode())


def moved(site: Site, pages: Iterable[RenderedPage]) -> list[RenderedPage]:
    """A page at every registered address that is no longer made: it leads on, or says why not."""
    made = {page.address for page in pages}
    found = []
    for redirect in site.redirects:
        address = redirect.origin.lstrip("/")
        if "#" in address or address in made or not address.endswith("/"):
            continue
        body = render(site, "moved.html", address, redirect=redirect)
        target = addresses.relative((redirect.to or "").lstrip("/"), address)
        head = f'<meta http-equiv="refresh" content="0; url={html.escape(target)}">' if redirect.to else ""
        title = "页面已移动" if redirect.to else "页面已撤下"
        found.append(RenderedPage(address, title, title, body, head=head))
    return found
