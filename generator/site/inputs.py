"""What the site is built from: the parsed reports, and what people wrote beside them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.model import Report
from generator.site.site import Site, assemble
from generator.store import DataFolder, DataProblem, permalinks, versions
from generator.store.cache import Cache
from generator.store.testimony import read_testimony

log = logging.getLogger("mkdocs.plugins.mingzhang")


def load_reports(paths: Iterable[Path], cache: Cache) -> Iterator[tuple[Path, Report]]:
    """Parsed reports. One that cannot be loaded is named in the log and left out."""
    for path in paths:
        try:
            yield path, cache.load(path)
        except DataProblem as problem:
            log.warning("%s", problem)


def load_site(data: Path, content: Path, url: str) -> Site:
    """The site of a data folder. What cannot be used is named in the log and left out.

    Raises DataProblem where `redirects.yaml` is not valid.
    """
    folder = DataFolder(data)
    cache = Cache.of(folder)
    testimony = read_testimony(folder)
    for problem in testimony.problems:
        log.warning("%s", problem)
    found = list(load_reports(sorted(folder.parsed.rglob("*.yaml")), cache))
    reports = [report for _, report in found]
    earlier = {
        report.id: {path.stem: old for path, old in load_reports(versions.kept(folder, report.id), cache)}
        for report in reports
    }
    return assemble(
        reports,
        content,
        url,
        replies=[reply for replies in testimony.replies.values() for reply in replies],
        corrections=[item for corrections in testimony.corrections.values() for item in corrections],
        versions={report: kept for report, kept in earlier.items() if kept},
        redirects=permalinks.read_redirects(folder),
        parsed={report.id: path for path, report in found},
    )
