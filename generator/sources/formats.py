"""Which format a file is in, decided by its content: suffixes lie (a `.xls` that is a web page)."""

from __future__ import annotations

import io
import re
import zipfile

_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "bitmap"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program?"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|script)\b", re.IGNORECASE)
_PDF_WITHIN = 1024
_SNIFF = 4096


def format_of(data: bytes, suffix: str) -> str:
    """One of pdf, docx, xlsx, ole, rtf, html, mhtml, opendocument, image, archive, program, zip,
    broken package, txt.

    `suffix` is only asked where the bytes leave it open (`txt` or `html`).
    """
    head = data[:_SNIFF]
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            if name == "bitmap" and b"\0" in head[:64]:
                return "image"
            if name == "program?" and b"\0" in head[:64]:
                return "program"
            if not name.endswith("?") and name != "bitmap":
                return name
    plain = head.replace(b"\0", b"")  # UTF-16 pages show their tags this way
    if re.match(rb"(?:\xef\xbb\xbf|\s)*(?:From:|MIME-Version:)", plain, re.IGNORECASE):
        return "mhtml"
    if _HTML.search(plain):
        starts = re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s)*<", plain) is not None
        if starts or suffix.lower() in {".html", ".htm", ".jsp", ".shtml", ".xhtml", ".asp", ".aspx"}:
            return "html"
    return "txt"


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "broken package"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if {"mimetype", "content.xml"} <= names:
        return "opendocument"
    return "zip"
