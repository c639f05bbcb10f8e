"""The interactive charts: one Vega-Lite template per kind, built by Altair, filled in the browser.

Building a chart with Altair costs milliseconds and would be repeated for every page; the browser
puts the rows of the page's own data table into these templates instead, and sets their width. They
are drawn like the still pictures (`chart_svg`), so that nothing jumps when they come alive: names,
amounts and colours are taken from the still picture itself, the numbers from the data table.
"""

from __future__ import annotations

import json
from typing import Any

import altair as alt

WIDTH = 320
"""Replaced in the browser by the width there is."""
ROW_HEIGHT, LEGEND_HEIGHT = 42, 24

_Drawn = alt.Chart | alt.LayerChart | alt.VConcatChart | alt.FacetChart
_ROWS = alt.NamedData(name="rows")
_TOOLTIP = [alt.Tooltip("full:N", title="项目"), alt.Tooltip("exact:N", title="金额")]
_TONE = alt.Color("tone:N", scale=None)
_WORKED_OUT: dict[str, Any] = {
    "fillOpacity": alt.condition("datum.derived", alt.value(0.15), alt.value(1)),
    "stroke": alt.condition("datum.derived", alt.Stroke("tone:N", scale=None), alt.value(None)),
    "strokeDash": alt.value([4, 3]),
}
"""Bars that the site worked out are outlined, as on the still picture."""


def templates() -> dict[str, dict[str, Any]]:
    """Kind of chart -> Vega-Lite specification.

    Rows are `{name, label, full, exact, amount, order, tone, derived}`: the words on the still
    picture, the whole name and amount for the tooltip, the amount as a number, the place in the
    list, the colour, and whether the site worked it out.
    """
    return {
        "bars": _finished(_horizontal()),
        "changes": _finished(_horizontal()),
        "parts": _finished(_stacked()),
        "columns": _finished(_columns()),
    }


def as_json() -> str:
    """The templates as the file the browser loads, in a fixed order."""
    return json.dumps(templates(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _finished(chart: _Drawn) -> dict[str, Any]:
    styled = (
        chart.properties(background="transparent", padding=0)
        .configure_view(stroke=None)
        .configure_axis(grid=False)
        .configure_concat(spacing=10)
    )
    specification: dict[str, Any] = styled.to_dict()
    specification.pop("$schema", None)
    return specification


def _line() -> alt.Chart:
    """One line per row."""
    return alt.Chart(_ROWS).encode(y=alt.Y("order:O", axis=None), tooltip=_TOOLTIP)


def _horizontal() -> _Drawn:
    """Name and amount above each bar."""
    bars = (
        _line()
        .mark_bar(height=12, yOffset=8, cornerRadius=2)
        .encode(x=alt.X("amount:Q", axis=None, scale=alt.Scale(nice=False)), color=_TONE, **_WORKED_OUT)
    )
    names = _line().mark_text(align="left", dy=-8).encode(x=alt.value(0), text="name:N")
    labels = _line().mark_text(align="right", dy=-8, fontWeight=600)
    # The browser sets the height by the number of rows.
    return alt.layer(bars, names, labels.encode(x=alt.value("width"), text="label:N")).properties(
        width=WIDTH, height=ROW_HEIGHT
    )


def _stacked() -> _Drawn:
    """One bar of the parts, and under it a line for each."""
    bar = (
        alt.Chart(_ROWS)
        .mark_bar(height=32)
        .encode(
            x=alt.X("amount:Q", stack="normalize", axis=None),
            color=_TONE,
            order=alt.Order("order:Q"),
            tooltip=_TOOLTIP,
        )
        .properties(width=WIDTH, height=32)
    )
    keys = _line().mark_square(size=140, opacity=1).encode(x=alt.value(6), color=_TONE)
    names = _line().mark_text(align="left").encode(x=alt.value(20), text="name:N")
    labels = _line().mark_text(align="right", fontWeight=600).encode(x=alt.value("width"), text="label:N")
    lines = alt.layer(keys, names, labels).properties(width=WIDTH, height=LEGEND_HEIGHT)
    return alt.vconcat(bar, lines)


def _columns() -> _Drawn:
    base = alt.Chart(_ROWS).encode(
        x=alt.X("name:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False)),
        y=alt.Y("amount:Q", axis=None),
        tooltip=_TOOLTIP,
    )
    bars = base.mark_bar(width={"band": 0.6}, cornerRadius=2).encode(color=_TONE, **_WORKED_OUT)
    labels = base.mark_text(dy=-9, fontWeight=600).encode(text="label:N")
    return alt.layer(bars, labels).properties(width=WIDTH, height=170)
