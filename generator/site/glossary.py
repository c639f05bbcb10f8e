"""名词解释: our own plain definitions, and beside them how each report words the term.

The definitions are written by people in `content/glossary/*.yaml`; one entry is one page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from generator.model import GlossaryEntry
from generator.site import addresses
from generator.site.archive import Archive, DepartmentYear, Part

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOISE = re.compile(r"""[\s“”"'‘’《》〈〉（）()：:、，。_]+""")
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])+")
_GROUP = "_group"
SIMILAR = 0.55
"""From this similarity on, one wording is a variant of another; below it they just differ."""
_WORD = re.compile(r"[省市区县乡镇本同]级|中央|\d+|[A-Za-z]+|.", re.DOTALL)
"""What is compared: a character, but a number and a level of government as a whole."""
_ISLAND = 2
"""So few words in common between two differences are part of the difference."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that are read together: one file, its title and a line about it."""

    title: str
    about: str


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
    group: Group | None = None

    @property
    def address(self) -> str:
        return addresses.term(self.slug)

    @property
    def is_ours(self) -> bool:
        """True where we have written a definition; otherwise only reports define the term."""
        return bool(self.definition)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording: in the one it is compared with as well, added to it, or left out of it."""

    text: str
    change: Literal["same", "added", "left out"] = "same"


@dataclass(frozen=True, slots=True)
class Wording:
    """How some reports define a term: one wording and where it stands."""

    text: str
    pieces: tuple[Piece, ...]
    places: tuple[tuple[DepartmentYear, Part, GlossaryEntry], ...] = field(default=())
    variant: bool = False
    """True where the differences are from the last wording before it that is no variant."""


def normal(term: str) -> str:
    """A term without numbering, quotation marks, brackets and spaces, for comparison only."""
    return _NOISE.sub("", _NUMBERING.sub("", term.strip()))


def load(folder: Path) -> tuple[Term, ...]:
    """All entries of `folder`, in the order of the files and of the entries in them.

    Raises ValueError where a slug or a name stands twice, or a related term does not exist.
    """
    terms: dict[str, Term] = {}
    for path in sorted(folder.glob("*.yaml")):
        rows = yaml.load(path.read_text(encoding="utf-8"), _LOADER) or {}
        group = Group(**rows.pop(_GROUP)) if _GROUP in rows else None
        for slug, row in rows.items():
            if slug in terms:
                raise ValueError(f"名词 {slug} 在 {path.name} 中重复")
            terms[slug] = _term(slug, row, group)
    for term in terms.values():
        if unknown := [slug for slug in term.related if slug not in terms]:
            raise ValueError(f"名词 {term.slug} 的相关名词不存在：{'、'.join(unknown)}")
    return tuple(terms.values())


def _term(slug: str, row: Mapping[str, Any], group: Group | None) -> Term:
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
        group=group,
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

    def wordings(self, slug: str, most: int) -> tuple[Wording, ...]:
        """The `most` usual wordings of a term, each followed by those that say nearly the same.

        A variant is compared with the most similar of the wordings that stand for themselves.
        """
        places: dict[str, list[tuple[DepartmentYear, Part, GlossaryEntry]]] = defaultdict(list)
        for place in self.entries.get(slug, ()):
            places[place[2].definition.strip()].append(place)
        families: dict[str, list[Wording]] = {}
        for text in sorted(places, key=lambda text: -len(places[text]))[:most]:
            likeness = {head: similarity(text, head) for head in families}
            head = max(likeness, key=lambda one: likeness[one], default="")
            if likeness.get(head, 0) >= SIMILAR:
                families[head].append(Wording(text, differences(text, head), tuple(places[text]), True))
            else:
                families[text] = [Wording(text, (Piece(text),), tuple(places[text]))]
        return tuple(wording for family in families.values() for wording in family)

    def wording_count(self, slug: str) -> int:
        """How many different wordings the reports have for a term."""
        return len({entry.definition.strip() for _, _, entry in self.entries.get(slug, ())})


def _matcher(text: str, usual: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, _WORD.findall(usual), _WORD.findall(text), autojunk=False)


def similarity(text: str, usual: str) -> float:
    """How much two wordings have in common, from 0 to 1."""
    matcher = _matcher(text, usual)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0


def differences(text: str, usual: str) -> tuple[Piece, ...]:
    """`text` in pieces, with what it adds to `usual` and leaves out."""
    ours, theirs = _WORD.findall(text), _WORD.findall(usual)
    matcher = _matcher(text, usual)
    pieces: list[Piece] = []
    for removed, added, kept in _changes(matcher.get_opcodes()):
        for part, words, change in (
            (removed, theirs, "left out"), (added, ours, "added"), (kept, ours, "same")
        ):  # fmt: skip
            if part[1] > part[0]:
                pieces.append(Piece("".join(words[slice(*part)]), change))  # type: ignore[arg-type]
    return tuple(pieces)


_Span = tuple[int, int]


def _changes(opcodes: Iterable[tuple[str, int, int, int, int]]) -> Iterator[tuple[_Span, _Span, _Span]]:
    """What is removed, added, then the same; what little is the same between two changes joins them."""
    removed, added = (0, 0), (0, 0)
    for operation, _, to, start, end in opcodes:
        changed = removed[1] > removed[0] or added[1] > added[0]
        if operation == "equal" and not (changed and end - start < _ISLAND):
            yield removed, added, (start, end)
            removed, added = (to, to), (end, end)
        else:
            removed, added = (removed[0], to), (added[0], end)
    yield removed, added, (0, 0)
