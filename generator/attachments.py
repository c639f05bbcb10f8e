"""The files published beside a report (附件): read with it, into one text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import sources
from generator.model import SourceText
from generator.store import DataFolder
from generator.store.folder import AttachmentFile, sidecar_of
from generator.store.sidecar import read_sidecar


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment to be read: the file, the name it goes by, its published path and where it came from.

    `number` is None where it simply follows the one before.
    """

    path: Path
    name: str
    published: str
    url: str | None = None
    number: int | None = None


def given_attachment(path: Path) -> Attached:
    """A file anywhere, under its own name."""
    return Attached(path, path.name, path.name)


def filed_attachment(attachment: AttachmentFile, data: DataFolder) -> Attached:
    """One of the data folder. Its sidecar says the name it was published under. Raises DataProblem."""
    path = attachment.path
    sidecar = read_sidecar(sidecar_of(path))
    return Attached(path, sidecar.title or path.name, data.relative(path), sidecar.url, attachment.number)


def read_with_attachments(path: Path, attached: Sequence[Attached]) -> SourceText:
    """The text of a report and its attachments.

    Raises UnreadableSource for the report itself; an attachment that cannot be read loses neither the
    report nor the other attachments: its record in the text says why, and what to do.
    """
    main = sources.read(path)
    parts: list[sources.AttachedText] = []
    for one in attached:
        number = one.number or (parts[-1].number + 1 if parts else 1)
        parts.append(_read(one, number))
    return sources.joined(main, parts)


def _read(one: Attached, number: int) -> sources.AttachedText:
    text, problem, cure = None, None, None
    try:
        text = sources.read(one.path)
        sha256 = text.sha256
    except sources.UnreadableSource as error:
        problem, cure = error.why, error.cure
        sha256 = hashlib.sha256(one.path.read_bytes()).hexdigest() if one.path.is_file() else ""
    return sources.AttachedText(number, one.name, one.published, sha256, text, problem, cure, one.url)
