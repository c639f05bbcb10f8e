"""The page of a department-year: the product. Budget and final account of one year share it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from generator.model import Fact, Finding, Quote, Span
from generator.site import addresses, citations, downloads, source_text, summary
from generator.site.amounts import graspable, printed
from generator.site.archive import DepartmentYear, Part
from generator.site.breakdowns import Tree, trees
from generator.site.chart_svg import svg
from generator.site.charts import Chart, charts
from generator.site.figures import Figure, Figures
from generator.site.notes import Note, Tally, by_outcome, tally, telling_quotes
from generator.site.notes import notes as notes_of
from generator.site.rendering import Heading, RenderedFile, RenderedPage, environment, render
from generator.site.shelf import digest
from generator.site.site import Site
from generator.store.versions import figures_hash

_KEY_CONCEPTS: tuple[tuple[str, ...], ...] = (
    ("expenditure.total", "expenditure.current_total"),
    ("income.total", "income.current_total"),
    ("expenditure.basic",),
    ("expenditure.project",),
    ("three_public.total",),
    ("operating_funds",),
    ("procurement.total",),
)
_COMPARED = (
    "income.total", "expenditure.total", "expenditure.basic", "expenditure.project",
    "three_public.total", "operating_funds", "procurement.total",
)  # fmt: skip


_PROVED = 5
"""Notes with their formula and quotes on the page itself; those of the others are on the page of checks."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A headline figure with what the report says of its change."""

    figure: Figure
    name: str
    change: Figure | None
    rate: Figure | None


