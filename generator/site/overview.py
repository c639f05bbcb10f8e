"""Home, places and departments: the ways to a report."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site import addresses, notes
from generator.site.amounts import graspable
from generator.site.archive import DepartmentYear, Place
from generator.site.chart_svg import svg
from generator.site.charts import Chart
from generator.site.figures import Figure, Figures
from generator.site.rendering import RenderedPage, environment, render
from generator.site.site import Site
from generator.site.years_chart import years_chart

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
    html = render(
        site, "home.html", addresses.HOME, counts=counts, latest=_latest(site), example=_example(site)
    )
    return RenderedPage(
        addresses.HOME, "首页", "让政府部门预算和决算看得懂、核得清、引得准。", html, wide=True
    )


def _example(site: Site) -> tuple[DepartmentYear, notes.Note] | None:
    """A plain note to show what one looks like: an error with the fewest figures."""
    found = [
        (page, note)
        for page in site.archive.pages
        for note in notes.notes(page.main.findings)
        if note.severity == "error" and note.lead.quotes
    ]
    return min(found, key=lambda entry: len(entry[1].lead.message), default=None)


def places(site: Site) -> RenderedPage:
    html = render(site, "places.html", addresses.PLACES)
    return RenderedPage(addresses.PLACES, "地区与部门", "按省、市、区县查找部门预算和决算。", html)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which budgets and final accounts of a place are in the collection, by department and year."""

    years: tuple[int, ...]
    rows: tuple[tuple[str, str, dict[int, DepartmentYear]], ...]
    """(department, address, year -> page)"""


def coverage(site: Site, code: str) -> Coverage:
    departments = site.archive.departments_in(code)
    years = sorted({page.year for pages in departments for page in pages if page.year})
    return Coverage(
        tuple(range(years[0], years[-1] + 1)) if years else (),
        tuple(
            (
                pages[0].department_name,
                addresses.department(pages[0].code, pages[0].slug),
                {page.year: page for page in pages if page.year},
            )
            for pages in departments
        ),
    )


def place(site: Site, at: Place) -> RenderedPage:
    pages = site.archive.pages_under(at.code)
    html = render(
        site,
        "place.html",
        at.address,
        place=at,
        lineage=site.archive.lineage(at.code),
        inside=site.archive.places_in(at.code),
        departments=[
            (pages[0], [line(page) for page in pages]) for pages in site.archive.departments_in(at.code)
        ],
        count=len(pages),
        coverage=coverage(site, at.code),
    )
    return RenderedPage(at.address, at.name, f"{at.name}已收录的部门预算和决算。", html)


def department(site: Site, pages: tuple[DepartmentYear, ...]) -> RenderedPage:
    latest = pages[0]
    address = addresses.department(latest.code, latest.slug)
    figures = Figures(latest.main)
    chart: Chart | None = years_chart(figures, latest, pages) if len(pages) > 1 else None
    html = render(
        site,
        "department.html",
        address,
        latest=latest,
        lineage=site.archive.lineage(latest.code),
        lines=[line(page) for page in pages],
        chart=chart,
        picture=svg(environment(), chart, uid="c-years", source="") if chart else "",
    )
    title = f"{latest.full_department}：历年预算与决算"
    return RenderedPage(address, title, f"{latest.full_department}历年公开的预算和决算。", html)


def build(site: Site) -> list[RenderedPage]:
    return [
        home(site),
        places(site),
        *(place(site, at) for at in site.archive.places.values()),
        *(department(site, pages) for pages in site.archive.departments.values()),
    ]
