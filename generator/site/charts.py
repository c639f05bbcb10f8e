"""The charts of a page: what each asks, what it answers, and its rows.

A chart is data here. `chart_svg` draws it for the page and for download, `chart_specs` holds the
Altair template that the browser fills with the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generator.model import YUAN_PER_UNIT
from generator.site import breakdowns
from generator.site.amounts import graspable, grouped, percent_of, printed, shown
from generator.site.archive import DepartmentYear
from generator.site.breakdowns import Breakdown, Item
from generator.site.figures import Figure, Figures

ChartKind = Literal["bars", "parts", "changes", "columns"]
MAX_ROWS = 12


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One bar. `yuan` sets its length, `label` is printed beside it and is the figure as printed."""

    name: str
    yuan: Decimal
    label: str
    figure: str | None = None
    derived: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """One question and its answer."""

    key: str
    kind: ChartKind
    question: str
    answer: str
    rows: tuple[ChartRow, ...]
    tone: Literal["income", "expenditure"]
    note: str = ""
    answer_how: str = ""
    """How a number in the answer was worked out, where it is not one the report prints."""

    @property
    def unit(self) -> str:
        """The unit of the value axis: the largest in which the largest bar is at least 1."""
        size = max((abs(row.yuan) for row in self.rows), default=Decimal(0))
        return next((u for u in ("亿元", "万元") if size >= YUAN_PER_UNIT[u]), "元")

    def amount(self, row: ChartRow) -> Decimal:
        """A row's amount in the chart's unit."""
        return row.yuan / YUAN_PER_UNIT[self.unit]

    @property
    def description(self) -> str:
        """The chart in words, for those who do not see it."""
        return f"{self.answer}。" + "；".join(f"{row.name} {row.label}" for row in self.rows) + "。"


def charts(figures: Figures, page: DepartmentYear, history: Sequence[DepartmentYear]) -> tuple[Chart, ...]:
    """The charts a report's figures can answer, in reading order."""
    drawn = (
        income_chart(figures),
        kinds_chart(figures),
        functions_chart(figures),
        economics_chart(figures),
        changes_chart(figures),
        three_public_chart(figures),
        years_chart(figures, page, history),
    )
    return tuple(chart for chart in drawn if chart)


def _rows(items: Iterable[Item]) -> tuple[ChartRow, ...]:
    return tuple(ChartRow(item.name, item.yuan, shown(item.figure.fact), item.figure.id) for item in items)[
        :MAX_ROWS
    ]


def _notes(breakdown: Breakdown) -> str:
    """What the picture leaves out: items of 0, a narrower scope, a sum that falls short."""
    said: list[str] = []
    if breakdown.scope_text:
        said.append(f"口径：{breakdown.scope_text}。")
    if breakdown.zeros:
        said.append(f"另列为 0 的有{'、'.join(item.name for item in breakdown.zeros)}。")
    total = breakdown.total
    if total is not None and not breakdown.complete and total.fact.yuan is not None:
        said.append(
            f"图中各项相加为 {graspable(breakdown.sum)}，"
            f"报告所列总数为 {shown(total.fact)}，两者不一定同口径。"
        )
    return "".join(said)


@dataclass(frozen=True, slots=True)
class Answer:
    """The title of a chart; `how` where a number in it is not one the report prints."""

    text: str
    how: str = ""


def _leader(breakdown: Breakdown, figures: Figures) -> Answer:
    """How much of the total the largest part is, in words: the printed share, or one worked out."""
    largest, total = breakdown.items[0], breakdown.total
    if len(breakdown.items) == 1 and breakdown.complete:
        return Answer(f"全部是{largest.name}")
    if printed_share := figures.beside(largest.figure, "share"):
        return Answer(f"{largest.name}最多，占 {printed(printed_share.fact)}")
    if breakdown.complete and total and total.fact.yuan:
        share = percent_of(largest.yuan, total.fact.yuan)
        if share is not None:
            how = f"{printed(largest.figure.fact)} ÷ {printed(total.fact)}，本站计算"
            return Answer(f"{largest.name}最多，约占 {share}%", how)
    return Answer(f"{largest.name}最多")


