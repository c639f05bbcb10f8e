"""Automatic paragraph numbers of Word documents (一、 （一） 1.), which the text itself does not hold."""

from __future__ import annotations

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
    "taiwaneseCountingThousand", "chineseLegalSimplified", "koreanCounting",
}  # fmt: skip
_MAX_LEVEL = 9


class Numbering:
    """Counts list paragraphs in document order and writes their numbers."""

    def __init__(self, root: Any | None, styles: Any | None) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.counters: dict[str, list[int | None]] = {}
        self.of_style: dict[str, tuple[str, int]] = {}
        if root is not None:
            self._read(root)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in abstract.iter(f"{_W}lvl"):
                index = int(level.get(f"{_W}ilvl", "0"))
                levels[index] = (
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(_value(level, "start") or "1"),
                )
            self.levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for num in root.iter(f"{_W}num"):
            self.lists[num.get(f"{_W}numId", "")] = _value(num, "abstractNumId") or ""

    def _read_styles(self, styles: Any) -> None:
        for style in styles.iter(f"{_W}style"):
            found = _numbered(style.find(f"{_W}pPr"))
            if found:
                self.of_style[style.get(f"{_W}styleId", "")] = found

    def label(self, paragraph: Any) -> str:
        """The number printed before a paragraph, advancing its list; empty where there is none."""
        properties = paragraph.find(f"{_W}pPr")
        found = _numbered(properties)
        if found is None and properties is not None:
            found = self.of_style.get(_value(properties, "pStyle") or "")
        if found is None or found[0] == "0":
            return ""
        number, level = found
        abstract = self.lists.get(number, "")
        levels = self.levels.get(abstract, {})
        if level not in levels or not 0 <= level < _MAX_LEVEL:
            return ""
        counters = self.counters.setdefault(abstract, [None] * _MAX_LEVEL)
        before = counters[level]
        counters[level] = levels[level][2] if before is None else before + 1
        counters[level + 1 :] = [None] * (_MAX_LEVEL - level - 1)

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form, _, start = levels.get(at, ("decimal", "", 1))
            count = counters[at] if 0 <= at < _MAX_LEVEL else None
            return _written(start if count is None else count, form)

        return re.sub(r"%([1-9])", written, levels[level][1]) if levels[level][0] != "bullet" else ""


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _numbered(properties: Any | None) -> tuple[str, int] | None:
    numbering = None if properties is None else properties.find(f"{_W}numPr")
    if numbering is None:
        return None
    level = _value(numbering, "ilvl") or "0"
    return _value(numbering, "numId") or "0", int(level) if level.isdigit() else 0


def _written(number: int, form: str) -> str:
    if form in _CHINESE:
        return _chinese(number)
    if form in {"upperLetter", "lowerLetter"} and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    if form in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_HAN[tens]}十")
    return head + (_HAN[ones] if ones or not tens else "")
