"""English labels on request: one dictionary of everything the interface and the standard terms say.

The page stays Chinese; a script (`content/assets/english.js`) puts the labels in place of the Chinese
ones where a reader asks for it, and leaves the report's own text alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from generator import vocabulary
from generator.site.figures import Figures
from generator.site.rendering import RenderedFile
from generator.site.site import Site
from generator.vocabulary import cofog

ADDRESS = "assets/english.json"


def labels(site: Site) -> RenderedFile:
    """Chinese label -> English label; the hand-written ones win."""
    found: dict[str, str] = dict(_vocabulary())
    for report in site.archive.reports:
        figures = Figures(report)
        for family in figures.families(figures.by_id.keys()):
            for row in family.rows:
                if not row.lead.fact.label:
                    found.setdefault(row.name, row.name_en)
    found.update((term.term, term.en) for term in site.glossary.ours if term.en)
    found.update(_functions())
    found.update(site.english)
    content = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return RenderedFile(ADDRESS, content.encode())


def _functions() -> Iterator[tuple[str, str]]:
    """Functions of expenditure with their COFOG division, which is only ever approximate.

    A name without an English one of its own keeps its Chinese; one that stands for functions of several
    divisions (行政运行) says none.
    """
    named: dict[str, set[str | None]] = defaultdict(set)
    labels = {}
    for code, row in vocabulary.data("classifications")["function"].items():
        division = cofog.division_of_code(code)
        named[row["zh"]].add(division.code if division else None)
        if division:
            labels[row["zh"]] = f"{row.get('en', row['zh'])} (≈ COFOG {division.code} {division.en})"
    yield from ((name, label) for name, label in labels.items() if len(named[name]) == 1)


def _vocabulary() -> Iterator[tuple[str, str]]:
    for concept in vocabulary.concepts().values():
        yield concept.zh, concept.en
    for name in ("measures", "scopes"):
        for row in vocabulary.data(name).values():
            yield row["zh"], row["en"]
    for classification in vocabulary.data("classifications").values():
        for row in classification.values():
            if "en" in row:
                yield row["zh"], row["en"]
