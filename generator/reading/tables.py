"""Tables -> facts. One cell is one figure: what its row is, under what its column head says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.model import Fact, Kind, SourceText, Table, TableReading, UnnamedFigure
from generator.reading.normalise import plain
from generator.reading.project_numbers import Listed, ProjectList
from generator.reading.table_amounts import TableReader
from generator.reading.table_grid import Grid, number_in
from generator.reading.table_kinds import says_empty, topic
from generator.reading.table_labels import Period, printed_unit
from generator.reading.table_naming import Harvest
from generator.reading.table_rows import names_by_code, rows_of
from generator.reading.table_targets import TargetReader, names_a_project
from generator.vocabulary.codes import folded, parents

_NOTE_WITHIN = 3
_LONGEST_LIST = 200
"""Cells that a list of tables has at most."""
_TABLE_TITLE = re.compile(r"..表(?:（[^（）]{0,30}）)?$")
_NO_PROJECT = "绩效表没有指明项目，保留原样，不取数"
_BUDGET_MEANT = re.compile(r"预算数(?:为|是|指|反映)[^。；]{0,20}?(全年预算|调整预算|调整后|年初预算)")


@dataclass(frozen=True, slots=True)
class TablesRead:
    """Everything read from the tables of one source text."""

    facts: tuple[Fact, ...]
    readings: tuple[TableReading, ...]
    unnamed: tuple[UnnamedFigure, ...]
    projects: Mapping[tuple[int, int], Listed] = field(default_factory=dict)
    """(table, number within it) -> every project that a table lists."""


def read_tables(
    source: SourceText, year: int | None, kind: Kind | None
) -> tuple[list[Fact], list[TableReading]]:
    """Facts of all tables, and what was made of each; a table that yields none says why."""
    read = read_all_tables(source, year, kind)
    return list(read.facts), list(read.readings)


def read_all_tables(source: SourceText, year: int | None, kind: Kind | None) -> TablesRead:
    """The same with the numbers that could not be named.

    Amounts are in the unit the table itself states; where it states none, in the one that all
    other tables of the report agree on (the facts then say `unit_inferred`).
    """
    grids = [Grid(table) for table in source.tables]
    stated = [_stated_unit(grid) for grid in grids]
    usual = _usual_unit(stated)
    period = Period(year, kind)
    facts: list[Fact] = []
    readings: list[TableReading] = []
    unnamed: list[UnnamedFigure] = []
    projects = ProjectList()
    for grid, unit in zip(grids, stated, strict=True):
        about = topic(grid)
        forms = about.kind == "performance"
        problem = grid.table.problem or _unreadable(source, grid, about.read, about.kind)
        harvest, open_form = Harvest(), None
        if problem is None:
            said = replace(period, budget=_budget_meant(source, grid.table))
            if forms:
                open_form = projects.open_form() if _goes_on(source, grid) else None
                harvest = TargetReader(source, grid, said, unit, open_form).read()
            else:
                harvest = TableReader(source, grid, about, said, unit or usual, inferred=unit is None).read()
            if not harvest.facts:
                problem = harvest.problem or (_NO_PROJECT if forms else "没有认出行、列所指的项目")
        facts.extend(harvest.facts)
        unnamed.extend(harvest.unnamed)
        projects.add(grid.table.index, harvest.projects, forms=forms, goes_on=open_form is not None)
        readings.append(
            TableReading(
                index=grid.table.index,
                kind=about.kind,
                title=grid.table.caption,
                unit=unit or (usual if harvest.facts else None),
                page=grid.table.page,
                header_rows=grid.header_rows,
                facts=len(harvest.facts),
                problem=problem,
            )
        )
    ledgers = {r.index for r in readings if r.kind == "ledger"}
    named = _with_wholes(_settled(facts, ledgers))
    return TablesRead(tuple(named), tuple(readings), tuple(unnamed), projects.names)


def _goes_on(source: SourceText, grid: Grid) -> bool:
    """Whether a performance table is the rest of the one before: nothing between, no project of its own."""
    before = source.tables[grid.table.index - 2] if grid.table.index > 1 else None
    if before is None or names_a_project(grid):
        return False
    return not source.text[before.end : grid.table.start].strip()


def codes_in(tables: Sequence[Table]) -> Mapping[tuple[str, ...], str]:
    """Path of printed names (类, 款, 项, folded) -> function code, as the report's tables pair them."""
    names: dict[str, str] = {}
    for table in tables:
        grid = Grid(table)
        for block in grid.blocks():
            for code, name in names_by_code(rows_of(grid, block)).items():
                if code[0] == "2":
                    names.setdefault(code, folded(plain(name)))
    return {tuple(names[c] for c in (*reversed(parents(code)), code) if c in names): code for code in names}


