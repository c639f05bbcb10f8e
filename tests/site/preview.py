"""Build the site for looking at: `python -m tests.site.preview OUT [DATA]`.

From a data folder where one is given, otherwise from the labelled seeds."""

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


def preview_data(out: Path, data: Path) -> None:
    """Build `out` from a data folder other than the project's own."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out))
    config.plugins["mingzhang"].config["data_dir"] = str(data)
    build(config)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        preview_data(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
    else:
        preview(Path(sys.argv[1]))
