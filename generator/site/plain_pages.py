"""Pages as plain as can be, for a report whose own page cannot be made: an error in the program.

One report on which a picture or a sentence fails must not keep the others from being published, and its
addresses stay good: the figures, notes and paragraphs stand here one after the other, nothing worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.site import addresses
from generator.site.archive import DepartmentYear
from generator.site.rendering import RenderedPage, render
from generator.site.site import Site

_MADE_PLAIN = "这一页暂时只有报告里的数字、提示和原文，没有图和解读：生成时程序出了错，待修复。"


@dataclass(frozen=True, slots=True)
class MadePlain:
    """A page that had to be made plain, and the error that was the reason."""

    address: str
    error: Exception


def department_year(site: Site, page: DepartmentYear) -> list[RenderedPage]:
    """The page of a department-year, with every place on it that its own page and those behind promise."""
    anchors = [
        f"{part.prefix}{anchor}"
        for part in page.parts
        for anchor in (
            *dict.fromkeys(fact.id for fact in part.report.reading.facts),
            *(finding.id for finding in part.report.findings),
            *(f"p-{paragraph.index}" for paragraph in part.report.source.paragraphs),
            *(f"t-{table.index}" for table in part.report.source.tables),
        )
    ]
    html = render(site, "plain.html", page.address, page=page, note=_MADE_PLAIN)
    title = f"{page.full_department} {page.year_text}"
    own = RenderedPage(page.address, title, _MADE_PLAIN, html, anchors=tuple(anchors))
    behind = (f"{page.address}{name}/" for name in ("checks", "figures", "tables", "source"))
    return [own, *(_leading_to(site, at, title, page.address) for at in behind)]


def department(site: Site, pages: Sequence[DepartmentYear]) -> list[RenderedPage]:
    """The page of a department: its years as a list."""
    latest = pages[0]
    address = addresses.department(latest.code, latest.slug)
    html = render(site, "plain_department.html", address, pages=pages, latest=latest, note=_MADE_PLAIN)
    return [RenderedPage(address, latest.full_department, _MADE_PLAIN, html)]


def _leading_to(site: Site, address: str, title: str, target: str) -> RenderedPage:
    html = render(site, "plain_behind.html", address, title=title, target=target, note=_MADE_PLAIN)
    return RenderedPage(address, title, _MADE_PLAIN, html)
