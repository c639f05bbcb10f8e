"""Report files of every format -> `SourceText`. One module per format; nothing after knows which."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.model import SourceText
from generator.sources.docx import read_docx
from generator.sources.formats import format_of
from generator.sources.html import read_html
from generator.sources.joining import AttachedText, joined
from generator.sources.office import read_old_office
from generator.sources.pdf import read_pdf
from generator.sources.text import read_text
from generator.sources.unreadable import UnreadableSource
from generator.sources.xlsx import read_xlsx

__all__ = ["MAX_BYTES", "AttachedText", "UnreadableSource", "joined", "read"]

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read. The longest departmental reports seen are under 5 MB."""

_READERS: Mapping[str, Callable[[Path, bytes, str], SourceText]] = {
    "txt": read_text,
    "pdf": read_pdf,
    "html": read_html,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "ole": read_old_office,
    "rtf": read_old_office,
}
"""Format -> reader(path, data, sha256). A new format is one module and one line here."""

_CURES: Mapping[str, tuple[str, str]] = {
    "image": ("文件是图片，没有文字", "请先做文字识别（OCR），或向发布部门索取文字版"),
    "archive": ("文件是压缩包", "请解压后逐份添加其中的报告；预算表等附件可用 --attach 一起给出"),
    "zip": ("文件是压缩包", "请解压后逐份添加其中的报告；预算表等附件可用 --attach 一起给出"),
    "broken package": ("文件已损坏或不完整（Word、Excel 文件或压缩包的后半截不见了）", "请重新下载"),
    "opendocument": ("这是 OpenDocument 文件（.odt、.ods）", "请用原软件另存为 .docx、.xlsx 后再添加"),
    "program": ("文件是程序，不是报告", "请删除它，添加报告本身"),
    "mhtml": ("文件是整页归档（MHTML）", "请在浏览器里改存为“网页，仅 HTML”"),
}
"""Format that is recognised but not read -> (why, cure)."""


def read(path: Path) -> SourceText:
    """Read a report file of any supported format, decided by its content rather than its suffix.

    Raises UnreadableSource, with a reason and a cure in Chinese, for anything that is no report.
    """
    data = _bytes_of(path)
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableSource(path, "文件是空的", "请重新下载或另存这份报告")
    form = format_of(data, path.suffix)
    reader = _READERS.get(form)
    if reader is None:
        why, cure = _CURES.get(form, ("文件格式无法识别", "请改用 PDF、Word、Excel、网页或纯文本"))
        raise UnreadableSource(path, why, cure)
    try:
        return reader(path, data, hashlib.sha256(data).hexdigest())
    except UnreadableSource:
        raise
    except Exception as error:  # libraries raise of everything on damaged files; each must be named
        raise UnreadableSource(
            path,
            f"文件结构异常，读取中断（{type(error).__name__}）",
            "请重新下载，或用原软件打开后另存一份再添加",
        ) from error


def _bytes_of(path: Path) -> bytes:
    """The content of a regular file of a reasonable size. Raises UnreadableSource for anything else."""
    if path.is_dir():
        raise UnreadableSource(path, "这是文件夹，不是文件", "请逐份给出里面的报告")
    if not path.exists():
        raise UnreadableSource(path, "没有这个文件", "请检查路径；文件名里有空格的，两边加引号")
    if not path.is_file():
        raise UnreadableSource(path, "这是设备或管道，不是文件", "请先把报告存为文件")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableSource(
                path,
                f"文件有 {size // 2**20} MB，超过 {MAX_BYTES // 2**20} MB 的上限",
                "请确认这是一份报告；如果是扫描件，请降低分辨率或改用文字版",
            )
        return path.read_bytes()
    except PermissionError as error:
        raise UnreadableSource(path, "没有读取这个文件的权限", "请检查文件权限，或复制一份再添加") from error
    except OSError as error:
        raise UnreadableSource(path, f"文件打不开（{error.strerror}）", "请检查路径和磁盘") from error
