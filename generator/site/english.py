"""English labels on request: one dictionary of everything the interface and the standard terms say.

The page stays Chinese; a script puts the labels in place of the Chinese ones where a reader asks
for it, and leaves the report's own text alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import vocabulary
from generator.site.figures import Figures
from generator.site.rendering import RenderedFile
from generator.site.site import Site

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
    found.update(site.english)
    content = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return RenderedFile(ADDRESS, content.encode())


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
