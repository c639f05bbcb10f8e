"""The vocabulary as a longest-match recogniser (Aho-Corasick) over normalised text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick

from generator import vocabulary
from generator.reading.normalise import plain


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a printed term: its kind of word, and the id it stands for."""

    kind: str
    value: str
    under: tuple[str, ...] = ()


class Senses(tuple[Sense, ...]):
    """All senses of a printed term; the first of each kind is at hand without a search."""

    first: dict[str, Sense]
    names: bool
    """Whether the term can name a figure by itself."""

    def __new__(cls, senses: Iterable[Sense] = ()) -> Senses:
        made = super().__new__(cls, senses)
        made.first = {sense.kind: sense for sense in reversed(made)}
        made.names = not made.first.keys().isdisjoint({"concept", "function", "economic"})
        return made


NO_SENSES = Senses()


@dataclass(slots=True, eq=False)
class Term:
    """A recognised term at [start, end) of the normalised text, with all its senses."""

    start: int
    end: int
    senses: Senses

    def sense(self, kind: str) -> Sense | None:
        """The first sense of a kind, if it has one."""
        return self.senses.first.get(kind)


def entries() -> Iterator[tuple[str, Sense]]:
    """Every (normalised term, sense) of the vocabulary."""
    for concept in vocabulary.concepts().values():
        for term in concept.terms:
            yield plain(term), Sense("concept", concept.id)
        for term in concept.weak:
            yield plain(term), Sense("concept", concept.id, concept.under or ("",))
    for by, kind in (("function", "function"), ("economic", "economic")):
        for code, row in vocabulary.data("classifications")[by].items():
            for name in (row["zh"], *row.get("aliases", ())):
                for term in _classification_terms(plain(name)):
                    yield term, Sense(kind, code)
    for kind, content in vocabulary.data("phrases").items():
        if kind == "equipment_thresholds":
            continue
        groups: dict[str, list[Any]] = content if isinstance(content, dict) else {kind: content}
        for value, words in groups.items():
            for word in words:
                yield plain(word), Sense(kind, value)


def _classification_terms(name: str) -> set[str]:
    """A category is printed with and without its closing 支出 or 费用."""
    short = name.removesuffix("支出")
    return {name, short} if len(short) >= 3 else {name}


@cache
def _automaton() -> Any:
    found: dict[str, list[Sense]] = {}
    for term, sense in entries():
        if term and sense not in found.setdefault(term, []):
            found[term].append(sense)
    for senses in found.values():
        if any(
            sense.kind == "scope" for sense in senses
        ):  # 国有资本经营预算 is a 口径 before it is class 223
            senses[:] = [sense for sense in senses if sense.kind == "scope"]
    automaton = ahocorasick.Automaton()
    for term, senses in found.items():
        automaton.add_word(term, (len(term), Senses(senses)))
    automaton.make_automaton()
    return automaton


def recognise(text: str) -> list[Term]:
    """All terms of the vocabulary in normalised `text`: leftmost, longest, not overlapping."""
    return [Term(end - length + 1, end + 1, senses) for end, (length, senses) in _automaton().iter_long(text)]
