"""Text in drawings: how wide it is, how it is cut and broken. Widths are in drawing units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

WIDTH = 360
"""The width of a drawing."""
CHARACTER = 14
_WIDE = 0x2000
_NARROW = 0.6
"""Of the width of a Chinese character: the widest Latin letters and digits of the fonts we name."""
MOST_COLUMNS = 6


def text_width(text: str, size: int = CHARACTER) -> int:
    """About how wide a text is: Chinese characters are square, others narrower."""
    return round(sum(size if ord(character) > _WIDE else size * _NARROW for character in text))


def cut(text: str, room: int) -> str:
    """The text, cut short with … where it is wider than `room`."""
    if text_width(text) <= room:
        return text
    while text and text_width(text) > room - CHARACTER:
        text = text[:-1]
    return f"{text}…"


def broken(text: str, size: int, room: int = WIDTH) -> Iterator[str]:
    """The text in lines no wider than `room`."""
    line = ""
    for character in text:
        if line and text_width(line + character, size) > room:
            yield line
            line = ""
        line += character
    if line:
        yield line


def easier(label: str) -> str:
    """An amount without the exact one in brackets after it."""
    return label.partition("（")[0]


def fits_columns(labels: Iterable[str]) -> bool:
    """Whether every label has room above its column."""
    widths = [text_width(easier(label)) for label in labels]
    return len(widths) <= MOST_COLUMNS and max(widths) + CHARACTER <= WIDTH // len(widths)
