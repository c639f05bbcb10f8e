"""What a paragraph has yielded so far, with the questions the grammar asks of it answered in constant time.

A paragraph can be a whole report that lost its line breaks: whoever searched all earlier facts at
every figure would need time quadratic in its length.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from generator.model import Fact, UnnamedFigure


@dataclass(slots=True)
class PrintedList:
    """The items printed so far under one whole, in one list."""

    items: int = 0
    total: Decimal = Decimal(0)
    only_levels: bool = True
    last: str = ""
    """Concept of the last item."""


@dataclass(slots=True)
class Harvest:
    """The facts and unnamed figures of one paragraph, in reading order."""

    facts: list[Fact] = field(default_factory=list)
    unnamed: list[UnnamedFigure] = field(default_factory=list)
    _lists: dict[tuple[int | None, str | None], PrintedList] = field(default_factory=dict)
    _last: dict[str, Fact] = field(default_factory=dict)
    _units: dict[str, str] = field(default_factory=dict)
    _levels: set[str] = field(default_factory=set)
    _compared: set[tuple[str, str]] = field(default_factory=set)
    comparisons: int = 0
    """Facts that are no level: changes, rates, shares."""

    def add(self, fact: Fact) -> None:
        """Take in one more fact."""
        self.facts.append(fact)
        self._last[fact.id] = fact
        self._units[fact.concept] = fact.unit
        if fact.measure == "value":
            self._levels.add(fact.concept)
        else:
            self._compared.add((fact.concept, fact.scope))
            self.comparisons += 1
        here = self._lists.setdefault((fact.series, fact.whole), PrintedList())
        here.items += 1
        here.total += fact.value
        here.only_levels &= fact.measure == "value"
        here.last = fact.concept

    def printed_list(self, series: int, whole: str) -> PrintedList:
        """The items of list number `series` that stand under `whole` (a fact id)."""
        return self._lists.get((series, whole), PrintedList())

    def last(self, name: str) -> Fact | None:
        """The last mention of a fact id."""
        return self._last.get(name)

    def last_unit(self, concept: str) -> str | None:
        """The unit a concept was last printed in."""
        return self._units.get(concept)

    def has_level(self, concept: str) -> bool:
        """Whether a level of the concept has been read, in any 口径."""
        return concept in self._levels

    def is_compared(self, concept: str, scope: str) -> bool:
        """Whether anything but a level has been said of the concept."""
        return (concept, scope) in self._compared
