"""How fast reading and checking are, on one core: `make bench`, or `python -m tests.bench [FILE …]`.

Prints milliseconds per report and per 10 KB of report text (UTF-8) for the reports in data/ and, where it
is found, the corpus; then what reading costs for 10 and 100 copies of one report, which must grow linearly.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from generator import checking, reading, sources
from generator.model import Hints, Report
from generator.store import DataFolder, dump, load, save
from generator.store.cache import Cache
from generator.store.sidecar import Sidecar
from tests.conftest import ROOT, find_corpus

BUDGET = 10.0  # ms of reading per 10 KB of text
REPEATS = 5
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Timing:
    """Milliseconds of processor time, the best of several runs."""

    name: str
    kilobytes: float
    source: float
    reading: float
    checking: float
    dump: float
    load: float
    cached: float

    @property
    def per_10_kb(self) -> float:
        return self.reading / self.kilobytes * 10


def timed(work: Callable[[], _Result], repeats: int = REPEATS) -> tuple[float, _Result]:
    """The best time of several runs in milliseconds, and the result."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best * 1000, result


def measure(path: Path, folder: Path) -> Timing:
    source_ms, source = timed(lambda: sources.read(path), 1)
    reading_ms, read = timed(lambda: reading.read(source, Hints()))
    checking_ms, (checks, findings) = timed(lambda: checking.check(source, read))
    provenance = Sidecar().provenance(source, path.name)
    report = Report(provenance, replace(source, path=path.name), read, checks, findings)
    dump_ms, _ = timed(lambda: dump(report))
    place = folder / "2000-budget.yaml"
    save(report, place)
    load_ms, _ = timed(lambda: load(place))
    cache = Cache(folder / "cache")
    cache.load(place)
    cached_ms, _ = timed(lambda: cache.load(place))
    kilobytes = len(source.text.encode()) / 1024
    return Timing(path.stem, kilobytes, source_ms, reading_ms, checking_ms, dump_ms, load_ms, cached_ms)


def table(title: str, paths: Iterable[Path]) -> None:
    print(f"\n{title}\n{'':38}{'KB':>7}{'source':>9}{'read':>9}{'/10 KB':>9}{'check':>9}", end="")
    print(f"{'dump':>9}{'load':>9}{'cached':>9}   ms")
    timings = []
    for path in paths:
        with TemporaryDirectory() as folder:
            t = measure(path, Path(folder))
        timings.append(t)
        print(
            f"{t.name[:36]:38}{t.kilobytes:7.1f}{t.source:9.1f}{t.reading:9.1f}{t.per_10_kb:9.1f}"
            f"{t.checking:9.1f}{t.dump:9.1f}{t.load:9.1f}{t.cached:9.1f}"
        )
    if timings:
        total = sum(t.reading for t in timings) / sum(t.kilobytes for t in timings) * 10
        cheaper = sum(t.checking < t.reading for t in timings)
        print(
            f"reading, all text: {total:.1f} ms per 10 KB (budget {BUDGET:.0f}); median report: "
            f"{median(t.reading for t in timings):.1f} ms read, {median(t.checking for t in timings):.1f} ms "
            f"checked; checking is the cheaper one in {cheaper} of {len(timings)}"
        )


def growth(path: Path) -> None:
    """Reading time of 1, 10 and 100 copies of a report, per copy."""
    print(f"\ncopies of {path.stem} ({path.parent.parent.name})")
    text = sources.read(path).text
    first = 0.0
    with TemporaryDirectory() as folder:
        for copies in (1, 10, 100):
            place = Path(folder) / f"{copies}.txt"
            place.write_text("\n".join([text] * copies), encoding="utf-8")
            source = sources.read(place)
            ms, _ = timed(lambda source=source: reading.read(source, Hints()), 3 if copies < 100 else 1)
            first = first or ms
            print(
                f"{copies:5} × {ms:10.1f} ms, {ms / copies:8.2f} ms a copy, {ms / copies / first:5.2f} × one"
            )


def main(arguments: list[str]) -> None:
    if arguments:
        table("given", [Path(argument) for argument in arguments])
        return
    reports = list(DataFolder(ROOT / "data").report_files())
    table("reports of this project", reports)
    corpus = find_corpus()
    if corpus:
        table("corpus: excerpts", sorted(corpus.glob("excerpts/*.txt")))
        table("corpus: PDF reports", sorted(corpus.glob("reports/*.pdf")))
    else:
        print("\nno corpus: set MINGZHANG_CORPUS to measure it too")
    growth(reports[0])


if __name__ == "__main__":
    main(sys.argv[1:])
