"""The other reports a report is checked against, with what is computed of all of them kept.

One archive serves the checks of every report in it: ledgers and ratios are worked out once, so that
checking a whole data folder takes time in proportion to its size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from generator.checking.ledger import Ledger
from generator.model import Fact, Report

Ratio = Callable[[Ledger], tuple[Decimal, tuple[Fact, Fact]] | None]


class Archive:
    """Reports by department, and the ratios of all reports of a kind."""

    def __init__(self, reports: Iterable[Report] = ()) -> None:
        self._departments: dict[tuple[str, str], list[Report]] = defaultdict(list)
        self._kinds: dict[str | None, list[Report]] = defaultdict(list)
        for report in reports:
            identity = report.reading.identity
            self._departments[identity.code, identity.department].append(report)
            self._kinds[identity.kind].append(report)
        self._ledgers: dict[int, Ledger] = {}
        self._ratios: dict[tuple[str | None, str], tuple[list[Decimal], dict[str, list[Decimal]]]] = {}

    @classmethod
    def of(cls, reports: Archive | Sequence[Report]) -> Archive:
        return reports if isinstance(reports, Archive) else cls(reports)

    def of_department(self, code: str, department: str) -> Sequence[Report]:
        """Every report of one department."""
        return self._departments.get((code, department), ())

    def ledger(self, report: Report) -> Ledger:
        """The ledger of a report of the archive."""
        found = self._ledgers.get(id(report))
        if found is None:
            found = self._ledgers[id(report)] = Ledger.of(report.reading)
        return found

    def ratios(self, kind: str | None, but: str, name: str, ratio: Ratio) -> Sequence[Decimal]:
        """A ratio over the reports of one kind, but for the report of one id, in rising order.

        `name` stands for `ratio`: it is computed once for each report under one name.
        """
        if (kind, name) not in self._ratios:
            values: list[Decimal] = []
            by_report: dict[str, list[Decimal]] = defaultdict(list)
            for report in self._kinds.get(kind, ()):
                # Not kept: the ledgers of a whole archive would fill the memory.
                found = ratio(Ledger.of(report.reading))
                if found is not None:
                    values.append(found[0])
                    by_report[report.reading.identity.id].append(found[0])
            self._ratios[kind, name] = (sorted(values), by_report)
        values, by_report = self._ratios[kind, name]
        less = by_report.get(but)
        if not less:
            return values
        kept = list(values)
        for value in less:
            del kept[bisect_left(kept, value)]
        return kept