@dataclass(frozen=True, slots=True)
class PerHead:
    """An amount per member of staff, worked out by the site."""

    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One quantity in the budget and in the final account of the same year."""

    name: str
    budget: Figure | None
    final: Figure | None
    difference: str | None


class ReportView:
    """One report on its page: what the template needs of it."""

    def __init__(self, site: Site, page: DepartmentYear, part: Part) -> None:
        self.site, self.page, self.part = site, page, part
        self.report, self.prefix = part.report, part.prefix
        self.figures = Figures(part.report)
        self.source = source_text.SourceView(part.report)
        self._places = source_text.places(part.report)

    @property
    def kind(self) -> str:
        return self.report.reading.identity.kind or "report"

    @cached_property
    def sentences(self) -> tuple[summary.Sentence, ...]:
        return summary.summary(self.report)

    @cached_property
    def key_figures(self) -> tuple[KeyFigure, ...]:
        found = (self.figures.first(*concepts) for concepts in _KEY_CONCEPTS)
        return tuple(
            KeyFigure(
                figure,
                self.figures.name(figure),
                self.figures.beside(figure, "change"),
                self.figures.beside(figure, "growth_rate"),
            )
            for figure in found
            if figure
        )

    @cached_property
    def per_head(self) -> PerHead | None:
        """人员经费 for each member of staff in service, where the report prints both."""
        staff = self.figures.get("staff.actual.in_service") or self.figures.get("staff.actual.total")
        cost = self.figures.first("expenditure.basic.personnel")
        if not staff or not cost or staff.fact.value <= 0 or cost.fact.yuan is None:
            return None
        each = graspable(cost.fact.yuan / staff.fact.value)
        how = f"人员经费 {printed(cost.fact)} ÷ {self.figures.name(staff)} {printed(staff.fact)}，本站计算"
        return PerHead(each, how)

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        history = (
            (self.page,)
            if self.page.version
            else self.site.archive.departments[self.page.code, self.page.slug]
        )
        return charts(self.figures, self.page, history)

    @cached_property
    def trees(self) -> tuple[Tree, ...]:
        return trees(self.figures)

    def picture(self, chart: Chart, *, standalone: bool = False) -> Markup:
        source = f"来源：{self.page.title}；制图：明账 {self.site.url}{self.page.address}"
        uid = f"{self.prefix}c-{chart.key}"
        return svg(environment(), chart, uid=uid, source=source, standalone=standalone)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        return notes_of(self.report.findings)

    @cached_property
    def said_first(self) -> dict[str, str]:
        """Suggestion -> the finding that shows it: one that covers several notes is shown once."""
        first: dict[str, str] = {}
        for note in self.notes:
            if note.lead.suggestion and self.proved_here(note.lead):
                first.setdefault(note.lead.suggestion, note.lead.id)
        return first

    def proved_here(self, finding: Finding) -> bool:
        """Whether the page itself shows formula and quotes; if not, the page of checks does."""
        grave = [note.lead for note in self.notes if note.severity != "info"]
        return any(lead is finding for lead in grave[:_PROVED])

    @cached_property
    def proved_apart(self) -> tuple[Finding, ...]:
        """The notes whose formula and quotes stand on the page of checks."""
        every = (finding for note in self.notes for finding in (note.lead, *note.others))
        return tuple(finding for finding in every if not self.proved_here(finding))

    @cached_property
    def tally(self) -> Tally:
        return tally(self.report)

    @cached_property
    def checks(self) -> object:
        return by_outcome(self.report.checks)

    def rule_title(self, rule: str) -> str:
        known = self.site.rules.get(rule)
        return known.title if known else rule

    def replies(self, finding: Finding) -> Sequence[object]:
        return self.site.replies_to.get((self.report.id, finding.id), ())

    def figure_anchor(self, figure: str) -> str:
        """The anchor of a figure of this report; empty where the report has no such figure."""
        return f"{self.prefix}{figure}" if figure in self.figures.by_id else ""

    def span_anchor(self, span: Span) -> str:
        """The anchor of a place in the source: the figure there, otherwise its paragraph."""
        if anchor := self.source.anchors.get(span):
            return f"{self.prefix}{anchor}"
        paragraph = self._places.paragraph(span)
        return f"{self.prefix}sec-source" if paragraph is None else f"{self.prefix}p-{paragraph}"

    def evidence(self, finding: Finding) -> list[tuple[str, list[Quote]]]:
        """The telling quotes of a finding by the place they stand in, each place named once."""
        found: dict[str, list[Quote]] = {}
        for quote in telling_quotes(finding):
            found.setdefault(self.span_anchor(quote.span), []).append(quote)
        return list(found.items())

    def place_name(self, span: Span) -> str:
        """The place of a quote in words: `第12段`, or `原文` where it has no paragraph."""
        paragraph = self._places.paragraph(span)
        return "原文" if paragraph is None else f"第{paragraph}段"

    def where(self, fact: Fact) -> str:
        """Where a figure stands, in words: `第12段`, `表3，第5页`."""
        said = self.place_name(fact.span) if fact.table is None else f"表{fact.table}"
        page = self._places.page(fact.span)
        return said if page is None else f"{said}，第{page}页"

    @cached_property
    def version(self) -> str:
        return figures_hash(self.report)

    @cached_property
    def earlier(self) -> tuple[str, ...]:
        """The data versions that were published before this one."""
        if self.page.version:
            return ()
        return tuple(self.site.versions.get(self.report.id, {}))

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The promised places of this report: its figures, its notes, its paragraphs."""
        text = self.report.source.text
        named = [
            *self.figures.by_id,
            *(finding.id for finding in self.report.findings),
            *(f"p-{p.index}" for p in self.report.source.paragraphs if text[p.start : p.end].strip()),
        ]
        return tuple(f"{self.prefix}{name}" for name in named)

    @cached_property
    def glossary(self) -> list[tuple[object, object]]:
        """(the report's entry, our term) in the order of the report."""
        return [(entry, self.site.glossary.of(entry)) for entry in self.report.reading.glossary]

    def file(self, extension: str) -> str:
        """The address of a download of this report: `410803/gov-office/2022/budget.csv`."""
        return f"{self.page.address}{self.kind}{extension}"

    @cached_property
    def source_citation(self) -> citations.Reference:
        return citations.source_reference(self.report, self.version)


def build(site: Site, page: DepartmentYear) -> tuple[list[RenderedPage], list[RenderedFile]]:
    """The page, the page of its checks, and the files that belong to them."""
    views = [ReportView(site, page, part) for part in page.parts]
    reference = citations.page_reference(page, site.url, "-".join(view.version for view in views))
    compared = _compare(views)
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
        headings=tuple(_headings(views, bool(compared))),
        head=_head(site, page, views, reference),
        anchors=tuple(anchor for view in views for anchor in view.anchors),
        wide=True,
    )
    return [rendered, _checks_page(site, page, views)], list(_files(site, page, views, reference))


