"""`serve`: the site on this machine, rebuilt whenever something changes."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands import LEFT_OUT, OK
from generator.commands.console import say
from generator.store import DataProblem

HELP = "在本机浏览网站，改动后自动重建"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"), help="站点配置（默认 mkdocs.yml）")
    parser.add_argument(
        "--address", default="127.0.0.1:8000", metavar="HOST:PORT", help="默认 127.0.0.1:8000"
    )


def run(args: argparse.Namespace) -> int:
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    try:
        serve(config_file=str(args.config), dev_addr=args.address)
    except DataProblem as problem:
        say(f"网站没有生成：{problem}")
        return LEFT_OUT
    except MkDocsException as error:
        say(f"网站没有生成：{error}。请检查 {args.config}。")
        return LEFT_OUT
    return OK
