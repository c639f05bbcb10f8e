"""Every address of the site, built in one place. They are promised: see `data/permalinks.txt`.

Addresses are relative to the site's root, without a leading slash and with a trailing one
(`410803/gov-office/2022/`); `relative` turns one into a link that also works under a sub-path
such as GitHub Pages' `/repo/`, and from a folder opened without a server.
"""

from __future__ import annotations

import hashlib
import re

HOME = ""
PLACES = "places/"
GLOSSARY = "glossary/"
FINDINGS = "findings/"
RULES = "rules/"
COMPARE = "compare/"
DATA = "data/"
METHOD = "method/"
ABOUT = "about/"
CORRECTIONS = "corrections/"
CHANGES = "changes/"
FEED = "feed.xml"
SEARCH_INDEX = "search-index.json"
FINDING_FACETS = "findings/facets.json"


def place(code: str) -> str:
    """A place (province, city or district) by its six-digit GB/T 2260 code."""
    return f"{code}/"


def department(code: str, slug: str) -> str:
    """A department over the years."""
    return f"{code}/{slug}/"


def department_year(code: str, slug: str, year: int | None) -> str:
    """The page a budget and a final account of one year share."""
    return f"{code}/{slug}/{year or '0000'}/"


def checks(page: str) -> str:
    """Every check of a department-year with its formulas."""
    return f"{page}checks/"


def figures(page: str) -> str:
    """The figures of a department-year's two reports, with the terms they explain."""
    return f"{page}figures/"


def tables(page: str) -> str:
    """The tables of a department-year's reports, and the figures that only they print."""
    return f"{page}tables/"


def source(page: str) -> str:
    """The text of a department-year's reports, where it is too long for the page itself."""
    return f"{page}source/"


def version(page: str, digest: str) -> str:
    """Earlier figures of a department-year, by their data version."""
    return f"{page}v/{digest}/"


def finding_notes(name: str) -> str:
    """One file of notes for the findings page."""
    return f"{FINDINGS}{name}.json"


def key_figures(code: str, slug: str) -> str:
    """A department's key figures over the years, for the comparison."""
    return f"{department(code, slug)}key-figures.json"


def figures_part(code: str, year: int | None) -> str:
    """The figures of one province (of any place in it, by its code) and one year."""
    return f"{DATA}figures/{code[:2]}0000-{year or '0000'}.csv.gz"


def term(slug: str) -> str:
    return f"{GLOSSARY}{slug}/"


def rule(rule_id: str) -> str:
    return f"{RULES}{rule_id}/"


_UNNAMED_TERM = re.compile(r"\s+")


def term_slug(term_text: str) -> str:
    """The permanent slug of a term that has no entry of our own: a digest of its wording."""
    digest = hashlib.sha256(_UNNAMED_TERM.sub("", term_text).encode()).hexdigest()
    return f"t-{digest[:10]}"


def relative(target: str, page: str) -> str:
    """The link from the page at address `page` to `target` (an address, maybe with `#anchor`).

    >>> relative("glossary/", "410803/gov-office/2022/")
    '../../../glossary/'
    >>> relative("410803/gov-office/2022/#p-1", "410803/gov-office/2022/")
    '#p-1'
    """
    path, hash_mark, anchor = target.partition("#")
    if path == page and hash_mark:
        return f"#{anchor}"
    here, there = page.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    link = "../" * (len(here) - shared) + "/".join(there[shared:])
    return f"{link or './'}{hash_mark}{anchor}"
