"""What is wrong with a file people wrote, said so that they can put it right."""

from __future__ import annotations

from pathlib import Path


class DataProblem(Exception):  # noqa: N818 (named for what it is about)
    """A file that cannot be used as it stands. All parts are Chinese sentences without their full stop.

    `file` is as the user knows it, `place` the line or field, `cure` what to do about it.
    """

    def __init__(self, file: Path | str, why: str, cure: str, place: str = "") -> None:
        self.file = str(file)
        self.place = place
        self.why = why
        self.cure = cure
        where = f"{self.file}（{place}）" if place else self.file
        super().__init__(f"{where}：{why}。{cure}。")

    def __reduce__(self) -> tuple[type[DataProblem], tuple[str, str, str, str]]:
        return type(self), (self.file, self.why, self.cure, self.place)
