"""The search index: titles, places, departments, years, terms and headline numbers.

Searching is by substring, so that Chinese needs no segmenter and is found from the second
character on. The theme's own index would hold every word of every page; this one is what people
look for by name, in one small file that is loaded when the search box is first used. What the
reports say word for word is found by `fulltext`.
"""

from __future__ import annotations

import json

from generator.site import addresses
from generator.site.figures import Figures
from generator.site.rendering import RenderedFile
from generator.site.site import Site


def index(site: Site) -> RenderedFile:
    """Rows of `[kind, title, detail, address, more]`; `more` is searched and not shown."""
    rows: list[list[str]] = []
    for page in site.archive.pages:
        total = Figures(page.main).first("expenditure.total", "expenditure.current_total")
        place = "" if page.code == "000000" else " ".join(p.name for p in site.archive.lineage(page.code))
        number = f"{total.fact.value:f}" if total else ""
        rows.append(["报告", page.title, place, page.address, f"{page.code} {page.slug} {number}"])
    for pages in site.archive.departments.values():
        latest = pages[0]
        rows.append(
            [
                "部门",
                latest.full_department,
                "历年",
                addresses.department(latest.code, latest.slug),
                latest.slug,
            ]
        )
    rows.extend(["地区", place.name, place.code, place.address, ""] for place in site.archive.places.values())
    rows.extend(
        ["名词", term.term, term.short, term.address, " ".join((*term.aliases, term.en))]
        for term in site.glossary.terms
    )
    rows.extend(
        ["规则", f"{rule.id} {rule.title}", rule.formula, addresses.rule(rule.id), ""]
        for rule in site.rules.values()
    )
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return RenderedFile(addresses.SEARCH_INDEX, content.encode())
