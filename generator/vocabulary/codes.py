"""Printed names of the 政府收支分类科目 -> codes.

Reports print names where the tables print codes, and often only the last step of the path
(法院（款）行政运行（项）, or just 行政运行). A name alone stands for dozens of codes; its path, or the
codes that the report's own tables use, decide. Nothing is guessed between namesakes.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Literal

from generator import vocabulary

Classification = Literal["function", "economic"]

_LEVEL = re.compile(r"[（(]\s*([类款项])(?:级)?\s*[）)]")
_LENGTH = {"function": {"类": 3, "款": 5, "项": 7}, "economic": {"类": 3, "款": 5, "项": 5}}
_MARKS = re.compile(r"\((?:类|款|项|[类款项]级|科目)\)|科目$")
_NOISE = re.compile(r"[\s_\-“”\"'‘’「」《》\u200b\ufeff]+|[:：,，。、.;；]+$")


def folded(name: str) -> str:
    """A printed category name (simplified characters) in the form names are compared in.

    Width, spaces, quotation marks, level marks and a closing 支出 do not count.
    """
    short = _MARKS.sub("", _NOISE.sub("", unicodedata.normalize("NFKC", name)))
    return short.removesuffix("支出") if len(short) > 3 else short


def parents(code: str) -> tuple[str, ...]:
    """The codes a code lies under, nearest first: 2040501 -> 20405, 204."""
    return tuple(code[:length] for length in (5, 3) if length < len(code))


@cache
def _named(by: Classification) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, row in vocabulary.data("classifications")[by].items():
        for name in (row["zh"], *row.get("aliases", ())):
            codes = found.setdefault(folded(name), [])
            if code not in codes:
                codes.append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def codes_named(name: str, by: Classification = "function") -> tuple[str, ...]:
    """Every code a printed name may stand for; a level mark such as （款） narrows it."""
    codes = _named(by).get(folded(name), ())
    level = _LEVEL.search(name)
    if level:
        length = _LENGTH[by][level[1]]
        codes = tuple(c for c in codes if len(c) == length) or codes
    return codes


def function_code(names: Sequence[str], known: Collection[str] = ()) -> str | None:
    """The function code that a path of printed names (类, 款, 项, any of them left out) stands for.

    `known` are codes that the report's own tables print; they decide where the path does not.
    None where the name is unknown or several codes are equally possible.
    """
    return _code(names, "function", known)


def economic_code(names: Sequence[str], known: Collection[str] = ()) -> str | None:
    """The same for the departmental economic classification."""
    return _code(names, "economic", known)


def _code(names: Sequence[str], by: Classification, known: Collection[str]) -> str | None:
    path = [n for n in names if n.strip()]
    if not path:
        return None
    codes = list(codes_named(path[-1], by))
    above = [set(codes_named(name, by)) for name in path[:-1]]
    for wanted in above:
        if wanted:
            under = [c for c in codes if wanted.intersection(parents(c))]
            codes = under or ([] if wanted.isdisjoint(codes) else codes)
    if len(codes) > 1 and known:
        codes = [c for c in codes if c in known] or codes
    if len(codes) > 1 and _chain(codes):
        twice = len(path) > 1 and folded(path[-2]) == folded(path[-1])
        codes = [max(codes, key=len) if twice else min(codes, key=len)]
    if len(codes) > 1 and len(path) == 1:
        codes = [c for c in codes if len(c) == 3]  # 卫生健康支出 alone is the 类, not 援助其他地区's 款
    return codes[0] if len(codes) == 1 else None


def _chain(codes: Sequence[str]) -> bool:
    """Whether each code lies under the one before: a category and its sub-category of the same name."""
    ordered = sorted(codes, key=len)
    return all(b.startswith(a) and a != b for a, b in itertools.pairwise(ordered))
