"""Filing a new report: which identity it has and on what evidence, and its place in the data folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator import pipeline, reading, sources
from generator.model import Evidence, Hints, Identity, Report
from generator.store import DataFolder, DataProblem, dump, save, versions
from generator.store.folder import sidecar_of
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


def propose(path: Path, hints: Hints) -> tuple[Identity, list[Aspect]]:
    """What a file seems to be. Raises UnreadableSource."""
    identity = reading.read(replace(sources.read(path), path=path.name), hints).identity
    return identity, list(_aspects(identity, hints))


def _aspects(identity: Identity, hints: Hints) -> Iterator[Aspect]:
    code = hints.code or (identity.code if identity.code != divisions.UNKNOWN else None)
    division = divisions.lookup(code) if code else None
    place = f"{code} {division.full_name if division else '（代码表里没有）'}" if code else "未注明地区"
    year = hints.year or identity.year
    kind = hints.kind or identity.kind
    # The reader has a stand-in for a department it cannot name; a proposal needs evidence.
    department = hints.department or (identity.department if "department" in identity.evidence else None)
    values: dict[str, tuple[str | None, str]] = {
        "code": (code, place),
        "department": (department, f"{department or '未知'} {identity.department_name}".strip()),
        "year": (str(year) if year else None, f"{year or '未知'}"),
        "kind": (kind, {"budget": "预算 budget", "final": "决算 final", None: "未知"}[kind]),
    }
    given = {name for name in ASPECTS if getattr(hints, name)}
    for name in ASPECTS:
        value, shown = values[name]
        yield Aspect(
            name, value, shown, "由参数指定" if name in given else _words(identity.evidence.get(name), value)
        )


def _words(evidence: Evidence | None, value: str | None) -> str:
    if value is None:
        return "正文没有写明"
    if evidence is None or not evidence.quote:
        return "由正文推定"
    return f"正文：“{' '.join(evidence.quote.split())}”"


def file_report(path: Path, hints: Hints, sidecar: Sidecar, data: DataFolder, *, amend: bool) -> Report:
    """Copy a report into its place with its sidecar, parse it there and write the result.

    `hints` must say code, department, year and kind. A report that is there already is refused, unless
    `amend` says that this one replaces it: then the old one is kept as a version, file, sidecar and
    figures. Raises UnreadableSource or DataProblem; nothing has changed then.
    """
    report_id = f"{hints.code}/{hints.department}/{hints.year}-{hints.kind}"
    place = data.reports / f"{report_id}{path.suffix.lower()}"
    present = data.existing(report_id)
    if present:
        _refuse_unless(amend, path, present)
    elif sidecar_of(place).exists():
        raise DataProblem(sidecar_of(place), "旁边没有报告，却已有登记信息", "请先核对并移走这个文件")
    dump(pipeline.process(path, hints, data))  # what cannot be read must fail before anything is moved
    if present:
        _keep_present(present, report_id, data)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, place)
    write_sidecar(sidecar_of(place), sidecar)
    report = pipeline.process(place, Hints(), data)
    save(report, data.parsed_file(report_id))
    return report


def _refuse_unless(amend: bool, path: Path, present: Path) -> None:
    if present.read_bytes() == path.read_bytes():
        raise DataProblem(path, f"与已归档的 {present} 内容相同", "不需要再次添加")
    if not amend:
        raise DataProblem(
            path, f"{present} 已有一份不同的报告", "如果这是修订后的版本，请加 --amend，原来的会保留为旧版"
        )


def _keep_present(present: Path, report_id: str, data: DataFolder) -> None:
    parsed = data.parsed_file(report_id)
    if not parsed.exists():
        save(pipeline.process(present, Hints(), data), parsed)
    versions.keep(parsed, data, report_id)
    versions.keep_received(present, sidecar_of(present), data, report_id)
