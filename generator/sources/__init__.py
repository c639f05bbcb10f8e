"""Report files of every format -> `SourceText`. One module per format; nothing after knows which."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.model import SourceText
from generator.sources.text import read_text
from generator.sources.unreadable import UnreadableSource

__all__ = ["MAX_BYTES", "UnreadableSource", "read"]

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read. The longest departmental reports seen are under 5 MB."""


def read(path: Path) -> SourceText:
    """Read a report file of any supported format.

    Raises UnreadableSource, with a reason and a cure in Chinese, for anything that is no report.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableSource(
                path,
                f"文件有 {size // 2**20} MB，超过 {MAX_BYTES // 2**20} MB 的上限",
                "请确认这是一份报告；如果是扫描件，请降低分辨率或改用文字版",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(path, f"文件打不开（{error.strerror}）", "请检查路径和权限") from error
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableSource(path, "文件是空的", "请重新下载或另存这份报告")
    return read_text(path, data, hashlib.sha256(data).hexdigest())
