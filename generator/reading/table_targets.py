"""Performance target tables: the projects, their money, and the targets set for them.

Two forms are printed: lists (one row per indicator, the project merged over its rows) and sheets (one
form per project: 项目名称, 项目资金, then the indicators). Both have a row of heads over the indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from generator import vocabulary
from generator.model import Cell, Fact, SourceText, UnnamedFigure
from generator.reading.normalise import plain
from generator.reading.table_grid import Grid, Number, number_in
from generator.reading.table_labels import Period, bare, head, printed_unit
from generator.reading.table_naming import Harvest

_VALUE = re.compile(
    r"(?:[≥≤=<>≧≦⩾⩽＝＜＞]|[大小]于等于|[大小高低]于|不[低高少超大小][于过]|达到?|控制在|完成|约)?"
    r"(?P<number>\d[\d,]{0,18}(?:\.\d{1,8})?)"
    r"(?P<unit>[^\d\s，,。；;≥≤=<>]{0,12}?)"
    r"(?:及?以[上下内]|左右)?"
)
_DATE = re.compile(r"(?:19|20)\d{2}年|\d{1,2}月|\d{4}[./-]\d")
_PLAIN_HEAD = re.compile(r"（[^（）]{0,30}）|[：:*]")
_LONGEST_LABEL = 60


@dataclass(slots=True)
class _Project:
    """The project whose form or rows are being read."""

    number: int
    name: str


@dataclass(slots=True)
class TargetReader:
    """Reads one performance table; `unit` is the unit of its money where no head says another."""

    source: SourceText
    grid: Grid
    period: Period
    unit: str | None
    carried: str | None = None
    """Name of the project whose form began in the table before this one."""
    harvest: Harvest = field(default_factory=Harvest)
    _heads: dict[str, int] = field(default_factory=dict)
    """Column of every head of the indicators, by what it says (vocabulary: targets.heads)."""
    _stages: dict[int, str] = field(default_factory=dict)
    """Column -> measure of the money below: 年初预算数, 全年执行数, 执行率."""
    _money_unit: str | None = None
    _project: _Project | None = None

    def read(self) -> Harvest:
        """Every amount and every target with a number, named by its project."""
        if self.carried is not None:
            self._begin(self.carried)
        for row in range(self.grid.rows):
            cells = [c for c in self._cells(row) if c.row == row and c.text]
            heads = _heads_in(cells)
            if {"value", "level"} <= heads.keys() or {"value", "name"} <= heads.keys():
                kept = {k: v for k, v in self._heads.items() if k in {"project", "money"}}
                self._heads = {**kept, **heads}
            elif {"project", "money"} <= heads.keys() and not any(number_in(c) for c in cells):
                self._heads = heads
            elif "value" in self._heads and self._indicator(row, cells):
                continue
            else:
                self._form(cells)
        return self.harvest

    def _cells(self, row: int) -> Iterator[Cell]:
        last: Cell | None = None
        for column in range(self.grid.width):
            cell = self.grid.cell(row, column)
            if cell is not None and cell is not last:
                yield cell
            last = cell

    # --- lists and indicators ------------------------------------------------------------------

    def _indicator(self, row: int, cells: list[Cell]) -> bool:
        """One row under the heads of the indicators; False where it belongs to a form's upper part."""
        if any(_key(c.text) is not None for c in cells):
            self._heads = {}
            return False
        if "project" in self._heads:
            self._list_project(row)
        cell = self.grid.cell(row, self._heads["value"])
        which = self._which(row)
        if cell is not None and cell.row == row and cell.text and which is not None:
            self._target(row, cell, which)
        return True

    def _list_project(self, row: int) -> None:
        cell = self.grid.cell(row, self._heads["project"])
        if cell is None or cell.row != row or not cell.text:
            return
        self._begin(cell.text)
        money = self.grid.cell(row, self._heads["money"]) if "money" in self._heads else None
        if money is not None and (number := number_in(money)) is not None:
            printed = self.grid.text(self.grid.header_rows - 1, money.column)
            unit = next((u for t in (self._head_text("money"), printed) if (u := printed_unit(t))), self.unit)
            self._amount(cell, number, "value", "all", unit)

    def _head_text(self, which: str) -> str:
        column = self._heads[which]
        texts = (self.grid.text(r, column) for r in range(self.grid.header_rows))
        return "".join(dict.fromkeys(texts))

    def _which(self, row: int) -> str | None:
        """quantity, quality …: what the levels above an indicator say, the nearest first."""
        kinds: dict[str, list[str]] = vocabulary.data("projects")["indicators"]
        for column in ("kind", "level", "name"):
            text = self.grid.text(row, self._heads[column]) if column in self._heads else ""
            found = next((kind for kind, words in kinds.items() if any(w in text for w in words)), None)
            if found:
                return found
        return None

    def _target(self, row: int, cell: Cell, which: str) -> None:
        printed = _printed_target(cell)
        if printed is None or self._project is None:
            return
        number, unit = printed
        own = self.grid.text(row, self._heads["unit"]) if "unit" in self._heads else ""
        name = self.grid.cell(row, self._heads.get("name", self._heads.get("kind", 0)))
        indicator = " ".join(name.text.split()) if name else ""
        label = f"{self._project.name}：{indicator}" if indicator else self._project.name
        start = min(c.start for c in (cell, name) if c is not None and c.start <= cell.start)
        self._add(f"target.{which}", number, "value", "all", unit or own, label, start)

    # --- forms -----------------------------------------------------------------------------------

    def _form(self, cells: list[Cell]) -> None:
        """One row of a form's upper part: a key with its value beside it, or stages over the money."""
        stages = {c.column: m for c in cells if (m := self._stage(c.text)) and _key(c.text) in {None, "skip"}}
        if len(stages) > 1 and not any(number_in(c) for c in cells):
            self._stages = stages
            return
        key: Cell | None = None
        for cell in cells:
            which = _key(cell.text)
            number = number_in(cell)
            if which is not None:
                key = cell
                self._money_unit = printed_unit(cell.text) or self._money_unit
            elif key is None:
                self._money_unit = printed_unit(cell.text) or self._money_unit
            elif _key(key.text) == "name" and number is None:
                self._begin(cell.text)
                key = None
            elif number is not None:
                self._money(key, cell, number)

    def _stage(self, text: str) -> str | None:
        if any(word in text for word in ("分值", "得分", "权重")):
            return "score"
        words = {"年初": "initial_budget", "全年预算": "adjusted_budget", "执行率": "completion_rate"}
        found = next((m for word, m in words.items() if word in text), None)
        return found or ("value" if "执行数" in text else head(text, self.period).measure)

    def _money(self, key: Cell, cell: Cell, number: Number) -> None:
        which = _key(key.text)
        measure = self._stages.get(cell.column, "value")
        if measure == "score" or which is None or which == "skip":
            return
        scopes = {"money": "all", "fiscal": "fiscal"}
        if self._project is None or which not in scopes:
            self._leave_unnamed(key, number)
            return
        self._amount(key, number, measure, scopes[which], self._money_unit or self.unit)

    def _amount(self, key: Cell, number: Number, measure: str, scope: str, unit: str | None) -> None:
        assert self._project is not None
        if measure == "completion_rate":
            unit = number.percent or "%"
        if unit is None:
            self.harvest.problem = "表中没有注明金额单位"
            return
        start = min(key.start, number.start)
        self._add("", number, measure, scope, unit, self._project.name, start)

    # --- facts -----------------------------------------------------------------------------------

    def _begin(self, name: str) -> None:
        number = max(self.harvest.projects, default=0) + 1
        label = " ".join(name.split())[:_LONGEST_LABEL]
        self.harvest.projects[number] = label
        self._project = _Project(number, label)

    def _add(
        self, part: str, number: Number, measure: str, scope: str, unit: str, label: str, start: int
    ) -> None:
        assert self._project is not None
        concept = f"project.{self._project.number}" + (f".{part}" if part else "")
        name = concept if scope == "all" else f"{scope}.{concept}"
        self.harvest.facts.append(
            Fact(
                id=name if measure == "value" else f"{name}.{measure}",
                scope=scope,
                concept=concept,
                measure=measure,
                value=number.value,
                unit=unit,
                year=self.period.year,
                where="table",
                quote=self.source.text[start : number.end].replace("\n", "").replace("\t", " "),
                span=(number.start, number.end),
                label=label,
                table=self.grid.table.index,
            )
        )

    def _leave_unnamed(self, key: Cell, number: Number) -> None:
        quote = self.source.text[min(key.start, number.start) : number.end].replace("\n", "")
        unit = number.percent or self._money_unit or self.unit or ""
        span = (number.start, number.end)
        self.harvest.unnamed.append(UnnamedFigure(number.value, unit, quote.replace("\t", " "), span))


