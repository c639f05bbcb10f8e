"""The page of a department-year: the product. Budget and final account of one year share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.site import addresses, citations
from generator.site.archive import DepartmentYear
from generator.site.budget_and_final import budget_and_final
from generator.site.department_year_files import files
from generator.site.page_head import head
from generator.site.rendering import Heading, RenderedFile, RenderedPage, render
from generator.site.report_view import ReportView
from generator.site.sentences import plain_text
from generator.site.shelf import digest
from generator.site.site import Site


def build(site: Site, page: DepartmentYear) -> tuple[list[RenderedPage], list[RenderedFile]]:
    """The page, the pages behind it, and the files that belong to them."""
    views = [ReportView(site, page, part) for part in page.parts]
    reference = citations.page_reference(page, site.url, "-".join(view.version for view in views))
    compared = budget_and_final(views)
    html = render(
        site,
        "department_year.html",
        page.address,
        page=page,
        views=views,
        compared=compared,
        lineage=() if page.code == "000000" else site.archive.lineage(page.code),
        years=() if page.version else site.archive.departments[page.code, page.slug],
        siblings=_siblings(site, page),
        citation=reference,
        citations=citations,
    )
    rendered = RenderedPage(
        address=page.address,
        title=page.title,
        description=_description(views[0]),
        body=html,
        headings=tuple(_headings(page, views, bool(compared))),
        head=head(site, page, views, reference),
        anchors=tuple(anchor for view in views for anchor in view.anchors),
        wide=True,
    )
    pages = [rendered, *_pages_behind(site, page, views, reference)]
    return pages, files(site, page, views, reference)


@dataclass(frozen=True, slots=True)
class _Behind:
    """A kind of page behind that of a department-year: what is too long for the page itself."""

    name: str
    address: Callable[[str], str]
    template: str
    description: str
    anchors: Callable[[ReportView], tuple[str, ...]] = lambda _: ()
    sections: Mapping[str, str] = field(default_factory=dict)
    wide: bool = True


_FIGURES = {"figures": "全部数字", "terms": "名词解释"}
"""The sections of a report that go to a page behind where two long reports share a page."""
_PAGES_BEHIND = (
    _Behind(
        "核对明细",
        addresses.checks,
        "department_year_checks.html",
        "公开报告逐条核对的算式和结果。",
        wide=False,
    ),
    _Behind(
        "全部数字",
        addresses.figures,
        "department_year_figures.html",
        "公开报告里读出的全部数字和名词解释。",
        lambda view: view.figure_anchors,
        _FIGURES,
    ),
    _Behind(
        "附表",
        addresses.tables,
        "department_year_tables.html",
        "公开报告的附表，可以排序和下载。",
        lambda view: view.table_anchors,
    ),
    _Behind(
        "原文",
        addresses.source,
        "department_year_source.html",
        "公开报告的原文，读出的数字逐个标出。",
        lambda view: view.source_anchors,
    ),
)


def _pages_behind(
    site: Site, page: DepartmentYear, views: Sequence[ReportView], reference: citations.Reference
) -> Iterator[RenderedPage]:
    there = {addresses.checks(page.address), *page.behind}
    for kind in _PAGES_BEHIND:
        address = kind.address(page.address)
        if address not in there:
            continue
        cited = replace(reference, title=f"{reference.title}：{kind.name}", url=f"{site.url}{address}")
        yield RenderedPage(
            address=address,
            title=f"{page.title}：{kind.name}",
            description=f"{page.title}{kind.description}",
            body=render(
                site, kind.template, address, page=page, views=views, citation=cited, citations=citations
            ),
            headings=tuple(_sections(views, kind.sections)),
            anchors=tuple(anchor for view in views for anchor in kind.anchors(view)),
            wide=kind.wide,
        )


def ingredients(site: Site, page: DepartmentYear) -> tuple[object, ...] | None:
    """What the page is made from, for the shelf; None where it does not come from files."""
    shown = [part.report.id for part in page.parts]
    history = [
        part.report.id for year in site.archive.departments[page.code, page.slug] for part in year.parts
    ]
    if page.version or not site.parsed.keys() >= {*shown, *history}:
        return None
    digests = [digest(site.parsed[report]) for report in (*shown, *history)]
    return (
        site.url,
        shown,
        digests,
        [(other.address, other.department_name, other.year) for other in _siblings(site, page)],
        [(place.name, place.address) for place in site.archive.lineage(page.code)],
        [reply for reply in site.replies if reply.report in shown],
        [(report, tuple(site.versions.get(report, {}))) for report in shown],
        site.glossary.ours,
        [(rule.id, rule.title) for rule in site.rules.values()],
    )


def _siblings(site: Site, page: DepartmentYear) -> list[DepartmentYear]:
    """The latest page of every other department of the place."""
    return [pages[0] for pages in site.archive.departments_in(page.code) if pages[0].slug != page.slug]


_OWN = {"summary": "一分钟看懂", "charts": "看图", "notes": "疑点提示", "checks": "核对了什么"}
"""The sections of a report on the page itself."""


def _headings(page: DepartmentYear, views: Sequence[ReportView], compared: bool) -> Iterator[Heading]:
    if compared:
        yield Heading("sec-compare", "预算与决算对照")
    yield from _sections(views, _OWN if page.figures_apart else {**_OWN, **_FIGURES, "source": "原文"})
    if page.figures_apart:
        yield Heading("sec-behind", "数字和原文")
    yield Heading("sec-downloads", "下载与引用")


def _sections(views: Sequence[ReportView], sections: Mapping[str, str]) -> Iterator[Heading]:
    for view in views:
        said = f"{view.part.kind_name}：" if len(views) > 1 else ""
        for key, title in sections.items():
            if (key == "charts" and not view.shows_figures) or (key == "terms" and not view.glossary):
                continue
            yield Heading(f"{view.prefix}sec-{key}", f"{said}{title}")


def _description(view: ReportView) -> str:
    return "".join(plain_text(sentence) for sentence in view.sentences[:2])
