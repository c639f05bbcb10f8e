"""A department over the years: its key figures side by side, and its reports against each other."""

from __future__ import annotations

from collections.abc import Sequence

from generator.site import addresses, chain, comparison, key_figures
from generator.site.archive import DepartmentYear
from generator.site.chart_svg import svg
from generator.site.key_figures import Column, Growth
from generator.site.rendering import RenderedFile, RenderedPage, environment, render
from generator.site.shelf import Shelf, digest, key
from generator.site.site import Site
from generator.site.years_chart import history_charts


def growths(columns: Sequence[Column]) -> dict[tuple[str, int], Growth]:
    """(row key, column number) -> the change against the report of the same kind the year before."""
    found = {}
    for number, column in enumerate(columns):
        year = column.page.year
        before = next(
            (o for o in columns if year and o.page.year == year - 1 and o.kind == column.kind), None
        )
        for row, value in column.values.items():
            there = before.values.get(row) if before else None
            grown = key_figures.growth(value, there, before.heading) if before and there else None
            if grown:
                found[row, number] = grown
    return found


def _missing_years(pages: Sequence[DepartmentYear]) -> list[int]:
    years = {page.year for page in pages if page.year}
    return [year for year in range(min(years), max(years)) if year not in years] if years else []


def department(site: Site, pages: tuple[DepartmentYear, ...]) -> RenderedPage:
    latest = pages[0]
    address = addresses.department(latest.code, latest.slug)
    columns = key_figures.columns(reversed(pages))
    html = render(
        site,
        "department.html",
        address,
        latest=latest,
        pages=pages,
        lineage=site.archive.lineage(latest.code),
        missing=_missing_years(pages),
        columns=columns,
        rows=key_figures.rows_of(columns),
        growths=growths(columns),
        per_head=any(key in c.values for key, *_ in key_figures.PER_HEAD for c in columns),
        joints=chain.joints(pages),
        pictures=[
            (chart, svg(environment(), chart, uid=f"c-{chart.key}", source=""))
            for chart in history_charts(columns)
        ],
    )
    title = f"{latest.full_department}：历年预算与决算"
    return RenderedPage(address, title, f"{latest.full_department}历年公开的预算和决算。", html)


def _ingredients(site: Site, pages: Sequence[DepartmentYear]) -> tuple[object, ...] | None:
    """What a department's page and file are made from, for the shelf; None where not from files."""
    reports = [part.report.id for page in pages for part in page.parts]
    if not site.parsed.keys() >= set(reports):
        return None
    return (
        "department",
        [(report, digest(site.parsed[report])) for report in reports],
        [(place.name, place.code) for place in site.archive.lineage(pages[0].code)],
    )


def build(
    site: Site, pages: tuple[DepartmentYear, ...], shelf: Shelf | None = None
) -> tuple[list[RenderedPage], list[RenderedFile]]:
    """A department's page, and its key figures for the comparison."""
    made_from = _ingredients(site, pages) if shelf else None
    name = key(*made_from) if made_from else ""
    shelved = shelf.get(name) if shelf and name else None
    if shelved is None:
        shelved = [department(site, pages)], [comparison.key_figures_file(site, pages)]
        if shelf and name:
            shelved = shelf.put(name, *shelved)
    return shelved
