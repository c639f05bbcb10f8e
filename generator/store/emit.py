"""Plain data -> YAML text, byte for byte the same every time.

PyYAML's C dumper takes ten times as long and wraps lines at its own discretion, so that one changed
word moves its neighbours. Here every value has its own line and only what YAML would misread is
quoted. A list becomes a block, a tuple a flow list: spans stay on one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# What may stand unquoted: beginning with a letter, an ideograph or full-width punctuation, and free
# of ':' and '#', so that no indicator, number, date or comment can be meant.
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff"
_FULL_WIDTH = "，。；：、！？（）《》〈〉【】“”‘’…—％０-９Ａ-Ｚａ-ｚ"
_PLAIN = re.compile(
    rf"[A-Za-z{_IDEOGRAPHS}{_FULL_WIDTH}]"
    rf"(?:[ ]?[A-Za-z0-9{_IDEOGRAPHS}{_FULL_WIDTH}._/%()+=\-])*"
)
_BEGINS_WITH_DIGIT = re.compile(rf"[0-9][A-Za-z0-9{_IDEOGRAPHS}{_FULL_WIDTH}._/%()+=\-]*")
_IDEOGRAPH = re.compile(rf"[{_IDEOGRAPHS}]")
_WORDS_WITH_MEANING = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
# Characters JSON leaves as they are and YAML does not allow or folds into a line break.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def emit(document: Mapping[str, Any]) -> str:
    """YAML of mappings, lists (block), tuples (flow), strings, integers, booleans and None.

    Raises TypeError on anything else: floats and dates have no place in a parsed report.
    """
    return "\n".join(_mapping(document, "")) + "\n"


def _mapping(mapping: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{_text(key)}:"
            yield from _mapping(value, f"{indent}  ")
        elif isinstance(value, list) and value:
            yield f"{indent}{_text(key)}:"
            yield from _block(value, indent)
        else:
            yield f"{indent}{_text(key)}: {_inline(value)}"


def _block(items: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping) and item:
            lines = _mapping(item, f"{indent}  ")
            yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
            yield from lines
        else:
            yield f"{indent}- {_inline(item)}"


def _inline(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_flow_item(item) for item in value)}]"
    if isinstance(value, list | Mapping) and not value:
        return "[]" if isinstance(value, list) else "{}"
    raise TypeError(f"no YAML for {type(value).__name__}: {value!r}")


def _flow_item(value: Any) -> str:
    """Inside a flow list only identifiers go unquoted: a comma or a bracket would end the item."""
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z][\w.@-]*", value, re.ASCII):
        return _quoted(value)
    return _inline(value)


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value if value.lower() not in _WORDS_WITH_MEANING else f'"{value}"'
    if _BEGINS_WITH_DIGIT.fullmatch(value) and _IDEOGRAPH.search(value):
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))
