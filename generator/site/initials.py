"""Chinese words by the first letter of their pinyin, as in the back of a dictionary.

GB 2312 orders its 3,755 most usual characters by pinyin, so that the first character's place in that
standard gives the letter, without a dictionary. A character outside them has none, and one with
several readings is filed under the first (行 under X).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from generator.site.glossary import Term

# The first character of each letter in GB 2312's first level (rows 16 to 55).
_FIRST = dict(zip("ABCDEFGHJKLMNOPQRSTWXYZ", "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝", strict=True))
_LETTERS = tuple(_FIRST)
_STARTS = tuple(character.encode("gb2312") for character in _FIRST.values())
_LAST = "座".encode("gb2312")
OTHER = "其他"


def initial(word: str) -> str:
    """The letter a word is filed under; brackets and quotation marks before it do not count.

    >>> initial("“三公”经费")
    'S'
    """
    for character in word:
        if character.isascii() and character.isalpha():
            return character.upper()
        if character.isalpha():
            try:
                place = character.encode("gb2312")
            except UnicodeEncodeError:
                return OTHER
            return _LETTERS[bisect_right(_STARTS, place) - 1] if _STARTS[0] <= place <= _LAST else OTHER
    return OTHER


def by_initial(terms: Iterable[Term]) -> list[tuple[str, list[Term]]]:
    """Terms under their letters, A to Z, within a letter by pinyin; those without one at the end."""
    found: dict[str, list[Term]] = defaultdict(list)
    for term in sorted(terms, key=lambda term: _spelled(term.term)):
        found[initial(term.term)].append(term)
    return sorted(found.items(), key=lambda entry: (entry[0] == OTHER, entry[0]))


def _spelled(word: str) -> bytes:
    return "".join(c for c in word if c.isalnum()).encode("gb18030")
