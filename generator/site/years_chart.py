"""Years side by side: the same total in a department's reports, with the years that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.model import YUAN_PER_UNIT
from generator.site.amounts import graspable, shown
from generator.site.archive import DepartmentYear
from generator.site.chart_text import fits_columns
from generator.site.charts import Chart, ChartKind, ChartRow, Tone, largest_total
from generator.site.figures import Figure, Figures
from generator.site.key_figures import QUANTITIES, Column, Quantity
from generator.site.sentences import Speaker

_IMPLIED = "上年数由本年数减去报告所写的增减额推算，不是上年报告中的数。"
_MISSING = "未收录的年份只说明本站没有收录。"


def years_chart(figures: Figures, page: DepartmentYear, history: Sequence[DepartmentYear]) -> Chart | None:
    """Total expenditure over the years; a single report gives last year by its own printed change.

    Only the same total is put side by side: 支出总计 with 支出总计, of one scope and one kind of report.
    """
    total = largest_total(figures)
    if total is None:
        return None
    rows = list(_printed(figures, total, page, history))
    note = ""
    if len(rows) == 1 and (before := _implied_last_year(figures, total)):
        rows.insert(0, before)
        note = _IMPLIED
    elif any(row.missing for row in rows):
        note = _MISSING
    own = next((row for row in rows if row.figure), None)
    return _chart("years", "比往年多还是少", rows, own, "expenditure", note)


_DRAWN = ("expenditure", "basic", "project", "three-public", "operating", "procurement")
"""The key figures that a department's page draws over the years: amounts of money, no two alike."""


def history_charts(columns: Sequence[Column]) -> tuple[Chart, ...]:
    """A department's key figures over the years, a chart each: of one kind of report, and one scope.

    `columns` go from the earliest year to the latest. The kind is the one with more reports, else the
    kind of the latest; the quantity and its scope are those of the latest report that prints it.
    """
    kinds = Counter(column.kind for column in reversed(columns))
    if not kinds:
        return ()
    kind = kinds.most_common(1)[0][0]
    of_kind = [column for column in columns if column.kind == kind]
    drawn = (_history(one, of_kind) for one in QUANTITIES if one.key in _DRAWN)
    return tuple(chart for chart in drawn if chart)


def _history(quantity: Quantity, columns: Sequence[Column]) -> Chart | None:
    printed = [(column, column.values[quantity.key]) for column in columns if quantity.key in column.values]
    if not printed:
        return None
    latest = printed[-1][1]
    found: dict[int, ChartRow] = {}
    for column, value in printed:
        if (year := column.page.year) and value.amount is not None and value.compares_with(latest):
            found[year] = ChartRow(f"{year}年", value.amount, value.text, href=value.address)
    if not any(row.yuan for row in found.values()):
        return None
    unknown = "未收录或未写"
    rows = [
        found.get(year) or ChartRow(f"{year}年", Decimal(0), unknown, missing=True)
        for year in range(min(found), max(found) + 1)
    ]
    note = f"口径：{latest.scope}。" if latest.scope else ""
    return _chart(quantity.key, quantity.name, rows, None, "expenditure", note)


def _chart(
    key: str, question: str, rows: Sequence[ChartRow], own: ChartRow | None, tone: Tone, note: str
) -> Chart | None:
    """The rows as a chart that says how its `own` row, else the last, differs from the one before."""
    known = [row for row in rows if not row.missing]
    if len(known) < 2:
        return None
    at = max(known.index(own) if own else len(known) - 1, 1)
    first, last = known[at - 1], known[at]
    how = f"{last.label} − {first.label}，本站计算"
    kind: ChartKind = "columns" if fits_columns(row.label for row in rows) else "bars"
    return Chart(
        key, kind, question, _difference(first, last), tuple(rows), tone, note, how, dimension="年份"
    )


def _printed(
    figures: Figures, total: Figure, page: DepartmentYear, history: Sequence[DepartmentYear]
) -> Iterator[ChartRow]:
    """A row for every year from the first to the last that prints the total."""
    found: dict[int, ChartRow] = {}
    for other in history:
        row = _row_of(other, figures, total, own=other.address == page.address)
        if row and other.year:
            found[other.year] = row
    for year in range(min(found, default=0), max(found, default=-1) + 1):
        yield found.get(year) or ChartRow(f"{year}年", Decimal(0), "未收录", missing=True)


def _row_of(other: DepartmentYear, figures: Figures, total: Figure, *, own: bool) -> ChartRow | None:
    kind = figures.report.reading.identity.kind
    part = next((part for part in other.parts if part.report.reading.identity.kind == kind), None)
    same = part and Figures(part.report).get(total.fact.concept, scope=total.fact.scope)
    if not part or not same or same.fact.yuan is None:
        return None
    label, href = shown(same.fact), other.where(part).figure(same.id)
    return ChartRow(
        f"{other.year}年", same.fact.yuan, label, same.id if own else None, href=None if own else href
    )


def _difference(first: ChartRow, last: ChartRow) -> str:
    if last.yuan == first.yuan:
        return f"{last.name}与{first.name}相同"
    more = "多" if last.yuan > first.yuan else "少"
    return f"{last.name}比{first.name}{more} {graspable(abs(last.yuan - first.yuan))}"


def _implied_last_year(figures: Figures, total: Figure) -> ChartRow | None:
    change = figures.beside(total, "change")
    if change is None or not Speaker(figures).sure(total, change):
        return None
    now, by = total.fact.yuan, change.fact.yuan
    if now is None or by is None or now - by < 0 or figures.year is None:
        return None
    before = replace(total.fact, value=(now - by) / YUAN_PER_UNIT[total.fact.unit])
    return ChartRow(f"{figures.year - 1}年（推算）", now - by, shown(before), derived=True)
