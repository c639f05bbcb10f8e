"""Which reports a data folder holds, and what in it cannot be used or is worth a look."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import sources
from generator.model import Report
from generator.store import DataFolder, DataProblem
from generator.store.folder import AttachmentFile, ReportFile
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
    attachments: list[AttachmentFile] = []
    left_out: list[DataProblem] = []
    for path in data.report_files():
        report = data.identify(path)
        if report is None and (attachment := data.identify_attachment(path)):
            attachments.append(attachment)
        elif report is None:
            cure = (
                "请改为 reports/区划代码/部门/年度-budget 或 final.扩展名，附件如 2022-budget.1.xlsx；"
                "可用 python -m generator add 归档"
            )
            left_out.append(DataProblem(path, "存放的位置不对", cure))
        elif report.id in filed:
            why = f"与 {filed[report.id].path.name} 是同一份报告"
            cure = "同一部门、年度和类别只留一个文件；修订后的报告请用 python -m generator add --amend"
            left_out.append(DataProblem(path, why, cure))
        else:
            filed[report.id] = report
    left_out += _misfits(attachments, filed)
    for path in data.stray_sidecars():
        cure = "请核对文件名：2022-budget.txt 对应 2022-budget.meta.yaml"
        left_out.append(DataProblem(path, "旁边没有对应的报告文件", cure))
    return list(filed.values()), [describe(Path(problem.file), problem) for problem in left_out]


def _misfits(attachments: Iterable[AttachmentFile], filed: Mapping[str, ReportFile]) -> Iterator[DataProblem]:
    """Attachments without a report, two with one number, and numbers that are left out."""
    for attachment in attachments:
        report = filed.get(attachment.report_id)
        if report is None:
            cure = f"请补上 {attachment.report_id} 的正文；它自己就是报告的，去掉文件名里的编号"
            yield DataProblem(attachment.path, "这是附件，旁边却没有它的报告", cure)
        elif attachment not in report.attachments:
            first = next(a for a in report.attachments if a.number == attachment.number)
            cure = "请给其中一个换一个没有用过的编号"
            yield DataProblem(
                attachment.path, f"附件编号 {attachment.number} 已由 {first.path.name} 占用", cure
            )
    for report in filed.values():
        numbers = {attachment.number for attachment in report.attachments}
        missing = [str(n) for n in range(1, max(numbers, default=0)) if n not in numbers]
        if missing:
            cure = (
                f"请补上，如 {report.path.stem}.{missing[0]}.xlsx；本来就没有的，请把后面的附件改为连续编号"
            )
            yield DataProblem(report.path, f"缺少附件 {'、'.join(missing)}", cure)


def unread_attachments(report: Report, folder: Path = Path()) -> Iterator[LeftOut]:
    """The attachments that could not be read, though their report was. Their paths are below `folder`."""
    for attachment in report.source.attachments:
        if attachment.problem:
            file = str(folder / attachment.path)
            why = f"{attachment.problem}；报告照常发布，没有这个附件里的内容"
            yield describe(Path(file), DataProblem(file, why, attachment.cure or "请核对这个文件"))


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
