"""The one error of this layer: a file that cannot be read, with the reason and what to do about it."""

from __future__ import annotations

from pathlib import Path


class UnreadableSource(Exception):  # noqa: N818 (named for what it is about)
    """A file that cannot be read as a report.

    `why` says in Chinese what is wrong with it and `cure` what the person who added it can do;
    both are shown to that person as they are.
    """

    def __init__(self, path: Path, why: str, cure: str) -> None:
        super().__init__(f"{path}：{why}。{cure}。")
        self.path = path
        self.why = why
        self.cure = cure
