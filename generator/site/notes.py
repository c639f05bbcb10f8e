"""疑点提示: findings as notes, one note per cause, and the tally of everything that was checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import Check, Finding, Outcome, Quote, Report, Severity, Status

SEVERITY_NAMES: Mapping[Severity, str] = {"error": "对不上", "warning": "需留意", "info": "供参考"}
STATUS_NAMES: Mapping[Status, str] = {
    "open": "未回应",
    "explained": "已有说明",
    "corrected": "已更正",
    "withdrawn": "已撤回",
}
OUTCOME_NAMES: Mapping[Outcome, str] = {
    "passed": "吻合",
    "rounding": "四舍五入内吻合",
    "flagged": "有疑点",
    "not_computable": "缺少数据，未能核对",
    "not_applicable": "不适用",
}
_RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Note:
    """The findings of one group, the plainest first."""

    group: str
    findings: tuple[Finding, ...]

    @property
    def lead(self) -> Finding:
        return self.findings[0]

    @property
    def others(self) -> tuple[Finding, ...]:
        return self.findings[1:]

    @property
    def severity(self) -> Severity:
        return self.lead.severity

    @property
    def settled(self) -> bool:
        """True where nothing in the note is open any more."""
        return all(finding.status != "open" for finding in self.findings)


def notes(findings: Iterable[Finding]) -> tuple[Note, ...]:
    """The notes of a report: the gravest first; within a note the check with the fewest figures."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.group].append(finding)
    ordered = [
        Note(group, tuple(sorted(members, key=lambda f: (_RANK[f.severity], len(f.figures)))))
        for group, members in groups.items()
    ]
    return tuple(sorted(ordered, key=lambda note: (note.settled, _RANK[note.severity])))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rules ended how. Could not be computed is never counted as fine."""

    outcomes: Mapping[Outcome, int]
    instances: int

    @property
    def ran(self) -> int:
        return sum(self.outcomes.get(outcome, 0) for outcome in ("passed", "rounding", "flagged"))


def tally(report: Report) -> Tally:
    counts = Counter(check.outcome for check in report.checks)
    return Tally(
        {outcome: counts[outcome] for outcome in OUTCOME_NAMES},
        sum(len(check.instances) for check in report.checks),
    )


def telling_quotes(finding: Finding) -> tuple[Quote, ...]:
    """The quotes of a finding without those that another one already contains."""
    kept: list[Quote] = []
    for quote in sorted(finding.quotes, key=lambda quote: -len(quote.text)):
        if not any(quote.text in other.text for other in kept):
            kept.append(quote)
    return tuple(sorted(kept, key=lambda quote: quote.span))


def by_outcome(checks: Iterable[Check]) -> Mapping[Outcome, tuple[Check, ...]]:
    """The checks in the order in which the page lists them."""
    found: dict[Outcome, list[Check]] = {outcome: [] for outcome in OUTCOME_NAMES}
    for check in checks:
        found[check.outcome].append(check)
    return {outcome: tuple(members) for outcome, members in found.items()}


def open_count(report: Report) -> int:
    """How many notes (not findings) of a report are still open and more than information."""
    return sum(1 for note in notes(report.findings) if not note.settled and note.severity != "info")
