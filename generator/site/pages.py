"""All pages and files of the site that are made from data, in one place."""

from __future__ import annotations

from generator.site import department_year
from generator.site.rendering import Rendered
from generator.site.site import Site


def build_all(site: Site) -> Rendered:
    """Every generated page and file, in a fixed order."""
    rendered = Rendered()
    for page in site.archive.pages:
        html, files = department_year.build(site, page)
        rendered.pages.append(html)
        rendered.files.extend(files)
    return rendered
