"""The data folder: where a report of a given identity lies, and which identity a place means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from generator.model import Hints, Kind

_ID = re.compile(
    r"(?P<code>\d{6})/(?P<department>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<year>\d{4})-(?P<kind>budget|final)"
)
_SIDECAR = ".meta.yaml"
_ATTACHMENT = re.compile(r"(?P<id>.+)\.(?P<number>[1-9][0-9]?)")
MAX_ATTACHMENTS = 99
"""Attachments of one report: their number has two digits."""


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """A file published beside a report: `2022-budget.1.xlsx` is attachment 1 of `2022-budget.pdf`."""

    path: Path
    report_id: str
    number: int


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as received: its file, the identity its place gives it, and the attachments beside it."""

    path: Path
    id: str
    code: str
    department: str
    year: int
    kind: Kind
    attachments: tuple[AttachmentFile, ...] = ()
    """By number, each number once."""

    @property
    def sidecar(self) -> Path:
        """Where the metadata of the file stands, whether it exists or not."""
        return sidecar_of(self.path)

    @property
    def hints(self) -> Hints:
        return Hints(self.kind, self.year, self.code, self.department, origin="path")


def sidecar_of(path: Path) -> Path:
    """`2022-budget.txt` -> `2022-budget.meta.yaml`."""
    return path.with_name(path.stem + _SIDECAR)


def is_report_id(text: str) -> bool:
    """Whether the text is an identity, `CODE/DEPARTMENT/YEAR-KIND`."""
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class DataFolder:
    """`data/`: reports as received, what was parsed from them, and what people wrote about them."""

    path: Path

    @property
    def reports(self) -> Path:
        return self.path / "reports"

    @property
    def parsed(self) -> Path:
        return self.path / "parsed"

    @property
    def versions(self) -> Path:
        return self.path / "versions"

    @property
    def corrections(self) -> Path:
        return self.path / "corrections"

    @property
    def replies(self) -> Path:
        return self.path / "replies"

    @property
    def permalinks(self) -> Path:
        return self.path / "permalinks.txt"

    @property
    def redirects(self) -> Path:
        return self.path / "redirects.yaml"

    def parsed_file(self, report_id: str) -> Path:
        """`data/parsed/CODE/DEPARTMENT/YEAR-KIND.yaml`."""
        return self.parsed / f"{report_id}.yaml"

    def parsed_files(self) -> list[Path]:
        """Every parsed report, in the order of their addresses."""
        return sorted(self.parsed.glob("*/*/*.yaml"))

    def report_files(self) -> Iterator[Path]:
        """Every file below `reports/` that is not a sidecar or hidden, well placed or not."""
        for path in sorted(self.reports.rglob("*")):
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith(_SIDECAR):
                yield path

    def stray_sidecars(self) -> list[Path]:
        """Sidecars that no report file stands beside: mostly a misspelt name."""
        owned = {sidecar_of(path) for path in self.report_files()}
        return [path for path in sorted(self.reports.rglob(f"*{_SIDECAR}")) if path not in owned]

    def identify(self, path: Path) -> ReportFile | None:
        """The identity that the place of a file below `reports/` gives it; None anywhere else."""
        place = self._place(path)
        match = _ID.fullmatch(place) if place else None
        if match is None:
            return None
        return ReportFile(
            path,
            match[0],
            match["code"],
            match["department"],
            int(match["year"]),
            cast(Kind, match["kind"]),
            tuple(self.attachments(match[0])),
        )

    def identify_attachment(self, path: Path) -> AttachmentFile | None:
        """Which attachment of which report the place of a file below `reports/` makes it, if any."""
        place = self._place(path)
        match = _ATTACHMENT.fullmatch(place) if place else None
        if match is None or not is_report_id(match["id"]):
            return None
        return AttachmentFile(path, match["id"], int(match["number"]))

    def attachments(self, report_id: str) -> list[AttachmentFile]:
        """The attachments filed with a report, by number. Of two with one number the first by name."""
        found: dict[int, AttachmentFile] = {}
        folder, _, stem = report_id.rpartition("/")
        for path in sorted((self.reports / folder).glob(f"{stem}.*.*")):
            attachment = None if path.name.endswith(_SIDECAR) else self.identify_attachment(path)
            if attachment:
                found.setdefault(attachment.number, attachment)
        return [found[number] for number in sorted(found)]

    def attachment_file(self, report_id: str, number: int, suffix: str) -> Path:
        """`data/reports/CODE/DEPARTMENT/YEAR-KIND.NUMBER.SUFFIX`."""
        return self.reports / f"{report_id}.{number}{suffix.lower()}"

    def _place(self, path: Path) -> str | None:
        """The path below `reports/` without its suffix; None anywhere else."""
        try:
            return path.resolve().relative_to(self.reports.resolve()).with_suffix("").as_posix()
        except ValueError:
            return None

    def relative(self, path: Path) -> str:
        """The published name of a file: relative to the data folder, or the bare name outside it."""
        try:
            return path.resolve().relative_to(self.path.resolve()).as_posix()
        except ValueError:
            return path.name

    def existing(self, report_id: str) -> Path | None:
        """The report file of an identity, whatever its format."""
        folder = (self.reports / report_id).parent
        stem = report_id.rpartition("/")[2]
        found = [
            p for p in sorted(folder.glob(f"{stem}.*")) if p.stem == stem and not p.name.endswith(_SIDECAR)
        ]
        return found[0] if found else None
