"""COFOG, the UN's functions of government, for readers who compare countries. Always approximate.

The assignment and its sources are data: `cofog.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from generator import vocabulary

_FUNCTION = re.compile(r"(?:^|\.)function\.(\d{3,7})(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Division:
    """One of the ten divisions. `code` has two digits."""

    code: str
    zh: str
    en: str


@cache
def divisions() -> dict[str, Division]:
    rows = vocabulary.data("cofog")["divisions"]
    return {code: Division(code, row["zh"], row["en"]) for code, row in rows.items()}


@cache
def division_of_code(code: str) -> Division | None:
    """The division nearest to a 功能分类 code (类, 款 or 项); None where there is no single one.

    >>> division_of_code("2050201").en
    'Education'
    """
    assigned = vocabulary.data("cofog")["functions"]
    for length in range(len(code), 2, -1):
        if code[:length] in assigned:
            found = assigned[code[:length]]
            return divisions()[found] if found else None
    return None


def division_of(concept: str) -> Division | None:
    """The division of a figure by its concept (`expenditure.function.205`); None where it has none."""
    match = _FUNCTION.search(concept)
    return division_of_code(match[1]) if match else None
