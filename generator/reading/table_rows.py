"""Table rows: the classification code or the label that says what a row's amounts are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator import vocabulary
from generator.model import Cell
from generator.reading.normalise import plain
from generator.reading.table_grid import Block, Grid, digits_of
from generator.reading.table_labels import bare, is_sum

_CODED_LABEL = re.compile(
    r"^[（(\[]?(?P<code>\d{3}|\d{5}|\d{7})[）)\]]?[-_—－、.．:： ]*(?P<name>[^\d\s].*)$"
)
_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}[、．.]"),
    re.compile(r"^（[一二三四五六七八九十]{1,3}）"),
    re.compile(r"^[0-9]{1,2}[、．.]"),
    re.compile(r"^（[0-9]{1,2}）"),
)
_AMONG = re.compile(r"^(?:其中|包括)")


@dataclass(frozen=True, slots=True)
class Row:
    """One body row of a block. `path` are its labels from the outermost in; `level` its depth."""

    number: int
    code: str | None
    by: Literal["function", "economic"] | None
    path: tuple[str, ...]
    level: int
    among: bool
    foreign: bool
    """It bears a code of another kind (a unit's, a government economic category's)."""
    start: int | None
    """Where its first own cell begins in the source text."""
    across: str | None = None
    """The economic category that part of the row's function goes to, where a row bears both codes."""
    unit: str | None = None
    """The code of the office whose figures these are, where the table has a column for it."""

    @property
    def label(self) -> str:
        return self.path[-1] if self.path else ""


def rows_of(grid: Grid, block: Block) -> list[Row]:
    """The body rows of a block; codes split over 类, 款 and 项 columns are put together."""
    found: list[Row] = []
    carried: list[str] = []
    above = [""] * len(block.labels)
    for number in grid.body():
        keys = (*block.codes, *block.labels, *block.units)
        own = [c for column in keys if (c := _own(grid, number, column.index))]
        code, foreign, carried = _code(grid, block, number, carried)
        unit = next((d for c in block.units if (d := digits_of(grid.text(number, c.index)))), None)
        path = _path(grid, block, number, above) or _said_in_codes(grid, block, number)
        own_label = path[-1] if path and not _names_a_project(grid, block, number) else ""
        if code is None and not foreign and (match := _CODED_LABEL.match(own_label)):
            code, path = match["code"], (*path[:-1], match["name"])
        by: Literal["function", "economic"] | None = None
        if code is not None:
            by = _classification(code)
            foreign = foreign or by is None
        foreign = foreign or (unit is not None and code is None)
        across = _across(grid, block, number)
        if across and code is None and not foreign and carried and len(carried[0]) == 7:
            code, by = carried[0], "function"  # the lines under a function that is printed once
        level, among = _level(path[-1] if path else "")
        start = min((c.start for c in own if c.text), default=None)
        found.append(Row(number, code if by else None, by, path, level, among, foreign, start, across, unit))
    return found


def _names_a_project(grid: Grid, block: Block, row: int) -> bool:
    """Whether a name stands in a column of projects before the last label, which then only says where
    the project belongs: 项目名称 beside 功能科目."""
    names = vocabulary.data("tables")["columns"]["project"]
    before = (grid.text(row, column.index) for column in block.labels[:-1] if column.leaf in names)
    return any(text and not is_sum(text) for text in before)


def _across(grid: Grid, block: Block, row: int) -> str | None:
    codes = (digits_of(grid.text(row, column.index)) for column in block.across)
    code = max(codes, key=len, default="")
    return code if code and _classification(code) == "economic" else None


def _own(grid: Grid, row: int, column: int) -> Cell | None:
    cell = grid.cell(row, column)
    return cell if cell is not None and cell.row == row else None


def _code(grid: Grid, block: Block, row: int, carried: list[str]) -> tuple[str | None, bool, list[str]]:
    """(code, whether it is of another kind, the parts to carry to the next row)."""
    parts = [digits_of(grid.text(row, c.index)) for c in block.codes]
    if not any(parts):
        return None, False, carried
    if len(parts) > 1 and len({id(grid.cell(row, c.index)) for c in block.codes}) == 1:
        parts = parts[:1]  # one cell over the columns of 类, 款 and 项
    long = [p for p in parts if len(p) in (5, 7)]
    if long or len(parts) == 1:
        code = max(long, key=len) if long else parts[0]
        return (code, False, [code]) if len(code) in (3, 5, 7) else (None, True, carried)
    first = next(i for i, p in enumerate(parts) if p)
    if first and len(carried) >= first:
        parts[:first] = carried[:first]
    filled = [p if i == 0 else p.zfill(2) for i, p in enumerate(parts) if p]
    code = "".join(filled)
    return (code, False, [p for p in parts if p]) if len(code) in (3, 5, 7) else (None, True, carried)


def _path(grid: Grid, block: Block, row: int, above: list[str]) -> tuple[str, ...]:
    """The labels of a row. A blank outer label stands for the one above, where inner ones follow."""
    texts = [grid.text(row, c.index) for c in block.labels]
    last = max((i for i, t in enumerate(texts) if t), default=-1)
    path: list[str] = []
    for index, text in enumerate(texts):
        if text:
            above[index] = text
            above[index + 1 :] = [""] * (len(above) - index - 1)
        said = text or (above[index] if index < last else "")
        if said and (not path or path[-1] != said):
            path.append(said)
    return tuple(path)


def _said_in_codes(grid: Grid, block: Block, row: int) -> tuple[str, ...]:
    """合计 is often printed where the codes stand."""
    texts = (grid.text(row, c.index) for c in block.codes)
    return next(((text,) for text in texts if text and not text[0].isdigit()), ())


def _classification(code: str) -> Literal["function", "economic"] | None:
    if code[0] == "2":
        return "function"
    if len(code) <= 5 and code[:3] in vocabulary.data("classifications")["economic"]:
        return "economic"
    return None


def _level(label: str) -> tuple[int, bool]:
    """(depth by the kind of numbering: 一、 1, （一） 2, 1. 3, none 0; whether it says 其中)."""
    text = plain(label)
    among = _AMONG.match(text) is not None
    text = _AMONG.sub("", text).lstrip("：:")
    for depth, pattern in enumerate(_LEVELS, 1):
        if pattern.match(text):
            return depth, among
    return (4 if among and bare(text) else 0), among


def names_by_code(rows: Sequence[Row]) -> dict[str, str]:
    """Code -> printed name, as this table pairs them."""
    return {row.code: row.label for row in rows if row.code and row.label and not row.label.isdigit()}
