"""`build`: parse everything, then build the site."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands import LEFT_OUT, options
from generator.commands.console import say
from generator.commands.parse import parse_all
from generator.store import DataProblem

HELP = "解析全部报告并生成网站"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="站点配置（默认 mkdocs.yml）")
    parser.add_argument(
        "--site", type=Path, default=Path("site"), metavar="DIR", help="写到哪里（默认 site）"
    )
    parser.add_argument("--no-parse", action="store_true", help="直接用已有的 data/parsed/")
    options.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """What was left out of parsing does not keep the rest from being published, but shows in the status."""
    status = 0 if args.no_parse else parse_all(options.data_folder(args))
    return build_site(args.config, args.site) or status


def build_site(config: Path, site: Path) -> int:
    """Build the site. 0, or LEFT_OUT after saying what stands in the way."""
    # MkDocs takes a third of a second to import: only the commands that need it pay for it.
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    try:
        # MkDocs cleans this folder before it writes.
        settings = load_config(str(config), site_dir=str(site.resolve()))
        settings.plugins.on_startup(command="build", dirty=False)
        try:
            build(settings)
        finally:
            settings.plugins.on_shutdown()
    except DataProblem as problem:
        say(f"网站没有生成：{problem}")
        return LEFT_OUT
    except MkDocsException as error:
        say(f"网站没有生成：{error}。请检查 {config}。")
        return LEFT_OUT
    say(f"网站在 {site}/")
    return 0
