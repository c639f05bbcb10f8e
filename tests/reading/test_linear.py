"""Reading takes time in proportion to the length of the text, however the text is laid out.

Counted are executed lines of the reader, not seconds: the same on every machine and in every run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from generator import reading
from generator.model import SourceText
from tests.reading.reports import as_source, invented, one_paragraph

READER = str(Path(reading.__file__).parent)
TOLERANCE = 1.15


def prose() -> str:
    """Sentences full of figures, without headings, definitions or tables."""
    source = next(s for s in invented("variants") if s.name == "sd_lixia_2023_budget").source
    lines = [source.text[p.start : p.end] for p in source.paragraphs]
    return "\n".join(line for line in lines if len(line) > 60 and "项目" not in line)[:1200] + "\n"


def work(source: SourceText, read: Callable[[SourceText], object] = reading.read) -> int:
    """Lines of the reader's own code that reading `source` executes."""
    lines = 0

    def inside(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return inside

    def entering(frame: FrameType, _event: str, _argument: Any) -> Any:
        return inside if frame.f_code.co_filename.startswith(READER) else None

    before = sys.gettrace()
    sys.settrace(entering)
    try:
        read(source)
    finally:
        sys.settrace(before)
    return lines


LAYOUTS: dict[str, Callable[[str], SourceText]] = {
    "as printed": as_source,
    "one paragraph": one_paragraph,
    "one sentence": lambda text: one_paragraph(text.replace("。", "，").replace("；", "，")),
    "one clause": lambda text: one_paragraph("".join(c for c in text if c not in "。；，：")),
    "all enumerations": lambda text: one_paragraph(text.replace("，", "分别").replace("。", "、")),
    "all lists": lambda text: one_paragraph(text.replace("，", "，其中：")),
    "all absences": lambda text: one_paragraph(text.replace("，", "没有").replace("；", "持平")),
    "all evaluations": lambda text: one_paragraph(text.replace("，", "绩效评价")),
    "all projects": lambda text: as_source(
        text.replace("。", "。\n项目概述：").replace("，", "，绩效目标：")
    ),
    "one project": lambda text: one_paragraph(
        text.replace("，", "。绩效目标：").replace("；", "。项目概述：")
    ),
    "all definitions": lambda text: as_source("第四部分 名词解释\n" + text.replace("，", "：是指\n")),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_work_grows_with_the_length(layout: str) -> None:
    text = prose()
    work(LAYOUTS[layout](text))  # caches are filled once, whatever the length
    small, large = (work(LAYOUTS[layout](text * copies)) for copies in (2, 20))
    assert small > 1000
    assert large <= small * 10 * TOLERANCE


def test_the_count_notices_quadratic_work() -> None:
    """A reader that looks at all paragraphs from every paragraph is what must not pass."""
    made_up: dict[str, Any] = {}
    code = "def read(source):\n    return [(a, b) for a in source.paragraphs\n for b in source.paragraphs]\n"
    exec(compile(code, f"{READER}/made_up.py", "exec"), made_up)
    small, large = (work(as_source(prose() * copies), made_up["read"]) for copies in (2, 20))
    assert large > small * 10 * TOLERANCE
