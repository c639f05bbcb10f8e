"""The figures of one report, found by scope, concept, measure and year.

One figure may be printed several times. `Figure.choices` are its different printed values; a check
is tried with each of them, and with the mentions of one table or section together, before anything
is reported.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import islice, product
from typing import NamedTuple

from generator import vocabulary
from generator.checking.intervals import Quantity
from generator.model import PERCENT_PER_UNIT, YUAN_PER_UNIT, Fact, Reading

_ONE = Decimal(1)
UNCLEAR = 3
"""A figure printed with so many different values is several figures under one name, not a slip."""

TRIES = 256
"""At most so many combinations of printed values are tried for one check."""


class Key(NamedTuple):
    """The coordinates of a figure. `year` is None for the report's own year."""

    scope: str
    concept: str
    measure: str = "value"
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with every printed mention of it, in reading order."""

    key: Key
    mentions: tuple[Fact, ...]

    @property
    def first(self) -> Fact:
        return self.mentions[0]

    @property
    def exhaustive(self) -> bool:
        return all(fact.exhaustive for fact in self.mentions)


def amount(fact: Fact) -> Decimal:
    """The value in the common unit of its kind: yuan, percent, or the count itself."""
    for converted in (fact.yuan, fact.percent):
        if converted is not None:
            return converted
    return fact.value


def kind_of(unit: str) -> str:
    """Whether a unit measures money or a proportion, or counts."""
    return "money" if unit in YUAN_PER_UNIT else "percent" if unit in PERCENT_PER_UNIT else "count"


def size_of(unit: str) -> Decimal:
    """What one of a unit is worth in the common unit of its kind."""
    return YUAN_PER_UNIT.get(unit) or PERCENT_PER_UNIT.get(unit) or _ONE


def unit_size(fact: Fact) -> Decimal:
    """What one printed unit of a fact is worth in the common unit."""
    return size_of(fact.unit)


class Ledger:
    """All facts of a report, indexed. Approximate figures (约, 基本持平) take part in no check."""

    def __init__(self, facts: Iterable[Fact], year: int | None) -> None:
        self.year = year
        self.facts = tuple(sorted(facts, key=lambda fact: (fact.where == "table", fact.span)))
        self._keys = {id(fact): self._named(fact) for fact in self.facts}
        index: dict[Key, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if not fact.approx:
                index[self.key(fact)].append(fact)
        self._figures = {key: Figure(key, tuple(mentions)) for key, mentions in index.items()}
        self._usual = _usual_decimals(self.facts)
        self._by_measure: dict[tuple[str, str, int | None], list[Figure]] = defaultdict(list)
        for figure in self._figures.values():
            key = figure.key
            self._by_measure[key.scope, key.measure, key.year].append(figure)
        self._quantities: dict[tuple[Decimal, int, str], Quantity] = {}
        self._coded: dict[tuple[str, str, int | None], tuple[Figure, ...]] = {}
        self._same: dict[tuple[str, str, str], bool] = {}

    @classmethod
    def of(cls, reading: Reading) -> Ledger:
        return cls(reading.facts, reading.identity.year)

    def key(self, fact: Fact) -> Key:
        """The coordinates of a fact; families of one scope (三公, 机关运行) are filed under `all`."""
        return self._keys.get(id(fact)) or self._named(fact)

    def holds(self, fact: Fact) -> bool:
        """Whether a fact is one of this report's own."""
        return id(fact) in self._keys

    def _named(self, fact: Fact) -> Key:
        scope = fact.scope
        if scope in {"general", "fiscal"} and fact.concept.split(".")[0] in _one_scope():
            scope = "all"
        year = None if fact.year is None or fact.year == self.year else fact.year
        return Key(scope, fact.concept, fact.measure, year)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._figures.values())

    def get(
        self, concept: str, scope: str = "all", measure: str = "value", year: int | None = None
    ) -> Figure | None:
        """The figure of these coordinates, also under its second name (vocabulary/identities.yaml)."""
        found = self._figures.get(Key(scope, concept, measure, year))
        if found is not None:
            return found
        second = _second_names().get((scope, concept))
        return None if second is None else self._figures.get(Key(second[0], second[1], measure, year))

    def slices(self) -> list[tuple[str, str, int | None]]:
        """Every (scope, measure, year) that has figures, in a fixed order."""
        return sorted(self._by_measure, key=lambda row: (row[0], row[1], row[2] or 0))

    def within(self, scope: str, measure: str = "value", year: int | None = None) -> Sequence[Figure]:
        return self._by_measure.get((scope, measure, year), ())

    def coded(self, scope: str, measure: str, year: int | None) -> Sequence[Figure]:
        """The figures of a slice whose concept ends in a classification code."""
        mark = (scope, measure, year)
        found = self._coded.get(mark)
        if found is None:
            found = tuple(figure for figure in self.within(*mark) if figure.key.concept[-1].isdigit())
            self._coded[mark] = found
        return found

    def quantity(self, fact: Fact) -> Quantity:
        """The printed number with its tolerance, in the common unit of its kind."""
        mark = (fact.value, fact.decimals, fact.unit)
        found = self._quantities.get(mark)
        if found is None:
            if fact.yuan is None and fact.percent is None:
                found = Quantity.exact(fact.value)  # heads and cars are counted, not rounded
            else:
                usual = self._usual.get(fact.unit, 0)
                found = Quantity.read(fact.value, fact.decimals, usual, unit_size(fact))
            self._quantities[mark] = found
        return found

    def choices(self, figure: Figure) -> tuple[Fact, ...]:
        """The mentions that print different amounts, the first of each."""
        seen: dict[Decimal, Fact] = {}
        for fact in figure.mentions:
            seen.setdefault(amount(fact), fact)
        return tuple(seen.values())

    def combinations(self, figures: Sequence[Figure]) -> Iterator[tuple[Fact, ...]]:
        """One mention of each figure, the likeliest sets first: first mentions, then those of one
        table, section or printed list, then any mixture, `TRIES` at most."""
        yield tuple(figure.first for figure in figures)
        if all(len(figure.mentions) == 1 for figure in figures):
            return
        for place in dict.fromkeys(_place(fact) for figure in figures for fact in figure.mentions):
            yield tuple(
                next((fact for fact in figure.mentions if _place(fact) == place), figure.first)
                for figure in figures
            )
        yield from islice(product(*(self.choices(figure) for figure in figures)), TRIES)

    def same_money(self, one: str, other: str, measure: str = "value") -> bool:
        """Whether two scopes cover the same money: their printed totals of expenditure are equal; for
        a change, the changes of the totals too, for last year they may not have been."""
        if one == other:
            return True
        mark = (min(one, other), max(one, other), measure)
        if mark not in self._same:
            same = self._equal_totals(one, other, "value")
            self._same[mark] = same and (measure == "value" or self._equal_totals(one, other, measure))
        return self._same[mark]

    def _equal_totals(self, one: str, other: str, measure: str) -> bool:
        a, b = (self.get("expenditure.total", scope, measure) for scope in (one, other))
        return bool(a and b and self.quantity(a.first).fits(self.quantity(b.first)) != "flagged")


def _place(fact: Fact) -> tuple[object, ...]:
    return (fact.where, fact.table, fact.section)


def _usual_decimals(facts: Iterable[Fact]) -> dict[str, int]:
    """The decimals most numbers of a unit are printed with; the finer one where two are as common."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for fact in facts:
        if fact.value != 0 and not fact.approx:
            counts[fact.unit][fact.decimals] += 1
    return {unit: max(row, key=lambda d: (row[d], d)) for unit, row in counts.items()}


@cache
def _one_scope() -> frozenset[str]:
    return frozenset(vocabulary.data("identities")["one_scope"])


@cache
def _second_names() -> dict[tuple[str, str], tuple[str, str]]:
    rows = vocabulary.data("identities")["second_names"]
    table: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        one, other = tuple(row["one"]), tuple(row["other"])
        table[one[0], one[1]] = (other[0], other[1])
        table[other[0], other[1]] = (one[0], one[1])
    return table
