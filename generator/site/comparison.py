"""Comparing any departments and years side by side.

The page cannot hold ten thousand reports: it shows a few, and a reader's browser loads the key
figures of the departments that are chosen (`content/assets/compare.js`), one small file each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator.site import addresses, key_figures
from generator.site.archive import DepartmentYear
from generator.site.key_figures import Column
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site

SHOWN = 4
"""Reports in the page itself: the latest ones, as an example."""


def compare(site: Site) -> RenderedPage:
    newest = sorted(site.archive.pages, key=lambda p: (-(p.year or 0), p.code, p.slug))
    columns = key_figures.columns(newest[:SHOWN])
    html = render(
        site, "compare.html", addresses.COMPARE, columns=columns, rows=key_figures.rows(), count=len(newest)
    )
    return RenderedPage(
        addresses.COMPARE, "对比", "把不同部门、不同年份的预算和决算放在一起看。", html, wide=True
    )


def _column(site: Site, column: Column) -> dict[str, Any]:
    """One report for the script. Amounts are strings: their digits are not a browser's to round."""
    page = column.page
    return {
        "page": page.address,
        "title": page.full_department,
        "heading": column.heading,
        "kind": column.kind or "",
        "level": site.archive.places[page.code].level,
        "values": {
            key: [value.text, "" if value.amount is None else f"{value.amount:f}", value.address, value.scope,
                  value.how]
            for key, value in column.values.items()
        },
        "why": column.why,
    }  # fmt: skip


def key_figures_file(site: Site, pages: Sequence[DepartmentYear]) -> RenderedFile:
    """What the comparison loads of one department: its key figures over the years."""
    content = [_column(site, column) for column in key_figures.columns(pages)]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return RenderedFile(addresses.key_figures(pages[0].code, pages[0].slug), text.encode())
