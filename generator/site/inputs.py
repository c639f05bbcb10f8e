"""What the site is built from: the parsed reports, and what people wrote beside them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from generator.model import Report
from generator.site.site import Site, assemble
from generator.store import DataFolder, DataProblem
from generator.store.cache import Cache
from generator.store.testimony import read_testimony

log = logging.getLogger("mkdocs.plugins.mingzhang")


def load_reports(data: Path) -> Iterator[Report]:
    """Every parsed report of a data folder. One that cannot be loaded is named and left out."""
    folder = DataFolder(data)
    cache = Cache.of(folder)
    for path in sorted(folder.parsed.rglob("*.yaml")):
        try:
            yield cache.load(path)
        except DataProblem as problem:
            log.warning("%s", problem)


def load_site(data: Path, content: Path, url: str) -> Site:
    """The site of a data folder. What cannot be used is named in the log and left out."""
    testimony = read_testimony(DataFolder(data))
    for problem in testimony.problems:
        log.warning("%s", problem)
    return assemble(
        load_reports(data),
        content,
        url,
        replies=[reply for replies in testimony.replies.values() for reply in replies],
        corrections=[item for corrections in testimony.corrections.values() for item in corrections],
    )
