"""名词解释: our own plain definitions, and beside them how each report words the term.

The definitions are written by people in `content/glossary/*.yaml`; one entry is one page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from generator.model import GlossaryEntry
from generator.site import addresses
from generator.site.archive import Archive, DepartmentYear, Part

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOISE = re.compile(r"""[\s“”"'‘’《》〈〉（）()：:、，。_]+""")
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])+")
SIMILAR = 0.55
"""From this similarity on, two wordings are compared word by word; below it they just differ."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: `sources` are the legal or standard texts the definition rests on."""

    slug: str
    term: str
    en: str = ""
    short: str = ""
    definition: str = ""
    plain: str = ""
    aliases: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return addresses.term(self.slug)

    @property
    def is_ours(self) -> bool:
        """True where we have written a definition; otherwise only reports define the term."""
        return bool(self.definition)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording; `differs` where the most usual wording says something else."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """How some reports define a term: one wording and where it stands."""

    text: str
    pieces: tuple[Piece, ...]
    places: tuple[tuple[DepartmentYear, Part, GlossaryEntry], ...] = field(default=())


def normal(term: str) -> str:
    """A term without numbering, quotation marks, brackets and spaces, for comparison only."""
    return _NOISE.sub("", _NUMBERING.sub("", term.strip()))


def load(folder: Path) -> tuple[Term, ...]:
    """All entries of `folder`, in the order of the files and of the entries in them.

    Raises ValueError where a slug or a name stands twice, or a related term does not exist.
    """
    terms: dict[str, Term] = {}
    for path in sorted(folder.glob("*.yaml")):
        for slug, row in (yaml.load(path.read_text(encoding="utf-8"), _LOADER) or {}).items():
            if slug in terms:
                raise ValueError(f"名词 {slug} 在 {path.name} 中重复")
            terms[slug] = _term(slug, row)
    for term in terms.values():
        if unknown := [slug for slug in term.related if slug not in terms]:
            raise ValueError(f"名词 {term.slug} 的相关名词不存在：{'、'.join(unknown)}")
    return tuple(terms.values())


def _term(slug: str, row: Mapping[str, Any]) -> Term:
    def listed(key: str) -> tuple[str, ...]:
        return tuple(str(item) for item in row.get(key, ()))

    return Term(
        slug=slug,
        term=row["term"],
        en=row.get("en", ""),
        short=row.get("short", ""),
        definition=row.get("definition", ""),
        plain=row.get("plain", ""),
        aliases=listed("aliases"),
        concepts=listed("concepts"),
        related=listed("related"),
        sources=listed("sources"),
    )


class Glossary:
    """Our entries together with the terms that reports define and we do not."""

    def __init__(self, ours: Iterable[Term], archive: Archive) -> None:
        self.ours = tuple(ours)
        self._archive = archive
        self._by_name: dict[str, Term] = {}
        self._by_concept: dict[str, Term] = {}
        for term in self.ours:
            for name in (term.term, *term.aliases):
                self._by_name.setdefault(normal(name), term)
            for concept in term.concepts:
                self._by_concept.setdefault(concept, term)

    def of(self, entry: GlossaryEntry) -> Term:
        """The term a report's entry belongs to; one of its own where nobody has defined it."""
        found = self._by_name.get(normal(entry.term)) or self._by_concept.get(entry.concept or "")
        return found or Term(addresses.term_slug(normal(entry.term)), entry.term)

    def of_concept(self, concept: str) -> Term | None:
        return self._by_concept.get(concept)

    @cached_property
    def entries(self) -> Mapping[str, list[tuple[DepartmentYear, Part, GlossaryEntry]]]:
        """Term slug -> every report's entry for it."""
        found: dict[str, list[tuple[DepartmentYear, Part, GlossaryEntry]]] = defaultdict(list)
        for page in self._archive.pages:
            for part in page.parts:
                for entry in part.report.reading.glossary:
                    found[self.of(entry).slug].append((page, part, entry))
        return found

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Ours first, then those only reports define."""
        slugs = {term.slug for term in self.ours}
        others = {
            term.slug: term
            for report in self._archive.reports
            for entry in report.reading.glossary
            if (term := self.of(entry)).slug not in slugs
        }
        return (*self.ours, *sorted(others.values(), key=lambda term: term.term))

    def wordings(self, slug: str) -> tuple[Wording, ...]:
        """The different wordings of a term, the most usual first, differences from it marked."""
        places: dict[str, list[tuple[DepartmentYear, Part, GlossaryEntry]]] = defaultdict(list)
        for place in self.entries.get(slug, ()):
            places[place[2].definition.strip()].append(place)
        ordered = sorted(places, key=lambda text: -len(places[text]))
        usual = ordered[0] if ordered else ""
        return tuple(Wording(text, differences(text, usual), tuple(places[text])) for text in ordered)


def differences(text: str, usual: str) -> tuple[Piece, ...]:
    """`text` in pieces, those marked that `usual` words otherwise. Unlike texts are not marked."""
    if text == usual:
        return (Piece(text),)
    matcher = SequenceMatcher(None, usual, text, autojunk=False)
    if matcher.ratio() < SIMILAR:
        return (Piece(text),)
    return tuple(
        Piece(text[start:end], operation != "equal")
        for operation, _, _, start, end in matcher.get_opcodes()
        if end > start
    )
