"""From files to parsed and checked reports: sources -> reading -> masks, corrections -> checking -> store.

Whatever goes wrong with one report is caught here and said with its file; the others go on.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator import checking, reading, sources
from generator.model import Hints, Identity, Report
from generator.store import DataFolder, DataProblem, save, versions
from generator.store import permalinks as published
from generator.store.cache import Cache, key
from generator.store.corrections import apply_corrections
from generator.store.folder import ReportFile, sidecar_of
from generator.store.masking import mask
from generator.store.replies import apply_replies, unmatched
from generator.store.sidecar import Sidecar, read_sidecar
from generator.store.testimony import Testimony, read_testimony
from generator.vocabulary import divisions

Progress = Callable[[int, int, str], None]
"""Called with (number, count, what) before each report."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that could not be used, with the sentence to show for it."""

    file: str
    message: str
    details: str = ""
    """The traceback of an unexpected error, for whoever mends it."""


@dataclass(slots=True)
class Run:
    """What became of all reports."""

    reports: list[Report] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Ids of the reports whose parsed file is new or different."""
    left_out: list[LeftOut] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """Worth a look, but nothing is missing for it."""


def process(path: Path, hints: Hints = Hints(), data: DataFolder | None = None) -> Report:
    """Read and check one file, wherever it lies.

    With a data folder its reports serve for comparison, and what lies in it is treated as
    `process_all` treats it. Raises UnreadableSource or DataProblem.
    """
    filed = data.identify(path) if data else None
    testimony = read_testimony(data) if data and filed else Testimony()
    report = _read(path, hints, data, filed, testimony)
    archive = [other for other in _archive(data) if not _same(other, report)] if data else []
    return _check(report, archive, testimony)


def process_all(data: DataFolder, progress: Progress | None = None) -> Run:
    """Read every report of the data folder, then check each against all."""
    run = Run()
    testimony = read_testimony(data)
    run.left_out += [LeftOut(problem.file, str(problem)) for problem in testimony.problems]
    run.left_out += [_stray(data, path) for path in data.stray_sidecars()]
    files = list(_filed(data, run))
    cache = Cache.of(data)
    read: list[Report] = []
    for number, filed in enumerate(files, 1):
        if progress:
            progress(number, len(files), f"读 {filed.id}")
        report = _guarded(run, filed.path, partial(_read_cached, filed, data, testimony, cache))
        if report:
            read.append(report)
    for number, report in enumerate(read, 1):
        if progress:
            progress(number, len(read), f"核 {report.id}")
        others = [*read[: number - 1], *read[number:]]
        path = data.path / report.provenance.path
        checked = _guarded(run, path, partial(_check, report, others, testimony))
        if checked:
            run.reports.append(checked)
    run.notices += _notices(data, run.reports, testimony, files)
    return run


def write_all(run: Run, data: DataFolder) -> None:
    """Write the parsed reports that changed; figures that were published are kept as a version."""
    promised = published.read(data)
    cache = Cache.of(data)
    for report in run.reports:
        path = data.parsed_file(report.id)
        identity = report.reading.identity
        page = f"/{identity.code}/{identity.department}/{identity.year}/"
        if path.exists() and page in promised:
            _keep_version(path, report, data, run)
        if save(report, path):
            run.changed.append(report.id)
        cache.remember(path, report)


def _keep_version(path: Path, report: Report, data: DataFolder, run: Run) -> None:
    try:
        earlier = versions.keep(path, data, report.id, unless=versions.figures_hash(report))
    except DataProblem as problem:
        run.notices.append(f"旧的解析结果没有留存：{problem}")
        return
    if earlier:
        run.notices.append(f"{report.id} 的数字有变化，原来的保留在 {data.relative(earlier)}")


def _read_cached(filed: ReportFile, data: DataFolder, testimony: Testimony, cache: Cache) -> Report:
    sidecar = filed.sidecar.read_bytes() if filed.sidecar.exists() else b""
    corrections = repr(testimony.corrections.get(filed.id))
    name = key("read", filed.id, filed.path.suffix, filed.path.read_bytes(), sidecar, corrections)
    report = cache.get(name)
    if report is None:
        report = _read(filed.path, Hints(), data, filed, testimony)
        cache.put(name, report)
    return report


def _read(
    path: Path, hints: Hints, data: DataFolder | None, filed: ReportFile | None, testimony: Testimony
) -> Report:
    """The report of one file without its checks."""
    sidecar = read_sidecar(sidecar_of(path))
    if filed:
        hints = _merged(hints, filed.hints)
    source = sources.read(path)
    provenance = sidecar.provenance(source, data.relative(path) if data and filed else path.name)
    source, read = mask(replace(source, path=provenance.path), reading.read(source, hints))
    if not read.facts:
        why = "没有读到任何预算、决算的数，看来不是这样的报告"
        cure = "请确认文件是报告全文；如果确实是，请把它提交到项目的问题区"
        raise DataProblem(path, why, cure)
    read = replace(read, identity=_identity(read.identity, hints, sidecar))
    if filed:
        read = apply_corrections(read, source.text, testimony.corrections.get(filed.id, ()))
    return Report(provenance, source, read)


def _check(report: Report, archive: Sequence[Report], testimony: Testimony) -> Report:
    if not hasattr(checking, "check"):  # until the rules have landed
        return report
    checks, findings = checking.check(report.source, report.reading, archive)
    replies = testimony.replies.get(report.id, ())
    return replace(report, checks=checks, findings=apply_replies(findings, replies))


def _merged(first: Hints, second: Hints) -> Hints:
    """What the caller says, and where it says nothing, what the place says."""
    return replace(
        second,
        kind=first.kind or second.kind,
        year=first.year or second.year,
        code=first.code or second.code,
        department=first.department or second.department,
    )


def _identity(identity: Identity, hints: Hints, sidecar: Sidecar) -> Identity:
    """The identity with everything that is known from outside: the address must be the file's place."""
    identity = replace(
        identity,
        title=sidecar.title or identity.title,
        department_name=sidecar.department_name or identity.department_name,
        department=hints.department or identity.department,
        year=hints.year or identity.year,
        kind=hints.kind or identity.kind,
    )
    if hints.code and (hints.code != identity.code or not identity.province):
        division = divisions.lookup(hints.code)
        if division:
            return replace(
                identity,
                code=division.code,
                place=division.name,
                province=division.province,
                city=division.city,
            )
        return replace(identity, code=hints.code)
    return identity


