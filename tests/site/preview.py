"""Build the site from the labelled seeds: `python -m tests.site.preview OUT`. For development."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.site import inputs
from generator.site.site import Site, assemble
from tests.site.seeds import rule_catalogue, seed_reports, shared

ROOT = Path(__file__).resolve().parents[2]


def preview(out: Path) -> None:
    """Build `out` from the seeds. Raises RuntimeError where the shared corpus is not there."""
    folder = shared()
    if folder is None:
        raise RuntimeError("the shared corpus is not there: set MINGZHANG_SHARED")

    def load_site(data: Path, content: Path, url: str) -> Site:  # noqa: ARG001 - as inputs.load_site
        return assemble(seed_reports(folder), content, url, catalogue=rule_catalogue(folder))

    with patch.object(inputs, "load_site", load_site):
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out)))


if __name__ == "__main__":
    preview(Path(sys.argv[1]))
