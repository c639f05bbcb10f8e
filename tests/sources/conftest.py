"""Reading bytes as if they were a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model import SourceText
from generator.sources import read
from tests.sources.looking import Reader, spans_hold


@pytest.fixture
def read_bytes(tmp_path: Path) -> Reader:
    """read_bytes(data, name="report.txt") -> the source text, its spans checked."""

    def reader(data: bytes | str, name: str = "report.txt") -> SourceText:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        source = read(path)
        spans_hold(source)
        return source

    return reader
