"""Run every rule on a report and turn what they yield into checks and findings."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache

from generator.checking import grouping, localisation, rules, wording
from generator.checking.archive import Archive
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import Check, CheckInstance, Finding, Outcome, Quote, Reading, Report, SourceText

_WORST: tuple[Outcome, ...] = ("flagged", "not_computable", "rounding", "passed", "not_applicable")
SHOWN = 40
"""At most so many applications of one rule are listed, those that matter first."""


@cache
def _rules() -> tuple[Rule, ...]:
    """One instance of every rule class in `rules/`, in the order of their ids."""
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    found: list[Rule] = []
    pending = list(Rule.__subclasses__())
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        if kind.__module__.startswith(rules.__name__) and "info" in vars(kind):
            found.append(kind())
    order = "APCUTDO"
    return tuple(sorted(found, key=lambda rule: (order.index(rule.info.id[3]), rule.info.id)))


def catalogue() -> tuple[RuleInfo, ...]:
    """The public metadata of every rule, in the order of the catalogue."""
    return tuple(rule.info for rule in _rules())


def check(
    source: SourceText, reading: Reading, archive: Archive | Sequence[Report] = ()
) -> tuple[tuple[Check, ...], tuple[Finding, ...]]:
    """Check a report against itself and, where `archive` holds related reports, against those.

    An `Archive` made once serves the checks of all its reports; a report is never compared with itself.
    Returns one `Check` per rule, in the order of the catalogue, and the findings, in the same order.
    """
    case = Case(source, reading, Archive.of(archive))
    results = [(rule, tuple(rule.run(case))) for rule in _rules()]
    flagged = [(rule, r) for rule, rows in results for r in rows if r.outcome == "flagged"]
    suggestions = localisation.suggest(case, [r for _, rows in results for r in rows])
    checks = tuple(_check(rule, rows) for rule, rows in results)
    return checks, _findings(case, flagged, suggestions, [r for _, rows in results for r in rows])


def _check(rule: Rule, rows: Sequence[Result]) -> Check:
    if not rows:
        outcome, why = rule.absent
        return Check(rule.info.id, outcome, why)
    outcome = _overall(rows)
    listed = sorted(rows, key=lambda row: _WORST.index(row.outcome))[:SHOWN]
    instances = tuple(
        CheckInstance(row.outcome, row.formula, tuple(dict.fromkeys(f.id for f in row.facts)), row.why)
        for row in listed
    )
    return Check(rule.info.id, outcome, _why(rows, outcome), instances)


def _overall(rows: Sequence[Result]) -> Outcome:
    """Flagged if any is; otherwise what could be decided outweighs what could not."""
    outcomes = {row.outcome for row in rows}
    for outcome in ("flagged", "rounding", "passed", "not_computable"):
        if outcome in outcomes:
            return outcome
    return "not_applicable"


def _why(rows: Sequence[Result], outcome: Outcome) -> str:
    if outcome in {"not_computable", "not_applicable"}:
        return next((row.why for row in rows if row.outcome == outcome and row.why), "")
    undecided = [row for row in rows if row.outcome == "not_computable"]
    if not undecided:
        return f"共核对{len(rows)}处，列出{SHOWN}处。" if len(rows) > SHOWN else ""
    return f"另有{len(undecided)}处不能核对：{undecided[0].why}"


def _findings(
    case: Case,
    flagged: Sequence[tuple[Rule, Result]],
    suggestions: dict[int, str],
    everything: Sequence[Result],
) -> tuple[Finding, ...]:
    rows = sorted(flagged, key=lambda row: (row[0].info.id, _position(row[1])))
    groups = grouping.groups([(rule.info.id, result) for rule, result in rows], everything)
    counts: dict[str, int] = {}
    found: list[Finding] = []
    for (rule, result), group in zip(rows, groups, strict=True):
        info = rule.info
        counts[info.id] = counts.get(info.id, 0) + 1
        severity = result.severity or info.severity
        found.append(
            Finding(
                id=f"{info.id}-{counts[info.id]}",
                group=group,
                rule=info.id,
                severity=severity,
                formula=result.formula,
                message=result.message,
                figures=tuple(dict.fromkeys(fact.id for fact in result.facts)),
                quotes=_quotes(case, result),
                difference=result.difference,
                tolerance=result.tolerance,
                harmless=result.harmless or info.harmless,
                verify=info.verify,
                suggestion=suggestions.get(id(result)),
            )
        )
    return grouping.named(found)


def _position(result: Result) -> tuple[int, int]:
    spans = [fact.span for fact in result.facts] + [quote.span for quote in result.quotes]
    return min(spans, default=(0, 0))


def _quotes(case: Case, result: Result) -> tuple[Quote, ...]:
    return tuple(dict.fromkeys((*wording.quotes(result.facts, case.text), *result.quotes)))