def _stated_unit(grid: Grid) -> str | None:
    if grid.table.unit:
        return grid.table.unit
    texts = [grid.table.caption, *(h for c in grid.columns for h in c.heads)]
    units = {u for t in texts if (u := printed_unit(t)) and u.endswith("元")}
    return units.pop() if len(units) == 1 else None


def _usual_unit(stated: Sequence[str | None]) -> str | None:
    units = Counter(unit for unit in stated if unit)
    return next(iter(units)) if len(units) == 1 else None


def _unreadable(source: SourceText, grid: Grid, read: bool, kind: str | None) -> str | None:
    """Why a table is not read, before trying; None where it may be."""
    if _lists_tables(grid.table):
        return "表格目录，不取数"
    figured = any(number_in(c) is not None for c in grid.table.cells if c.row >= grid.header_rows)
    if not figured and kind != "performance":
        note = _note_after(source, grid.table)
        return f"空表（{note}）" if note else "空表"
    if not read:
        label = {"purchased_services": "政府购买服务", "organisation": "机构"}.get(kind or "", "")
        return f"{label}表保留原样，不取数"
    return None


def _lists_tables(table: Table) -> bool:
    """Whether a table is a list of tables: titles, with at most their numbers or pages beside them."""
    if len(table.cells) > _LONGEST_LIST:
        return False
    rows = {cell.row for cell in table.cells if cell.text}
    titled = {cell.row for cell in table.cells if _TABLE_TITLE.search(plain(cell.text))}
    numbers = [n.value for cell in table.cells if (n := number_in(cell))]
    pages = all(n == int(n) for n in numbers) and numbers == sorted(numbers)
    return len(rows) > 1 and len(titled) * 5 >= len(rows) * 4 and pages


def _following(source: SourceText, table: Table) -> list[str]:
    """The paragraphs straight after a table, up to the next one."""
    first = bisect_left(source.paragraphs, table.end, key=lambda p: p.start)
    after = bisect_left(source.tables, table.end, key=lambda t: t.start)
    end = source.tables[after].start if after < len(source.tables) else len(source.text)
    found = source.paragraphs[first : first + _NOTE_WITHIN]
    return [source.text[p.start : p.end] for p in found if p.start < end]


def _budget_meant(source: SourceText, table: Table) -> str | None:
    """What a note under a table says its 预算数 is: the budget as adjusted, or that of the year's start."""
    for text in [*_following(source, table), *(c.text for c in table.cells[-3:])]:
        if match := _BUDGET_MEANT.search(plain(text)):
            return "initial_budget" if match[1] == "年初预算" else "adjusted_budget"
    return None


def _note_after(source: SourceText, table: Table) -> str | None:
    """The statement printed under a table without figures (注：本部门无…，故本表为空)."""
    return next((t.strip() for t in _following(source, table) if len(t) < 120 and says_empty(t)), None)


def _settled(facts: Sequence[Fact], ledgers: Set[int]) -> list[Fact]:
    """合计 in a table of one side is the year's sum or the grand total: the ledger's figures decide.

    Only where the amount is exactly the ledger's other sum; two sums that differ stay a finding.
    """
    sums: dict[tuple[str, str, int | None], set[Decimal | None]] = {}
    for fact in facts:
        if fact.table in ledgers and fact.measure == "value" and fact.concept.endswith("total"):
            sums.setdefault((fact.scope, fact.concept, fact.year), set()).add(fact.yuan)
    renamed: dict[tuple[int | None, str], str] = {}
    for fact in facts:
        side, _, last = fact.concept.rpartition(".")
        if last not in {"total", "current_total"} or fact.measure != "value" or fact.table in ledgers:
            continue
        other = f"{side}.{'current_total' if last == 'total' else 'total'}"
        mine = sums.get((fact.scope, fact.concept, fact.year), set())
        if fact.yuan not in mine and fact.yuan in sums.get((fact.scope, other, fact.year), set()):
            renamed[fact.table, fact.id] = fact.id.replace(fact.concept, other)
    out: list[Fact] = []
    for fact in facts:
        name = renamed.get((fact.table, fact.id))
        if name is not None:
            concept = name.split("@")[0].removeprefix(f"{fact.scope}.")
            fact = replace(fact, id=name, concept=concept)
        whole = renamed.get((fact.table, fact.whole or ""))
        out.append(replace(fact, whole=whole) if whole else fact)
    return out


def _with_wholes(facts: Sequence[Fact]) -> list[Fact]:
    """Facts whose `whole` is not itself printed anywhere lose it: a part needs its sum."""
    printed = {fact.id for fact in facts}
    return [
        f if f.whole is None or f.whole in printed else replace(f, whole=None, series=None) for f in facts
    ]
