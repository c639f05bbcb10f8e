"""The glossary: all terms, and one page per term with every report's own wording."""

from __future__ import annotations

import json

from generator.site import addresses
from generator.site.glossary import Term
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site

TOOLTIPS = "assets/glossary.json"
MOST_USES = 50


def index(site: Site) -> RenderedPage:
    ours = [term for term in site.glossary.terms if term.is_ours]
    others = [term for term in site.glossary.terms if not term.is_ours]
    html = render(site, "glossary.html", addresses.GLOSSARY, ours=ours, others=others)
    return RenderedPage(
        addresses.GLOSSARY, "名词解释", "部门预算和决算里的名词，用大白话解释，并注明法律和制度依据。", html
    )


def term_page(site: Site, term: Term) -> RenderedPage:
    by_slug = {other.slug: other for other in site.glossary.ours}
    html = render(
        site,
        "term.html",
        term.address,
        term=term,
        wordings=site.glossary.wordings(term.slug),
        related=[by_slug[slug] for slug in term.related],
        used=site.uses.get(term.slug, ())[:MOST_USES],
        uses=len(site.uses.get(term.slug, ())),
    )
    return RenderedPage(
        term.address, f"{term.term}是什么", term.short or f"各部门报告对“{term.term}”的说法。", html
    )


def tooltips(site: Site) -> RenderedFile:
    """Term slug -> short definition, loaded when a reader points at a term."""
    short = {term.slug: term.short or term.definition for term in site.glossary.ours}
    content = json.dumps(short, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return RenderedFile(TOOLTIPS, content.encode())


def build(site: Site) -> list[RenderedPage]:
    return [index(site), *(term_page(site, term) for term in site.glossary.terms)]
