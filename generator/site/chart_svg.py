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

from generator.site.charts import Chart, ChartRow

WIDTH = 400
_ROW = 42
_LEGEND = 24
_COLUMNS_HEIGHT = 190
_TENTH = Decimal("0.1")
_CHARACTER = 14


@dataclass(frozen=True, slots=True)
class Shape:
    """One bar in drawing units, with its row."""

    row: ChartRow
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    index: int = 0

    @property
    def label(self) -> str:
        """The amount; without the exact one in brackets where both do not fit beside the name."""
        easier, bracket, _ = self.row.label.partition("（")
        return (
            easier if bracket and self._room(self.row.label) < _text_width(self.row.name) else self.row.label
        )

    @property
    def name(self) -> str:
        """The name, cut short where it would run into the amount on the same line."""
        room, name = self._room(self.label), self.row.name
        if _text_width(name) <= room:
            return name
        while name and _text_width(name) > room - _CHARACTER:
            name = name[:-1]
        return f"{name}…"

    @property
    def short_label(self) -> str:
        """The amount over a column: there is no room for more than one."""
        return self.row.label.partition("（")[0]

    @staticmethod
    def _room(label: str) -> int:
        return WIDTH - _text_width(label) - 3 * _CHARACTER


def _text_width(text: str) -> int:
    """About how wide a text is in drawing units: Chinese characters are square, others half that."""
    return sum(_CHARACTER if ord(character) > 0x2000 else 8 for character in text)


@dataclass(frozen=True, slots=True)
class Drawing:
    chart: Chart
    shapes: tuple[Shape, ...]
    height: int
    zero: Decimal = Decimal(0)


def _round(length: Decimal) -> Decimal:
    return length.quantize(_TENTH, ROUND_HALF_UP)


def units(length: Decimal | int) -> str:
    """A length as SVG wants it, to a tenth, without a needless zero: `400`, `27.7`."""
    return f"{_round(Decimal(length)):f}".removesuffix(".0")


def draw(chart: Chart) -> Drawing:
    """Lay out a chart. Bars of nothing keep a hairline, so that they are seen to be there."""
    match chart.kind:
        case "bars":
            return _bars(chart)
        case "parts":
            return _parts(chart)
        case "changes":
            return _changes(chart)
        case "columns":
            return _columns(chart)


def _bars(chart: Chart) -> Drawing:
    longest = max(abs(row.yuan) for row in chart.rows)
    shapes = tuple(
        Shape(row, Decimal(0), Decimal(i * _ROW + 20), _length(row, longest, WIDTH), Decimal(12), i)
        for i, row in enumerate(chart.rows)
    )
    return Drawing(chart, shapes, len(chart.rows) * _ROW)


def _length(row: ChartRow, longest: Decimal, width: int) -> Decimal:
    return max(_round(abs(row.yuan) / longest * width), Decimal(1)) if longest else Decimal(1)


def _parts(chart: Chart) -> Drawing:
    whole = sum((abs(row.yuan) for row in chart.rows), Decimal(0))
    at, shapes = Decimal(0), []
    for index, row in enumerate(chart.rows):
        width = abs(row.yuan) / whole * WIDTH
        shapes.append(Shape(row, _round(at), Decimal(4), _round(width), Decimal(32), index))
        at += width
    return Drawing(chart, tuple(shapes), 46 + _LEGEND * len(chart.rows))


def _changes(chart: Chart) -> Drawing:
    longest = max(abs(row.yuan) for row in chart.rows)
    down = any(row.yuan < 0 for row in chart.rows)
    up = any(row.yuan > 0 for row in chart.rows)
    zero = Decimal(WIDTH // 2 if up and down else WIDTH if down else 0)
    reach = WIDTH // 2 if up and down else WIDTH
    shapes = []
    for index, row in enumerate(chart.rows):
        width = _length(row, longest, reach)
        x = zero - width if row.yuan < 0 else zero
        shapes.append(Shape(row, x, Decimal(index * _ROW + 20), width, Decimal(12), index))
    return Drawing(chart, tuple(shapes), len(chart.rows) * _ROW, zero)


def _columns(chart: Chart) -> Drawing:
    tallest = max(abs(row.yuan) for row in chart.rows)
    slot = Decimal(WIDTH) / len(chart.rows)
    width = min(slot * Decimal("0.6"), Decimal(90))
    base = _COLUMNS_HEIGHT - 26
    shapes = []
    for index, row in enumerate(chart.rows):
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
            source=source,
            standalone=standalone,
            width=WIDTH,
            units=units,
        )
    )
