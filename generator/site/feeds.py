"""The Atom feed: new reports, and reports whose figures changed.

An entry is a report in one data version, so that a changed report is a new entry. Dates are the
registered ones; a report without any carries the feed's zero date rather than the day of the build.
"""

from __future__ import annotations

from generator.site import addresses, notes
from generator.site.rendering import RenderedFile, environment
from generator.site.site import Site
from generator.store.versions import figures_hash

_ZERO = "1970-01-01"
_MOST = 100


def atom(site: Site) -> RenderedFile:
    """`feed.xml`: the latest reports first."""
    entries = []
    for page in site.archive.pages:
        for part in page.parts:
            provenance = part.report.provenance
            version = figures_hash(part.report)
            entries.append(
                {
                    "id": f"{site.url}{page.address}#{part.prefix}v-{version}",
                    "url": f"{site.url}{page.address}",
                    "title": f"{page.full_department} {page.year_text}{part.kind_name}",
                    "updated": f"{provenance.retrieved or provenance.published or _ZERO}T00:00:00Z",
                    "figures": len(part.report.reading.facts),
                    "notes": len(notes.notes(part.report.findings)),
                }
            )
    entries.sort(key=lambda entry: (str(entry["updated"]), str(entry["id"])), reverse=True)
    updated = entries[0]["updated"] if entries else f"{_ZERO}T00:00:00Z"
    text = (
        environment()
        .get_template("feed.xml")
        .render(entries=entries[:_MOST], updated=updated, site=site, feed=f"{site.url}{addresses.FEED}")
    )
    return RenderedFile(addresses.FEED, text.encode())
