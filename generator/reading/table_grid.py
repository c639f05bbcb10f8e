"""A table's cells as rows and columns: merged cells, header rows, what each column holds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from generator import vocabulary
from generator.model import Cell, Table
from generator.reading.normalise import plain

Role = Literal["code", "unit", "text", "amount", "skip"]

MAX_HEADER_ROWS = 8
MAX_CELLS = 400_000
_NUMBER = re.compile(
    r"(?P<sign>[-−－△▲(（]?)(?P<digits>\d[\d,，]*(?:\.\d*)?|\.\d+)(?P<percent>[%％‰]?)[)）]?"
)
_CODE = re.compile(r"[\[（(【]?\d{2,7}[\]）)】]?")
_DASHES = re.compile(r"[-−－—–―─/／\\]{1,4}")
"""Printed where there is no amount: missing, and no label either."""
_PRINTED_CODE = re.compile(r"[\[（(【]?\d")
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)|其中[：:])"
)
_YEAR = re.compile(r"(?:19|20)\d{2}(?:年度?)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number of a cell. `percent` is its sign, if one is printed."""

    value: Decimal
    percent: str
    start: int
    end: int


def number_in(cell: Cell) -> Number | None:
    """The number a cell holds; None for text, blanks and dashes (which are missing, not 0)."""
    compact = "".join(cell.text.split())
    match = _NUMBER.fullmatch(compact)
    if match is None:
        return None
    digits = match["digits"].replace(",", "").replace("，", "")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    if match["sign"] and value:
        value = -value
    return Number(value, match["percent"].replace("％", "%"), cell.start, cell.end)


def digits_of(text: str) -> str:
    """The digits of a code, brackets around it taken off (`[30101]`); "" for words."""
    return re.sub(r"\D", "", text) if _PRINTED_CODE.match(text) else ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds and the texts of its head from top to bottom (normalised)."""

    index: int
    role: Role
    heads: tuple[str, ...]

    @property
    def leaf(self) -> str:
        return self.heads[-1] if self.heads else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Key columns with the amount columns they describe. Tables of two sides have two blocks.

    `across` are the codes of a second classification on the same rows, `units` those of offices.
    """

    codes: tuple[Column, ...]
    labels: tuple[Column, ...]
    amounts: tuple[Column, ...]
    across: tuple[Column, ...] = ()
    units: tuple[Column, ...] = ()


