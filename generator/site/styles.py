"""Style sheets as served: parts put in the place of their imports, without comments and blank space.

What is squeezed is CSS as the project writes it. Strings are left as they are; a space is dropped only where
none is ever needed, so that `calc(1em + 2px)`, `.a .b` and `.a :hover` keep theirs.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
_STRING_OR_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", re.DOTALL)
_NEEDLESS_SPACE = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+")
_LAST_SEMICOLON = re.compile(r";}")


def served(sheet: Path) -> str:
    """The sheet with every part it imports, squeezed.

    Raises:
        OSError: the sheet, or a part it imports, cannot be read.
    """
    return squeezed(_whole(sheet))


def _whole(sheet: Path) -> str:
    text = sheet.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda found: _whole(sheet.parent / found[1]), text)


def squeezed(css: str) -> str:
    """The same rules in fewer bytes. Deterministic, and idempotent."""
    pieces: list[str] = []
    end = 0
    # Strings stand aside while the rest is squeezed: a blank in one is not blank space.
    strings: list[str] = []
    for found in _STRING_OR_COMMENT.finditer(css):
        pieces.append(css[end : found.start()])
        if found[1] is not None:
            strings.append(found[1])
            pieces.append('"')
        end = found.end()
    rest = re.sub(r"\s+", " ", "".join([*pieces, css[end:]]))
    rest = _LAST_SEMICOLON.sub("}", _NEEDLESS_SPACE.sub(lambda space: space[1] or "", rest)).strip()
    kept = iter(strings)
    return re.sub('"', lambda _: next(kept), rest)