def _checks_page(site: Site, page: DepartmentYear, views: Sequence[ReportView]) -> RenderedPage:
    """Every check with its formulas: what is too long for the page itself."""
    address = addresses.checks(page.address)
    return RenderedPage(
        address=address,
        title=f"{page.title}：核对明细",
        description=f"{page.title}公开报告逐条核对的算式和结果。",
        body=render(site, "department_year_checks.html", address, page=page, views=views),
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


def _compare(views: Sequence[ReportView]) -> tuple[Compared, ...]:
    by_kind = {view.kind: view.figures for view in views}
    if not {"budget", "final"} <= by_kind.keys():
        return ()
    budget, final = by_kind["budget"], by_kind["final"]
    rows = []
    for concept in _COMPARED:
        planned, spent = budget.first(concept), final.first(concept)
        if planned or spent:
            name = (budget if planned else final).name(planned or spent)  # type: ignore[arg-type]
            rows.append(Compared(name, planned, spent, _difference(planned, spent)))
    return tuple(rows)


def _difference(planned: Figure | None, spent: Figure | None) -> str | None:
    if not planned or not spent or planned.fact.scope != spent.fact.scope:
        return None
    before, after = planned.fact.yuan, spent.fact.yuan
    if before is None or after is None:
        return None
    sign = "+" if after > before else "−" if after < before else ""
    return f"{sign}{graspable(abs(after - before))}" if after != before else "0"


def _headings(views: Sequence[ReportView], compared: bool) -> list[Heading]:
    found: list[Heading] = [Heading("sec-compare", "预算与决算对照")] if compared else []
    for view in views:
        said = f"{view.part.kind_name}：" if len(views) > 1 else ""
        sections = [
            ("summary", "一分钟看懂"),
            ("charts", "看图"),
            ("notes", "疑点提示"),
            ("checks", "核对了什么"),
            ("figures", "全部数字"),
            ("terms", "名词解释"),
            ("source", "原文"),
        ]
        for key, title in sections:
            if (key == "charts" and not view.charts) or (key == "terms" and not view.glossary):
                continue
            found.append(Heading(f"{view.prefix}sec-{key}", f"{said}{title}"))
    return [*found, Heading("sec-downloads", "下载与引用")]


def _description(view: ReportView) -> str:
    return "".join(
        piece if isinstance(piece, str) else piece.text
        for sentence in view.sentences[:2]
        for piece in sentence
    )


def _yaml(site: Site, page: DepartmentYear, view: ReportView) -> bytes | Path:
    """The parsed file itself, where there is one: it is what `dump` would write."""
    parsed = None if page.version else site.parsed.get(view.report.id)
    return parsed or downloads.yaml_bytes(view.report)


def _head(site: Site, page: DepartmentYear, views: Sequence[ReportView], ref: citations.Reference) -> str:
    """Meta tags, alternates and JSON-LD of the page."""
    title, out = page.title, []
    for name, content in (
        ("citation_technical_report_institution", ref.publisher),
        ("citation_title", ref.title),
        ("citation_author", ref.author),
        ("citation_publication_date", page.main.provenance.published),
        ("citation_public_url", ref.url),
        ("citation_language", "zh-CN"),
    ):
        if content:
            out.append(Markup('<meta name="{}" content="{}">').format(name, content))
    for name, content in (
        ("og:title", title),
        ("og:type", "article"),
        ("og:url", ref.url),
        ("og:locale", "zh_CN"),
        ("og:site_name", "明账"),
    ):
        out.append(Markup('<meta property="{}" content="{}">').format(name, content))
    files: dict[str, str] = {}
    # "alternate" alone would be taken for another language by the theme's script.
    for view in views:
        for media, extension in (
            ("application/json", ".json"),
            ("application/yaml", ".yaml"),
            ("text/csv", ".csv"),
        ):
            link = addresses.relative(view.file(extension), page.address)
            label = f"{page.title}：{extension[1:].upper()}"
            out.append(
                Markup('<link rel="alternate describedby" type="{}" title="{}" href="{}">').format(
                    media, label, link
                )
            )
            files.setdefault(media, view.file(extension))
    data = json.dumps(
        citations.dataset_json_ld(page, site.url, files, ref.version),
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    # "<" is the only character that can end a script element.
    out.append(
        Markup('<script type="application/ld+json">{}</script>').format(Markup(data.replace("<", "\\u003c")))
    )
    return Markup("\n").join(out)


def _files(
    site: Site, page: DepartmentYear, views: Sequence[ReportView], reference: citations.Reference
) -> list[RenderedFile]:
    files = [
        RenderedFile(f"{page.address}cite.bib", citations.bibtex(reference).encode()),
        RenderedFile(f"{page.address}cite.ris", citations.ris(reference).encode()),
        RenderedFile(f"{page.address}cite.json", citations.csl_json(reference).encode()),
    ]
    for view in views:
        url = f"{site.url}{page.address}#{view.prefix}"
        files.append(RenderedFile(view.file(".json"), downloads.json_bytes(view.report)))
        files.append(RenderedFile(view.file(".yaml"), _yaml(site, page, view)))
        rows = downloads.figures_rows(view.report, url)
        files.append(RenderedFile(view.file(".csv"), downloads.figures_csv(rows)))
        for chart in view.charts:
            picture = view.picture(chart, standalone=True)
            files.append(RenderedFile(view.file(f"-{chart.key}.svg"), picture.encode()))
            files.append(RenderedFile(view.file(f"-{chart.key}.csv"), downloads.chart_csv(chart)))
    return files
