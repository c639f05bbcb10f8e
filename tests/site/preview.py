"""Build the site of any data folder for looking at: `python -m tests.site.preview OUT DATA`."""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parents[2]


def preview(out: Path, data: Path) -> None:
    """Build `out` from a data folder other than the project's own."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out))
    config.plugins["mingzhang"].config["data_dir"] = str(data)
    build(config)


if __name__ == "__main__":
    preview(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
