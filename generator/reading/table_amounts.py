"""The amounts of one table, each named by its row and its column."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from generator import vocabulary
from generator.model import Cell, Fact, Kind, SourceText, UnnamedFigure
from generator.reading.table_grid import Block, Column, Grid, Number, number_in
from generator.reading.table_kinds import Topic
from generator.reading.table_labels import (
    Meaning,
    bare,
    concept_of,
    head,
    is_grand,
    is_sum,
    printed_unit,
    scope_of,
    side_of,
)
from generator.reading.table_rows import Row, rows_of
from generator.vocabulary.codes import economic_code, function_code, parents

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
)
_RATES = ("share", "completion_rate", "growth_rate", "growth_rate.vs_execution")
_NAME_HEADS = ("物品", "品目名称", "品名", "采购内容", "货物名称", "商品名称")


@dataclass(frozen=True, slots=True)
class Period:
    """The report's year and kind."""

    year: int | None
    kind: Kind | None


@dataclass(slots=True)
class Harvest:
    """What one table yields."""

    facts: list[Fact] = field(default_factory=list)
    unnamed: list[UnnamedFigure] = field(default_factory=list)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """A row's own meaning and the list it is an item of."""

    concept: str | None
    scope: str | None = None
    part_of: str | None = None
    exhaustive: bool = True
    label: str | None = None


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

    def read(self) -> Harvest:
        """Every number of the table: named, or listed as unnamed."""
        for block in self.grid.blocks():
            rows = rows_of(self.grid, block)
            side = self._side(block, rows)
            columns = self._columns(block, side)
            if self.topic.kind == "procurement" and block.labels:
                named = self._procurement(block, rows)
            elif any(row.code for row in rows) or not block.labels:
                named = self._coded(rows)
            else:
                named = self._labelled(rows, side)
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

    def _side(self, block: Block, rows: Sequence[Row]) -> str | None:
        """income or expenditure: what a block's heads say, or the title, or its rows."""
        heads = [h for c in (*block.labels, *block.amounts) for h in c.heads]
        said = {s for h in heads if (s := side_of(h)) in {"income", "expenditure"}}
        if len(said) == 1 and (self.topic.side in {None, "both"} or self.topic.side in said):
            return said.pop()
        if self.topic.side in {"income", "expenditure"}:
            return self.topic.side
        for side in ("income", "expenditure"):
            if sum(1 for r in rows if concept_of(r.label, (side,))) * 2 > len(rows):
                return side
        return None

    def _families(self, side: str | None) -> tuple[str, ...]:
        if self.topic.kind in {"ledger", None} and side:
            return (side,)
        return self.topic.families or ("income", "expenditure")

    def _columns(self, block: Block, side: str | None) -> list[tuple[Column, Meaning]]:
        """The amount columns with what their heads say."""
        families = self._families(side if len(self.grid.blocks()) > 1 else self.topic.side)
        shared = {h for c in (*block.codes, *block.labels) for h in c.heads}
        columns = [(c, self._column(c, families, shared)) for c in block.amounts]
        concepts = {m.concept for _, m in columns}
        out: list[tuple[Column, Meaning]] = []
        for column, meaning in columns:
            if meaning.total and meaning.concept is None:
                if concepts & {"conference", "training"} and "three_public.total" in concepts:
                    meaning = replace(meaning, concept="three_public_conference_training.total")
            elif meaning.concept == "income.current_total" and "income.carryover" in concepts:
                meaning = replace(meaning, concept="income.total")
            out.append((column, meaning))
        return out

    def _column(self, column: Column, families: Sequence[str], shared: Set[str]) -> Meaning:
        """What the heads of a column say; a head it shares with the labels names a side, no figure."""
        meaning = Meaning(total=True)
        above = [self.topic.head] if self.topic.head else []
        for text in column.heads:
            said = head(text, self.period.year, self.period.kind)
            plainly = said.total or text in shared
            concept = None if plainly else concept_of(text, families, above)
            if concept is None and not plainly and "expenditure" in families:
                concept = self._economic_head(text, meaning.concept)
            scope = scope_of(text) if concept is None else None
            if concept is not None:
                above.append(concept)
            elif scope or said.measure or side_of(text):
                plainly = True
            meaning = replace(said, concept=concept, scope=scope, total=plainly).under(meaning)
        return meaning

    def _economic_head(self, text: str, above: str | None) -> str | None:
        """A column for one economic category: 工资福利支出 under 基本支出."""
        code = economic_code((bare(text),))
        under = (
            (above or self.topic.head or "expenditure").removesuffix(".total").removesuffix(".current_total")
        )
        return f"{under}.economic.{code}" if code else None

    # --- rows --------------------------------------------------------------------------------

    def _coded(self, rows: Sequence[Row]) -> dict[int, _Named]:
        """Rows of a classification, and the row of their sum."""
        named: dict[int, _Named] = {}
        coded = any(row.code for row in rows)
        figured = [row for row in rows if self._has_figures(row)]
        totals = 0
        printed = {row.code for row in rows if row.code}
        for row in figured:
            if row.code:
                above = next((p for p in parents(row.code) if p in printed), "")
                named[row.number] = _Named(f"{row.by}.{row.code}", part_of=above)
            elif row.foreign or totals:
                continue
            elif is_sum(row.label) or (not coded and not row.path) or self._labelled_sum(row):
                totals += 1
                named[row.number] = _Named("")
            elif self.topic.head == "expenditure.basic" and (
                concept := concept_of(row.label, ("expenditure.basic.personnel", "expenditure.basic.public"))
            ):
                named[row.number] = _Named(concept)
        for row in figured:
            if row.number not in named and not row.foreign and not row.code:
                concept = concept_of(row.label, ("expenditure.basic.personnel", "expenditure.basic.public"))
                if concept and self.topic.head == "expenditure.basic":
                    named[row.number] = _Named(concept)
        return named

    def _labelled_sum(self, row: Row) -> bool:
        return (
            bare(row.label).endswith(("合计", "总计"))
            and concept_of(row.label, ("expenditure.basic",)) is None
        )

    def _labelled(self, rows: Sequence[Row], side: str | None) -> dict[int, _Named]:
        """Rows that bear names only: a ledger of two sides, a list of expenses."""
        families = self._families(side)
        named: dict[int, _Named] = {}
        trail: list[tuple[int, str]] = []
        last_category: tuple[str, ...] = ()
        previous: str | None = None
        figured = [row for row in rows if self._has_figures(row)]
        for row in rows:
            if not row.path:
                if len(figured) == 1 and figured[0] is row:
                    named[row.number] = _Named("")
                continue
            concept, scope = self._row_concept(row, families, side, previous)
            if concept is None and side != "income":
                concept, last_category = self._category(row, last_category, side)
            if concept is None and is_sum(row.label):
                concept = self._sum(families, side)
            elif concept is None and len(figured) == 1 and figured[0] is row and not side:
                concept = ""
            level = row.level or (1 if not trail else 0)
            while trail and trail[-1][0] >= level:
                trail.pop()
            part_of = trail[-1][1] if trail and row.level else None
            if concept is None:
                continue
            named[row.number] = _Named(concept, scope, part_of, exhaustive=not row.among)
            if concept and row.level:
                trail.append((level, concept))
            previous = concept or previous
        return self._graded(named, rows, side)

    def _row_concept(
        self, row: Row, families: Sequence[str], side: str | None, previous: str | None
    ) -> tuple[str | None, str | None]:
        above = [a for a in (previous, self.topic.head) if a]
        label = row.label
        if is_sum(label) and len(row.path) > 1:
            label = row.path[-2]
        elif is_sum(label):
            return None, None
        concept = concept_of(label, families, above)
        if concept is None and len(row.path) > 1 and is_sum(row.path[0]):
            concept = concept_of(row.path[0], families, above)
        sources = {"income.general_public_budget", "income.government_fund", "income.state_capital"}
        if concept in sources and previous == "income.carryover" and side == "income":
            return "income.carryover", scope_of(label)
        return concept, None

    def _category(
        self, row: Row, last: tuple[str, ...], side: str | None
    ) -> tuple[str | None, tuple[str, ...]]:
        """A category of expenditure printed by name alone."""
        head = (self.topic.head or f"{side or 'expenditure'}.total").removesuffix(".total")
        if not head.startswith("expenditure"):
            return self._operating_item(row), last
        if self.topic.classification != "economic" and head != "expenditure.basic":
            for depth in range(len(last), -1, -1):
                if code := function_code((*last[:depth], bare(row.label))):
                    if code == "229" or len(code) > 3 or not last:
                        last = (*last[: (len(code) - 3) // 2], bare(row.label))
                    else:
                        last = (bare(row.label),)
                    return f"{head}.function.{code}", last
        for depth in range(len(last), -1, -1):
            if code := economic_code((*last[:depth], bare(row.label))):
                return f"{head}.economic.{code}", ((bare(row.label),) if len(code) == 3 else last)
        return None, last

    def _operating_item(self, row: Row) -> str | None:
        if self.topic.kind != "operating_funds":
            return None
        code = economic_code((bare(row.label),)) or economic_code(("商品和服务支出", bare(row.label)))
        return f"operating_funds.item.{code}" if code else None

    def _sum(self, families: Sequence[str], side: str | None) -> str | None:
        if self.topic.kind in {"ledger", "income", "expenditure", None} and side:
            return f"{side}.total"
        return self.topic.head if self.topic.head and families else None

    def _graded(self, named: dict[int, _Named], rows: Sequence[Row], side: str | None) -> dict[int, _Named]:
        """收入合计 or 合计 is the year's sum where a grand total follows, the grand total where the
        year's sum stands before it."""
        if not side:
            return named
        grand, current = f"{side}.total", f"{side}.current_total"
        order = [r for r in rows if r.number in named and named[r.number].concept in {grand, current}]
        plainly = {r.number for r in order if is_grand(r.label) or bare(r.label).endswith("总计")}
        if len(order) >= 2 and named[order[-1].number].concept == named[order[0].number].concept:
            for row in order:
                said = current if row is order[0] and row.number not in plainly else grand
                named[row.number] = replace(named[row.number], concept=said)
        elif (
            len(order) == 1
            and order[0].number not in plainly
            and bare(order[0].label)[:2] not in {"本年", "当年"}
        ):
            named[order[0].number] = replace(named[order[0].number], concept=grand)
        whole = current if any(n.concept == current for n in named.values()) else grand
        parts = {
            "income.carryover",
            "income.use_of_surplus",
            "expenditure.carryover_end",
            "expenditure.surplus_distribution",
        }
        for row in rows:
            item = named.get(row.number)
            if (
                item
                and item.part_of is None
                and row.level == 1
                and item.concept not in {grand, current, *parts}
            ):
                named[row.number] = replace(item, part_of=whole)
        return named

    def _procurement(self, block: Block, rows: Sequence[Row]) -> dict[int, _Named]:
        """采购 by category; under each, its items in order, and their sub-items where they are nested."""
        name_column = next(
            (
                c.index
                for c in block.labels
                if any(w in c.leaf for w in _NAME_HEADS) and c is not block.labels[0]
            ),
            None,
        )
        named: dict[int, _Named] = {}
        category: str | None = None
        item = part = 0
        for row in rows:
            if not self._has_figures(row) or not row.path:
                continue
            own = [
                c.index
                for c in block.labels
                if (x := self.grid.cell(row.number, c.index)) and x.row == row.number and x.text
            ]
            leading = bool(own) and own[0] == block.labels[0].index
            first = bare(self.grid.text(row.number, own[0])) if leading else ""
            concept = concept_of(first, ("procurement",), ["procurement.total"]) if first else None
            if first and concept is None and is_sum(first):
                concept = "procurement.total"
            if concept is not None:
                category = concept if concept != "procurement.total" else None
                item = part = 0
                whole = "procurement.total" if category else None
                named[row.number] = _Named(concept, part_of=whole)
                continue
            if category is None or category.count(".") != 1:
                continue
            nested = name_column is not None and bool(own) and own[0] >= name_column and item > 0
            if nested:
                part += 1
                whole, concept = f"{category}.item.{item}", f"{category}.item.{item}.{part}"
            else:
                item, part = item + 1, 0
                whole, concept = category, f"{category}.item.{item}"
            named[row.number] = _Named(concept, part_of=whole, label=row.label)
        return named

    def _has_figures(self, row: Row) -> bool:
        return any(
            number_in(c) is not None
            for column in self.grid.columns
            if column.role == "amount"
            and (c := self.grid.cell(row.number, column.index))
            and c.row == row.number
        )

    # --- cells -------------------------------------------------------------------------------

    def _name(
        self, row: Row, item: _Named | None, column: Meaning, side: str | None, cell: Cell, number: Number
    ) -> None:
        concept = self._concept(row, item, column, side) if item else None
        unit = self._unit_for(row, column, concept, number) if concept else None
        quote = self._quote(row, number)
        if concept is None or item is None:
            self.harvest.unnamed.append(
                UnnamedFigure(
                    number.value, number.percent or self.unit or "", quote, (number.start, number.end)
                )
            )
            return
        if unit is None:
            self.harvest.problem = "表中没有注明金额单位"
            return
        scope = "all" if concept.startswith(_SCOPELESS) else item.scope or column.scope or self.topic.scope
        measure = column.measure or "value"
        year = column.year if column.year is not None else self.period.year
        whole = self._whole(row, item, column, side)
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
            whole=self._id(scope, whole, measure, year) if whole and whole != concept else None,
            series=self._series(whole, scope, measure, str(year), str(cell.column)) if whole else None,
            exhaustive=item.exhaustive,
            label=item.label,
            table=self.grid.table.index,
        )
        self.harvest.facts.append(fact)

    def _concept(self, row: Row, item: _Named, column: Meaning, side: str | None) -> str | None:
        """Row and column together; None where the two say things that no name covers."""
        head = column.concept or self.topic.head or (f"{side}.total" if side else None)
        if item.concept == "":
            return head
        if row.code and item.concept:
            return self._under(head, item.concept)
        if column.concept is None or item.concept is None:
            return item.concept if column.total else None
        if column.concept.endswith((".total", ".current_total")) or column.concept in {
            self.topic.head,
            item.concept,
        }:
            return item.concept
        for by in (".function.", ".economic."):
            if by in item.concept:
                return self._under(column.concept, by.strip(".") + "." + item.concept.rpartition(".")[2])
        if item.concept.endswith((".total", ".current_total")):
            return column.concept
        return None

    @staticmethod
    def _under(head: str | None, code: str) -> str | None:
        if head is None or ".economic." in head or ".function." in head:
            return None
        if head.startswith("operating_funds"):
            return (
                f"operating_funds.item.{code.removeprefix('economic.')}"
                if code.startswith("economic")
                else None
            )
        if not head.startswith(("income", "expenditure")):
            return None
        return f"{head.removesuffix('.current_total').removesuffix('.total')}.{code}"

    def _whole(self, row: Row, item: _Named, column: Meaning, side: str | None) -> str | None:
        if row.code and item.part_of is not None:
            head = column.concept or self.topic.head or (f"{side}.total" if side else None)
            return self._under(head, f"{row.by}.{item.part_of}") if item.part_of else head
        return item.part_of

    def _unit_for(self, row: Row, column: Meaning, concept: str, number: Number) -> str | None:
        if number.percent or (column.measure or "") in _RATES:
            return number.percent or "%"
        printed = column.unit or printed_unit(row.label)
        if printed:
            return printed
        kind = vocabulary.describe(concept).unit
        return _COUNT_UNITS.get(kind, self.unit)

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

    def _series(self, *key: str | None) -> int:
        """The number of the list that this part belongs to."""
        known = tuple(k or "" for k in key)
        return self.series.setdefault(
            known, _SERIES_BASE + self.grid.table.index * 1_000 + len(self.series) + 1
        )
