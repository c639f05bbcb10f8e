"""A binary cache under `.cache/`: loading a report's YAML takes ten times as long as its pickle.

A key is made of the content it stands for, so nothing in the cache can be out of date; deleting
the folder costs time and nothing else. It holds only what this program wrote on this machine.
"""

from __future__ import annotations

import hashlib
import pickle
from functools import cache as once
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from generator.model import Report
from generator.store.files import load, write_if_changed
from generator.store.folder import DataFolder


@once
def program_hash() -> str:
    """A hash over the program's code and vocabulary and the versions of the libraries it reads with."""
    digest = hashlib.sha256()
    package = Path(str(files("generator")))
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".yaml", ".tsv"} and path.relative_to(package).parts[0] != "site":
            digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    for library in ("pypdfium2", "python-docx", "openpyxl", "lxml", "opencc"):
        try:
            digest.update(f"{library} {metadata.version(library)}".encode())
        except metadata.PackageNotFoundError:
            continue
    return digest.hexdigest()


def key(*parts: bytes | str) -> str:
    """The key of what this program makes of these parts."""
    digest = hashlib.sha256(program_hash().encode())
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


class Cache:
    """Reports by key, in files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, data: DataFolder) -> Cache:
        """The cache beside a data folder."""
        return cls(data.path.resolve().parent / ".cache" / "reports")

    def get(self, key: str) -> Report | None:
        try:
            report = pickle.loads(self._path(key).read_bytes())
        except Exception:  # a cut or foreign file in a cache is a miss, whatever unpickling makes of it
            return None
        return report if isinstance(report, Report) else None

    def put(self, key: str, report: Report) -> None:
        write_if_changed(self._path(key), pickle.dumps(report, protocol=5))

    def load(self, path: Path) -> Report:
        """`files.load`, remembered."""
        name = _parsed_key(path)
        report = self.get(name)
        if report is None:
            report = load(path)
            self.put(name, report)
        return report

    def remember(self, path: Path, report: Report) -> None:
        """Spare the next `load` of a file that was just written from this report."""
        name = _parsed_key(path)
        if not self._path(name).exists():
            self.put(name, report)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def _parsed_key(path: Path) -> str:
    text = path.with_suffix(".txt")
    return key("parsed", path.read_bytes(), text.read_bytes() if text.exists() else b"")