def _archive(data: DataFolder) -> Iterator[Report]:
    cache = Cache.of(data)
    for path in data.parsed_files():
        try:
            yield cache.load(path)
        except DataProblem:
            continue  # `parse` will write it anew; a comparison can do without


def _same(one: Report, other: Report) -> bool:
    return one.id == other.id or one.provenance.sha256 == other.provenance.sha256


def _guarded(run: Run, path: Path, work: Callable[[], Report]) -> Report | None:
    try:
        return work()
    except Exception as error:  # one report's error, of whatever kind, must not keep the others
        run.left_out.append(describe(path, error))
        return None


def describe(path: Path, error: Exception) -> LeftOut:
    """The sentence for an error that befell one file."""
    if isinstance(error, sources.UnreadableSource | DataProblem):
        return LeftOut(str(path), str(error))
    why = f"{path}：程序在这份报告上出错（{type(error).__name__}: {error}）"
    cure = "请把这份报告和这行信息提交到项目的问题区；其他报告不受影响"
    return LeftOut(str(path), f"{why}。{cure}。", "".join(traceback.format_exception(error)))


def _filed(data: DataFolder, run: Run) -> Iterator[ReportFile]:
    """The report files whose place is an identity, one per identity."""
    seen: dict[str, Path] = {}
    for path in data.report_files():
        filed = data.identify(path)
        if filed is None:
            why = "存放的位置不对"
            cure = "应为 reports/区划代码/部门/年度-budget 或 final.扩展名；可用 python -m generator add 归档"
            run.left_out.append(LeftOut(str(path), str(DataProblem(path, why, cure))))
        elif filed.id in seen:
            why = f"与 {seen[filed.id].name} 是同一份报告"
            cure = "同一部门、年度和类别只留一个文件；修订后的报告请用 python -m generator add --amend"
            run.left_out.append(LeftOut(str(path), str(DataProblem(path, why, cure))))
        else:
            seen[filed.id] = path
            yield filed


def _stray(data: DataFolder, path: Path) -> LeftOut:
    problem = DataProblem(
        path, "旁边没有对应的报告文件", "请核对文件名：2022-budget.txt 对应 2022-budget.meta.yaml"
    )
    return LeftOut(data.relative(path), str(problem))


def _notices(
    data: DataFolder, reports: Sequence[Report], testimony: Testimony, files: Sequence[ReportFile]
) -> list[str]:
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
