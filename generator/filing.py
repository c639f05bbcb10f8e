"""Filing a new report: which identity it has and on what evidence, and its place in the data folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import pipeline, reading
from generator.attachments import given_attachment, read_with_attachments
from generator.model import Evidence, Hints, Identity, Report, SourceText
from generator.reading.identity import UNKNOWN_DEPARTMENT
from generator.sources import UnreadableSource
from generator.store import DataFolder, DataProblem, dump, load, permalinks, save, versions
from generator.store.folder import MAX_ATTACHMENTS, sidecar_of
from generator.store.sidecar import Sidecar, write_sidecar
from generator.vocabulary import divisions

ASPECTS = ("code", "department", "year", "kind")
"""What decides a report's place, in the order of its path."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One part of a proposed identity. `value` is None where neither text nor caller says it."""

    name: str
    value: str | None
    shown: str
    evidence: str


def propose(path: Path, hints: Hints, attachments: Sequence[Path] = ()) -> tuple[Identity, list[Aspect]]:
    """What a file, read with its attachments, seems to be.

    Raises UnreadableSource for any of them, DataProblem where nothing in them is a figure of a budget.
    """
    source = read_with_attachments(path, [given_attachment(a) for a in attachments])
    _refuse_unread(source, attachments)
    read = reading.read(replace(source, path=path.name), hints)
    pipeline.refuse_without_figures(path, read)
    return read.identity, list(_aspects(read.identity, hints))


def _aspects(identity: Identity, hints: Hints) -> Iterator[Aspect]:
    code = hints.code or (identity.code if identity.code != divisions.UNKNOWN else None)
    division = divisions.lookup(code) if code else None
    place = f"{code} {division.full_name if division else '（代码表里没有）'}" if code else "未注明地区"
    year = hints.year or identity.year
    kind = hints.kind or identity.kind
    # The reader has a stand-in for a name whose kind it does not know; departments filed under it would meet.
    known = identity.department if identity.department != UNKNOWN_DEPARTMENT else None
    department = hints.department or (known if "department" in identity.evidence else None)
    values: dict[str, tuple[str | None, str]] = {
        "code": (code, place),
        "department": (department, f"{department or '未知'} {identity.department_name}".strip()),
        "year": (str(year) if year else None, f"{year or '未知'}"),
        "kind": (kind, {"budget": "预算 budget", "final": "决算 final", None: "未知"}[kind]),
    }
    given = {name for name in ASPECTS if getattr(hints, name)}
    for name in ASPECTS:
        value, shown = values[name]
        evidence = "由参数指定" if name in given else _words(identity.evidence.get(name), value)
        if name == "department" and value is None and identity.department_name:
            evidence = "没有现成的英文短名"
        yield Aspect(name, value, shown, evidence)


def _words(evidence: Evidence | None, value: str | None) -> str:
    if value is None:
        return "正文没有写明"
    if evidence is None or not evidence.quote:
        return "由正文推定"
    return f"正文：“{' '.join(evidence.quote.split())}”"


def file_report(
    path: Path,
    hints: Hints,
    sidecar: Sidecar,
    data: DataFolder,
    *,
    attachments: Sequence[Path] = (),
    amend: bool,
) -> Report:
    """Copy a report and its attachments into their place with their sidecars, parse and write the result.

    `hints` must say code, department, year and kind. A report that is there already is refused, unless
    `amend` says that this one replaces it: then the old one is kept as a version, files, sidecars and
    figures. Raises UnreadableSource (for an attachment too) or DataProblem; nothing has changed then.
    """
    report_id = f"{hints.code}/{hints.department}/{hints.year}-{hints.kind}"
    _refuse_twice(path, attachments)
    present = data.existing(report_id)
    # What cannot be read must fail before anything is moved.
    draft = pipeline.process(path, hints, data, [given_attachment(a) for a in attachments])
    _refuse_unread(draft.source, attachments)
    dump(draft)
    if present:
        _refuse_unless(amend, [path, *attachments], draft, present, data)
    place = data.reports / f"{report_id}{_suffix(path, draft.source.format)}"
    places = [
        data.attachment_file(report_id, number, _suffix(attachment, filed.format))
        for number, (attachment, filed) in enumerate(
            zip(attachments, draft.source.attachments, strict=True), 1
        )
    ]
    _refuse_strays([place, *places], present, report_id, data)
    if present:
        _keep_present(present, report_id, data)
    _copy(path, place, sidecar)
    for attachment, target in zip(attachments, places, strict=True):
        _copy(attachment, target, Sidecar(title=attachment.name, retrieved=sidecar.retrieved))
    report = pipeline.process(place, Hints(), data)
    save(report, data.parsed_file(report_id))
    return report


