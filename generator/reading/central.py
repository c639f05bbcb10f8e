"""Whether a report is of the central level (中央): by its own words, and by more than one of them.

A local report may speak of transfers from the centre, follow the Party centre's rules and define its
terms by a template of the ministry. So a word about the centre proves nothing alone. What does:

- a title that begins with the full name of a central organ, or whose subject is 中央本级;
- a name or a sentence that puts the publisher under one (国家××局…, ××是教育部直属…) together with money
  of the central treasury (财政拨款收入：指中央财政当年拨付的资金).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from generator import vocabulary
from generator.model import Span

_OPENING = 40
_SUBJECT_BEFORE = 60
"""Characters before 是教育部直属 in which the report must have named itself."""
_NATIONAL_NAME = re.compile(r"国家(?!级)[\u4e00-\u9fff]{2,16}(?:局|署|委员会|院|所|中心|馆|站)")


def central_evidence(title: str, department: str, text: str) -> Span | Literal["title"] | None:
    """Where a (normalised) report says that it is of the central level; None where it does not."""
    named = re.sub(r"^(?:19|20)[0-9]{2}年度?", "", title)
    if _organ().match(named) or _subject().match(title):
        return "title"
    opening = _subject().match(text[:_OPENING])
    if opening:
        return opening.span()
    money = _treasury().search(text)
    if money is None:
        return None
    name = department or named
    if _organ().match(name) or _NATIONAL_NAME.match(name):
        return money.span()
    for match in _subordinate().finditer(text):
        before = text[max(0, match.start() - _SUBJECT_BEFORE) : match.start()].rpartition("。")[2]
        if any(own in before for own in (*([department] if department else ()), *_words("own"))):
            return match.span()
    return None


def _words(name: str) -> list[str]:
    words: list[str] = vocabulary.data("central")[name]
    return words


def _any(name: str) -> str:
    return "|".join(map(re.escape, sorted(_words(name), key=len, reverse=True)))


@cache
def _organ() -> re.Pattern[str]:
    """An organ's name at the start; 教育部门 is no 教育部."""
    return re.compile(rf"(?:{_any('organs')})(?!门)")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(rf"(?:19|20)[0-9]{{2}}年度?(?:{_any('subject')})")


@cache
def _treasury() -> re.Pattern[str]:
    return re.compile(_any("treasury"))


@cache
def _subordinate() -> re.Pattern[str]:
    return re.compile(
        rf"(?:是|为|系|隶属于?|属于?)(?:中华人民共和国)?(?:{_any('organs')})(?!门)"
        rf"(?:（[^（）]{{1,20}}）)?(?:{_any('under')})"
    )
