"""Contacts' personal names and telephone numbers: recognised so that nothing published shows them."""

from __future__ import annotations

import re

from generator.model import Span

_TELEPHONE = re.compile(
    r"(?<![0-9.])(?:0[0-9]{2,3}[-－—– ]{0,2}[2-9][0-9]{6,7}"
    r"|1[3-9][0-9]{9}|[2-9][0-9]{6,7}(?=[（(转]))(?![0-9.])"
)
_AFTER_LABEL = re.compile(
    r"(?:电话|联系方式|手机|传真|热线)(?:号码)?[ \u3000]{0,8}[:：]?[ \u3000]{0,8}"
    r"(?P<number>[0-9（）()\-－—– ]{7,20}[0-9])"
)
_NAME = re.compile(
    r"(?:联系人|经办人|填报人|责任人|审核人|制表人|负责人|局长|发言人)(?:姓名)?"
    r"[ \u3000]{0,8}[:：][ \u3000]{0,8}"
    r"(?P<name>[\u4e00-\u9fff](?:[ \u3000]{0,2}[\u4e00-\u9fff·]){1,3}?)"
    r"(?=[ \u3000]{0,8}(?:$|[\n，,。；;、/（(]|\t|联系|电话|[ \u3000]{2}|[0-9]))"
)


def contacts(text: str) -> tuple[Span, ...]:
    """Spans of telephone numbers and of names given as contacts, in order, not overlapping."""
    spans = [m.span("name") for m in _NAME.finditer(text)]
    spans += [m.span("number") for m in _AFTER_LABEL.finditer(text)]
    spans += [m.span() for m in _TELEPHONE.finditer(text)]
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def masked(text: str, spans: tuple[Span, ...]) -> str:
    """`text` with every span replaced by as many ＊, so that all other spans stay valid."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += text[at:start], "＊" * (end - start)
        at = end
    return "".join((*pieces, text[at:]))
