"""`parse`: every report into `data/parsed/`, or one file onto standard output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator import pipeline
from generator.commands import LEFT_OUT, OK, options
from generator.commands.console import ProgressLine, say, say_left_out
from generator.inventory import describe, unread_attachments
from generator.pipeline import Run
from generator.store import DataFolder, dump

HELP = "把报告读成 YAML：不写 FILE 就读全部报告，写入 data/parsed/"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="任意位置的一份报告，结果写到标准输出"
    )
    options.add_attachments(parser)
    options.add_identity(parser)
    options.add_data(parser)


def run(args: argparse.Namespace) -> int:
    data = options.data_folder(args)
    if args.file is None:
        return parse_all(data)
    try:
        report = pipeline.process(args.file, options.hints(args), data, options.attachments(args))
    except Exception as error:
        say_left_out([describe(args.file, error)])
        return LEFT_OUT
    sys.stdout.write(dump(report))
    unread = list(unread_attachments(report))
    say_left_out(unread)
    return LEFT_OUT if unread else OK


def parse_all(data: DataFolder) -> int:
    """Parse and write everything; say what changed, what could not be named and what was left out."""
    done = pipeline.process_all(data, ProgressLine())
    pipeline.write_all(done, data)
    for notice in done.notices:
        say(f"请留意：{notice}")
    say_left_out(done.left_out)
    say(summary(done))
    return LEFT_OUT if done.left_out else OK


def summary(done: Run) -> str:
    """One line: reports, changes, figures, those without a name, findings, what was left out."""
    facts = sum(len(report.reading.facts) for report in done.reports)
    unnamed = sum(len(report.reading.unnamed) for report in done.reports)
    findings = sum(len(report.findings) for report in done.reports)
    left_out = f"；{len(done.left_out)} 项未能使用，见上" if done.left_out else ""
    return (
        f"{len(done.reports)} 份报告（{len(done.changed)} 份解析结果有变化），{facts} 个数，"
        f"另有 {unnamed} 个未能命名，{findings} 条核对提示{left_out}"
    )