class Grid:
    """A table addressed by row and column; a merged cell answers at every place it covers."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._at: dict[tuple[int, int], Cell] = {}
        covered = 0
        for cell in table.cells:
            covered += cell.rowspan * cell.colspan
            if covered > MAX_CELLS:
                break
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    self._at.setdefault((row, column), cell)
        self.rows = max((r for r, _ in self._at), default=-1) + 1
        self.width = max((c for _, c in self._at), default=-1) + 1
        self.title_rows = self._title_rows()
        self.header_rows = self._header_rows()
        self.columns = tuple(self._column(c) for c in range(self.width))

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at or covering a place."""
        return self._at.get((row, column))

    def text(self, row: int, column: int) -> str:
        """Normalised text at a place, also under a merged cell."""
        cell = self._at.get((row, column))
        return plain(cell.text) if cell is not None else ""

    def body(self) -> range:
        """The rows below the header."""
        return range(self.header_rows, self.rows)

    def head_text(self) -> str:
        """All header texts together, for recognising an untitled table."""
        return "".join(dict.fromkeys(h for c in self.columns for h in c.heads))

    def blocks(self) -> list[Block]:
        """The blocks from left to right: a key column after an amount column opens a new one."""
        found: list[Block] = []
        keys: list[Column] = []
        amounts: list[Column] = []
        for column in self.columns:
            if column.role == "amount":
                amounts.append(column)
            elif column.role != "skip":
                if amounts:
                    found.append(self._block(keys, amounts))
                    keys, amounts = [], []
                keys.append(column)
        if amounts:
            found.append(self._block(keys, amounts))
        return found

    def _block(self, keys: Sequence[Column], amounts: Sequence[Column]) -> Block:
        units = tuple(c for c in keys if c.role == "unit")
        groups: list[list[Column]] = []
        for column in keys:
            if column.role == "unit":
                continue
            after_label = bool(groups) and groups[-1][-1].role == "text"
            if not groups or (column.role == "code" and after_label):
                groups.append([])
            groups[-1].append(column)
        coded = [g for g in groups if g[0].role == "code"]
        main, across = [c for g in groups for c in g], list[Column]()
        if len(coded) > 1 and len(coded) == len(groups):
            ranked = sorted(coded, key=self._classified_by)  # stable: the first of a kind leads
            main = ranked[0]
            across = next((g for g in ranked[1:] if self._classified_by(g) == "economic"), [])
        return Block(
            tuple(c for c in main if c.role == "code"),
            tuple(c for c in main if c.role == "text"),
            tuple(amounts),
            tuple(c for c in across if c.role == "code"),
            units,
        )

    def _classified_by(self, group: Sequence[Column]) -> str:
        """ "a function" sorts before "economic" before "none of ours" (government economic classes)."""
        codes = [t for r in self.body() if (t := digits_of(self.text(r, group[0].index)))]
        known = vocabulary.data("classifications")
        for name, by in (("a function", "function"), ("economic", "economic")):
            if sum(1 for code in codes if code in known[by]) * 2 > len(codes):
                return name
        return "none of ours"

    def _title_rows(self) -> int:
        """Leading rows that hold the table's own title, unit or issuer, not column heads."""
        count = 0
        for row in range(min(self.rows, MAX_HEADER_ROWS)):
            cells = self._distinct(row)
            filled = [c for c in cells if c.text]
            wide = len(filled) == 1 and filled[0].colspan >= max(2, self.width - 1)
            alone = len(filled) == 1 and self.width > 2 and filled[0].colspan == 1 and filled[0].rowspan == 1
            about = filled and all(
                re.match(r"(?:金额)?单位：|部门|编制|公开|表\d|附表|填报", plain(c.text)) for c in filled
            )
            if not filled or wide or about or (alone and row == count and self._fuller_below(row)):
                count = row + 1
            else:
                break
        return count if count < self.rows else 0

    def _fuller_below(self, row: int) -> bool:
        return row + 1 < self.rows and sum(1 for c in self._distinct(row + 1) if c.text) > 1

    def _header_rows(self) -> int:
        row = self.title_rows
        while row < min(self.rows, self.title_rows + MAX_HEADER_ROWS) and not self._is_body(row):
            row += 1
        return row

    def _is_body(self, row: int) -> bool:
        cells = [c for c in self._distinct(row) if c.row == row or row == self.title_rows]
        filled = [c for c in cells if c.text]
        if not filled:
            return row > self.title_rows
        first = plain(filled[0].text)
        words = vocabulary.data("tables")
        if any(plain(c.text) in words["numbering"] for c in filled):
            return False
        if any(number_in(c) is not None and not _YEAR.fullmatch(c.text.strip()) for c in filled):
            return not _counts_columns(filled)
        if row > self.title_rows and first in words["sums"] and len(filled) == 1:
            return True
        return row > self.title_rows and _ITEM.match("".join(filled[0].text.split())) is not None

    def _distinct(self, row: int) -> list[Cell]:
        seen: list[Cell] = []
        for column in range(self.width):
            cell = self._at.get((row, column))
            if cell is not None and (not seen or seen[-1] is not cell):
                seen.append(cell)
        return seen

    def _column(self, column: int) -> Column:
        heads: list[str] = []
        last: Cell | None = None
        for row in range(self.title_rows, self.header_rows):
            cell = self._at.get((row, column))
            if cell is not None and cell is not last and cell.text:
                text = plain(cell.text)
                if not text.isdigit() and text not in vocabulary.data("tables")["numbering"]:
                    heads.append(text)
            last = cell
        return Column(column, self._role(column, heads), tuple(heads))

    def _role(self, column: int, heads: Sequence[str]) -> Role:
        words = vocabulary.data("tables")["columns"]
        leaf = re.sub(r"（.*?）", "", heads[-1]) if heads else ""
        held = [c for r in self.body() if (c := self._at.get((r, column))) is not None and c.text]
        own = [c for c in held if c.column == column and not _DASHES.fullmatch(c.text)]
        numbers = sum(1 for c in own if number_in(c) is not None)
        if leaf in words["skip"]:
            return "skip"
        if (
            leaf.endswith(("编码", "代码"))
            and leaf.startswith(("部门", "单位", "预算单位"))
            and "科目" not in leaf
        ):
            return "unit"
        coded = sum(1 for c in own if _CODE.fullmatch("".join(c.text.split())))
        if leaf in words["code"] or (heads and heads[-1].endswith(("编码", "代码"))):
            whole = all("." not in c.text for c in own)  # codes of a kind of their own: 项目代码
            return "code" if coded or not own or numbers == 0 else ("skip" if whole else "amount")
        if own and coded == len(own) and coded > 1 and self._codes(own):
            return "code"
        if leaf in words["text"] and numbers * 2 <= len(own):
            return "text"
        if not own:
            return "amount" if heads and leaf not in words["text"] else ("text" if held or heads else "skip")
        return "amount" if numbers * 2 >= len(own) else "text"

    def _codes(self, cells: Sequence[Cell]) -> bool:
        """Whether a headless column of digits holds classification codes."""
        known = vocabulary.data("classifications")
        codes = ["".join(c.text.split()) for c in cells]
        right = sum(1 for c in codes if c in known["function"] or c in known["economic"])
        return right * 2 > len(codes)


def _counts_columns(cells: Sequence[Cell]) -> bool:
    """A row that numbers its columns: 1, 2, 3 … beside words such as 栏次."""
    numbers = [n.value for c in cells if (n := number_in(c)) is not None]
    if len(numbers) < 2 or len(numbers) < len(cells) - 2:
        return False
    return all(b == a + 1 for a, b in itertools.pairwise(numbers)) and numbers[0] <= 2
