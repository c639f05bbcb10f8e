"""Options that several commands share."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from generator.attachments import Attached, given_attachment
from generator.model import Hints, Kind
from generator.store import DataFolder
from generator.store.folder import is_report_id


def add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, default=Path("data"), metavar="DIR", help="数据文件夹（默认 data）"
    )


def add_identity(parser: argparse.ArgumentParser) -> None:
    """What the caller knows of a report: it wins over what the text says."""
    parser.add_argument("--kind", type=_kind, metavar="budget|final", help="预算 budget 或决算 final")
    parser.add_argument("--year", type=_year, help="年度，如 2024")
    parser.add_argument(
        "--jurisdiction", type=_code, metavar="CODE", help="六位行政区划代码（GB/T 2260；中央 100000）"
    )
    parser.add_argument(
        "--department", type=_department, metavar="NAME", help="部门的英文短名，如 gov-office"
    )


def add_attachments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--attach",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="报告的附件，如预算表；有几个就写几次，按顺序编号",
    )


def hints(args: argparse.Namespace) -> Hints:
    return Hints(args.kind, args.year, args.jurisdiction, args.department, origin="option")


def attachments(args: argparse.Namespace) -> list[Attached]:
    return [given_attachment(path) for path in args.attach]


def report_id(text: str) -> str:
    """A report's identity as typed; raises argparse.ArgumentTypeError."""
    if not is_report_id(text):
        raise argparse.ArgumentTypeError(f"“{text}”不是报告编号，请写成 410803/gov-office/2022-budget 的样子")
    return text


def data_folder(args: argparse.Namespace) -> DataFolder:
    return DataFolder(args.data)


def _kind(text: str) -> Kind:
    if text not in ("budget", "final"):
        raise argparse.ArgumentTypeError(f"“{text}”不是类别，请写 budget（预算）或 final（决算）")
    return cast(Kind, text)


def _year(text: str) -> int:
    if not re.fullmatch(r"(?:19|20)\d\d", text):
        raise argparse.ArgumentTypeError(f"“{text}”不是年度，请写四位数字，如 2024")
    return int(text)


def _code(text: str) -> str:
    if not re.fullmatch(r"\d{6}", text):
        raise argparse.ArgumentTypeError(f"“{text}”不是六位行政区划代码")
    return text


def _department(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise argparse.ArgumentTypeError(f"“{text}”不是短名：只用小写字母、数字和连字符，如 gov-office")
    return text


PARSERS: Mapping[str, Callable[[str], str | int]] = {
    "code": _code,
    "department": _department,
    "year": _year,
    "kind": _kind,
}
"""What turns a typed answer into a part of a report's identity; raises argparse.ArgumentTypeError."""
