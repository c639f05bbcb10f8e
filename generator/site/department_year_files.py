"""The files of a department-year: citations, the reports as data, their charts and tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from generator.site import addresses, citations, downloads
from generator.site.archive import DepartmentYear
from generator.site.rendering import RenderedFile
from generator.site.report_view import ReportView
from generator.site.site import Site


def files(
    site: Site, page: DepartmentYear, views: Sequence[ReportView], reference: citations.Reference
) -> list[RenderedFile]:
    """Every download of a page, at the address that its links give."""
    made = [
        RenderedFile(f"{page.address}cite.bib", citations.bibtex(reference).encode()),
        RenderedFile(f"{page.address}cite.ris", citations.ris(reference).encode()),
        RenderedFile(f"{page.address}cite.json", citations.csl_json(reference).encode()),
    ]
    for view in views:
        made.append(RenderedFile(view.file(".json"), downloads.json_bytes(view.report, site.url, view.where)))
        made.append(RenderedFile(view.file(".yaml"), _yaml(site, page, view)))
        rows = downloads.figures_rows(view.report, site.url, view.where)
        made.append(RenderedFile(view.file(".csv"), downloads.figures_csv(rows)))
        for chart in view.charts:
            picture = view.picture(chart, standalone=True)
            made.append(RenderedFile(view.file(f"-{chart.key}.svg"), picture.encode()))
            made.append(RenderedFile(view.file(f"-{chart.key}.csv"), downloads.chart_csv(chart)))
        tables = addresses.tables(page.address)
        for table in view.tables.shown:
            made.append(RenderedFile(f"{tables}{view.kind}-{table.index}.csv", table.csv))
    if page.has_tables:
        names = {name: said for view in views for name, said in view.tables.names.items()}
        content = json.dumps(names, ensure_ascii=False, separators=(",", ":"))
        made.append(RenderedFile(f"{addresses.tables(page.address)}names.json", content.encode()))
    return made


def _yaml(site: Site, page: DepartmentYear, view: ReportView) -> bytes | Path:
    """The parsed file itself, where there is one: it is what `dump` would write."""
    parsed = None if page.version else site.parsed.get(view.report.id)
    return parsed or downloads.yaml_bytes(view.report)
