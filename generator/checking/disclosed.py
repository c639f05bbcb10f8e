"""What a report prints of what the disclosure rules ask for, and how its absence is said.

Absence from the text is no proof of absence: tables are often published apart. So a rule on disclosure
informs, except where the rule itself says otherwise.
"""

from __future__ import annotations

from generator.checking.ledger import Figure
from generator.checking.rule import Case, Result
from generator.model import Fact, Severity

_SCOPES = ("all", "fiscal", "general")
ELSEWHERE = "相关内容可能载于附表或另行公开。"


def printed(case: Case, *concepts: str, measure: str = "value") -> Figure | None:
    """The first of some figures that the report prints, in any scope."""
    for concept in concepts:
        for scope in _SCOPES:
            figure = case.get(concept, scope, measure)
            if figure is not None:
                return figure
    return None


def below(case: Case, head: str) -> Figure | None:
    """The first printed level of a figure or of one of its parts."""
    return next(
        (f for f in case.ledger if f.key.measure == "value" and (f.key.concept + ".").startswith(head + ".")),
        None,
    )


def mentions(case: Case, head: str) -> bool:
    """Whether the report prints any figure whose concept begins so, of any measure and year."""
    return any(figure.key.concept.startswith(head) for figure in case.ledger)


def missing(
    formula: str, message: str, facts: tuple[Fact, ...] = (), severity: Severity | None = None
) -> Result:
    """What a report does not say, with the harmless explanation that it may be said elsewhere."""
    return Result(
        outcome="flagged",
        formula=formula,
        message=message,
        facts=facts,
        severity=severity,
        harmless=ELSEWHERE,
    )
