"""All pages and files of the site that are made from data, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.site import (
    comparison,
    data_pages,
    department_year,
    departments,
    english,
    feeds,
    finding_pages,
    glossary_pages,
    overview,
    places,
    plain_pages,
    promises,
    rule_pages,
    search,
)
from generator.site.archive import DepartmentYear, earlier_version
from generator.site.plain_pages import MadePlain
from generator.site.rendering import Rendered, RenderedFile, RenderedPage
from generator.site.shelf import Shelf, key
from generator.site.site import Site

Made = tuple[list[RenderedPage], list[RenderedFile]]


def build_all(site: Site, shelf: Shelf | None = None, made_plain: list[MadePlain] | None = None) -> Rendered:
    """Every generated page and file, in a fixed order. With a shelf, only what changed is rendered.

    An error on the pages of one department or department-year is raised; given a list, it is noted there,
    and a plain page stands in.
    """
    rendered = Rendered()
    rendered.pages.extend((overview.home(site), *places.build(site)))

    def add(made: Made) -> None:
        rendered.pages.extend(made[0])
        rendered.files.extend(made[1])

    for pages in site.archive.departments.values():
        make = partial(departments.build, site, pages, shelf)
        add(_or_plain(make, partial(plain_pages.department, site, pages), made_plain))
    for page in site.archive.pages:
        make = partial(_department_year, site, page, shelf)
        add(_or_plain(make, partial(plain_pages.department_year, site, page), made_plain))
        for part in page.parts:
            for version, report in site.versions.get(part.report.id, {}).items():
                earlier = earlier_version(report, version)
                make = partial(department_year.build, site, earlier)
                add(_or_plain(make, partial(plain_pages.department_year, site, earlier), made_plain))
    rendered.pages.extend(glossary_pages.build(site))
    found, notes = finding_pages.build(site)
    rendered.pages.extend((*found, *rule_pages.build(site)))
    rendered.files.extend(notes)
    download_page, downloads = _data(site, shelf)
    rendered.pages.extend((comparison.compare(site), download_page, data_pages.corrections(site)))
    rendered.files.extend(
        (
            *downloads,
            glossary_pages.tooltips(site),
            search.index(site),
            feeds.atom(site),
            feeds.robots(site),
            english.labels(site),
        )
    )
    rendered.pages.extend(promises.moved(site, rendered.pages))
    rendered.files.append(promises.listing(rendered.pages, rendered.files))
    if shelf:
        shelf.prune()
    return rendered


def _or_plain(
    make: Callable[[], Made], plain: Callable[[], list[RenderedPage]], made_plain: list[MadePlain] | None
) -> Made:
    try:
        return make()
    except Exception as error:  # one report on which a page fails must not keep the others
        if made_plain is None:
            raise
        pages = plain()
        made_plain.append(MadePlain(pages[0].address, error))
        return pages, []


def _data(site: Site, shelf: Shelf | None) -> tuple[RenderedPage, list[RenderedFile]]:
    """The downloads lie in files until they are published; without a shelf they are held in memory."""
    if shelf:
        return data_pages.data(site, shelf.workplace("data"))
    with TemporaryDirectory() as folder:
        page, files = data_pages.data(site, Path(folder))
        return page, [replace(file, body=file.content) for file in files]


def _department_year(
    site: Site, page: DepartmentYear, shelf: Shelf | None
) -> tuple[list[RenderedPage], list[RenderedFile]]:
    made_from = department_year.ingredients(site, page) if shelf else None
    if shelf is None or made_from is None:
        return department_year.build(site, page)
    name = key(*made_from)
    return shelf.get(name) or shelf.put(name, *department_year.build(site, page))
