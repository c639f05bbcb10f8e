"""`add`: file a new report with what is known about it, parse it, and say what was found."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from generator import filing
from generator.commands import LEFT_OUT, OK, options
from generator.commands.console import say, say_left_out
from generator.commands.formats import text
from generator.filing import Aspect
from generator.inventory import describe
from generator.model import Hints
from generator.store import DataFolder, DataProblem
from generator.store.entry import Entry
from generator.store.sidecar import Sidecar, sidecar_from
from generator.vocabulary.divisions import UNKNOWN

HELP = "归档一份新报告：识别地区、部门、年度和类别，放到该放的位置并解析"
_REGISTERED = {
    "url": "来源网址",
    "issuer": "发布单位",
    "published": "发布日期，如 2024-03-01",
    "retrieved": "下载日期",
    "licence": "许可",
    "archive_url": "网页存档地址",
    "title": "报告标题（正文没有时）",
    "department_name": "部门名称（正文没有时）",
}
_NAMES = {"code": "地区", "department": "部门", "year": "年度", "kind": "类别"}
_FLAGS = {"code": "--jurisdiction", "department": "--department", "year": "--year", "kind": "--kind"}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="新报告")
    options.add_attachments(parser)
    parser.add_argument(
        "--attachment-of",
        type=options.report_id,
        metavar="CODE/DEPARTMENT/YEAR-KIND",
        help="FILE 是已归档的这份报告的附件：放到它旁边，和它一起重新解析",
    )
    options.add_identity(parser)
    for name, meaning in _REGISTERED.items():
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=meaning)
    parser.add_argument(
        "--amend", action="store_true", help="这是修订后的版本：替换已归档的那份，原来的保留为旧版"
    )
    parser.add_argument("--yes", action="store_true", help="不提问，按识别结果和参数归档")
    options.add_data(parser)


def run(args: argparse.Namespace) -> int:
    try:
        if args.attachment_of:
            return _attach(args, options.data_folder(args))
        return _add(args, options.data_folder(args))
    except Exception as error:
        say_left_out([describe(args.file, error)])
        return LEFT_OUT


def _add(args: argparse.Namespace, data: DataFolder) -> int:
    sidecar = _sidecar(args)
    hints = options.hints(args)
    _, aspects = filing.propose(args.file, hints, args.attach)
    for aspect in aspects:
        say(f"{_NAMES[aspect.name]}：{aspect.shown}（{aspect.evidence}）")
    asks = interactive() and not args.yes
    for aspect in aspects:
        hints = _settle(hints, aspect, asks)
    missing = [name for name in filing.ASPECTS if not getattr(hints, name)]
    if missing:
        what = "、".join(_NAMES[name] for name in missing)
        raise DataProblem(args.file, f"看不出{what}", f"请用 {'、'.join(_FLAGS[n] for n in missing)} 指定")
    report = filing.file_report(args.file, hints, sidecar, data, attachments=args.attach, amend=args.amend)
    say(f"已归档到 {data.path / report.provenance.path}")
    for attachment in report.source.attachments:
        say(f"附件{attachment.number} {attachment.name} 已归档到 {data.path / attachment.path}")
    sys.stdout.write(text.render([report]))
    return OK


def _attach(args: argparse.Namespace, data: DataFolder) -> int:
    """File one more attachment of a report that is there already."""
    for given, flag in ((args.attach, "--attach"), (args.amend, "--amend")):
        if given:
            cure = (
                "附件一个一个地添加；要替换已归档的附件，请用 add 正文 --attach 附件 --amend 重新归档整份报告"
            )
            raise DataProblem(args.file, f"--attachment-of 和 {flag} 不能同时用", cure)
    report = filing.file_attachment(args.file, args.attachment_of, _sidecar(args), data)
    added = report.source.attachments[-1]
    say(f"附件{added.number} {added.name} 已归档到 {data.path / added.path}")
    sys.stdout.write(text.render([report]))
    return OK


def interactive() -> bool:
    """Whether there is someone to ask."""
    return sys.stdin.isatty()


def _sidecar(args: argparse.Namespace) -> Sidecar:
    given = {name: getattr(args, name) for name in _REGISTERED if getattr(args, name)}
    return sidecar_from(Entry("命令行参数", "", given, tuple(_REGISTERED)))


def _settle(hints: Hints, aspect: Aspect, asks: bool) -> Hints:
    """The hints with one more part settled: by the user where there is one, else as proposed."""
    if getattr(hints, aspect.name):
        return hints
    proposed = aspect.value or (UNKNOWN if aspect.name == "code" else None)
    if asks:
        answer: str | int | None = _ask(aspect, proposed)
    else:
        answer = options.PARSERS[aspect.name](proposed) if proposed else None
    return replace(hints, **{aspect.name: answer})  # type: ignore[arg-type]


def _ask(aspect: Aspect, proposed: str | None) -> str | int:
    """Ask until the answer is empty (as proposed) or one that the option would take."""
    while True:
        say(f"{_NAMES[aspect.name]} [{proposed or '必填'}]：")
        answer = input().strip() or proposed
        if answer is None:
            continue
        try:
            return options.PARSERS[aspect.name](answer)
        except argparse.ArgumentTypeError as error:
            say(str(error))
