"""Places: what is here of which province, city, district and department, and what is not.

A gap says that this collection lacks a report, never that a department did not publish it. The
amounts of departments are not added up: their scopes overlap, and the collection is not complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.site import addresses
from generator.site.archive import DepartmentYear, Place
from generator.site.finding_pages import Entry, by_report, entries
from generator.site.rendering import RenderedPage, render
from generator.site.site import Site

NOTES = 40
"""Notes on the page of a place; all of them are one choice away on the findings page."""
DEPARTMENTS = 80
"""Departments in the matrix of a place. Where more lie below it, the matrix has the place's own only."""
TREE = 300
"""Places on the page of all places. Where there are more, it goes down to the cities only."""


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of a place, all that lies below it included, is here. `depth` is 0 at the top."""

    place: Place
    depth: int
    departments: int
    budgets: int
    finals: int
    years: str


def _holding(site: Site, place: Place, depth: int) -> Holding:
    pages = site.archive.pages_under(place.code)
    kinds = [part.report.reading.identity.kind for page in pages for part in page.parts]
    return Holding(
        place,
        depth,
        len({(page.code, page.slug) for page in pages}),
        kinds.count("budget"),
        kinds.count("final"),
        _span({page.year for page in pages if page.year}),
    )


def _span(years: Iterable[int]) -> str:
    """`2017—2019、2024`: years in a row are joined."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _tree(site: Site, code: str | None, deepest: int, depth: int = 0) -> list[Holding]:
    """The places below `code`, each followed by those within it, down to a depth."""
    found = []
    for place in site.archive.places_in(code):
        found.append(_holding(site, place, depth))
        if depth < deepest:
            found.extend(_tree(site, place.code, deepest, depth + 1))
    return found


def places(site: Site) -> RenderedPage:
    deepest = 2 if len(site.archive.places) <= TREE else 1
    html = render(
        site,
        "places.html",
        addresses.PLACES,
        tree=_tree(site, None, deepest),
        complete=deepest == 2,
        departments=len(site.archive.departments),
    )
    return RenderedPage(addresses.PLACES, "地区与部门", "按省、市、区县查找部门预算和决算。", html)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which budgets and final accounts are here, by department and year."""

    years: tuple[int, ...]
    rows: tuple[tuple[DepartmentYear, dict[int | None, DepartmentYear]], ...]
    """A department (its latest page), and its pages by year."""
    undated: bool
    """Whether a report states no year."""


def matrix(departments: Sequence[tuple[DepartmentYear, ...]]) -> Matrix:
    years = sorted({page.year for pages in departments for page in pages if page.year})
    return Matrix(
        tuple(range(years[0], years[-1] + 1)) if years else (),
        tuple((pages[0], {page.year: page for page in pages}) for pages in departments),
        any(page.year is None for pages in departments for page in pages),
    )


def _departments_below(site: Site, code: str) -> list[tuple[DepartmentYear, ...]]:
    """The departments of a place and of the places within it, its own first."""
    found = list(site.archive.departments_in(code))
    for inside in site.archive.places_in(code):
        found.extend(_departments_below(site, inside.code))
    return found


def place(site: Site, at: Place) -> RenderedPage:
    pages = site.archive.pages_under(at.code)
    below = _departments_below(site, at.code)
    own = site.archive.departments_in(at.code)
    listed = below if len(below) <= DEPARTMENTS else own
    every: list[Entry] = [e for e in entries(pages) if e.note.severity != "info"]
    html = render(
        site,
        "place.html",
        at.address,
        place=at,
        lineage=site.archive.lineage(at.code),
        inside=_tree(site, at.code, 1),
        holding=_holding(site, at, 0),
        matrix=matrix(listed),
        departments=len(below),
        listed=len(listed),
        groups=by_report(every[:NOTES]),
        shown=min(NOTES, len(every)),
        notes=len(every),
    )
    return RenderedPage(at.address, at.name, f"{at.name}已收录的部门预算和决算。", html)


def build(site: Site) -> list[RenderedPage]:
    return [places(site), *(place(site, at) for at in site.archive.places.values())]
