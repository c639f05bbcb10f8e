"""One cause, one note: findings that share a disputed figure form one group.

A figure that a passed sum vouches for is not in dispute, unless every figure of a finding is vouched
for. The group bears the id of its plainest finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.checking.rule import Result, Term
from generator.model import Fact, Finding, Severity

DISPUTES = ("FT-A", "FT-P", "FT-C", "FT-U01")
"""Rules that put numbers in dispute; the others speak of words, of what is absent or stands out."""

_PLAINEST: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def groups(flagged: Sequence[tuple[str, Result]], everything: Sequence[Result]) -> list[str]:
    """A provisional group label for each flagged result; `named` turns it into a finding id."""
    vouched = _vouched(everything)
    roots = list(range(len(flagged)))

    def root(index: int) -> int:
        while roots[index] != index:
            roots[index] = roots[roots[index]]
            index = roots[index]
        return index

    owner: dict[tuple[object, ...], int] = {}
    for index, (rule, result) in enumerate(flagged):
        if not rule.startswith(DISPUTES):
            continue
        for mark in _disputed(result, vouched):
            if mark in owner:
                roots[root(index)] = root(owner[mark])
            else:
                owner[mark] = index
    return [str(root(index)) for index in range(len(flagged))]


def named(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with each group named after its plainest member."""
    heads: dict[str, Finding] = {}
    for finding in findings:
        head = heads.get(finding.group)
        if head is None or _plainness(finding) < _plainness(head):
            heads[finding.group] = finding
    return tuple(replace(finding, group=heads[finding.group].id) for finding in findings)


def _plainness(finding: Finding) -> tuple[int, int]:
    return (_PLAINEST[finding.severity], len(finding.figures))


def _mark(fact: Fact) -> tuple[object, ...]:
    return (fact.id, fact.value)


def _vouched(everything: Sequence[Result]) -> set[tuple[object, ...]]:
    """Figures that stand in a passed sum of at least two other non-zero numbers."""
    marks: set[tuple[object, ...]] = set()
    for result in everything:
        if result.outcome == "passed" and isinstance(result.identity, tuple):
            facts = [term.fact for term in result.identity if isinstance(term, Term)]
            if sum(1 for fact in facts if fact.value != 0) > 2:
                marks.update(_mark(fact) for fact in facts)
    return marks


def _disputed(result: Result, vouched: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    facts = result.about or result.facts
    marks = {_mark(fact) for fact in facts if fact.value != 0}
    return (marks - vouched) or marks
