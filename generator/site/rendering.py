"""Jinja2 for the pages. Everything is escaped; `Markup` is only ever made from our own templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator import vocabulary
from generator.site import addresses, amounts, archive, excerpts, notes
from generator.site.site import Site


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page ready for the theme: its address, title, body, and what belongs in its head.

    `anchors` are the promised places on it. The body may lie in a file until it is written.
    """

    address: str
    title: str
    description: str
    body: str | Path
    headings: tuple[Heading, ...] = ()
    head: str = ""
    anchors: tuple[str, ...] = ()
    wide: bool = False

    @property
    def html(self) -> str:
        return self.body.read_text(encoding="utf-8") if isinstance(self.body, Path) else self.body


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file beside the pages: a download, a feed, an index. Its address may be promised, as a page's is."""

    address: str
    body: bytes | Path
    promised: bool = False

    @property
    def content(self) -> bytes:
        return self.body.read_bytes() if isinstance(self.body, Path) else self.body


@dataclass(slots=True)
class Rendered:
    """All that the site's own pages come to."""

    pages: list[RenderedPage] = field(default_factory=list)
    files: list[RenderedFile] = field(default_factory=list)


@cache
def environment() -> Environment:
    env = Environment(
        loader=PackageLoader("generator.site", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.globals.update(
        addresses=addresses,
        amounts=amounts,
        archive_names=archive.KIND_NAMES,
        severity_names=notes.SEVERITY_NAMES,
        status_names=notes.STATUS_NAMES,
        outcome_names=notes.OUTCOME_NAMES,
        telling_quotes=notes.telling_quotes,
        measure_name=vocabulary.measure_name,
        scope_name=vocabulary.scope_name,
        excerpts=excerpts,
    )
    return env


def render(site: Site, template: str, address: str, **context: Any) -> Markup:
    """A template as HTML for the page at `address`; `href` in it makes links relative to that page."""

    def href(target: str) -> str:
        return addresses.relative(target, address)

    def section(*already: str) -> Any:
        return site.linker.section(address, *already)

    return Markup(
        environment()
        .get_template(template)
        .render(site=site, href=href, section=section, address=address, **context)
    )
