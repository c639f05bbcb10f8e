"""Office packages (docx, xlsx are zip files): opened only where unpacking them can do no harm."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from generator.sources.unreadable import UnreadableSource

MAX_PARTS = 5_000
MAX_UNPACKED = 192 * 1024 * 1024
MAX_RATIO = 150
"""Unpacked over packed size. Real reports reach about 40 (a sheet of repeated cells)."""
_SMALL = 4 * 1024 * 1024
_HEAD = 4_096
_BROKEN = "请用 Word 或 WPS 打开后另存一份，再添加"


def check_package(path: Path, data: bytes) -> None:
    """Raise UnreadableSource for damaged packages, decompression bombs and document type definitions.

    Office packages never carry a DTD; one would only serve entity expansion or reading other files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS:
                raise UnreadableSource(path, f"文件内含 {len(parts)} 个部件，超出正常范围", _BROKEN)
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * len(data)):
                raise UnreadableSource(path, "文件解压后过大，不像正常的报告", _BROKEN)
            if any(part.flag_bits & 1 for part in parts):
                raise UnreadableSource(path, "文件已加密", "请去掉密码后再添加")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as stream:
                        head = stream.read(_HEAD)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise UnreadableSource(path, "文件含有不应出现的实体定义", _BROKEN)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, zlib.error) as error:
        raise UnreadableSource(path, "文件已损坏或不完整", "请重新下载这份报告") from error
