"""`data/replies/*.yaml`: what a department answers to a note, shown in full beside it.

finding: FT-A02-1
report: 410803/gov-office/2022-budget
department: 中站区人民政府办公室
date: 2024-03-01
status: explained        # explained 已说明 | corrected 已更正 | withdrawn 提示撤回
text: 另有上缴上级支出 1.00 万元，列在附表。
url: https://…           # where the answer can be seen, if anywhere
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from generator.model import Finding, Status
from generator.store.entry import Entry, read_entries
from generator.store.folder import is_report_id

STATUSES: tuple[Status, ...] = ("explained", "corrected", "withdrawn")
_FIELDS = ("finding", "report", "department", "date", "status", "text", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer to one finding of one report."""

    file: Path | str
    place: str
    finding: str
    report: str
    department: str
    date: str
    status: Status
    text: str
    url: str | None = None


def read_replies(path: Path) -> list[Reply]:
    """The replies of one file. Raises DataProblem."""
    return [_reply(entry) for entry in read_entries(path, _FIELDS)]


def _reply(entry: Entry) -> Reply:
    report = entry.text("report")
    if not is_report_id(report):
        raise entry.problem(
            f"“{report}”不是报告编号", "请写成 410803/gov-office/2022-budget 的样子", "report"
        )
    return Reply(
        file=entry.file,
        place=entry.place,
        finding=entry.text("finding"),
        report=report,
        department=entry.text("department"),
        date=entry.date("date"),
        status=cast(Status, entry.one_of("status", STATUSES)),
        text=entry.text("text"),
        url=entry.url("url"),
    )


def apply_replies(findings: Sequence[Finding], replies: Iterable[Reply]) -> tuple[Finding, ...]:
    """The findings with the status of their latest reply. A reply to none of them changes nothing."""
    status = {reply.finding: reply.status for reply in sorted(replies, key=lambda r: r.date)}
    return tuple(replace(f, status=status[f.id]) if f.id in status else f for f in findings)


def unmatched(findings: Sequence[Finding], replies: Iterable[Reply]) -> list[Reply]:
    """Replies whose finding is no longer made: kept and shown, and worth a look."""
    ids = {finding.id for finding in findings}
    return [reply for reply in replies if reply.finding not in ids]
