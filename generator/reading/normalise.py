"""Printed text -> the form the recogniser matches on, with an exact map back to the source.

Matching ignores how a report happens to be typed: full-width forms, traditional characters,
spaces and underscores of filled-in forms, line breaks of wrapped lines, zero-width characters,
quotation marks, pinyin glosses such as 經(jīng) and the level marks （类）（款）（项）. The normalised
text never feeds a quote: every position maps back to one code point of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

import opencc

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PUNCTUATION = {
    ord("("): "（",
    ord(")"): "）",
    ord("（"): "（",
    ord("）"): "）",
    ord(";"): "；",
    ord("；"): "；",
    ord(":"): "：",
    ord("："): "：",
    ord("，"): "，",
    ord("﹪"): "%",
    ord("﹒"): ".",
    ord("〇"): "0",
    ord("﹣"): "-",
    ord("−"): "-",
    ord("﹐"): "，",
    ord("﹔"): "；",
    ord("﹕"): "：",
    ord("["): "（",
    ord("]"): "）",
    ord("〔"): "（",
    ord("〕"): "）",
    ord("［"): "（",
    ord("］"): "）",
    ord("?"): "？",
    ord("？"): "？",
    ord("!"): "！",
    ord("！"): "！",
}
_IGNORED = r"\s_\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff\ue000-\uf8ff\u25a1“”\"'‘’「」『』〝〞＂＇*"
_BETWEEN_DIGITS = re.compile(rf"(?<=[0-9.,])[{_IGNORED}]+(?=[0-9.,])")
_DROPPED = re.compile(
    rf"[{_IGNORED}]+"
    r"|(?<=[\u3400-\u9fff])（[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňḿɡ]{1,7}）"
    r"|（(?:类|款|项|[类款项]级|科目)）"
)
_HALF_COMMA = re.compile(r",(?![0-9])|(?<![0-9]),")
_HALF_STOP = re.compile(r"(?<=[\u3400-\u9fff%）])(?<![一二三四五六七八九十])\.(?=[\u3400-\u9fff]|$)")
"""A point between words ends a sentence; after a numeral it belongs to the number of a heading."""


@cache
def _table() -> dict[int, str | int]:
    """One-to-one character mapping: width, punctuation, traditional -> simplified (OpenCC t2s)."""
    ideographs = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simplified = opencc.OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    table: dict[int, str | int] = {ord(a): b for a, b in zip(ideographs, simplified, strict=True) if a != b}
    table.update(_WIDTH)
    table.update(_PUNCTUATION)
    return table


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text and, for each of its code points, the source position it came from."""

    text: str
    offsets: tuple[int, ...]
    end: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source span of the normalised range [start, end), trimmed to its own characters."""
        if start >= end:
            here = self.offsets[start] if start < len(self.offsets) else self.end
            return here, here
        return self.offsets[start], self.offsets[end - 1] + 1

    def position(self, source: int) -> int:
        """First normalised position at or after a source position."""
        return bisect_left(self.offsets, source)


def normalise(text: str, start: int = 0, end: int | None = None) -> Normalised:
    """Normalise `text[start:end]`; offsets are positions in `text`."""
    end = len(text) if end is None else end
    raw = text[start:end].translate(_table())
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0

    def keep(upto: int) -> None:
        if upto > position:
            pieces.append(raw[position:upto])
            offsets.extend(range(start + position, start + upto))

    separating = {m.start() for m in _BETWEEN_DIGITS.finditer(raw) if _separates(raw, m.start(), m.end())}
    for match in _DROPPED.finditer(raw):
        keep(match.start())
        position = match.end()
        if "\t" in match.group():
            pieces.append("|")
            offsets.append(start + match.start())
        elif match.start() in separating:
            pieces.append(" ")
            offsets.append(start + match.start())
    keep(len(raw))
    joined = _HALF_STOP.sub("。", _HALF_COMMA.sub("，", "".join(pieces)))
    return Normalised(joined, tuple(offsets), end)


def _separates(raw: str, start: int, end: int) -> bool:
    """Whether white space between two digits separates two numbers (`2023 20`) or stands in one (`1 6`).

    It stands inside one where the line was wrapped, where a comma or point touches it, or where
    one side is a single digit, as in justified or filled-in text.
    """
    if raw[start - 1] in ".," or raw[end] in ".," or "\n" in raw[start:end]:
        return False
    left = start
    while left > 0 and raw[left - 1].isdigit():
        left -= 1
    right = end
    while right < len(raw) and raw[right].isdigit():
        right += 1
    if left > 1 and raw[left - 1] in ".," and raw[left - 2].isdigit():
        return True
    return start - left > 1 and right - end > 1


def unwrapped(text: str) -> str:
    """Words as a quote shows them: the line breaks of wrapped lines taken out, nothing else changed."""
    return "".join(line.strip() for line in text.split("\n"))


def plain(text: str) -> str:
    """A vocabulary term or heading in normalised form."""
    return normalise(text).text
