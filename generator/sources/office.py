"""Old office formats (.doc, .xls, .wps, .et, .rtf): converted by LibreOffice where it is installed."""

from __future__ import annotations

import os
import re
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
_KINDS = (
    ("WordDocument".encode("utf-16-le"), ("doc", "docx", "MS Word 97")),
    ("Workbook".encode("utf-16-le"), ("xls", "xlsx", "MS Excel 97")),
    ("Book".encode("utf-16-le"), ("xls", "xlsx", "MS Excel 95")),
)
"""(stream of the OLE file, (its format, what it is converted to, LibreOffice's filter for it)).

The filter is named, because LibreOffice takes a damaged workbook for text and makes cells of its bytes.
"""
_RTF = ("rtf", "docx", "Rich Text Format")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SECTOR = 512
"""Streams of an OLE file begin at multiples of this."""
_BOOK_LOCKED = re.compile(rb"\x09\x08\x10\0.{16}\x2f\0", re.DOTALL)
"""[MS-XLS] 2.4.21, 2.4.117: a BOF record of BIFF8 followed by FilePass."""
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_SETTING = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_HARMLESS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Link", "0"),
    # The settings above do not keep it from fetching linked pictures; a proxy that is not there does.
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(
        setting
        for scheme in ("HTTP", "HTTPS", "FTP")
        for setting in (
            ("Inet/Settings", f"ooInet{scheme}ProxyName", "127.0.0.1"),
            ("Inet/Settings", f"ooInet{scheme}ProxyPort", "9"),
        )
    ),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
"""(path, name, value) of LibreOffice's settings: no macro runs, no link is followed, nothing is fetched."""


def read_old_office(path: Path, data: bytes, sha256: str) -> SourceText:
    """A Word or Excel 97–2003 file, or RTF, read through LibreOffice.

    Raises UnreadableSource where it is protected, of another kind, or LibreOffice is missing or fails.
    """
    if _LOCKED in data:
        raise UnreadableSource(path, "文件设有打开密码", "请去掉密码后再添加")
    if data.startswith(b"{\\rtf"):
        kind: tuple[str, str, str] | None = _RTF
    else:
        kind = next((kind for stream, kind in _KINDS if stream in data), None)
    if kind is None:
        raise UnreadableSource(
            path, "旧版 Office 文件，但不是 Word 文档或 Excel 表格", "请另存为 .docx、.xlsx 或 PDF 后再添加"
        )
    old, new, _ = kind
    converted = _convert(path, data, *kind)
    return (read_docx if new == "docx" else read_xlsx)(path, converted, sha256, old)


def _convert(path: Path, data: bytes, old: str, new: str, reader: str) -> bytes:
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
        profile = _profile(Path(folder))
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += [f"--infilter={reader}", "--convert-to", new, "--outdir", folder, str(given)]
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
            if _is_locked(data):
                raise UnreadableSource(path, "文件设有打开密码", "请去掉密码后再添加")
            raise UnreadableSource(path, "LibreOffice 未能转换这个文件", f"请手工另存为 .{new} 后再添加")
        return made.read_bytes()


def _profile(folder: Path) -> Path:
    """A profile for this run alone, in which documents can do no harm."""
    settings = "\n".join(
        _SETTING.format(path=path, name=name, value=value) for path, name, value in _HARMLESS
    )
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        _SETTINGS.format(items=settings), encoding="utf-8"
    )
    return profile


def _is_locked(data: bytes) -> bool:
    """Whether a Word or Excel 97–2003 file is encrypted: asked where it could not be converted.

    Not before: a workbook with write protection is encrypted too, and can be opened.
    """
    for start in range(_SECTOR, len(data), _SECTOR):
        if _BOOK_LOCKED.match(data, start):
            return True
        # [MS-DOC] 2.5.2: the FIB begins with wIdent; bit 8 of its flags is fEncrypted.
        if data.startswith(b"\xec\xa5", start) and len(data) > start + 0x0B:
            return bool(data[start + 0x0B] & 1)
    return False
