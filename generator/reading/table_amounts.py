"""The amounts of one table, each named by its row and its column."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from generator import vocabulary
from generator.model import Cell, Fact, SourceText, UnnamedFigure
from generator.reading.normalise import plain
from generator.reading.table_grid import Block, Column, Grid, Number, number_in
from generator.reading.table_items import name_projects, name_purchases
from generator.reading.table_kinds import Topic, classification
from generator.reading.table_labels import (
    Meaning,
    Period,
    adds_nothing,
    against,
    bare,
    concept_of,
    head,
    printed_unit,
    says_no_more,
    scope_of,
    side_of,
)
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
from generator.vocabulary.codes import economic_code

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
_DETAIL = re.compile(r"\.economic\.\d{5}$")
_SUMS = ("expenditure.total", "expenditure.current_total")
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
        self.spread = len(grid.blocks()) > 1

    def read(self) -> Harvest:
        """Every number of the table: named, or listed as unnamed."""
        for block in self.grid.blocks():
            if self._of_government_classes(block):
                continue
            rows = rows_of(self.grid, block)
            side = self._side(block, rows)
            columns = self._columns(block, side)
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

    # --- columns -----------------------------------------------------------------------------

    def _of_government_classes(self, block: Block) -> bool:
        """Whether a block beside others lists the same spending by 政府预算支出经济分类: no names for it."""
        heads = "".join(h for c in (*block.codes, *block.labels) for h in c.heads)
        return self.spread and "经济" in heads and "政府" in heads and "部门预算支出" not in heads

    def _side(self, block: Block, rows: Sequence[Row]) -> str | None:
        """income or expenditure: what a block's heads say, or the title, or its rows."""
        heads = [h for c in (*block.labels, *block.amounts) for h in c.heads]
        over = [c.heads[0] for c in (*block.labels, *block.amounts[:1]) if c.heads]
        said = {s for h in heads if (s := side_of(h)) in {"income", "expenditure"}}
        if len(said) > 1:
            said = {s for h in over if (s := side_of(h)) in {"income", "expenditure"}}
        if len(said) == 1 and (self.topic.side in {None, "both"} or self.topic.side in said):
            return said.pop()
        if self.topic.side in {"income", "expenditure"}:
            return self.topic.side
        for side in ("income", "expenditure"):
            if sum(1 for r in rows if concept_of(r.label, (side,))) * 2 > len(rows):
                return side
        return None

    def _families(self, side: str | None) -> tuple[str, ...]:
        if self.topic.kind in {"ledger", None} and side in {"income", "expenditure"}:
            return (side,)
        return self.topic.families or ("income", "expenditure")

    def _columns(self, block: Block, side: str | None) -> list[tuple[Column, Meaning]]:
        """The amount columns with what their heads say."""
        families = self._families(side if len(self.grid.blocks()) > 1 else self.topic.side)
        shared = {h for c in (*block.codes, *block.labels) for h in c.heads}
        common = set.intersection(*(set(c.heads) for c in block.amounts))
        columns = [(c, self._column(c, families, shared, common)) for c in block.amounts]
        if self.topic.kind != "assets":
            columns = [(c, m) for c, m in columns if m.holds != "count"]
        concepts = {m.concept for _, m in columns}
        whole = {"conference", "training", "three_public.total"}
        out: list[tuple[Column, Meaning]] = []
        for column, meaning in columns:
            if meaning.concept is None and len(columns) == 1:
                meaning = replace(meaning, total=True)  # the only amount, whatever its head says
            elif meaning.concept is None and meaning.total and len(concepts & whole) > 1:
                meaning = replace(meaning, concept="three_public_conference_training.total")
            out.append((column, meaning))
        return self._beside_their_sum(out, side)

    def _beside_their_sum(
        self, columns: list[tuple[Column, Meaning]], side: str | None
    ) -> list[tuple[Column, Meaning]]:
        """Columns to the right of a sum are its parts, unless their own head names another."""
        first = columns[0][1] if columns else Meaning()
        total = first.concept or (
            (self.topic.head or (f"{side}.total" if side else None)) if first.total else None
        )
        if total is None or not (
            first.concept is None or total.endswith("total") or total == self.topic.head
        ):
            return columns
        return [
            (c, replace(m, part_of=total) if m.concept not in {None, total} and m.part_of is None else m)
            for c, m in columns
        ]

    def _column(self, column: Column, families: Sequence[str], shared: Set[str], common: Set[str]) -> Meaning:
        """What the heads of a column say.

        A head it shares with the labels names a side, no figure; one `common` to all tells none apart.
        """
        meaning = Meaning(total=True)
        above = [self.topic.head] if self.topic.head else []
        unclear = False  # a head says something that has no name, and none below it gives one
        for place, text in enumerate(column.heads):
            said = head(text, self.period)
            plainly = said.total or text in shared
            concept = None if plainly else concept_of(text, families, above)
            if concept in _SUMS and self.topic.kind in {"basic", "projects"}:
                concept, plainly = None, True  # 本年支出 over the columns of a table of basic expenditure
            if concept is None and not plainly and "expenditure" in families:
                concept = self._economic_head(text, meaning.concept)
            scope = scope_of(text) if concept is None else None
            part_of = meaning.concept if concept not in {None, meaning.concept} else None
            if concept is not None:
                above.append(concept)
                unclear = False
            elif said.total and _DETAIL.search(meaning.concept or ""):
                unclear = True  # 社会保障缴费: 合计 over several categories that are listed beside it
            elif not plainly:
                plainly = says_no_more(text) and bool(scope or said.measure or side_of(text))
                over = (plain(self.grid.table.caption), *column.heads[:place])
                unclear |= said.measure is None and text not in common and not adds_nothing(text, over)
            among = text.startswith("其中")
            meaning = replace(
                said, concept=concept, scope=scope, total=plainly, part_of=part_of, among=among
            ).under(meaning)
        if unclear:
            meaning = replace(meaning, concept=None, total=False)
        return replace(meaning, measure=against(meaning.measure, column.heads, self.period.kind))

    def _economic_head(self, text: str, above: str | None) -> str | None:
        """A column for one economic category: 工资福利支出 under 基本支出."""
        code = economic_code((bare(text),))
        under = (above or self.topic.head or "expenditure").partition(".economic.")[0]
        under = under.removesuffix(".total").removesuffix(".current_total")
        return f"{under}.economic.{code}" if code else None

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
        topic = replace(self.topic, classification=self._classification(block))
        return name_labelled(topic, side, self._families(side), self.period, rows, figured)

    def _classification(self, block: Block) -> str | None:
        """By what a block lists its rows: its own heads say it, in a table of one block the table's."""
        own = classification("".join(h for c in (*block.codes, *block.labels) for h in c.heads))
        return own if own or self.spread else self.topic.classification

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
        elif whole == self.topic.head and self.spread:
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
