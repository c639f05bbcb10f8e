"""What a command tells its user while it works. Standard output is for results only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

from generator.inventory import LeftOut

_INTERVAL = 2.0  # seconds between progress lines where they cannot overwrite one another


class ProgressLine:
    """Progress on standard error: one line that overwrites itself; a line now and then in a log."""

    def __init__(self) -> None:
        self._overwrites = sys.stderr.isatty()
        self._last = 0.0

    def __call__(self, number: int, count: int, what: str) -> None:
        now = time.monotonic()
        if self._overwrites:
            sys.stderr.write(f"\r\x1b[K[{number}/{count}] {what}")
            if number == count:
                sys.stderr.write("\r\x1b[K")
        elif number == count or now - self._last >= _INTERVAL:
            sys.stderr.write(f"[{number}/{count}] {what}\n")
            self._last = now
        sys.stderr.flush()


def say(message: str) -> None:
    print(message, file=sys.stderr)


def say_left_out(left_out: Iterable[LeftOut]) -> None:
    for item in left_out:
        say(f"未能使用：{item.message}")
        if item.details:
            say(item.details.rstrip())
