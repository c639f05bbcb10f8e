"""`export`: the tables of a built site, or a download of them, as one SQLite database."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands import LEFT_OUT, OK
from generator.commands.console import say
from generator.store import DataProblem

HELP = "把网站上的数据文件合成一个 SQLite 数据库"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sqlite", type=Path, required=True, metavar="FILE", help="写到哪个文件")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        default=Path("site/data"),
        metavar="DIR",
        help="数据文件所在的文件夹（默认 site/data），可以只有几个省份和年度的",
    )


def run(args: argparse.Namespace) -> int:
    """A database that stood at the place before is replaced only by a whole one."""
    from generator.site import data_tables

    if not args.sqlite.parent.is_dir():
        say(f"没有合成：没有 {args.sqlite.parent} 这个文件夹。")
        return LEFT_OUT
    unfinished = args.sqlite.with_name(f".{args.sqlite.name}.writing")
    try:
        count = data_tables.write_database(args.source, unfinished)
        unfinished.replace(args.sqlite)
    except DataProblem as problem:
        say(f"没有合成：{problem}")
        return LEFT_OUT
    finally:
        unfinished.unlink(missing_ok=True)
    say(f"{args.sqlite}：{count} 行数字")
    return OK
