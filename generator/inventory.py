"""Which reports a data folder holds, and what in it cannot be used or is worth a look."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import sources
from generator.model import Report
from generator.store import DataFolder, DataProblem
from generator.store.folder import ReportFile
from generator.store.replies import unmatched
from generator.store.testimony import Testimony


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that could not be used, with the sentence to show for it."""

    file: str
    message: str
    details: str = ""
    """The traceback of an unexpected error, for whoever mends it."""


def describe(path: Path, error: Exception) -> LeftOut:
    """The sentence for an error that befell one file."""
    if isinstance(error, sources.UnreadableSource | DataProblem):
        return LeftOut(str(path), str(error))
    why = f"{path}：程序在这份报告上出错（{type(error).__name__}: {error}）"
    cure = "请把这份报告和这行信息提交到项目的问题区；其他报告不受影响"
    return LeftOut(str(path), f"{why}。{cure}。", "".join(traceback.format_exception(error)))


def take_stock(data: DataFolder) -> tuple[list[ReportFile], list[LeftOut]]:
    """The report files whose place is an identity, one per identity, and what has no such place."""
    filed: dict[str, ReportFile] = {}
    left_out: list[DataProblem] = []
    for path in data.report_files():
        report = data.identify(path)
        if report is None:
            cure = "应为 reports/区划代码/部门/年度-budget 或 final.扩展名；可用 python -m generator add 归档"
            left_out.append(DataProblem(path, "存放的位置不对", cure))
        elif report.id in filed:
            why = f"与 {filed[report.id].path.name} 是同一份报告"
            cure = "同一部门、年度和类别只留一个文件；修订后的报告请用 python -m generator add --amend"
            left_out.append(DataProblem(path, why, cure))
        else:
            filed[report.id] = report
    for path in data.stray_sidecars():
        cure = "请核对文件名：2022-budget.txt 对应 2022-budget.meta.yaml"
        left_out.append(DataProblem(path, "旁边没有对应的报告文件", cure))
    return list(filed.values()), [describe(Path(problem.file), problem) for problem in left_out]


def notices(
    data: DataFolder, reports: Sequence[Report], testimony: Testimony, files: Iterable[ReportFile]
) -> list[str]:
    """What deserves a look though nothing is missing for it: words and results without their report."""
    notices = []
    known = {filed.id for filed in files}
    by_id = {report.id: report for report in reports}
    for report_id, replies in sorted(testimony.replies.items()):
        findings = by_id[report_id].findings if report_id in by_id else ()
        for reply in unmatched(findings, replies):
            notices.append(
                f"{reply.file}：答复的提示 {reply.finding} 在 {report_id} 里已不存在；答复照旧保留"
            )
    for report_id, corrections in sorted(testimony.corrections.items()):
        if report_id not in known:
            notices.append(f"{corrections[0].file}：所更正的报告 {report_id} 不存在")
    for path in data.parsed_files():
        report_id = path.relative_to(data.parsed).with_suffix("").as_posix()
        if report_id not in known:
            notices.append(f"{data.relative(path)}：对应的报告文件已不在；解析结果照旧发布，不要时请删去")
    return notices
