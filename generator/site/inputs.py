"""What the site is built from: the parsed reports, and what people wrote beside them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from generator.model import Report
from generator.site.site import Site, assemble
from generator.store import DataFolder, DataProblem
from generator.store.cache import Cache
from generator.store.corrections import Correction, read_corrections
from generator.store.replies import Reply, read_replies

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
    """The site of a data folder. Raises DataProblem where a reply or a correction is not valid."""
    folder = DataFolder(data)
    replies: list[Reply] = [
        reply for path in sorted(folder.replies.glob("**/*.yaml")) for reply in read_replies(path)
    ]
    corrections: list[Correction] = [
        correction
        for path in sorted(folder.corrections.glob("**/*.yaml"))
        for correction in read_corrections(path)
    ]
    return assemble(load_reports(data), content, url, replies=replies, corrections=corrections)
