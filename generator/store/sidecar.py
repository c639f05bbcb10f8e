"""`YEAR-KIND.meta.yaml`: what a report cannot say about itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.model import Provenance, SourceText
from generator.store.emit import emit
from generator.store.entry import Entry, read_yaml

_HEADING = """\
# What the text itself cannot say. A value that is not known stays out: the page shows it as 未登记.
"""
_FIELDS = (
    "issuer",
    "url",
    "published",
    "retrieved",
    "licence",
    "archive_url",
    "title",
    "department_name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """Registered facts about a report file. None is 未登记; nothing is ever filled in by guessing."""

    issuer: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    archive_url: str | None = None
    title: str | None = None
    """The report's title, where its text carries none."""
    department_name: str | None = None
    """The department's name, where its text carries none."""

    def provenance(self, source: SourceText, path: str) -> Provenance:
        """Where the report comes from; `path` is its published name, relative to the data folder."""
        return Provenance(
            path=path,
            sha256=source.sha256,
            format=source.format,
            issuer=self.issuer,
            url=self.url,
            published=self.published,
            retrieved=self.retrieved,
            licence=self.licence,
            archive_url=self.archive_url,
        )


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar of a file, empty where there is none.

    Raises DataProblem on a field that is unknown or a value that is not what the field holds.
    """
    content = read_yaml(path) if path.exists() else None
    if content is None:
        return Sidecar()
    return sidecar_from(Entry(path, "", content, _FIELDS))


def sidecar_from(entry: Entry) -> Sidecar:
    """The sidecar that an entry holds. Raises DataProblem on a value that is not what its field holds."""
    return Sidecar(
        issuer=entry.optional("issuer"),
        url=entry.url("url"),
        published=entry.optional_date("published"),
        retrieved=entry.optional_date("retrieved"),
        licence=entry.optional("licence"),
        archive_url=entry.url("archive_url"),
        title=entry.optional("title"),
        department_name=entry.optional("department_name"),
    )


def write_sidecar(path: Path, sidecar: Sidecar) -> None:
    """Write a new sidecar; what is not known is left out. Raises FileExistsError: never overwrites."""
    known = {name: getattr(sidecar, name) for name in _FIELDS if getattr(sidecar, name) is not None}
    with path.open("x", encoding="utf-8") as file:
        file.write(_HEADING)
        if known:
            file.write(emit(known))
