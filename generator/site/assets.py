"""Files of the interactive charts: Vega from vl-convert's own bundle, and the Altair templates."""

from __future__ import annotations

from functools import cache

from generator.site.rendering import RenderedFile

VEGA = "assets/vega.js"
TEMPLATES = "assets/chart-templates.json"


@cache
def interactive_files() -> tuple[RenderedFile, ...]:
    """The script and the templates, self-hosted; loaded only where a chart comes into view."""
    # Imported here: both take a second to load, and tests of single pages do without.
    import vl_convert

    from generator.site import chart_specs

    snippet = "window.vegaEmbed=vegaEmbed;"
    return (
        RenderedFile(VEGA, vl_convert.javascript_bundle(snippet).encode()),
        RenderedFile(TEMPLATES, chart_specs.as_json().encode()),
    )
