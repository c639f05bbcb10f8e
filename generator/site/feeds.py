"""The Atom feed and robots.txt: new and changed reports, replies of departments, corrections.

An entry is an event: a report in one data version (so that a changed report is a new entry), a reply
that changes the status of a note, a correction of what was read. Dates are the registered ones; a report
without any carries the feed's zero date rather than the day of the build, and stands last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.site import addresses, notes
from generator.site.archive import DepartmentYear, Part
from generator.site.rendering import RenderedFile, environment
from generator.site.site import Site
from generator.store.versions import figures_hash

_ZERO = "1970-01-01"
_MOST = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `id` is permanent, `date` is YYYY-MM-DD."""

    id: str
    url: str
    title: str
    date: str
    summary: str


def _reports(site: Site) -> Iterator[Event]:
    for page in site.archive.pages:
        for part in page.parts:
            provenance = part.report.provenance
            found = len(notes.notes(part.report.findings))
            yield Event(
                f"{site.url}{page.address}#{part.prefix}v-{figures_hash(part.report)}",
                f"{site.url}{page.address}",
                f"{page.full_department} {page.year_text}{part.kind_name}",
                provenance.retrieved or provenance.published or _ZERO,
                f"{len(part.report.reading.facts)} 个数字，{found} 条提示",
            )


def _answers(site: Site) -> Iterator[Event]:
    where = {part.report.id: (page, part) for page in site.archive.pages for part in page.parts}
    for reply in site.replies:
        if reply.report in where:
            page, part = where[reply.report]
            url = _at(site, page, part, reply.finding)
            status = notes.STATUS_NAMES[reply.status]
            title = f"提示有变动：{page.title} {reply.finding} {status}"
            yield Event(f"{url}-{reply.date}", url, title, reply.date, f"{reply.department}：{reply.text}")
    for correction in site.corrections:
        if correction.report in where:
            page, part = where[correction.report]
            url = _at(site, page, part, correction.fact) if correction.fact else f"{site.url}{page.address}"
            title = f"更正：{page.title}{f' {correction.fact}' if correction.fact else ''}"
            yield Event(f"{url}-corrected-{correction.date}", url, title, correction.date, correction.reason)


def _at(site: Site, page: DepartmentYear, part: Part, anchor: str) -> str:
    return f"{site.url}{page.address}#{part.prefix}{anchor}"


def atom(site: Site) -> RenderedFile:
    """`feed.xml`: the latest events first."""
    events = {event.id: event for event in (*_reports(site), *_answers(site))}
    latest = sorted(events.values(), key=lambda event: (event.date, event.id), reverse=True)[:_MOST]
    text = (
        environment()
        .get_template("feed.xml")
        .render(
            events=latest,
            updated=latest[0].date if latest else _ZERO,
            site=site,
            feed=f"{site.url}{addresses.FEED}",
        )
    )
    return RenderedFile(addresses.FEED, text.encode())


def robots(site: Site) -> RenderedFile:
    """Everything may be read. Crawlers look for this file at the root of a host only."""
    return RenderedFile("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n".encode())