def _chart(
    key: str,
    kind: ChartKind,
    question: str,
    breakdown: Breakdown | None,
    figures: Figures,
    tone: Literal["income", "expenditure"] = "expenditure",
) -> Chart | None:
    if breakdown is None:
        return None
    answer = _leader(breakdown, figures)
    rows, note = _rows(breakdown.items), _notes(breakdown)
    return Chart(key, kind, question, answer.text, rows, tone, note, answer.how)


def income_chart(figures: Figures) -> Chart | None:
    return _chart("income", "bars", "钱从哪里来", breakdowns.income_sources(figures), figures, "income")


def kinds_chart(figures: Figures) -> Chart | None:
    return _chart("kinds", "parts", "日常运转还是专门项目", breakdowns.kinds(figures), figures)


def functions_chart(figures: Figures) -> Chart | None:
    return _chart("functions", "bars", "花到哪里去", breakdowns.functions(figures), figures)


def economics_chart(figures: Figures) -> Chart | None:
    return _chart("economics", "bars", "花在人还是花在事", breakdowns.economics(figures), figures)


def three_public_chart(figures: Figures) -> Chart | None:
    return _chart("three-public", "bars", "“三公”经费花在哪", breakdowns.three_public(figures), figures)


def changes_chart(figures: Figures) -> Chart | None:
    items = breakdowns.changes(figures)
    if not items:
        return None
    most = items[0]
    answer = f"{most.name}{'增加' if most.yuan > 0 else '减少'}最多"
    return Chart("changes", "changes", "哪些多了，哪些少了", answer, _rows(items), "expenditure")


def years_chart(figures: Figures, page: DepartmentYear, history: Sequence[DepartmentYear]) -> Chart | None:
    """Total expenditure over the years; a single report gives last year by its own printed change."""
    kind = figures.report.reading.identity.kind
    rows: list[ChartRow] = []
    for other in sorted(history, key=lambda p: p.year or 0):
        part = next((p for p in other.parts if p.report.reading.identity.kind == kind), None)
        total = part and _total(Figures(part.report))
        if part and total and total.fact.yuan is not None and other.year:
            own = other.address == page.address
            rows.append(
                ChartRow(
                    f"{other.year}年",
                    total.fact.yuan,
                    shown(total.fact),
                    total.id if own else None,
                    href=None if own else f"{other.address}#{part.prefix}{total.id}",
                )
            )
    note = ""
    if len(rows) == 1 and figures.year:
        before = _implied_last_year(figures)
        if before is not None:
            rows.insert(0, before)
            note = "上年数由本年数减去报告所写的增减额推算，不是上年报告中的数。"
    if len(rows) < 2:
        return None
    at = max(next((n for n, row in enumerate(rows) if row.figure), len(rows) - 1), 1)
    first, last = rows[at - 1], rows[at]
    how = f"{last.label} − {first.label}，本站计算"
    return Chart(
        "years", "columns", "比往年多还是少", _difference(first, last), tuple(rows), "expenditure", note, how
    )


def _difference(first: ChartRow, last: ChartRow) -> str:
    if last.yuan == first.yuan:
        return f"{last.name}与{first.name}相同"
    more = "多" if last.yuan > first.yuan else "少"
    return f"{last.name}比{first.name}{more} {graspable(abs(last.yuan - first.yuan))}"


def _total(figures: Figures) -> Figure | None:
    return figures.first("expenditure.total", "expenditure.current_total")


def _implied_last_year(figures: Figures) -> ChartRow | None:
    total = _total(figures)
    change = total and figures.beside(total, "change")
    if total is None or change is None or total.id in figures.disputed or change.id in figures.disputed:
        return None
    now, by = total.fact.yuan, change.fact.yuan
    if now is None or by is None or now - by < 0 or figures.year is None:
        return None
    unit = total.fact.unit
    before = (now - by) / YUAN_PER_UNIT[unit]
    return ChartRow(f"{figures.year - 1}年（推算）", now - by, f"{grouped(before)} {unit}", derived=True)
