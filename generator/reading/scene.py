"""What is in force at one point of the walk through a paragraph: subject, list, 口径, comparison, zone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import lru_cache

from generator.model import Kind, Section
from generator.reading.harvest import Harvest
from generator.reading.lexicon import recognise
from generator.reading.measures import INITIAL, Base, Measured, read_base
from generator.reading.naming import Subject
from generator.reading.normalise import Normalised
from generator.reading.tokens import Token

LONGEST_CLAUSE = 80
"""Tokens looked at around a figure. No real clause comes near it; it keeps the walk linear on any text."""
LONGEST_QUOTE = 160
"""Code points of text looked at, or quoted, around a figure."""
DEEPEST_LIST = 12
"""Heads kept open at once. Real lists nest four deep."""
CLAUSE_ENDS = frozenset("，。；")


@dataclass(slots=True)
class Document:
    """What holds for the whole report while it is read."""

    year: int | None
    kind: Kind | None
    unit: str
    codes: frozenset[str] = frozenset()
    series: int = 0
    """Number of the list opened last."""
    projects: int = 0
    """Projects named so far."""
    budget: tuple[tuple[Section, ...], str] | None = None
    """The section that last said which budget is meant, and the measure of that budget."""


@dataclass(frozen=True, slots=True)
class Event:
    """The last figure read: what it was about, how it was measured, and where."""

    subjects: tuple[Subject, ...]
    measure: str
    sentence: int
    first_fact: int
    """Index of its first fact in the harvest."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What was in force before a parenthesis opened at `start`, to come back when it closes."""

    start: int
    subjects: tuple[Subject, ...]
    event: Event | None
    zone: str | None
    window: list[Token]
    heads: list[tuple[Subject, str]]
    series: int


@dataclass(slots=True)
class Scene:
    """The state of the walk through one paragraph.

    `window` holds the words since the last figure or clause border, `pending` the names of earlier
    clauses of the sentence that no figure has taken; `zone` is "reason" or "usage" inside such text.
    """

    document: Document
    source: str
    text: Normalised
    tokens: list[Token]
    path: tuple[Section, ...] = ()
    topic: tuple[Subject, ...] = ()
    section_scope: str | None = None
    heads: list[tuple[Subject, str]] = field(default_factory=list)
    """Open lists, outermost first: the subject each hangs on, and its fact id."""
    clause_start: int = 0
    series: int = 0
    """Number of the list the figures at hand stand in."""
    harvest: Harvest = field(default_factory=Harvest)
    at: int = 0
    """Index of the token at hand."""
    ends: frozenset[int] = frozenset()
    subjects: tuple[Subject, ...] = ()
    event: Event | None = None
    window: list[Token] = field(default_factory=list)
    pending: list[Token] = field(default_factory=list)
    before_colon: list[Token] = field(default_factory=list)
    sentence: int = 0
    budget: str = INITIAL
    """The measure that 预算 alone stands for: the budget that its section, or one above, last named."""
    budgeted: int = 0
    """The sentence that has named a budget beside the account."""
    lost: int = 0
    """The sentence in which a figure could not be named: what follows is said of it, not of others."""
    sentence_scope: str | None = None
    scope_before: str | None = None
    paragraph_scope: str | None = None
    base: Base | None = None
    year: int | None = None
    zone: str | None = None
    classified: str | None = None
    functions: dict[str, None] = field(default_factory=dict)
    """Function codes named so far, in order."""
    parentheses: list[Outside] = field(default_factory=list)
    announced: tuple[Subject, ...] = ()
    """Subjects named in a clause that only says what they are compared with (收、支与上年相比，…)."""
    shared_out: list[tuple[Subject, ...]] = field(default_factory=list)
    listed_in: int = 0
    """The sentence in which the list at hand was opened."""
    listed: int = 0
    """Levels printed since then, named or not."""
    compared_before: int = 0
    """Comparisons read before that list."""
    reason_from: int | None = None
    list_complete: bool = True
    performance: str | None = None
    last_measured: Measured | None = None
    nameless: bool = False
    """Whether the item of a classification that the paragraph is about has a name nobody knows."""
    describes_projects: bool = False
    """Whether the paragraph describes single projects: its scores are theirs."""

    def __post_init__(self) -> None:
        self.heads = list(self.heads)
        self.series = self.document.series
        if self.document.budget is not None:
            section, measure = self.document.budget
            self.budget = measure if self.path[: len(section)] == section else INITIAL
        self.ends = frozenset(token.end for token in self.tokens)
        self.functions = dict.fromkeys(code for section in self.path for code in _codes_in(section.title))

    def comparison(self) -> Base | None:
        """The base of comparison in force: the clause's own, else the sentence's."""
        found = read_base(self.window, self.document.year)
        if found is not None:
            self.base = found
        return self.base

    def name_budget(self, measure: str) -> None:
        """Remember which budget the words have named, for the 预算 that follows in this section."""
        self.budget = measure
        if self.path:
            self.document.budget = (self.path, measure)

    def previous_measure(self) -> str | None:
        """How the last figure of this sentence was measured."""
        return self.event.measure if self.event and self.event.sentence == self.sentence else None

    def following(self) -> list[Token]:
        """The words between the amount at hand and the next border or amount."""
        words = []
        for token in itertools.islice(self.tokens, self.at + 1, self.at + LONGEST_CLAUSE):
            if token.mark or token.amount:
                break
            words.append(token)
        return words

    def year_in_force(self) -> int | None:
        """The year a level is of: the one the paragraph last named, else the report's."""
        return self.year if self.year is not None else self.document.year


@lru_cache(maxsize=4096)
def _codes_in(title: str) -> tuple[str, ...]:
    """Function codes that a heading names beyond doubt."""
    found = []
    for term in recognise(title):
        codes = [s.value for s in term.senses if s.kind == "function"]
        if len(codes) == 1:
            found.append(codes[0])
    return tuple(found)
