"""The home page, and department-years as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from generator.site import addresses, notes
from generator.site.amounts import graspable
from generator.site.archive import DepartmentYear
from generator.site.chart_svg import svg
from generator.site.charts import Chart, charts
from generator.site.figures import Figure, Figures
from generator.site.rendering import RenderedPage, environment, render
from generator.site.site import Site

_LATEST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One department-year in a list: its total and what the checks say."""

    page: DepartmentYear
    total: Figure | None
    amount: str
    doubts: int
    """Open notes that are more than information."""
    hints: int
    """All notes."""


def line(page: DepartmentYear) -> Line:
    total = Figures(page.main).first("expenditure.total", "expenditure.current_total")
    yuan = total.fact.yuan if total else None
    return Line(
        page,
        total,
        graspable(yuan) if yuan is not None else "未写明",
        sum(notes.open_count(part.report) for part in page.parts),
        sum(len(notes.notes(part.report.findings)) for part in page.parts),
    )


def _latest(site: Site) -> list[Line]:
    """The newest reports: by year, then in the fixed order of the archive."""
    ordered = sorted(site.archive.pages, key=lambda page: -(page.year or 0))
    return [line(page) for page in ordered[:_LATEST]]


def home(site: Site) -> RenderedPage:
    counts = {
        "reports": len(site.archive.reports),
        "departments": len(site.archive.departments),
        "figures": sum(len(report.reading.facts) for report in site.archive.reports),
        "checks": sum(notes.tally(report).ran for report in site.archive.reports),
        "notes": sum(len(notes.notes(report.findings)) for report in site.archive.reports),
    }
    latest = _latest(site)
    html = render(
        site,
        "home.html",
        addresses.HOME,
        counts=counts,
        latest=latest,
        picture=_picture([line.page for line in latest]),
        example=_example(site),
    )
    return RenderedPage(
        addresses.HOME, "首页", "让政府部门预算和决算看得懂、核得清、引得准。", html, wide=True
    )


def _picture(pages: Iterable[DepartmentYear]) -> tuple[DepartmentYear, Chart, Markup] | None:
    """What the newest report that lists its functions of expenditure spends its money on, drawn."""
    for page in pages:
        for chart in charts(Figures(page.main)):
            if chart.key == "functions" and len(chart.rows) > 2:
                return page, chart, svg(environment(), chart, uid="c-home", source="")
    return None


def _example(site: Site) -> tuple[DepartmentYear, notes.Note] | None:
    """A plain note to show what one looks like: an error with the fewest figures."""
    found = [
        (page, note)
        for page in site.archive.pages
        for note in notes.notes(page.main.findings)
        if note.severity == "error" and note.lead.quotes
    ]
    return min(found, key=lambda entry: len(entry[1].lead.message), default=None)
