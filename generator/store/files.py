"""Parsed reports on disk: the YAML and, beside it, the published source text its spans point into."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from generator.model import Report
from generator.store.document import from_document, to_document
from generator.store.emit import emit
from generator.store.problems import DataProblem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def dump(report: Report) -> str:
    """The YAML of a report: the same report gives the same bytes, whatever machine and day."""
    return emit(to_document(report))


def load(path: Path) -> Report:
    """The report of a YAML file and the `.txt` beside it, exactly as it was dumped.

    Raises DataProblem where either is missing or is not what `save` writes.
    """
    text_path = path.with_suffix(".txt")
    try:
        text = text_path.read_bytes().decode("utf-8")
        document = yaml.load(path.read_bytes().decode("utf-8"), _LOADER)
        return from_document(document, text)
    except FileNotFoundError as error:
        raise DataProblem(error.filename, "文件不存在", _CURE) from error
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"不是本程序当前版本写出的解析结果（{type(error).__name__}: {' '.join(str(error).split())}）"
        raise DataProblem(path, reason, _CURE) from error


_CURE = "请运行 python -m generator parse 重新生成，不要手工改动"


def save(report: Report, path: Path) -> bool:
    """Write the YAML to `path` and the text beside it, where they differ. True if anything changed."""
    text_changed = write_if_changed(path.with_suffix(".txt"), report.source.text)
    return write_if_changed(path, dump(report)) or text_changed


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write whole or not at all, and not at all where the content is the same already."""
    wanted = content.encode("utf-8") if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == wanted:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(wanted)
    unfinished.replace(path)
    return True
