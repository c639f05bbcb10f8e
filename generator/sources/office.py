"""Old office formats (.doc, .xls, .wps, .et, .rtf): converted by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from generator.model import SourceText
from generator.sources.docx import read_docx
from generator.sources.unreadable import UnreadableSource
from generator.sources.xlsx import read_xlsx

_PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
_WORD = "WordDocument".encode("utf-16-le")
_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read_old_office(path: Path, data: bytes, sha256: str) -> SourceText:
    """A Word or Excel 97–2003 file, or RTF, read through LibreOffice.

    Raises UnreadableSource where it is protected, of another kind, or LibreOffice is missing or fails.
    """
    if _LOCKED in data:
        raise UnreadableSource(path, "文件设有打开密码", "请去掉密码后再添加")
    if data.startswith(b"{\\rtf"):
        old, new = "rtf", "docx"
    elif _WORD in data:
        old, new = "doc", "docx"
    elif any(name in data for name in _BOOK):
        old, new = "xls", "xlsx"
    else:
        raise UnreadableSource(
            path, "旧版 Office 文件，但不是 Word 文档或 Excel 表格", "请另存为 .docx、.xlsx 或 PDF 后再添加"
        )
    converted = _convert(path, data, old, new)
    return (read_docx if new == "docx" else read_xlsx)(path, converted, sha256, old)


def _convert(path: Path, data: bytes, old: str, new: str) -> bytes:
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableSource(
            path,
            f"这是旧版 Office 文件（.{old}），读取它需要 LibreOffice，本机没有安装",
            f"请安装 LibreOffice，或用 Word、WPS 把它另存为 .{new} 后再添加",
        )
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / f"report.{old}"
        given.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--convert-to", new, "--outdir", folder, str(given)]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise UnreadableSource(
                path, f"LibreOffice 在 {SECONDS} 秒内没有转换完", f"请手工另存为 .{new} 后再添加"
            ) from error
        made = given.with_suffix(f".{new}")
        if not made.is_file() or made.stat().st_size == 0:
            raise UnreadableSource(path, "LibreOffice 未能转换这个文件", f"请手工另存为 .{new} 后再添加")
        return made.read_bytes()
