"""Tables whose rows are items without names of their own: purchases by category, projects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from generator import vocabulary
from generator.reading.table_grid import Block, Grid, number_in
from generator.reading.table_labels import bare, concept_of, is_sum
from generator.reading.table_naming import TOTAL, Named, same_figures
from generator.reading.table_rows import Row

_NAME_HEADS = ("物品", "品目名称", "品名", "采购内容", "货物名称", "商品名称")
_CATALOGUE = re.compile(r"([ABC])\d{2,}")
"""政府采购品目分类目录: A is goods, B works, C services."""
_LOOSE_HEADS = ("支出项目", "项目")
"""Heads of a column that holds projects in a table of projects, and anything elsewhere."""
_PURCHASES = ("procurement.goods", "procurement.works", "procurement.services")


def name_purchases(grid: Grid, block: Block, rows: Sequence[Row]) -> dict[int, Named]:
    """Purchases numbered within 货物, 工程 and 服务, sub-items within their item.

    The category is a row of its own above its items, or a cell of every row.
    """
    inner = next((c.index for c in block.labels[1:] if any(word in c.leaf for word in _NAME_HEADS)), None)
    named: dict[int, Named] = {}
    category: str | None = None
    counts: dict[str, int] = {}
    for row in rows:
        own = [
            c.index
            for c in block.labels
            if (x := grid.cell(row.number, c.index)) is not None and x.row == row.number and x.text
        ]
        if not own:
            continue
        texts = [bare(grid.text(row.number, column)) for column in own]
        leading = own[0] == block.labels[0].index
        concept = concept_of(texts[0], ("procurement",), ["procurement.total"]) if leading else None
        if concept is None and leading and is_sum(texts[0]):
            concept = TOTAL
        if concept is not None and (len(own) == 1 or concept == TOTAL):
            category = concept if concept in _PURCHASES else None
            named[row.number] = Named(concept, part_of="procurement.total" if category else None)
            continue
        kind = category or next((c for t in texts if (c := _purchase(t))), None)
        if kind is None:
            continue
        nested = inner is not None and own[0] >= inner and counts.get(kind, 0) > 0
        whole = f"{kind}.item.{counts[kind]}" if nested else kind
        counts[whole] = counts.get(whole, 0) + 1
        concept = f"{whole}.{counts[whole]}" if nested else f"{kind}.item.{counts[whole]}"
        label = bare(grid.text(row.number, inner)) if inner in own and inner is not None else texts[0]
        named[row.number] = Named(concept, part_of=whole, label=label)
    return named


def _purchase(text: str) -> str | None:
    """货物, 工程 or 服务: by its name, or by the letter of its code in the catalogue (A02010100)."""
    if match := _CATALOGUE.match(text):
        return _PURCHASES["ABC".index(match[1])]
    return concept_of(text, _PURCHASES, ["procurement.total"])


def name_projects(
    grid: Grid, block: Block, rows: Sequence[Row], item: str = "project", whole: str = "expenditure.project"
) -> dict[int, Named]:
    """Projects (or other `item`s with names of their own) in the table's order, and the row of their sum.

    A row of the office that has the projects is none of them: its figures are the sum again, or the
    sum of the rows below. Lines under one merged name are left out: which of them is the sum is not said.
    """
    named: dict[int, Named] = {}
    heads = (*vocabulary.data("tables")["columns"]["project"], *_LOOSE_HEADS)
    column = next((c.index for c in block.labels if c.leaf in heads), None)
    total: Row | None = None
    count = 0
    for at, row in enumerate(rows):
        label = grid.text(row.number, column) if column is not None else _longest(row)
        if not row.path or all(is_sum(text) for text in row.path):
            total = total or row
            if row is total:
                named[row.number] = Named(TOTAL)
        elif total is not None and same_figures(grid, block, row, total) and _is_office(row.label):
            named[row.number] = Named(TOTAL)
        elif label and not is_sum(label) and not _is_heading(grid, block, rows[at:]):
            cell = grid.cell(row.number, column if column is not None else block.labels[0].index)
            if cell is not None and (cell.rowspan > 1 or cell.row != row.number):
                continue
            count += 1
            named[row.number] = Named(f"{item}.{count}", part_of=whole, label=bare(label))
    return named


def _longest(row: Row) -> str:
    return max(row.path, key=len) if row.path else ""


def _is_office(label: str) -> bool:
    return bare(label).endswith(tuple(vocabulary.data("tables")["offices"]))


def _is_heading(grid: Grid, block: Block, rows: Sequence[Row]) -> bool:
    """Whether the first row is an office whose amount is the sum of the rows up to the next office."""
    if not _is_office(rows[0].label):
        return False
    amounts: list[Decimal] = []
    for row in rows:
        if amounts and _is_office(row.label):
            break
        cell = grid.cell(row.number, block.amounts[0].index)
        number = number_in(cell) if cell is not None else None
        amounts.append(number.value if number else Decimal(0))
    return len(amounts) > 1 and amounts[0] == sum(amounts[1:])
