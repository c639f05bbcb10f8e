"""`python -m generator`: parse, check, build, serve and add reports, export their data."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

COMMANDS = ("parse", "check", "build", "serve", "add", "export")


def parser() -> argparse.ArgumentParser:
    """The command line, with every command."""
    top = argparse.ArgumentParser(
        prog="python -m generator", description="明账：政府部门预算、决算的阅读、核对与发布"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS))
    for name in COMMANDS:
        module = import_module(f"generator.commands.{name}")
        subparser = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.configure(subparser)
        subparser.set_defaults(run=module.run)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status (see `generator.commands`)."""
    args = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    try:
        return int(args.run(args))
    except BrokenPipeError:
        # The reader of our output has what it wanted (`… | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
