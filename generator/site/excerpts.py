"""A report's own words where there is room for a few: the whole always stands in its text, one link away."""

from __future__ import annotations

import re

MOST = 30
"""Characters of a reason beside a figure, or of a heading in an outline."""

_ANNOUNCED = re.compile(r"^(?:主要)?原因(?:是|为|在于)?[:：，,\s]*")


def shortened(said: str, most: int = MOST) -> str:
    """The beginning of a long sentence, with `…` where it goes on."""
    return said if len(said) <= most else f"{said[: most - 1]}…"


def reason(said: str) -> str:
    """A printed reason without the words that announce it: `主要原因是人员增加` -> `人员增加`."""
    return shortened(_ANNOUNCED.sub("", said) or said)
