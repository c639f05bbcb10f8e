"""Categories that a report's tables code otherwise than the classification at hand does.

The 政府收支分类科目 are issued anew every year and codes move: 行政单位医疗 was 2100501 and is 2101101.
Prose prints names only. A name is put under the code that the report's own tables print beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.model import Fact
from generator.vocabulary.codes import codes_named

_FUNCTION = re.compile(r"(?<=\.function\.)\d+")


def moved_codes(printed: Mapping[tuple[str, ...], str]) -> dict[str, str]:
    """Code that the classification has for a name -> the one the tables print beside that name.

    `printed` is what `tables.codes_in` gives: path of names -> code. Only names that the classification
    knows under one code of that level, which the tables do not use, and that they pair with one code.
    """
    used = set(printed.values())
    found: dict[str, set[str]] = {}
    for path, code in printed.items():
        known = [other for other in codes_named(path[-1]) if len(other) == len(code)]
        if len(known) == 1 and known[0] not in used:
            found.setdefault(known[0], set()).add(code)
    return {code: next(iter(codes)) for code, codes in found.items() if len(codes) == 1}


def as_the_tables_code_them(facts: Sequence[Fact], moved: Mapping[str, str]) -> list[Fact]:
    """The facts of the prose under the codes of the report's own tables."""
    return [_under(fact, moved) for fact in facts] if moved else list(facts)


def _under(fact: Fact, moved: Mapping[str, str]) -> Fact:
    def said(name: str) -> str:
        return _FUNCTION.sub(lambda match: moved.get(match[0], match[0]), name)

    return replace(
        fact, id=said(fact.id), concept=said(fact.concept), whole=said(fact.whole) if fact.whole else None
    )
