"""Tables whose rows are items without names of their own: purchases by category, projects."""

from __future__ import annotations

from collections.abc import Sequence

from generator.reading.table_grid import Block, Grid
from generator.reading.table_labels import bare, concept_of, is_sum
from generator.reading.table_naming import TOTAL, Named
from generator.reading.table_rows import Row

_NAME_HEADS = ("物品", "品目名称", "品名", "采购内容", "货物名称", "商品名称")
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
        kind = category or next(
            (c for t in texts if (c := concept_of(t, _PURCHASES, ["procurement.total"]))), None
        )
        if kind is None:
            continue
        nested = inner is not None and own[0] >= inner and counts.get(kind, 0) > 0
        whole = f"{kind}.item.{counts[kind]}" if nested else kind
        counts[whole] = counts.get(whole, 0) + 1
        concept = f"{whole}.{counts[whole]}" if nested else f"{kind}.item.{counts[whole]}"
        label = bare(grid.text(row.number, inner)) if inner in own and inner is not None else texts[0]
        named[row.number] = Named(concept, part_of=whole, label=label)
    return named


def name_projects(rows: Sequence[Row]) -> dict[int, Named]:
    """Projects in the order of the table, and the row of their sum."""
    named: dict[int, Named] = {}
    count = 0
    for row in rows:
        if not row.path or all(is_sum(label) for label in row.path):
            named[row.number] = Named(TOTAL)
        elif not is_sum(row.label):
            count += 1
            label = max(row.path, key=len) if len(row.path) > 1 else row.label
            named[row.number] = Named(
                f"expenditure.project.item.{count}", part_of="expenditure.project", label=bare(label)
            )
    return named
