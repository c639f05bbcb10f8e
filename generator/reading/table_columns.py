"""What the columns of a table say: which side its blocks are of, and what each column of amounts holds."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from generator.reading.normalise import plain
from generator.reading.table_grid import Block, Column, Grid
from generator.reading.table_kinds import Topic, classification
from generator.reading.table_labels import (
    Meaning,
    Period,
    adds_nothing,
    against,
    bare,
    concept_of,
    head,
    says_no_more,
    scope_of,
    side_of,
)
from generator.reading.table_rows import Row
from generator.vocabulary.codes import economic_code

_DETAIL = re.compile(r"\.economic\.\d{5}$")
_SUMS = ("expenditure.total", "expenditure.current_total")


class ColumnReader:
    """Reads the heads of one table; `spread` where its blocks stand beside each other."""

    def __init__(self, grid: Grid, topic: Topic, period: Period) -> None:
        self.grid = grid
        self.topic = topic
        self.period = period
        self.spread = len(grid.blocks()) > 1

    def of_government_classes(self, block: Block) -> bool:
        """Whether a block beside others lists the same spending by 政府预算支出经济分类: no names for it."""
        heads = "".join(h for c in (*block.codes, *block.labels) for h in c.heads)
        return self.spread and "经济" in heads and "政府" in heads and "部门预算支出" not in heads

    def side(self, block: Block, rows: Sequence[Row]) -> str | None:
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

    def families(self, side: str | None) -> tuple[str, ...]:
        """The families of concepts that the names of a block of this side come from."""
        if self.topic.kind in {"ledger", None} and side in {"income", "expenditure"}:
            return (side,)
        return self.topic.families or ("income", "expenditure")

    def columns(self, block: Block, side: str | None) -> list[tuple[Column, Meaning]]:
        """The amount columns with what their heads say."""
        families = self.families(side if self.spread else self.topic.side)
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

    def listed_by(self, block: Block) -> str | None:
        """By what a block lists its rows: its own heads say it, in a table of one block the table's."""
        own = classification("".join(h for c in (*block.codes, *block.labels) for h in c.heads))
        return own if own or self.spread else self.topic.classification
