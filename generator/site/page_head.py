"""What the head of a department-year says to machines: meta tags, alternates, JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup

from generator.site import addresses, citations
from generator.site.archive import DepartmentYear
from generator.site.site import Site


class Downloadable(Protocol):
    """A report on the page, with the addresses of its downloads."""

    def file(self, extension: str) -> str: ...


def head(site: Site, page: DepartmentYear, views: Sequence[Downloadable], ref: citations.Reference) -> str:
    """Meta tags, alternates and JSON-LD of the page."""
    title, out = page.title, []
    for name, content in (
        ("citation_technical_report_institution", ref.publisher),
        ("citation_title", ref.title),
        ("citation_author", ref.author),
        ("citation_publication_date", page.main.provenance.published),
        ("citation_public_url", ref.url),
        ("citation_language", "zh-CN"),
    ):
        if content:
            out.append(Markup('<meta name="{}" content="{}">').format(name, content))
    for name, content in (
        ("og:title", title),
        ("og:type", "article"),
        ("og:url", ref.url),
        ("og:locale", "zh_CN"),
        ("og:site_name", "明账"),
    ):
        out.append(Markup('<meta property="{}" content="{}">').format(name, content))
    files: dict[str, str] = {}
    # "alternate" alone would be taken for another language by the theme's script.
    for view in views:
        for media, extension in (
            ("application/json", ".json"),
            ("application/yaml", ".yaml"),
            ("text/csv", ".csv"),
        ):
            link = addresses.relative(view.file(extension), page.address)
            out.append(Markup('<link rel="alternate describedby" type="{}" href="{}">').format(media, link))
            files.setdefault(media, view.file(extension))
    data = json.dumps(
        citations.dataset_json_ld(page, site.url, files, ref.version),
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    # "<" is the only character that can end a script element.
    out.append(
        Markup('<script type="application/ld+json">{}</script>').format(Markup(data.replace("<", "\\u003c")))
    )
    return Markup("\n").join(out)
