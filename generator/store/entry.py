"""YAML that people write by hand, read with a message for every slip they can make."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.model import Span
from generator.store.problems import DataProblem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_MAX_BYTES = 1024 * 1024
_MAX_DEPTH = 8


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; None where it holds comments only. Raises DataProblem."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataProblem(path, f"文件打不开（{error.strerror}）", "请检查文件和权限") from error
    if len(data) > _MAX_BYTES:
        raise DataProblem(path, "文件超过 1 MB", "这里只写登记信息，请确认没有放错文件")
    try:
        text = data.decode("utf-8-sig")
        _refuse_deep_nesting(path, text)
        return yaml.load(text, _LOADER)
    except UnicodeDecodeError as error:
        raise DataProblem(path, "不是 UTF-8 编码", "请另存为 UTF-8 编码") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark else ""
        cure = "请检查缩进、冒号后的空格和引号；含有冒号或 # 的文字要加引号"
        raise DataProblem(path, "不是合格的 YAML", cure, place) from error


def _refuse_deep_nesting(path: Path, text: str) -> None:
    """Some thousand open brackets overflow the loader's stack and end the whole program."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise DataProblem(path, "不是合格的 YAML：层次太深", "请检查括号和缩进")


def read_entries(path: Path, known: Collection[str]) -> list[Entry]:
    """The entries of a file that holds one mapping or a list of them. Raises DataProblem."""
    content = read_yaml(path)
    if content is None:
        return []
    if isinstance(content, Mapping):
        return [Entry(path, "", content, known)]
    if isinstance(content, list):
        return [Entry(path, f"第 {n} 条", row, known) for n, row in enumerate(content, 1)]
    raise DataProblem(path, "内容不是“字段: 值”", "请按文档里的例子书写")


class Entry:
    """One mapping of a hand-written file. Every reader raises DataProblem with file, place and cure."""

    def __init__(self, file: Path | str, place: str, row: Any, known: Collection[str]) -> None:
        self.file = file
        self.place = place
        if not isinstance(row, Mapping):
            raise self.problem("内容不是“字段: 值”", "请按文档里的例子书写")
        self._row = row
        for name in row:
            if name not in known:
                near = difflib.get_close_matches(str(name), known, 1)
                hint = f"是不是想写“{near[0]}”？" if near else ""
                raise self.problem(f"不认得字段“{name}”", f"{hint}可用的字段：{'、'.join(known)}")

    def problem(self, why: str, cure: str, field: str = "") -> DataProblem:
        """A DataProblem at this entry, ready to be raised."""
        place = "，".join(part for part in (self.place, f"字段 {field}" if field else "") if part)
        return DataProblem(self.file, why, cure, place)

    def __contains__(self, name: str) -> bool:
        return self._row.get(name) is not None

    def optional(self, name: str) -> str | None:
        """A text, or None where it is not given. A number counts as the text it is printed as."""
        value = self._row.get(name)
        if value is None:
            return None
        if isinstance(value, bool | float | Mapping | list):
            # 3.10 would already have lost its zero: only a quoted number is the printed one.
            raise self.problem(f"“{value}”不是文字", "请把它写成一行文字，数字两边加引号", name)
        text = str(value).strip()
        if not text:
            raise self.problem("没有写内容", "不知道就删去这个字段，不要留空", name)
        return text

    def text(self, name: str) -> str:
        value = self.optional(name)
        if value is None:
            raise self.problem(f"缺少字段“{name}”", "请补上", name)
        return value

    def date(self, name: str) -> str:
        """A date as `2024-03-01`; `2024-03` and `2024` where the day or month is not known."""
        value = self._row.get(name)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        text = self.text(name)
        if not _DATE.fullmatch(text) or not _exists(text):
            raise self.problem(f"“{text}”不是日期", "请写成 2024-03-01 的样子", name)
        return text

    def optional_date(self, name: str) -> str | None:
        return self.date(name) if name in self else None

    def url(self, name: str) -> str | None:
        value = self.optional(name)
        if value is not None and not re.fullmatch(r"https?://[^\s<>\"']+", value):
            raise self.problem(f"“{value}”不是网址", "请写完整网址，以 https:// 或 http:// 开头", name)
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            raise self.problem(f"“{value}”不在可选值里", f"可选：{'、'.join(allowed)}", name)
        return value

    def span(self, name: str) -> Span | None:
        value = self._row.get(name)
        if value is None:
            return None
        match value:
            case [int(start), int(end)] if 0 <= start < end:
                return (start, end)
        raise self.problem(f"“{value}”不是位置", "请写成 [起, 止]，照抄 YAML 里的 span", name)

    def flag(self, name: str) -> bool:
        value = self._row.get(name, False)
        if not isinstance(value, bool):
            raise self.problem(f"“{value}”不是 true 或 false", "请写 true，或删去这个字段", name)
        return value

    def year(self, name: str) -> int | None:
        value = self._row.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or not 1990 <= value <= 2100:
            raise self.problem(f"“{value}”不是年份", "请写四位年份，如 2024", name)
        return value


def _exists(text: str) -> bool:
    """Whether a date of the right form is in the calendar (2023-02-30 is not)."""
    if len(text) < len("2024-03-01"):
        return True
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