def file_attachment(path: Path, report_id: str, sidecar: Sidecar, data: DataFolder) -> Report:
    """Copy one more attachment beside a report that is filed already, under the next number, and parse both.

    Figures that were published are kept as a version. Raises UnreadableSource or DataProblem; nothing has
    changed then.
    """
    present = data.existing(report_id)
    if present is None:
        raise DataProblem(path, f"还没有归档 {report_id} 这份报告", "请先归档报告的正文，或核对编号")
    filed = data.attachments(report_id)
    for other in (present, *(attachment.path for attachment in filed)):
        if path.is_file() and other.read_bytes() == path.read_bytes():
            raise DataProblem(path, f"与已归档的 {other} 内容相同", "不需要再次添加")
    number = max((attachment.number for attachment in filed), default=0) + 1
    if number > MAX_ATTACHMENTS:
        raise DataProblem(path, f"附件已有 {number - 1} 个，不能再加", "请先把零散的附件合并成一个文件")
    draft = pipeline.process(present, Hints(), data, [given_attachment(path)])
    added = draft.source.attachments[-1]
    _refuse_unread(draft.source, [path])
    target = data.attachment_file(report_id, number, _suffix(path, added.format))
    _refuse_strays([target], present, report_id, data)
    _copy(path, target, replace(sidecar, title=sidecar.title or path.name))
    report = pipeline.process(present, Hints(), data)
    pipeline.keep_published(report, data, permalinks.read(data))
    save(report, data.parsed_file(report_id))
    return report


_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "txt": (".txt",),
    "html": (".html", ".htm"),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "doc": (".doc", ".wps"),
    "xls": (".xls", ".et"),
}
"""The suffixes a format is filed under; another one, which would mislead, becomes the first."""


def _suffix(path: Path, form: str | None) -> str:
    usual = _SUFFIXES.get(form or "", (f".{form}",))
    own = path.suffix.lower()
    return own if own in usual else usual[0]


def _copy(path: Path, place: Path, sidecar: Sidecar) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, place)
    write_sidecar(sidecar_of(place), sidecar)


def _refuse_strays(places: Sequence[Path], present: Path | None, report_id: str, data: DataFolder) -> None:
    """Files that lie where the new ones go and belong to no report: nothing may be written over them."""
    attachments = [attachment.path for attachment in data.attachments(report_id)]
    if present is None and attachments:
        cure = "请先移走它，再用 --attach 和正文一起归档"
        raise DataProblem(attachments[0], "这是附件，旁边却没有它的报告", cure)
    owned = {sidecar_of(path) for path in (*attachments, *([present] if present else ()))}
    for place in places:
        if sidecar_of(place).exists() and sidecar_of(place) not in owned:
            raise DataProblem(sidecar_of(place), "旁边没有报告，却已有登记信息", "请先核对并移走这个文件")


def _refuse_twice(path: Path, attachments: Sequence[Path]) -> None:
    """One file given twice would be read twice, and every figure with it."""
    if len(attachments) > MAX_ATTACHMENTS:
        why = f"给出了 {len(attachments)} 个附件，最多 {MAX_ATTACHMENTS} 个"
        raise DataProblem(path, why, "请先把零散的附件合并成一个文件")
    seen: dict[bytes, Path] = {}
    for file in (path, *attachments):
        if not file.is_file():
            continue  # reading it says what is wrong with it
        content = file.read_bytes()
        if content in seen:
            raise DataProblem(file, f"与 {seen[content]} 内容相同", "同一个文件只需给一次")
        seen[content] = file


def _refuse_unread(source: SourceText, given: Sequence[Path]) -> None:
    """Raise UnreadableSource for the first of the attachments given (the last in the text) without one."""
    records = source.attachments[-len(given) :] if given else ()
    for path, attachment in zip(given, records, strict=True):
        if attachment.problem:
            raise UnreadableSource(path, f"附件读不了：{attachment.problem}", attachment.cure or "")


def _refuse_unless(
    amend: bool, files: Sequence[Path], draft: Report, present: Path, data: DataFolder
) -> None:
    filed = [present, *(attachment.path for attachment in data.attachments(draft.id))]
    if [file.read_bytes() for file in filed] == [file.read_bytes() for file in files]:
        raise DataProblem(files[0], f"与已归档的 {present} 内容相同", "不需要再次添加")
    if not amend:
        cure = (
            f"如果这是它的附件，请改用 --attachment-of {draft.id}；"
            "如果这是修订后的版本，请加 --amend，并连同全部附件一起给出，原来的会保留为旧版；"
            f"如果是另一个部门{_named(draft, data)}，请用 --department 另起一个短名"
        )
        raise DataProblem(files[0], f"{present} 已有一份不同的报告", cure)


def _named(draft: Report, data: DataFolder) -> str:
    """Both departments' names, where they are known: two hospitals of one city share the proposed slug."""
    parsed = data.parsed_file(draft.id)
    if not parsed.exists():
        return ""
    names = (r.reading.identity.department_name or "名称不详" for r in (draft, load(parsed)))
    return "（这份是“{}”，那份是“{}”）".format(*names)


def _keep_present(present: Path, report_id: str, data: DataFolder) -> None:
    parsed = data.parsed_file(report_id)
    if not parsed.exists():
        save(pipeline.process(present, Hints(), data), parsed)
    versions.keep(parsed, data, report_id)
    versions.keep_received(present, data, report_id)
