"""One number for each project of a report, in the order the projects are first named.

Prose and every table count their projects on their own. A project that is named in several places
bears one number: the names decide, quotation marks and spaces aside; two projects of one name in
one table stay two. Of several targets of one kind, the second and the later ones bear a number too
(`project.3.target.quantity.2`); their printed names tell them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.model import Fact
from generator.reading.normalise import plain

_PROJECT = re.compile(r"project\.(\d+)(?=\.|$)")
_IGNORED = re.compile(r"[\s“”\"'‘’《》「」（）()·、,，.。:：\-—_]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A project as a table names it. Two of one name in one `group` are two projects."""

    name: str
    group: str
    same_as: tuple[int, int] | None = None
    """(table, number) of the project this one is, where its form began in another table."""


Names = Mapping[tuple[int, int], Listed]
"""(table, number within it) -> the project named there."""


@dataclass(slots=True)
class ProjectList:
    """The projects of all tables so far, and the form that the last table may have left unfinished."""

    names: dict[tuple[int, int], Listed] = field(default_factory=dict)
    _unfinished: tuple[int, int] | None = None

    def open_form(self) -> str | None:
        """Name of the last project whose form a table held; the next one may go on with it."""
        return self.names[self._unfinished].name if self._unfinished else None

    def add(self, table: int, projects: Mapping[int, str], *, forms: bool, goes_on: bool) -> None:
        """Take in the projects of one table; where it `goes_on`, the first is that of the open form."""
        before = self._unfinished
        root = (self.names[before].same_as or before) if before else None
        for number, name in projects.items():
            same = root if goes_on and number == min(projects) else None
            self.names[table, number] = Listed(name, "forms" if forms else f"table {table}", same)
        self._unfinished = (table, max(projects)) if forms and projects else None


def in_order(facts: Sequence[Fact], names: Names) -> list[Fact]:
    """All facts with the projects of prose and tables numbered together.

    Without projects in tables nothing changes.
    """
    if not names:
        return list(facts)
    numbers: dict[tuple[int | None, int], int] = {}
    known: dict[str, list[int]] = {}
    met: Counter[tuple[str, str]] = Counter()
    renamed: dict[int, Fact] = {}
    targets: dict[str, dict[str | None, int]] = {}
    count = 0
    for index in sorted(range(len(facts)), key=lambda i: facts[i].span):
        fact = facts[index]
        match = _PROJECT.match(fact.concept)
        if match is None:
            continue
        project = Listed(fact.label or "", "text")
        key: tuple[int | None, int] = (fact.table, int(match[1]))
        if fact.table is not None:
            project = names[fact.table, int(match[1])]
            key = project.same_as or key
        if key not in numbers:
            numbers[key] = _number(project, known, met, count)
            count = max(count, numbers[key])
        fact = _with_number(fact, match[0], numbers[key])
        if fact.where == "table" and ".target." in fact.concept:
            printed = targets.setdefault(fact.concept, {})
            place = printed.setdefault(fact.label, len(printed) + 1)
            if place > 1:
                fact = replace(fact, concept=f"{fact.concept}.{place}", id=f"{fact.id}.{place}")
        renamed[index] = fact
    return [renamed.get(index, fact) for index, fact in enumerate(facts)]


def _number(project: Listed, known: dict[str, list[int]], met: Counter[tuple[str, str]], count: int) -> int:
    """The number of the project of that name: the second of one name in a group is the second of all."""
    name = _folded(project.name)
    if not name:
        return count + 1
    numbers = known.setdefault(name, [])
    place = met[project.group, name]
    met[project.group, name] += 1
    if place == len(numbers):
        numbers.append(count + 1)
    return numbers[place]


def _folded(name: str) -> str:
    return _IGNORED.sub("", plain(name))


def _with_number(fact: Fact, printed: str, number: int) -> Fact:
    concept = fact.concept.replace(printed, f"project.{number}", 1)
    return replace(fact, concept=concept, id=fact.id.replace(fact.concept, concept, 1))
