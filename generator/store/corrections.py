"""`data/corrections/*.yaml`: confirmed corrections of what was parsed.

    - report: 410803/gov-office/2022-budget
      fact: expenditure.basic        # the figure as parsed; or span: [1893, 1899], its place
      expect: "554.18"               # the printed words at that place, or the value as parsed
      value: "554.13"                # what it should have been read as; or concept, unit, …; or drop: true
      reason: 原文如此，程序把脚注号读进了数字
      date: 2024-03-01
      by: 某读者

Applied after reading and before checking. `expect` is a guard: where the source no longer says that,
the correction stops the report with a message instead of changing the wrong figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from generator.model import Fact, Reading, Span
from generator.store.entry import Entry, read_entries
from generator.store.folder import is_report_id
from generator.store.problems import DataProblem

_CHANGES = ("value", "unit", "year", "scope", "concept", "measure")
_FIELDS = ("report", "fact", "span", "expect", *_CHANGES, "drop", "reason", "date", "by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction and where it stands. `changes` are the fields of the fact that it sets."""

    file: Path | str
    place: str
    report: str
    fact: str | None
    span: Span | None
    expect: str
    changes: dict[str, Any]
    drop: bool
    reason: str
    date: str
    by: str | None = None


def read_corrections(path: Path) -> list[Correction]:
    """The corrections of one file. Raises DataProblem."""
    return [_correction(entry) for entry in read_entries(path, _FIELDS)]


def _correction(entry: Entry) -> Correction:
    report = entry.text("report")
    if not is_report_id(report):
        raise entry.problem(
            f"“{report}”不是报告编号", "请写成 410803/gov-office/2022-budget 的样子", "report"
        )
    changes: dict[str, Any] = {
        name: entry.text(name) for name in _CHANGES if name in entry and name != "year"
    }
    if "value" in changes:
        changes["value"] = _number(entry, changes["value"])
    if (year := entry.year("year")) is not None:
        changes["year"] = year
    correction = Correction(
        file=entry.file,
        place=entry.place,
        report=report,
        fact=entry.optional("fact"),
        span=entry.span("span"),
        expect=entry.text("expect"),
        changes=changes,
        drop=entry.flag("drop"),
        reason=entry.text("reason"),
        date=entry.date("date"),
        by=entry.optional("by"),
    )
    if correction.fact is None and correction.span is None:
        raise entry.problem("没有说更正哪一个数", "请写 fact（数的编号）或 span（它在原文的位置）")
    if bool(changes) == correction.drop:
        raise entry.problem(
            "没有说怎样更正", f"请写 {'、'.join(_CHANGES)} 之中要改的，或只写 drop: true 删去误读的数"
        )
    return correction


def _number(entry: Entry, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise entry.problem(f"“{text}”不是数", '请写数字并加引号，如 "554.18"', "value")
    return value


def apply_corrections(reading: Reading, text: str, corrections: Iterable[Correction]) -> Reading:
    """The reading with every correction made. Raises DataProblem where a guard does not hold."""
    facts = list(reading.facts)
    for correction in corrections:
        meant = [n for n, fact in enumerate(facts) if _is_meant(fact, correction)]
        guarded = [n for n in meant if _holds(facts[n], correction.expect, text)]
        if not guarded:
            raise _guard_failed(correction, [facts[n] for n in meant], text)
        for n in reversed(guarded):
            if correction.drop:
                del facts[n]
            else:
                facts[n] = _corrected(facts[n], correction, reading.identity.year)
    return replace(reading, facts=tuple(facts))


def _is_meant(fact: Fact, correction: Correction) -> bool:
    return correction.fact in (None, fact.id) and correction.span in (None, fact.span)


def _holds(fact: Fact, expect: str, text: str) -> bool:
    return expect in (text[slice(*fact.span)], format(fact.value, "f"), fact.quote)


def _corrected(fact: Fact, correction: Correction, report_year: int | None) -> Fact:
    fact = replace(fact, **correction.changes)
    named = {"scope", "concept", "measure", "year"} & correction.changes.keys()
    return replace(fact, id=figure_id(fact, report_year)) if named else fact


def figure_id(fact: Fact, report_year: int | None) -> str:
    """`[scope.]concept[.measure][@year]`: `all`, `value` and the report's own year are left out."""
    scope = "" if fact.scope == "all" else f"{fact.scope}."
    measure = "" if fact.measure == "value" else f".{fact.measure}"
    year = "" if fact.year in (None, report_year) else f"@{fact.year}"
    return f"{scope}{fact.concept}{measure}{year}"


def _guard_failed(correction: Correction, meant: list[Fact], text: str) -> DataProblem:
    what = correction.fact or f"位置 {list(correction.span or ())}"
    if meant:
        now = "、".join(dict.fromkeys(f"“{text[slice(*fact.span)]}”" for fact in meant))
        why = f"更正所依据的原文变了：{what} 现在是{now}，不是“{correction.expect}”"
    else:
        why = f"报告里现在没有 {what} 这个数"
    cure = "请对照原文核实：仍需更正就改写 expect（和 fact 或 span），不再需要就删去这一条"
    return DataProblem(correction.file, why, cure, correction.place)
