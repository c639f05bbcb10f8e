"""Charts as SVG: what stands in the page, prints, and works without scripts.

The same drawing is inlined (coloured by the page's style sheet, so that it follows dark mode) and
offered for download (with its own style, title and citation line). Lengths are rounded to a tenth
of a unit, so that the same numbers always give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jinja2 import Environment
from markupsafe import Markup

from generator.site.chart_text import CHARACTER, WIDTH, broken, cut, easier, text_width
from generator.site.charts import Chart, ChartRow

COLOURS = {
    "income": "#0b6fa4",
    "expenditure": "#a84d19",
    "b1": "#c07d12",
    "b2": "#6b7f99",
    "b3": "#8c6bb1",
    "ink": "#1b2733",
    "soft": "#56616c",
}
"""The colours of a downloaded picture: those of the page in light mode (`assets/styles/colours.css`)."""

_ROW, _BAR = 42, 12
_LEGEND, _STACK, _GAP = 24, 32, 2
_COLUMNS_HEIGHT, _WIDEST_COLUMN = 190, 90
_TENTH = Decimal("0.1")
_QUESTION, _ANSWER, _SOURCE = 12, 17, 10  # sizes of text on a downloaded picture


@dataclass(frozen=True, slots=True)
class Shape:
    """One bar in drawing units, with its row. A row without an amount has no width."""

    row: ChartRow
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    index: int = 0

    @property
    def label(self) -> str:
        """The amount; without the exact one in brackets where both do not fit beside the name."""
        label = self.row.label
        return easier(label) if self._room(label) < text_width(self.row.name) else label

    @property
    def name(self) -> str:
        """The name, cut short where it would run into the amount on the same line."""
        return cut(self.row.name, self._room(self.label))

    @property
    def short_label(self) -> str:
        """The amount over a column: there is no room for more than one."""
        return easier(self.row.label)

    @staticmethod
    def _room(label: str) -> int:
        return WIDTH - text_width(label) - 3 * CHARACTER


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart laid out. `zero` is where bars begin, if they go both ways; None otherwise."""

    chart: Chart
    shapes: tuple[Shape, ...]
    height: int
    zero: Decimal | None = None


def _round(length: Decimal) -> Decimal:
    return length.quantize(_TENTH, ROUND_HALF_UP)


def units(length: Decimal | int) -> str:
    """A length as SVG wants it, to a tenth, without a needless zero: `400`, `27.7`."""
    return f"{_round(Decimal(length)):f}".removesuffix(".0")


def draw(chart: Chart) -> Drawing:
    """Lay out a chart. Bars of next to nothing keep a hairline, so that they are seen to be there."""
    match chart.kind:
        case "bars" | "changes":
            return _bars(chart)
        case "parts":
            return _parts(chart)
        case "columns":
            return _columns(chart)


def _length(row: ChartRow, longest: Decimal, reach: int) -> Decimal:
    if row.missing:
        return Decimal(0)
    return max(_round(abs(row.yuan) / longest * reach), Decimal(1)) if longest else Decimal(1)


def _bars(chart: Chart) -> Drawing:
    """Bars from the left; from a line between them where some are below zero."""
    rows = chart.drawn
    longest = max(abs(row.yuan) for row in rows)
    down, up = any(row.yuan < 0 for row in rows), any(row.yuan > 0 for row in rows)
    reach = WIDTH // 2 if up and down else WIDTH
    zero = Decimal(reach if down else 0)
    shapes = []
    for index, row in enumerate(rows):
        width = _length(row, longest, reach)
        x = zero - width if row.yuan < 0 else zero
        shapes.append(Shape(row, x, Decimal(index * _ROW + 20), width, Decimal(_BAR), index))
    return Drawing(chart, tuple(shapes), len(rows) * _ROW, zero if up and down else None)


def _parts(chart: Chart) -> Drawing:
    """One bar of the parts, a gap between them."""
    whole = sum((abs(row.yuan) for row in chart.drawn), Decimal(0))
    at, shapes = Decimal(0), []
    for index, row in enumerate(chart.drawn):
        width = abs(row.yuan) / whole * WIDTH
        last = index == len(chart.drawn) - 1
        seen = max(_round(width if last else width - _GAP), Decimal(1))
        shapes.append(Shape(row, _round(at), Decimal(4), seen, Decimal(_STACK), index))
        at += width
    return Drawing(chart, tuple(shapes), 46 + _LEGEND * len(chart.drawn))


def _columns(chart: Chart) -> Drawing:
    rows = chart.drawn
    tallest = max(abs(row.yuan) for row in rows)
    slot = Decimal(WIDTH) / len(rows)
    width = min(slot * Decimal("0.6"), Decimal(_WIDEST_COLUMN))
    base = _COLUMNS_HEIGHT - 26
    shapes = []
    for index, row in enumerate(rows):
        height = _length(row, tallest, base - 24)
        x = _round(slot * index + (slot - width) / 2)
        shapes.append(Shape(row, x, base - height, _round(width), height, index))
    return Drawing(chart, tuple(shapes), _COLUMNS_HEIGHT)


def svg(environment: Environment, chart: Chart, *, uid: str, source: str, standalone: bool = False) -> Markup:
    """The chart as SVG. `uid` keeps ids unique on a page; `source` is the citation on the picture."""
    template = environment.get_template("chart.svg")
    return Markup(
        template.render(
            drawing=draw(chart),
            chart=chart,
            uid=uid,
            answer=tuple(broken(chart.answer, _ANSWER)),
            source=tuple(broken(source, _SOURCE)),
            standalone=standalone,
            width=WIDTH,
            units=units,
            colours=COLOURS,
        )
    )