def _heads_in(cells: list[Cell]) -> dict[str, int]:
    """What heads of the indicators stand in a row, with their columns."""
    words: dict[str, list[str]] = vocabulary.data("projects")["target_heads"]
    found: dict[str, int] = {}
    for cell in cells:
        text = _PLAIN_HEAD.sub("", plain(cell.text))
        which = next((name for name, known in words.items() if text in known), None)
        if which is not None:
            found.setdefault(which, cell.column)
    return found


def _key(text: str) -> str | None:
    """What a labelled field of a form states: name, money, fiscal, other; None for anything else."""
    words: dict[str, list[str]] = vocabulary.data("projects")["target_keys"]
    label = bare(text)
    return next((name for name, known in words.items() if label in known), None)


def _printed_target(cell: Cell) -> tuple[Number, str] | None:
    """The number a target states (≥95%, 120万头以上) with its unit; None for words, dates and ranges."""
    compact = "".join(plain(cell.text).split())
    match = _VALUE.fullmatch(compact)
    if match is None or _DATE.match(compact):
        return None
    digits = match["number"]
    at = cell.text.find(digits)
    if at < 0:
        return None
    start = cell.start + at
    number = Number(Decimal(digits.replace(",", "")), "", start, start + len(digits))
    return number, match["unit"].replace("％", "%")


def names_a_project(grid: Grid) -> bool:
    """Whether a performance table says itself which project it is about."""
    names = {
        *vocabulary.data("projects")["target_keys"]["name"],
        *vocabulary.data("projects")["target_heads"]["project"],
    }
    return any(bare(cell.text) in names for cell in grid.table.cells)
