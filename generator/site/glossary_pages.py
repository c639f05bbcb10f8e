"""The glossary: all terms, and one page per term with every report's own wording."""

from __future__ import annotations

import json
from itertools import groupby

from generator.site import addresses, initials
from generator.site.glossary import Term
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site

TOOLTIPS = "assets/glossary.json"
MOST_USES = 30
MOST_OTHERS = 200
"""Terms that only reports define, on the overview; the others are found by searching."""
MOST_WORDINGS = 20
MOST_PLACES = 6
"""Reports named under one wording. Ten thousand reports word a term in hundreds of ways."""


def index(site: Site) -> RenderedPage:
    ours = [term for term in site.glossary.terms if term.is_ours]
    others = [term for term in site.glossary.terms if not term.is_ours]
    html = render(
        site,
        "glossary.html",
        addresses.GLOSSARY,
        groups=[(group, list(terms)) for group, terms in groupby(ours, key=lambda term: term.group)],
        letters=initials.by_initial([*ours, *others[:MOST_OTHERS]]),
        others=others[:MOST_OTHERS],
        count=len(others),
    )
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
        wordings=site.glossary.wordings(term.slug, MOST_WORDINGS),
        wording_count=site.glossary.wording_count(term.slug),
        most_places=MOST_PLACES,
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
