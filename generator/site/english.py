"""English labels on request: one dictionary of everything the interface and the standard terms say.

The page stays Chinese; a script (`content/assets/english.js`) puts the labels in place of the Chinese
ones where a reader asks for it, and leaves the report's own text alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from generator import vocabulary
from generator.site.rendering import RenderedFile
from generator.site.site import Site
from generator.vocabulary import cofog

ADDRESS = "assets/english.json"


def labels(site: Site) -> RenderedFile:
    """Chinese label -> English label; the hand-written ones win.

    It does not grow with the reports: names of rows are put together by the script from what is here.
    """
    found = dict(_vocabulary())
    found.update((term.term, term.en) for term in site.glossary.ours if term.en)
    found.update(_classes())
    found.update(_rules(site))
    found.update(site.english)
    content = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return RenderedFile(ADDRESS, content.encode())


def _rules(site: Site) -> Iterator[tuple[str, str]]:
    """What the rules say of themselves; some of it stands beside every note."""
    for id, said in site.english_rules.items():
        rule = site.rules.get(id)
        if rule:
            yield from ((getattr(rule, field), text) for field, text in said.items())


def _classes() -> Iterator[tuple[str, str]]:
    """Classes of both classifications, by every name that is printed for them.

    A function carries its COFOG division, which is only ever approximate; a name that stands for functions of
    several divisions (行政运行) carries none.
    """
    divisions: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for by, classification in vocabulary.data("classifications").items():
        for code, row in classification.items():
            division = cofog.division_of_code(code) if by == "function" else None
            divisions[row["zh"]].add(f" (≈ COFOG {division.code} {division.en})" if division else "")
            for name in (row["zh"], *row.get("aliases", ())):
                names.setdefault(name, row["zh"])
    for name, known in names.items():
        (note,) = divisions[known] if len(divisions[known]) == 1 else ("",)
        yield name, vocabulary.class_in_english(known) + note


def _vocabulary() -> Iterator[tuple[str, str]]:
    for concept in vocabulary.concepts().values():
        yield from ((term, concept.en) for term in concept.terms)
    for concept in vocabulary.concepts().values():
        yield concept.zh, concept.en
    for name in ("measures", "scopes"):
        for row in vocabulary.data(name).values():
            yield row["zh"], row["en"]
