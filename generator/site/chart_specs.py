"""The interactive charts: one Vega-Lite template per kind, built by Altair, filled in the browser.

Building a chart with Altair costs milliseconds and would be repeated for every page; the browser
puts the rows of the page's own data table into these templates instead.
"""

from __future__ import annotations

import json
from typing import Any

import altair as alt

TONES = {"income": "#0b6fa4", "expenditure": "#b3541e"}
NEGATIVE = "#6b7f99"
PARTS = ["#b3541e", "#e0a458", "#6b7f99", "#8c6bb1", "#9aa5ae", "#9aa5ae"]

ROW_HEIGHT = 34
_Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
_ROWS = alt.NamedData(name="rows")
_TOOLTIP = [alt.Tooltip("name:N", title="项目"), alt.Tooltip("label:N", title="金额")]
_NAME_ORDER: None = None
"""Bars keep the order of the rows."""


def templates() -> dict[str, dict[str, Any]]:
    """Kind of chart -> Vega-Lite specification. Rows: `{name, amount, label, order, tone}`."""
    return {
        # The browser sets the height of these two by the number of their rows.
        "bars": _finished(_horizontal(), height=ROW_HEIGHT),
        "changes": _finished(_horizontal(), height=ROW_HEIGHT),
        "parts": _finished(_stacked(), height=60),
        "columns": _finished(_columns(), height=190),
    }


def as_json() -> str:
    """The templates as the file the browser loads, in a fixed order."""
    return json.dumps(templates(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _finished(chart: _Drawn, height: int) -> dict[str, Any]:
    styled = (
        chart.properties(
            width="container",
            height=height,
            background="transparent",
            padding=4,
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure_view(stroke=None)
        .configure_axis(grid=False, labelLimit=180)
    )
    specification: dict[str, Any] = styled.to_dict()
    specification.pop("$schema", None)
    return specification


def _horizontal() -> _Drawn:
    base = alt.Chart(_ROWS).encode(
        y=alt.Y("name:N", sort=_NAME_ORDER, title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("amount:Q", title=None, axis=None),
        tooltip=_TOOLTIP,
    )
    bars = base.mark_bar(height=14, cornerRadiusEnd=2).encode(color=alt.Color("tone:N", scale=None))
    # The label stands right of the bar, or of the zero line where the bar points left.
    labels = (
        base.transform_calculate(at="max(datum.amount, 0)")
        .encode(x="at:Q", text="label:N")
        .mark_text(align="left", dx=5)
    )
    return alt.layer(bars, labels)


def _stacked() -> _Drawn:
    stacked: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_bar(height=34)
        .encode(
            x=alt.X("amount:Q", stack="normalize", title=None, axis=alt.Axis(format="%")),
            color=alt.Color("name:N", sort=_NAME_ORDER, scale=alt.Scale(range=PARTS), legend=None),
            order=alt.Order("order:Q"),
            tooltip=_TOOLTIP,
        )
    )
    return stacked


def _columns() -> _Drawn:
    base = alt.Chart(_ROWS).encode(
        x=alt.X("name:N", sort=_NAME_ORDER, title=None, axis=alt.Axis(labelAngle=0, ticks=False)),
        y=alt.Y("amount:Q", title=None, axis=None),
        tooltip=_TOOLTIP,
    )
    bars = base.mark_bar(width=54, cornerRadiusEnd=2).encode(color=alt.Color("tone:N", scale=None))
    return alt.layer(bars, base.mark_text(dy=-8).encode(text="label:N"))
