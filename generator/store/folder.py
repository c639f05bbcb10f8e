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


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as received: its file, and the identity its place gives it."""

    path: Path
    id: str
    code: str
    department: str
    year: int
    kind: Kind

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
        try:
            relative = path.resolve().relative_to(self.reports.resolve())
        except ValueError:
            return None
        match = _ID.fullmatch(relative.with_suffix("").as_posix())
        if match is None:
            return None
        return ReportFile(
            path, match[0], match["code"], match["department"], int(match["year"]), cast(Kind, match["kind"])
        )

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
        found = [p for p in sorted(folder.glob(f"{stem}.*")) if not p.name.endswith(_SIDECAR)]
        return found[0] if found else None
