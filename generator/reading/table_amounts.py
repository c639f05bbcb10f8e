"""The amounts of one table, each named by its row and its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator import vocabulary
from generator.model import Cell, Fact, SourceText, UnnamedFigure
from generator.reading.table_columns import ColumnReader
from generator.reading.table_grid import Block, Grid, Number, number_in
from generator.reading.table_items import name_projects, name_purchases
from generator.reading.table_kinds import Topic
from generator.reading.table_labels import Meaning, Period, printed_unit
from generator.reading.table_naming import (
    BUDGET_SOURCES,
    TOTAL,
    Harvest,
    Named,
    has_figures,
    name_coded,
    name_labelled,
)
from generator.reading.table_rows import Row, rows_of

_SERIES_BASE = 100_000
"""Numbers of lists printed in tables begin here, well above those of prose."""
_COUNT_UNITS = {"people": "人", "vehicles": "辆", "sets": "台（套）", "count": "个"}
_SCOPELESS = (
    "three_public",
    "operating_funds",
    "procurement",
    "conference",
    "training",
    "staff",
    "vehicles",
    "assets",
    "transfer",
)
_RATES = ("share", "completion_rate", "growth_rate", "growth_rate.vs_execution", "budget_variance_rate")


class TableReader:
    """Reads one table; `unit` is the unit of its money."""

    def __init__(
        self,
        source: SourceText,
        grid: Grid,
        topic: Topic,
        period: Period,
        unit: str | None,
        *,
        inferred: bool,
    ) -> None:
        self.source = source
        self.grid = grid
        self.topic = topic
        self.period = period
        self.unit = unit
        self.inferred = inferred
        self.harvest = Harvest()
        self.series: dict[tuple[str, ...], int] = {}
        self.heads = ColumnReader(grid, topic, period)

    def read(self) -> Harvest:
        """Every number of the table: named, or listed as unnamed."""
        for block in self.grid.blocks():
            if self.heads.of_government_classes(block):
                continue
            rows = rows_of(self.grid, block)
            side = self.heads.side(block, rows)
            columns = self.heads.columns(block, side)
            named = self._rows(block, rows, side)
            for row in rows:
                for column, meaning in columns:
                    cell = self.grid.cell(row.number, column.index)
                    if cell is None or cell.row != row.number or cell.column != column.index:
                        continue
                    number = number_in(cell)
                    if number is not None:
                        self._name(row, named.get(row.number), meaning, side, cell, number)
        return self.harvest

    # --- rows --------------------------------------------------------------------------------

    def _rows(self, block: Block, rows: Sequence[Row], side: str | None) -> dict[int, Named]:
        """What each row is, by the way this block names its rows."""
        figured = [row for row in rows if has_figures(self.grid, row, block)]
        coded = any(row.code for row in rows)
        if self.topic.kind == "procurement" and block.labels and not coded:
            return name_purchases(self.grid, block, figured)
        if self.topic.kind == "projects" and block.labels and not coded:
            return name_projects(self.grid, block, figured)
        if self.topic.kind == "transfer" and block.labels and not coded:
            return name_projects(self.grid, block, figured, "transfer.item", "transfer.total")
        if coded or block.codes or block.units or not block.labels:
            return name_coded(self.topic, self.grid, block, figured)
        topic = replace(self.topic, classification=self.heads.listed_by(block))
        return name_labelled(topic, side, self.heads.families(side), self.period, rows, figured)

    # --- cells -------------------------------------------------------------------------------

    def _name(
        self, row: Row, item: Named | None, column: Meaning, side: str | None, cell: Cell, number: Number
    ) -> None:
        concept = self._concept(row, item, column, side) if item else None
        if (
            concept
            and column.holds
            and (vocabulary.describe(concept).unit == "money") != (column.holds == "money")
        ):
            concept = None  # a count of what is known by its value, or the value of what is counted
        if concept and vocabulary.describe(concept).unit in _COUNT_UNITS and number.value % 1:
            concept = None  # half a car is money after all
        unit = self._unit_for(row, column, concept, number) if concept else None
        quote = self._quote(row, number)
        if concept is None or item is None:
            self.harvest.unnamed.append(
                UnnamedFigure(
                    number.value, number.percent or self._usual_unit(), quote, (number.start, number.end)
                )
            )
            return
        if unit is None:
            self.harvest.problem = "表中没有注明金额单位"
            return
        own = item.scope or column.scope
        within = own or ("all" if concept.startswith(_SCOPELESS) else self.topic.scope)
        scope = "all" if own is None and concept in BUDGET_SOURCES else within
        if item.label and item.concept.startswith("project."):
            self.harvest.projects[int(item.concept.removeprefix("project."))] = item.label
        measure = column.measure or item.measure or "value"
        year = next((y for y in (column.year, item.year) if y is not None), self.period.year)
        whole = self._whole(row, item, column, side, concept)
        fact = Fact(
            id=self._id(scope, concept, measure, year),
            scope=scope,
            concept=concept,
            measure=measure,
            value=number.value,
            unit=unit,
            year=year,
            where="table",
            quote=quote,
            span=(number.start, number.end),
            unit_inferred=self.inferred and unit == self.unit,
            whole=self._id(within, whole, measure, year) if whole else None,
            series=self._series(whole, item, scope, measure, str(year), cell) if whole else None,
            exhaustive=item.exhaustive and not column.among,
            label=item.label,
            table=self.grid.table.index,
        )
        self.harvest.facts.append(fact)

    def _concept(self, row: Row, item: Named, column: Meaning, side: str | None) -> str | None:
        """Row and column together; None where the two say things that no name covers."""
        head = column.concept or self.topic.head or (f"{side}.total" if side else None)
        if item.concept == TOTAL:
            return head if column.concept or column.total else None
        if row.code and item.concept.startswith(f"{row.by}."):
            under = _under(head, item.concept) if column.concept or column.total else None
            return f"{under}.economic.{item.across}" if under and item.across else under
        if column.concept is None:
            return item.concept if column.total else None
        if column.concept.endswith((".total", ".current_total")) or column.concept in {
            self.topic.head,
            item.concept,
        }:
            return item.concept
        for by in ("function", "economic"):
            if f".{by}." in item.concept:
                return _under(column.concept, f"{by}.{item.concept.rpartition('.')[2]}")
        return column.concept if item.concept.endswith((".total", ".current_total")) else None

    def _whole(self, row: Row, item: Named, column: Meaning, side: str | None, concept: str) -> str | None:
        """The concept of the sum a figure is a part of. Rates are no parts; nor are counts of money."""
        if (column.measure or "") in _RATES:
            return None
        whole = column.part_of if item.concept == TOTAL else item.part_of
        if item.part_of is not None and (row.code or item.part_of == ""):
            head = column.concept or self.topic.head or (f"{side}.total" if side else None)
            whole = _under(head, f"{row.by}.{item.part_of}") if item.part_of else head
        if not whole or whole == concept:
            return None
        return whole if vocabulary.describe(whole).unit == vocabulary.describe(concept).unit else None

    def _unit_for(self, row: Row, column: Meaning, concept: str, number: Number) -> str | None:
        if number.percent or (column.measure or "") in _RATES:
            return number.percent or "%"
        printed = column.unit or printed_unit(row.label)
        if printed:
            return printed
        kind = vocabulary.describe(concept).unit
        return _COUNT_UNITS.get(kind, self.unit)

    def _usual_unit(self) -> str:
        return "人" if self.topic.kind == "staff" else self.unit or ""

    def _quote(self, row: Row, number: Number) -> str:
        start = row.start
        if start is None or start > number.start:
            cells = [
                c
                for i in range(self.grid.width)
                if (c := self.grid.cell(row.number, i)) and c.row == row.number and c.text
            ]
            start = min([c.start for c in cells if c.start <= number.start], default=number.start)
        return self.source.text[start : number.end].replace("\n", "").replace("\t", " ")

    def _id(self, scope: str, concept: str, measure: str, year: int | None) -> str:
        name = concept if scope == "all" else f"{scope}.{concept}"
        if measure != "value":
            name = f"{name}.{measure}"
        if year is not None and self.period.year is not None and year != self.period.year:
            name = f"{name}@{year}"
        return name

    def _series(self, whole: str, item: Named, scope: str, measure: str, year: str, cell: Cell) -> int:
        """The number of the list that this part belongs to: down a column, or along the row of sums."""
        if item.concept == TOTAL:
            line = f"row {cell.row}"
        elif whole == self.topic.head and self.heads.spread:
            line = "blocks"  # one list printed in two halves beside each other
        else:
            line = f"column {cell.column}"
        key = (whole, scope, measure, year, line)
        return self.series.setdefault(
            key, _SERIES_BASE + self.grid.table.index * 1_000 + len(self.series) + 1
        )


def _under(head: str | None, category: str) -> str | None:
    """A category (`function.201`) of what a column is about; None where that has no categories.

    A column for one economic category gives both: `expenditure.basic.function.201.economic.301`.
    """
    if head is None:
        return None
    if head.startswith("operating_funds"):
        code = category.removeprefix("economic.")
        return f"operating_funds.item.{code}" if category.startswith("economic.") else None
    if not head.startswith(("income", "expenditure")):
        return None
    base, economic, code = head.partition(".economic.")
    base = base.removesuffix(".current_total").removesuffix(".total")
    if economic:
        return f"{base}.{category}.economic.{code}" if category.startswith("function.") else None
    return f"{base}.{category}"
