"""Bytes -> text: UTF-8, UTF-16 and GB18030, decided by the bytes themselves."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_REPLACED = re.compile("\ufffd+")
_DAMAGED = 500
"""At most one damaged character in so many."""
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1c\x1d\x1e\x1f\x85")


def decode(data: bytes, declared: str | None = None) -> str | None:
    """The text of `data`, or None where the bytes are no text in any encoding met in practice.

    A byte order mark decides; then strict UTF-8, which other encodings almost never satisfy by
    accident; then a declared encoding (an HTML page's charset); then UTF-16 without a mark, where
    the zero bytes of ASCII digits and line ends give it away; then GB18030 (of which GBK and
    GB 2312 are parts). charset-normalizer is asked last, for what is left (Big5 and the like).
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    candidates = ["utf-8", *([declared] if declared else []), *_wide(data), "gb18030"]
    for name in candidates:
        text = _strict(data, "gb18030" if name.lower() in {"gb2312", "gbk"} else name)
        if text is not None and _plausible(text):
            return text
    damaged = _forgiving(data)
    if damaged is not None:
        return damaged
    best = from_bytes(data[:_SAMPLE]).best()
    text = _strict(data, best.encoding) if best else None
    return text if text is not None and _plausible(text) else None


def _forgiving(data: bytes) -> str | None:
    """Text with a few damaged bytes, which show as U+FFFD: a page cut in mid-character, one bad byte."""
    texts = [data.decode(name, "replace") for name in ("utf-8", "gb18030")]
    text = min(texts, key=lambda t: t.count("\ufffd"))
    places = len(_REPLACED.findall(text))  # one bad byte may spoil its neighbours too
    sample = text[:_SAMPLE]
    wordy = sum(map(str.isalnum, sample)) * 3 > len(sample)
    return text if wordy and places * _DAMAGED <= max(len(text), _DAMAGED) else None


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(data: bytes) -> list[str]:
    """UTF-16 without a byte order mark: which half of the pairs holds the zero bytes."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or b"\0" not in sample:
        return []
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return ["utf-16-le"] if odd > even else ["utf-16-be"]


def _plausible(text: str) -> bool:
    """Whether decoded text reads as text: next to no control or unassigned private characters."""
    sample = text[:_SAMPLE]
    odd = sum(1 for c in sample if (c < " " and c not in _ALLOWED_CONTROLS) or c == "\ufffd")
    return odd * 200 <= len(sample)
