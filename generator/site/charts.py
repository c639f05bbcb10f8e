"""The charts of a page: what each asks, what it answers, and its rows.

A chart is data here. `chart_svg` draws it for the page and for download, `chart_specs` holds the
Altair template that the browser fills with the same rows. One row is no chart: the page says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generator.model import YUAN_PER_UNIT
from generator.site import breakdowns
from generator.site.amounts import graspable, percent_of, printed, shown
from generator.site.breakdowns import Breakdown, Item
from generator.site.figures import Figure, Figures
from generator.site.sentences import Speaker

ChartKind = Literal["bars", "parts", "changes", "columns"]
Tone = Literal["income", "expenditure"]
MOST_BARS = 10
"""More bars than these are drawn as the largest nine and the others together; the table has all."""
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One bar. `yuan` sets its length, `label` is printed beside it and is the figure as printed.

    `derived` where the site worked the amount out; `missing` where there is none to draw.
    """

    name: str
    yuan: Decimal
    label: str
    figure: str | None = None
    derived: bool = False
    href: str | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """One question and its answer. `rows` are all rows, in the order of the picture."""

    key: str
    kind: ChartKind
    question: str
    answer: str
    rows: tuple[ChartRow, ...]
    tone: Tone
    note: str = ""
    answer_how: str = ""
    """How a number in the answer was worked out, where it is not one the report prints."""
    dimension: str = "项目"
    """What the rows are: the heading of their column in the data table."""

    @property
    def drawn(self) -> tuple[ChartRow, ...]:
        """The rows of the picture: of very many the largest, and the others as one."""
        if len(self.rows) <= MOST_BARS:
            return self.rows
        rest = self.rest
        together = sum((row.yuan for row in rest), Decimal(0))
        name = f"其余 {len(rest)} 项合计"
        return (*self.rows[: MOST_BARS - 1], ChartRow(name, together, graspable(together), derived=True))

    @property
    def rest(self) -> tuple[ChartRow, ...]:
        """The rows that the picture shows as one."""
        return self.rows[MOST_BARS - 1 :] if len(self.rows) > MOST_BARS else ()

    @property
    def unit(self) -> str:
        """The unit of the value axis: the largest in which the largest bar is at least 1."""
        size = max((abs(row.yuan) for row in self.rows), default=Decimal(0))
        return next((u for u in ("亿元", "万元") if size >= YUAN_PER_UNIT[u]), "元")

    def amount(self, row: ChartRow) -> Decimal:
        """A row's amount in the chart's unit."""
        return row.yuan / YUAN_PER_UNIT[self.unit]

    def digits(self, row: ChartRow) -> str:
        """The same in digits alone, for programs: `765.68`."""
        digits = f"{self.amount(row):f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits

    @property
    def description(self) -> str:
        """The chart in words, for those who do not see it."""
        return f"{self.answer}。" + "；".join(f"{row.name} {row.label}" for row in self.rows) + "。"


def charts(figures: Figures) -> tuple[Chart, ...]:
    """The questions that one report's figures answer, in reading order; some have a single row."""
    drawn = (
        _chart("income", "bars", "钱从哪里来", breakdowns.income_sources(figures), figures, "income"),
        _chart("kinds", "parts", "日常运转还是专门项目", breakdowns.kinds(figures), figures),
        _chart("functions", "bars", "花到哪里去", breakdowns.functions(figures), figures),
        _chart("economics", "bars", "花在人还是花在事", breakdowns.economics(figures), figures),
        changes_chart(figures),
        _chart("three-public", "bars", "“三公”经费花在哪", breakdowns.three_public(figures), figures),
    )
    return tuple(chart for chart in drawn if chart)


def _chart(
    key: str,
    kind: ChartKind,
    question: str,
    breakdown: Breakdown | None,
    figures: Figures,
    tone: Tone = "expenditure",
) -> Chart | None:
    if breakdown is None:
        return None
    answer, rows = _leader(breakdown, figures), _rows(breakdown.items)
    if len(rows) > _MOST_PARTS or any(row.yuan < 0 for row in rows):
        kind = "bars"
    return Chart(key, kind, question, answer.text, rows, tone, _notes(breakdown), answer.how)


def _rows(items: Iterable[Item]) -> tuple[ChartRow, ...]:
    return tuple(ChartRow(item.name, item.yuan, shown(item.figure.fact), item.figure.id) for item in items)


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
    if len(breakdown.items) == 1:
        return Answer(f"{'全部' if breakdown.complete else '写明金额的'}是{largest.name}")
    if not breakdown.leads(figures):
        return Answer(f"写明的各项中，{largest.name}最多")
    if printed_share := figures.beside(largest.figure, "share"):
        return Answer(f"{largest.name}最多，占 {printed(printed_share.fact)}")
    if breakdown.complete and total and total.fact.yuan and Speaker(figures).sure(largest.figure, total):
        share = percent_of(largest.yuan, total.fact.yuan)
        if share is not None and share <= 100:
            how = f"{printed(largest.figure.fact)} ÷ {printed(total.fact)}，本站计算"
            return Answer(f"{largest.name}最多，约占 {share}%", how)
    return Answer(f"{largest.name}最多")


def changes_chart(figures: Figures) -> Chart | None:
    """What rose and what fell: printed changes."""
    items = breakdowns.changes(figures)
    if not items:
        return None
    most = items[0]
    answer = f"{most.name}{'增加' if most.yuan > 0 else '减少'}最多"
    return Chart("changes", "changes", "哪些多了，哪些少了", answer, _rows(items), "expenditure")


def side_by_side(drawn: Sequence[Chart]) -> tuple[tuple[Chart, ...], ...]:
    """Charts in two columns of about the same height, each read from top to bottom."""
    if len(drawn) < 2:
        return (tuple(drawn),)
    heights = [_FRAME + len(chart.drawn) for chart in drawn]
    cut = min(range(1, len(drawn)), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    return (tuple(drawn[:cut]), tuple(drawn[cut:]))


_FRAME = 3
"""The height of a chart's title and foot, in rows."""


def largest_total(figures: Figures) -> Figure | None:
    """The total of expenditure that a page is about."""
    return figures.first("expenditure.total", "expenditure.current_total")
