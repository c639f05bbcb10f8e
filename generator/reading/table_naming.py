"""What the rows of a table are: categories by code, names in a ledger, items of a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.model import Fact, UnnamedFigure
from generator.reading.table_grid import Block, Grid, number_in
from generator.reading.table_kinds import Topic
from generator.reading.table_labels import (
    Period,
    bare,
    concept_of,
    is_grand,
    is_sum,
    period_of,
    scope_of,
)
from generator.reading.table_rows import Row
from generator.vocabulary.codes import economic_code, function_code, parents

TOTAL = ""
"""The concept of a row that is the sum of its columns: each column says of what."""
_BASIC_PARTS = ("expenditure.basic.personnel", "expenditure.basic.public")
_OUTSIDE_THE_YEAR = frozenset(
    {
        "income.carryover",
        "income.use_of_surplus",
        "expenditure.carryover_end",
        "expenditure.surplus_distribution",
    }
)
"""Beside the year's own income and expenditure in a ledger: parts of the grand total alone."""
_CARRIED = frozenset({"income.carryover", "expenditure.carryover_end"})
BUDGET_SOURCES = frozenset({"income.general_public_budget", "income.government_fund", "income.state_capital"})
"""Income that names its budget itself: one figure, whatever 口径 the table has that lists it."""
_CATEGORY = re.compile(r"^(?P<head>.+)\.(?P<by>function|economic|item)\.(?P<code>\d{3,7})$")


@dataclass(frozen=True, slots=True)
class Named:
    """A row's own meaning: a concept, or `function.CODE` / `economic.CODE` still to be put under a column.

    `part_of` is the concept (or the code) of the sum it is listed under.
    """

    concept: str
    scope: str | None = None
    part_of: str | None = None
    exhaustive: bool = True
    label: str | None = None
    across: str | None = None
    """The economic category within the function `concept` names."""
    measure: str | None = None
    year: int | None = None
    """What a row says of its figures where the periods are rows: 2024年, 上年预算数, 增减%."""


@dataclass(slots=True)
class Harvest:
    """What one table yields. `projects` are the projects it names, by their number within it."""

    facts: list[Fact] = field(default_factory=list)
    unnamed: list[UnnamedFigure] = field(default_factory=list)
    projects: dict[int, str] = field(default_factory=dict)
    problem: str | None = None


def has_figures(grid: Grid, row: Row, block: Block) -> bool:
    """Whether a row has a number in any amount column of its block."""
    return any(
        (cell := grid.cell(row.number, column.index)) is not None
        and cell.row == row.number
        and number_in(cell) is not None
        for column in block.amounts
    )


def same_figures(grid: Grid, block: Block, row: Row, other: Row) -> bool:
    """Whether two rows print the same numbers in all columns: a department of one office."""

    def printed(one: Row) -> list[Decimal | None]:
        cells = (grid.cell(one.number, column.index) for column in block.amounts)
        return [n.value if cell and (n := number_in(cell)) else None for cell in cells]

    return printed(row) == printed(other)


def name_coded(topic: Topic, grid: Grid, block: Block, rows: Sequence[Row]) -> dict[int, Named]:
    """Rows of a classification, the row of their sum, and the sums of 人员 and 公用 in 基本支出.

    `rows` are those with figures. Rows of single offices (with an office's code, or a second unlabelled
    sum) are left out, their figures are not the department's, unless they repeat the sum. A function
    split over several rows by economic category is named by both; one row of it is its own sum.
    In a table of projects the rows without a code, under that of their function, are the projects.
    """
    named: dict[int, Named] = {}
    printed = {row.code for row in rows if row.code}
    lines = Counter(row.code for row in rows if row.code)
    pairs = Counter(_line(row, lines) for row in rows if row.code)
    split = {code for code, count in lines.items() if count > 1}
    partly = {above for code in split for above in parents(code)[:1]}
    several = len({row.unit for row in rows if row.code and row.unit}) > 1
    total: Row | None = None
    projects = 0
    for row in rows:
        concept = concept_of(row.label, _BASIC_PARTS) if topic.head == "expenditure.basic" else None
        if row.code:
            if (several and row.unit) or pairs[_line(row, lines)] > 1:
                continue  # the lines of several offices or projects: which of them is the sum is not said
            above = next((p for p in parents(row.code) if p in printed), "")
            across = row.across if lines[row.code] > 1 else None
            exhaustive = above not in partly
            named[row.number] = Named(f"{row.by}.{row.code}", None, above, exhaustive, across=across)
        elif concept and not row.foreign:
            named[row.number] = Named(concept, part_of=topic.head)
        elif total is None and not row.foreign and _is_sum(row, coded=bool(printed)):
            total = row
            named[row.number] = Named(TOTAL)
        elif total is not None and same_figures(grid, block, row, total):
            named[row.number] = Named(TOTAL)
        elif topic.kind == "projects" and row.path and not row.foreign and not is_sum(row.label):
            projects += 1
            named[row.number] = Named(f"project.{projects}", part_of="", label=bare(row.label))
    if not named and len(rows) == 1 and rows[0].unit:
        named[rows[0].number] = Named(TOTAL)  # one office, and no sum above it
    return named


def _line(row: Row, lines: Mapping[str, int]) -> tuple[str | None, str | None]:
    """What tells a row from the others of its function: the economic category, where it has several rows."""
    return row.code, row.across if row.code and lines[row.code] > 1 else None


def _is_sum(row: Row, coded: bool) -> bool:
    if not row.path:
        return not coded
    return is_sum(row.label) or bare(row.label).endswith(("合计", "总计"))


