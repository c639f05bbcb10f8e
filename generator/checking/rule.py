"""What a rule is: public metadata and a `run` that yields one `Result` per application.

A rule is a subclass of `Rule` in a module of `generator.checking.rules`; it is found there by
itself. Its page, its messages' harmless explanation and its tests come from its `RuleInfo`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from re import Pattern
from typing import ClassVar

from generator.checking.archive import Archive
from generator.checking.identities import Sum, sums
from generator.checking.ledger import Figure, Ledger, kind_of
from generator.model import Fact, Outcome, Quote, Reading, Severity, SourceText, UnnamedFigure
from generator.reading.normalise import Normalised, normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """The public description of a rule, in Chinese. Its page is generated from this and nothing else."""

    id: str
    title: str
    formula: str
    tolerance: str
    severity: Severity
    legal_basis: tuple[str, ...]
    why: str
    """Why the rule matters to a reader."""
    not_run: str
    """When it does not run."""
    known_false_positives: str
    example: str
    """A worked example with numbers."""
    harmless: str
    """A possible harmless explanation, shown beside every finding."""
    verify: str
    """How a reader checks a finding by hand."""


ONE = Decimal(1)
_LONGEST_LIST = 600
"""Characters of a list in one sentence."""
_LIST_END = re.compile(r"[。\n]")


@dataclass(frozen=True, slots=True)
class Term:
    """One printed number of a linear identity `Σ coefficient · number = 0`."""

    fact: Fact
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """A printed percentage of two printed numbers: `part = rate · whole`, or, for a growth rate,
    `part = rate · (whole − part)`."""

    part: Fact
    whole: Fact
    rate: Fact
    of_previous: bool = False
    margin: Decimal = Decimal(0)
    """What the printed percentage may be off beyond its own rounding, in percent."""


@dataclass(frozen=True, slots=True)
class Bound:
    """`part <= whole`."""

    part: Fact
    whole: Fact


Identity = tuple[Term, ...] | Ratio | Bound
"""A statement about printed numbers that either holds or does not, whatever the rule that made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One application of a rule to one set of figures."""

    outcome: Outcome
    formula: str
    message: str = ""
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    """Words to quote beside those of the facts (for rules on text)."""
    why: str = ""
    difference: str | None = None
    tolerance: str | None = None
    severity: Severity | None = None
    """Overrides the rule's own severity."""
    harmless: str | None = None
    identity: Identity | None = None
    """What the localisation of errors works on; None where the check is no identity."""
    about: tuple[Fact, ...] = ()
    """The figures in dispute where that is narrower than `facts`; findings are grouped by them."""


@dataclass(frozen=True)
class Case:
    """One report on the examiner's desk."""

    source: SourceText
    reading: Reading
    archive: Archive = field(default_factory=Archive)
    settings: dict[str, Decimal] = field(default_factory=dict)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger.of(self.reading)

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Every sum the report prints."""
        return tuple(sums(self.ledger))

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def normal(self) -> Normalised:
        """The whole text as the recogniser sees it, with the way back to the source."""
        return normalise(self.source.text)

    def matches(self, pattern: Pattern[str]) -> Iterator[Quote]:
        """The exact source words of every match of a pattern in the normalised text."""
        for match in pattern.finditer(self.normal.text):
            if match.end() > match.start():
                yield self.quote(*self.normal.span(match.start(), match.end()))

    @property
    def year(self) -> int | None:
        return self.reading.identity.year

    @property
    def is_final(self) -> bool:
        return self.reading.identity.kind == "final"

    def get(
        self, concept: str, scope: str = "all", measure: str = "value", year: int | None = None
    ) -> Figure | None:
        return self.ledger.get(concept, scope, measure, year)

    def nameless_among(self, facts: Sequence[Fact]) -> tuple[UnnamedFigure, ...]:
        """Numbers of the same kind, not nought, that nothing names and that stand among these figures of one
        sentence: items of the same list."""
        parts = [fact for fact in facts if fact.where == "text"]
        if len(parts) < len(facts) or not self.reading.unnamed:
            return ()
        start = min(fact.span[0] for fact in parts)
        end = max(fact.span[1] for fact in parts)
        if end - start > _LONGEST_LIST:
            return ()
        stop = next((m.start() for m in _LIST_END.finditer(self.text, end, end + _LONGEST_LIST)), end)
        kind = {kind_of(fact.unit) for fact in parts}
        return tuple(
            figure
            for figure in self.reading.unnamed
            if start < figure.span[0] < stop and figure.value and {kind_of(figure.unit)} == kind
        )

    def quote(self, start: int, end: int) -> Quote:
        return Quote(self.text[start:end], (start, end))


class Rule(ABC):
    """One rule. `run` yields a Result for every application; nothing where the report has no such
    figures, which is then reported as `absent`."""

    info: ClassVar[RuleInfo]
    absent: ClassVar[tuple[Outcome, str]] = ("not_applicable", "报告没有列出这一检查所需的数字。")

    @abstractmethod
    def run(self, case: Case) -> Iterator[Result]:
        """Apply the rule to everything in the report that it speaks of."""


__all__ = ["ONE", "Bound", "Case", "Identity", "Ratio", "Result", "Rule", "RuleInfo", "Term"]
