"""How much of a labelled report was read: recall and precision over printed mentions.

A labelled fact is found when the reading holds one of its ids (id, alt_ids, also_accept) with the same
amount, money compared in yuan. A fact that was read is right when some label explains it, optional
ones included. Figures of tables count only where the labels list tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from generator.model import PERCENT_PER_UNIT, YUAN_PER_UNIT, Fact

_MONEY = {**YUAN_PER_UNIT, "万": YUAN_PER_UNIT["万元"], "亿": YUAN_PER_UNIT["亿元"]}
_SAME = {
    "general.income.total": "income.general_public_budget",
    "fund.income.total": "income.government_fund",
    "capital.income.total": "income.state_capital",
    "fiscal.income.total": "income.fiscal_appropriation",
}
"""One quantity, two names: a source of income, and the income side of that budget."""
_SCOPE_LEFT_OPEN = re.compile(
    r"^(?:fiscal|general|all)\.(?=(?:three_public|operating_funds|procurement|conference|training)\b)"
)

Amount = tuple[str, Decimal]


def amount(value: str | Decimal, unit: str | None) -> Amount:
    """A comparable amount: money in yuan, proportions in percent, counts as they are."""
    number = Decimal(str(value).replace(",", ""))
    if unit in _MONEY:
        return "yuan", (number * _MONEY[unit]).normalize()
    if unit in PERCENT_PER_UNIT and unit != "个百分点":
        return "percent", (number * PERCENT_PER_UNIT[unit]).normalize()
    return "count", number.normalize()


def canonical(name: str) -> str:
    """An id with the freedom the labels leave taken out."""
    name = _SCOPE_LEFT_OPEN.sub("", name)
    for long, short in _SAME.items():
        if name == long or name.startswith((f"{long}.", f"{long}@")):
            return short + name[len(long) :]
    return name


def accepted(label: Mapping[str, Any]) -> frozenset[str]:
    """Every id under which a labelled figure may rightly be read."""
    names = [label["id"], *(label.get("alt_ids") or ()), *(label.get("also_accept") or ())]
    return frozenset(map(canonical, names))


@dataclass
class Score:
    """Counts over one report, or over several added up."""

    wanted: int = 0
    found: int = 0
    read: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.wanted + other.wanted,
            self.found + other.found,
            self.read + other.read,
            self.right + other.right,
            self.missed + other.missed,
            self.wrong + other.wrong,
        )

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f} ({self.found}/{self.wanted})  "
            f"precision {self.precision:.3f} ({self.right}/{self.read})"
        )


def score(labels: Iterable[Mapping[str, Any]], facts: Iterable[Fact]) -> Score:
    """Compare the labelled facts of a report with those that were read."""
    labels = list(labels)
    tables = any(label.get("where") == "table" for label in labels)
    read = [fact for fact in facts if tables or fact.where == "text"]
    have: dict[Amount, set[str]] = defaultdict(set)
    for fact in read:
        have[amount(fact.value, fact.unit)].add(canonical(fact.id))
    known: dict[Amount, set[str]] = defaultdict(set)
    result = Score()
    for label in labels:
        names = accepted(label)
        known[amount(label["value"], label["unit"])] |= names
        if label.get("optional"):
            continue
        here = set(have[amount(label["value"], label["unit"])])
        if "alt_value" in label:
            here |= have[amount(label["alt_value"], label.get("alt_unit", "%"))]
        result.wanted += 1
        if names & here:
            result.found += 1
        else:
            result.missed.append(
                f"{label['id']} {label['value']}{label['unit']}: {label.get('quote', '')[:60]}"
            )
    for fact in read:
        if fact.where != "text":
            continue
        result.read += 1
        if canonical(fact.id) in known[amount(fact.value, fact.unit)]:
            result.right += 1
        else:
            result.wrong.append(f"{fact.id} {fact.value}{fact.unit}: {fact.quote[:60]}")
    return result
