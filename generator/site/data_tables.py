"""The public tables as files, written one report at a time: what is held does not grow with the archive.

The figures, which grow fastest, lie in one compressed CSV for each province and year. The rule has no
exceptions and does not depend on what else there is, so that a file, once published, keeps its address and
changes only with the reports of its own province and year. `parts.csv` lists the files. All figures in one
file (`figures.csv`) are offered beside them while they are small enough: see `WHOLE`.

The files do not depend on the clock or the machine. Compressed bytes are those of the zlib in use, which is
the same wherever the same Python is; what they unpack to is the same everywhere.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO

from generator.site import addresses, database, downloads, notes
from generator.site.archive import UNKNOWN_PLACE, UNKNOWN_PLACE_NAME, DepartmentYear
from generator.site.site import Site
from generator.store.problems import DataProblem
from generator.store.versions import figures_hash
from generator.vocabulary import cofog, divisions

TABLES = ("figures", "reports", "findings", "cofog", "parts")
PARTS = "figures"
"""The folder of the files of figures."""
DATABASE = "mingzhang.sqlite"
WHOLE = 50_000_000
"""Bytes that all figures may come to as one CSV. Beyond it `figures.csv` is what `parts.csv` is, and the
SQLite database has every table but the figures. Hosts of static sites take no file above 100 MB."""
_CHUNK = 1 << 20
_UNREADABLE = (OSError, EOFError, ValueError, KeyError, csv.Error, zlib.error)
"""What reading a table raises that was cut off or is none."""


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one province and year. Sizes are in bytes, `sha256` is of the compressed file."""

    path: str
    """Relative to the folder of the data."""
    province: str
    year: int | None
    reports: int
    rows: int
    bytes: int
    bytes_unpacked: int
    sha256: str

    @property
    def province_name(self) -> str:
        if self.province == UNKNOWN_PLACE:
            return UNKNOWN_PLACE_NAME
        division = divisions.lookup(self.province)
        return division.name if division else self.province

    @property
    def row(self) -> dict[str, str]:
        return {
            "path": self.path,
            "province": self.province,
            "province_name": self.province_name,
            "year": str(self.year or ""),
            "reports": str(self.reports),
            "rows": str(self.rows),
            "bytes": str(self.bytes),
            "bytes_unpacked": str(self.bytes_unpacked),
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into `folder`: the parts, the rows of every table, and whether all is in one file."""

    folder: Path
    parts: tuple[Part, ...]
    counts: Mapping[str, int]
    whole: bool
    version: str
    """A digest of the reports and their data versions: it changes when a figure does."""

    def size(self, name: str) -> int:
        """The size of a file in bytes."""
        return (self.folder / name).stat().st_size


def write(site: Site, folder: Path, *, whole: int = WHOLE) -> Written:
    """Every table as CSV, and the SQLite database, in `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / PARTS).mkdir(parents=True)
    parts = tuple(_parts(site, folder))
    counts = {"figures": sum(part.rows for part in parts)}
    for name, rows in (
        ("reports", _report_rows(site)),
        ("findings", _finding_rows(site)),
        ("cofog", _cofog_rows()),
        ("parts", (part.row for part in parts)),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            counts[name] = downloads.write_csv(out, database.fields(name), rows)
    is_whole = _whole(folder, parts, whole)
    write_database(folder, folder / DATABASE, figures=is_whole)
    return Written(folder, parts, counts, is_whole, _version(site))


def write_database(folder: Path, target: Path, *, figures: bool = True) -> int:
    """All tables of a folder of data as one SQLite database at `target`; the number of figures in it.

    The folder is one that `write` filled, or a download of it; with some parts only, the database holds
    those. Raises DataProblem where a table is missing or is not one.
    """
    names = [name for name in TABLES if name != "figures"]
    files = {name: folder / f"{name}.csv" for name in names}
    parts = sorted((folder / PARTS).glob("*.csv.gz"))
    for path in (*files.values(), folder / PARTS):
        if not path.exists():
            raise DataProblem(path, "没有找到", "请把数据下载页上的各个文件按原来的文件夹放好")
    tables = {name: _read(path) for name, path in files.items()}
    try:
        return database.write(
            target, tables, (row for path in parts for row in _read(path)) if figures else None
        )
    except _UNREADABLE as error:
        raise DataProblem(folder, f"里面的表读不出来（{error}）", "请重新下载这些文件") from error


def _read(path: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from downloads.read_csv(lines)


def _parts(site: Site, folder: Path) -> Iterator[Part]:
    def place(page: DepartmentYear) -> tuple[str, int]:
        return page.code[:2], page.year or 0

    pages = sorted(site.archive.pages, key=lambda page: (place(page), page.code, page.slug))
    for (_, year), group in groupby(pages, key=place):
        yield _part(site, folder, tuple(group), year or None)


def _part(site: Site, folder: Path, pages: tuple[DepartmentYear, ...], year: int | None) -> Part:
    path = addresses.figures_part(pages[0].code, year).removeprefix(addresses.DATA)
    target = folder / path
    with _compressed(target) as (out, packed):
        rows = downloads.write_csv(out, downloads.FIELDS, _figure_rows(site, pages))
        out.flush()
        unpacked = packed.tell()
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(
        path,
        f"{pages[0].code[:2]}0000",
        year,
        sum(len(page.parts) for page in pages),
        rows,
        target.stat().st_size,
        unpacked,
        digest,
    )


@contextmanager
def _compressed(target: Path) -> Iterator[tuple[IO[str], gzip.GzipFile]]:
    """A gzip file that names neither itself nor a time: what is written, and where it is packed."""
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as out,
    ):
        yield out, packed


def _whole(folder: Path, parts: Iterable[Part], most: int) -> bool:
    """Write `figures.csv`: the parts one after another, or, where that is too much, the list of them."""
    target = folder / "figures.csv"
    empty = io.StringIO()
    downloads.write_csv(empty, downloads.FIELDS, ())
    header = empty.getvalue().encode()
    if len(header) + sum(part.bytes_unpacked - len(header) for part in parts) > most:
        shutil.copyfile(folder / "parts.csv", target)
        return False
    with target.open("wb") as out:
        out.write(header)
        for part in parts:
            with gzip.open(folder / part.path) as packed:
                packed.read(len(header))
                shutil.copyfileobj(packed, out, _CHUNK)
    return True


def _version(site: Site) -> str:
    digest = hashlib.sha256()
    for report in site.archive.reports:
        digest.update(f"{report.id} {figures_hash(report)}\n".encode())
    return digest.hexdigest()[:8]


def _cofog_rows() -> Iterator[dict[str, str]]:
    for division in cofog.divisions().values():
        yield {"code": division.code, "zh": division.zh, "en": division.en}


def _figure_rows(site: Site, pages: Iterable[DepartmentYear]) -> Iterator[dict[str, str]]:
    for page in pages:
        for part in page.parts:
            yield from downloads.figures_rows(part.report, site.url, page.where(part))


def _report_rows(site: Site) -> Iterator[dict[str, str]]:
    for page in site.archive.pages:
        for part in page.parts:
            identity, source = part.report.reading.identity, part.report.provenance
            yield {
                "report": part.report.id,
                "title": identity.title,
                "code": page.code,
                "place": page.place,
                "province": identity.province or "",
                "city": identity.city or "",
                "department": page.slug,
                "department_name": page.department_name,
                "year": str(page.year or ""),
                "kind": identity.kind or "",
                "unit": identity.unit or "",
                "figures": str(len(part.report.reading.facts)),
                "findings": str(len(notes.notes(part.report.findings))),
                "version": figures_hash(part.report),
                "source_url": source.url or "",
                "published": source.published or "",
                "retrieved": source.retrieved or "",
                "sha256": source.sha256,
                "url": f"{site.url}{page.address}",
            }


def _finding_rows(site: Site) -> Iterator[dict[str, str]]:
    for page, part, finding in site.findings:
        yield {
            "report": part.report.id,
            "id": finding.id,
            "group": finding.group,
            "rule": finding.rule,
            "severity": finding.severity,
            "status": finding.status,
            "message": finding.message,
            "formula": finding.formula,
            "difference": finding.difference or "",
            "figures": " ".join(finding.figures),
            "url": f"{site.url}{page.address}#{part.prefix}{finding.id}",
        }
