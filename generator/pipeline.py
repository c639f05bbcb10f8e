"""From files to parsed and checked reports: sources -> reading -> masks, corrections -> checking -> store.

Whatever goes wrong with one report is caught here and said with its file; the others go on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator import checking, reading
from generator.attachments import Attached, filed_attachment, read_with_attachments
from generator.inventory import LeftOut, describe, notices, take_stock, unread_attachments
from generator.model import Hints, Identity, Reading, Report
from generator.store import DataFolder, DataProblem, save, versions
from generator.store import permalinks as published
from generator.store.cache import Cache, key
from generator.store.corrections import apply_corrections
from generator.store.folder import ReportFile, sidecar_of
from generator.store.masking import mask
from generator.store.replies import apply_replies
from generator.store.sidecar import Sidecar, read_sidecar
from generator.store.testimony import Testimony, read_testimony
from generator.vocabulary import divisions

Progress = Callable[[int, int, str], None]
"""Called with (number, count, what) for each report."""

_WORTH_A_POOL = 40  # reports; below that, starting processes costs more than they save


@dataclass(slots=True)
class Run:
    """What became of all reports."""

    reports: list[Report] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Ids of the reports whose parsed file is new or different."""
    left_out: list[LeftOut] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """Worth a look, but nothing is missing for it."""


def process(
    path: Path,
    hints: Hints = Hints(),
    data: DataFolder | None = None,
    attachments: Sequence[Attached] = (),
) -> Report:
    """Read and check one file, wherever it lies, with the attachments given.

    With a data folder its reports serve for comparison, and what lies in it is treated as
    `process_all` treats it: attachments filed with it come before those given. Raises UnreadableSource
    or DataProblem; not for an attachment, whose record says why it could not be read.
    """
    filed = data.identify(path) if data else None
    testimony = read_testimony(data) if data and filed else Testimony()
    report = _read(path, hints, data, filed, testimony, attachments)
    archive = [other for other in _archive(data) if not _same(other, report)] if data else []
    return _check(report, archive, testimony)


def process_all(data: DataFolder, progress: Progress | None = None) -> Run:
    """Read every report of the data folder, then check each against all."""
    run = Run()
    testimony = read_testimony(data)
    files, misplaced = take_stock(data)
    run.left_out += [describe(Path(problem.file), problem) for problem in testimony.problems]
    run.left_out += misplaced
    read: list[Report] = []
    for number, outcome in enumerate(_read_all(files, data, testimony), 1):
        if progress:
            progress(number, len(files), f"读 {files[number - 1].id}")
        if isinstance(outcome, LeftOut):
            run.left_out.append(outcome)
        else:
            read.append(outcome)
            run.left_out += unread_attachments(outcome, data.path)
    archive = checking.Archive(read)
    for number, report in enumerate(read, 1):
        if progress:
            progress(number, len(read), f"核 {report.id}")
        try:
            run.reports.append(_check(report, archive, testimony))
        except Exception as error:  # a rule that fails on one report must not keep the others
            run.left_out.append(describe(data.path / report.provenance.path, error))
    run.notices += notices(data, run.reports, testimony, files)
    return run


def _read_all(
    files: Sequence[ReportFile], data: DataFolder, testimony: Testimony
) -> Iterator[Report | LeftOut]:
    """Every report in its order, from the cache or, where much is new, read on all cores."""
    cache = Cache.of(data)
    remembered = {filed.id: cache.get(_reading_key(filed, testimony)) for filed in files}
    new = [filed for filed in files if remembered[filed.id] is None]
    read = partial(_read_guarded, data=data, testimony=testimony, cache=cache)
    cores = os.cpu_count() or 1
    with ExitStack() as stack:
        if len(new) < _WORTH_A_POOL or cores == 1:
            fresh: Iterator[Report | LeftOut] = map(read, new)
        else:
            pool = stack.enter_context(ProcessPoolExecutor(cores))
            fresh = pool.map(read, new, chunksize=4)
        for filed in files:
            yield remembered[filed.id] or next(fresh)


def _read_guarded(
    filed: ReportFile, data: DataFolder, testimony: Testimony, cache: Cache
) -> Report | LeftOut:
    try:
        report = _read(filed.path, Hints(), data, filed, testimony)
    except Exception as error:  # one report's error, of whatever kind, must not keep the others
        return describe(filed.path, error)
    cache.put(_reading_key(filed, testimony), report)
    return report


def _reading_key(filed: ReportFile, testimony: Testimony) -> str:
    """Everything that reading one report depends on."""
    corrections = repr(testimony.corrections.get(filed.id))
    received = [filed.path, *(attachment.path for attachment in filed.attachments)]
    files = [file for path in received for file in (path, sidecar_of(path))]
    contents = (path.read_bytes() if os.access(path, os.R_OK) else b"" for path in files)
    return key("read", filed.id, *(path.name for path in received), corrections, *contents)


def write_all(run: Run, data: DataFolder) -> None:
    """Write the parsed reports that changed; figures that were published are kept as a version."""
    promised = published.read(data)
    cache = Cache.of(data)
    for report in run.reports:
        path = data.parsed_file(report.id)
        if notice := keep_published(report, data, promised):
            run.notices.append(notice)
        if save(report, path):
            run.changed.append(report.id)
        cache.remember(path, report)


def keep_published(report: Report, data: DataFolder, promised: Collection[str]) -> str | None:
    """Keep the parsed report that this one replaces, if its page is promised and its figures differ.

    The sentence to say about it, if there is anything to say.
    """
    path, identity = data.parsed_file(report.id), report.reading.identity
    page = f"/{identity.code}/{identity.department}/{identity.year}/"
    if not path.exists() or page not in promised:
        return None
    try:
        earlier = versions.keep(path, data, report.id, unless=versions.figures_hash(report))
    except DataProblem as problem:
        return f"旧的解析结果没有留存：{problem}"
    return f"{report.id} 的数字有变化，原来的保留在 {data.relative(earlier)}" if earlier else None


def _read(
    path: Path,
    hints: Hints,
    data: DataFolder | None,
    filed: ReportFile | None,
    testimony: Testimony,
    given: Sequence[Attached] = (),
) -> Report:
    """The report of one file and its attachments without its checks."""
    sidecar = read_sidecar(sidecar_of(path))
    if filed:
        hints = _merged(hints, filed.hints)
    attached = [*(filed_attachment(a, data) for a in filed.attachments), *given] if data and filed else given
    source = read_with_attachments(path, attached)
    provenance = sidecar.provenance(source, data.relative(path) if data and filed else path.name)
    source, read = mask(replace(source, path=provenance.path), reading.read(source, hints))
    refuse_without_figures(path, read)
    read = replace(read, identity=_identity(read.identity, hints, sidecar))
    if filed:
        read = apply_corrections(read, source.text, testimony.corrections.get(filed.id, ()))
    return Report(provenance, source, read)


def refuse_without_figures(path: Path, read: Reading) -> None:
    """Raise DataProblem for a text that says no figure of a budget or an account."""
    if not read.facts:
        why = "没有读到任何预算、决算的数，看来不是这样的报告"
        cure = (
            "请确认文件是报告全文（表在附件里的，用 --attach 一起给出）；如果确实是，请把它提交到项目的问题区"
        )
        raise DataProblem(path, why, cure)


def _check(report: Report, archive: checking.Archive | Sequence[Report], testimony: Testimony) -> Report:
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
