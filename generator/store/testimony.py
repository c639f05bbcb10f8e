"""What people wrote about reports, corrections and replies, gathered from their folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from generator.store.corrections import Correction, read_corrections
from generator.store.folder import DataFolder
from generator.store.problems import DataProblem
from generator.store.replies import Reply, read_replies

_Record = TypeVar("_Record", Correction, Reply)


@dataclass(frozen=True, slots=True)
class Testimony:
    """Corrections and replies by report id, and the files that could not be read."""

    corrections: dict[str, list[Correction]] = field(default_factory=dict)
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    problems: tuple[DataProblem, ...] = ()


def read_testimony(data: DataFolder) -> Testimony:
    """Everything in `corrections/` and `replies/`. One bad file does not hide the others."""
    problems: list[DataProblem] = []
    corrections = _gather(data.corrections, read_corrections, problems)
    replies = _gather(data.replies, read_replies, problems)
    return Testimony(corrections, replies, tuple(problems))


def _gather(
    folder: Path, read: Callable[[Path], list[_Record]], problems: list[DataProblem]
) -> dict[str, list[_Record]]:
    by_report: dict[str, list[_Record]] = defaultdict(list)
    for path in _files(folder):
        try:
            for record in read(path):
                by_report[record.report].append(record)
        except DataProblem as problem:
            problems.append(problem)
    return dict(by_report)


def _files(folder: Path) -> Iterator[Path]:
    for suffix in ("yaml", "yml"):
        yield from sorted(folder.rglob(f"*.{suffix}"))
