"""Pagefind, the indexer: where `make site` installed it, and one run of its command-line program.

Its version and the hashes of its files are locked in `.ci/pagefind/package-lock.json`; the program
is a binary of its own, so that building needs no Node once it is there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_TIMEOUT = 600  # seconds for one shard; a thousand pages take a few
_NOT_PUBLISHED = ("*-ui.*", "*-highlight.js")
"""Interfaces of Pagefind's own, which this site does not show."""


class IndexingError(Exception):
    """Pagefind ended without an index. The message is what it said."""


@dataclass(frozen=True, slots=True)
class Pagefind:
    program: Path
    version: str

    def index(self, documents: Path, into: Path) -> None:
        """Index a folder of documents. The same documents give the same files.

        Raises IndexingError.
        """
        command: list[str | Path] = [self.program, "--silent", "--site", documents, "--output-path", into]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, encoding="utf-8", timeout=_TIMEOUT, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise IndexingError(str(problem)) from problem
        if done.returncode or not (into / "pagefind-entry.json").exists():
            raise IndexingError((done.stderr or done.stdout).strip() or f"status {done.returncode}")
        for pattern in _NOT_PUBLISHED:
            for path in into.glob(pattern):
                path.unlink()


def installed() -> Pagefind | None:
    """Pagefind in the virtual environment that runs us; None where it could not be installed."""
    packages = Path(sys.prefix) / "pagefind" / "node_modules" / "@pagefind"
    for package in sorted(packages.glob("*")):
        for program in (package / "bin" / name for name in ("pagefind_extended", "pagefind_extended.exe")):
            if program.exists():
                described = json.loads((package / "package.json").read_text(encoding="utf-8"))
                return Pagefind(program, str(described["version"]))
    return None
