"""Figures that were published stay readable: `data/versions/CODE/DEPARTMENT/YEAR-KIND/HASH.yaml`.

A version is named after its figures alone, so that a page's data version changes when, and only
when, one of its figures does.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from generator.model import Report
from generator.store.files import load, write_if_changed
from generator.store.folder import DataFolder, sidecar_of

_LENGTH = 12


def figures_hash(report: Report) -> str:
    """The data version of a report: 12 hexadecimal digits over every figure's name, value and words."""
    digest = hashlib.sha256()
    for fact in report.reading.facts:
        figure = (fact.id, format(fact.value, "f"), fact.unit, str(fact.year), fact.where, fact.quote)
        digest.update("\x1f".join(figure).encode("utf-8") + b"\x1e")
    return digest.hexdigest()[:_LENGTH]


def keep(parsed: Path, data: DataFolder, report_id: str, unless: str | None = None) -> Path | None:
    """Keep the parsed report as it stands, with its text; the path of the version.

    None, and nothing kept, where its data version is `unless`: the figures have not changed.
    Raises DataProblem where the file is not a parsed report. A version kept already stays as it is.
    """
    name = figures_hash(load(parsed))
    if name == unless:
        return None
    version = data.versions / report_id / f"{name}.yaml"
    if not version.exists():
        write_if_changed(version.with_suffix(".txt"), parsed.with_suffix(".txt").read_bytes())
        write_if_changed(version, parsed.read_bytes())
    return version


def keep_received(report_file: Path, data: DataFolder, report_id: str) -> None:
    """Move a report file that an amended one replaces, its attachments and all sidecars, among its versions.

    The name is the hash of these files: amendments that leave every figure as it was do not meet.
    """
    folder = data.versions / report_id
    attachments = data.attachments(report_id)
    received = [report_file, *(attachment.path for attachment in attachments)]
    name = f"received-{_hash_of(received)}"
    folder.mkdir(parents=True, exist_ok=True)
    for path in received:
        kept_as = path.name.replace(report_file.stem, name, 1)
        if sidecar_of(path).exists():
            shutil.move(sidecar_of(path), sidecar_of(folder / kept_as))
        shutil.move(path, folder / kept_as)


def _hash_of(files: Sequence[Path]) -> str:
    """Over one file its own hash, over several one over theirs: 12 hexadecimal digits."""
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    whole = hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    return whole[:_LENGTH]


def kept(data: DataFolder, report_id: str) -> list[Path]:
    """The parsed files of the earlier versions of a report. Their name is their HASH."""
    return sorted((data.versions / report_id).glob(f"{'[0-9a-f]' * _LENGTH}.yaml"))