def name_labelled(
    topic: Topic,
    side: str | None,
    families: Sequence[str],
    period: Period,
    rows: Sequence[Row],
    figured: Sequence[Row],
) -> dict[int, Named]:
    """Rows that bear names only: one side of a ledger, a list of expenses, a sheet of statistics.

    Numbering (一、 （一） 1.) says what is part of what. `figured` are the rows with figures.
    """
    named: dict[int, Named] = {}
    trail: list[tuple[int, str]] = []
    category: tuple[str, ...] = ()
    previous: str | None = None
    only = figured[0] if len(figured) == 1 else None
    for row in rows:
        if not row.path:
            if row is only:
                named[row.number] = Named(TOTAL)
            continue
        if said := period_of(row.label, period):
            named[row.number] = Named(TOTAL, measure=said.measure, year=said.year)
            continue
        level = row.level or (1 if not trail else 0)
        while trail and trail[-1][0] >= level > 0:
            trail.pop()
        above = trail[-1][1] if trail else None
        if above and (part := _economic_part(above, row)):
            named[row.number] = part
            continue
        if level == 0:
            trail, above = [], None
        concept, scope = _label(topic, side, families, row, previous)
        if concept is None and side != "income":
            concept, category = _category(topic, side, row, category)
        if concept is None and is_sum(row.label):
            concept = _sum(topic, side, above)
        elif concept is None and row is only and side is None:
            concept = TOTAL
        if concept is None:
            continue
        part_of = above if row.level else None
        named[row.number] = Named(concept, scope, part_of, exhaustive=not row.among)
        if concept and row.level:
            trail.append((level, concept))
        previous = concept or previous
    return _with_parents(_graded(named, rows, side) if side else named, topic, side)


def _economic_part(above: str, row: Row) -> Named | None:
    """工资福利支出 under 一、基本支出: what the basic or project expenditure is spent on."""
    if above not in {"expenditure.basic", "expenditure.project"}:
        return None
    code = economic_code((bare(row.label),))
    return Named(f"{above}.economic.{code}", part_of=above) if code else None


def _label(
    topic: Topic, side: str | None, families: Sequence[str], row: Row, previous: str | None
) -> tuple[str | None, str | None]:
    """(concept, scope) a label names. 小计 beside an outer label means that one."""
    above = [a for a in (previous, topic.head) if a]
    label = row.label
    if is_sum(label):
        if len(row.path) == 1:
            return None, None
        label = row.path[-2]
    if row.among and previous in _CARRIED and "结" in label and (scope := scope_of(label)):
        return previous, scope  # 其中：财政拨款结转 is that part of what was carried over
    concept = concept_of(label, families, above)
    if concept in BUDGET_SOURCES and previous == "income.carryover" and side == "income":
        return "income.carryover", scope_of(label)  # the carry-over's own sources, listed under it
    return concept, None


def _category(
    topic: Topic, side: str | None, row: Row, last: tuple[str, ...]
) -> tuple[str | None, tuple[str, ...]]:
    """(concept, path so far) of a category printed by name alone; the path tells namesakes apart."""
    head = (topic.head or f"{side or 'expenditure'}.total").removesuffix(".total")
    name = bare(row.label)
    if topic.kind == "operating_funds":
        code = economic_code((name,)) or economic_code(("商品和服务支出", name))
        return (f"operating_funds.item.{code}" if code else None), last
    if not head.startswith("expenditure"):
        return None, last
    economic = topic.classification == "economic" or head == "expenditure.basic"
    find, by = (economic_code, "economic") if economic else (function_code, "function")
    for depth in range(len(last), -1, -1):
        if code := find((*last[:depth], name)):
            return f"{head}.{by}.{code}", (*last[: (len(code) - 3) // 2], name)
    return None, last


def _sum(topic: Topic, side: str | None, above: str | None) -> str | None:
    """合计 among labels: of the side, or of the heading it stands under."""
    if topic.kind in {"ledger", "income", "expenditure", None} and side in {"income", "expenditure"}:
        return f"{side}.total"
    return above or topic.head


def _graded(named: Mapping[int, Named], rows: Sequence[Row], side: str) -> dict[int, Named]:
    """Tell the year's sum from the grand total where the labels alone do not.

    合计 or 收入合计 is the year's sum where another sum follows it, the grand total where it is the last.
    Items numbered 一、 that name no sum above them are parts of the year's sum.
    """
    out = dict(named)
    grand, current = f"{side}.total", f"{side}.current_total"
    sums = [r for r in rows if r.number in out and out[r.number].concept in {grand, current}]
    said = {r.number for r in sums if is_grand(r.label) or bare(r.label).endswith("总计")}
    if len(sums) >= 2 and len({out[r.number].concept for r in sums}) == 1:
        for row in sums:
            concept = current if row is sums[0] and row.number not in said else grand
            out[row.number] = replace(out[row.number], concept=concept)
    whole = current if any(n.concept == current for n in out.values()) else grand
    for row in rows:
        item = out.get(row.number)
        if item is None or item.part_of is not None or row.level != 1:
            continue
        if item.concept not in {grand, current} and item.concept not in _OUTSIDE_THE_YEAR:
            out[row.number] = replace(item, part_of=whole)
    return out


def _with_parents(named: Mapping[int, Named], topic: Topic, side: str | None) -> dict[int, Named]:
    """Categories printed by name: each a part of the category above it, if that is printed too."""
    printed = {item.concept for item in named.values()}
    out = dict(named)
    for number, item in named.items():
        match = _CATEGORY.match(item.concept)
        if match is None or item.part_of is not None:
            continue
        above = [f"{match['head']}.{match['by']}.{code}" for code in parents(match["code"])]
        whole = next((concept for concept in above if concept in printed), None)
        if whole is None and side is None and len(match["code"]) == 3:
            whole = topic.head
        out[number] = replace(item, part_of=whole)
    return out
