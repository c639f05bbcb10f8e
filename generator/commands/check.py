"""`check`: what does not add up, in one file before it is published or in all reports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator import pipeline
from generator.commands import ERRORS, LEFT_OUT, OK, WARNINGS, options
from generator.commands.console import ProgressLine, say, say_left_out
from generator.commands.formats import github, json_notes, sarif, text
from generator.inventory import LeftOut, describe, unread_attachments
from generator.model import Report, Severity

HELP = "核对报告：不写 FILE 就核对全部报告"
FORMATS: dict[str, Callable[[Sequence[Report]], str]] = {
    "text": text.render,
    "json": json_notes.render,
    "github": github.render,
    "sarif": sarif.render,
}
_RANK: dict[Severity, int] = {"info": 0, "warning": 1, "error": 2}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="任意位置的一份报告")
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出格式（默认 text）")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "never"),
        default="warning",
        help="从哪一级起以非零状态退出：warning 为 1，error 为 3（默认从 warning 起）",
    )
    options.add_attachments(parser)
    options.add_identity(parser)
    options.add_data(parser)


def run(args: argparse.Namespace) -> int:
    data = options.data_folder(args)
    left_out: list[LeftOut] = []
    reports: list[Report] = []
    if args.file is None:
        done = pipeline.process_all(data, ProgressLine())
        reports, left_out = done.reports, done.left_out
        for notice in done.notices:
            say(f"请留意：{notice}")
    else:
        try:
            report = pipeline.process(args.file, options.hints(args), data, options.attachments(args))
            reports, left_out = [report], list(unread_attachments(report))
        except Exception as error:
            left_out = [describe(args.file, error)]
    sys.stdout.write(FORMATS[args.format](reports))
    say_left_out(left_out)
    return LEFT_OUT if left_out else exit_status(reports, args.fail_on)


def exit_status(reports: Sequence[Report], fail_on: str = "warning") -> int:
    """By the worst note that still stands: one that was withdrawn or answered does not count."""
    open_notes = [f for report in reports for f in report.findings if f.status == "open"]
    worst = max((_RANK[finding.severity] for finding in open_notes), default=0)
    if fail_on == "never" or (fail_on == "error" and worst < _RANK["error"]):
        return OK
    return (OK, WARNINGS, ERRORS)[worst]
