"""The page of a department-year: the product. Budget and final account of one year share it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from markupsafe import Markup

from generator.model import Fact, Finding, Quote
from generator.site import addresses, citations, downloads
from generator.site.amounts import graspable
from generator.site.archive import DepartmentYear, Part
from generator.site.chart_svg import svg
from generator.site.charts import Chart, charts, side_by_side
from generator.site.comparisons import related
from generator.site.figures import Family, Figure, Figures
from generator.site.notes import Note, Tally, by_outcome, tally, telling_quotes
from generator.site.notes import notes as notes_of
from generator.site.page_head import head
from generator.site.per_head import PerHead, per_head
from generator.site.rendering import Heading, RenderedFile, RenderedPage, environment, render
from generator.site.report_tables import ReportTables
from generator.site.sentences import Sentence, plain_text
from generator.site.shelf import digest
from generator.site.site import Site
from generator.site.source_text import SourceView
from generator.site.summary import summary
from generator.site.unfolding import Tree, trees
from generator.site.years_chart import years_chart
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


_PROVED = 3
"""Notes with their formula and quotes on the page itself; those of the others are on the page of checks."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A headline figure with what the report says of its change."""

    figure: Figure
    name: str
    change: Figure | None
    rate: Figure | None


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
        self.where = page.where(part)
        self.figures = Figures(part.report)
        self.source = SourceView(part.report, self.where)
        self.tables = ReportTables(part.report, self.where, self.figures, self.source)

    @property
    def kind(self) -> str:
        return self.report.reading.identity.kind or "report"

    @cached_property
    def history(self) -> Sequence[DepartmentYear]:
        """The pages of the department; an earlier version stands by itself."""
        if self.page.version:
            return (self.page,)
        return self.site.archive.departments[self.page.code, self.page.slug]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        identity, last_year = self.report.reading.identity, self.page.year and self.page.year - 1
        return summary(
            self.report,
            before=related(self.history, last_year, identity.kind),
            planned=related(self.history, self.page.year, "budget"),
        )

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
        return per_head(self.figures)

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The questions with more than one row to draw."""
        years = years_chart(self.figures, self.page, self.history)
        drawn = [chart for chart in charts(self.figures) if len(chart.rows) > 1]
        return (*drawn, years) if years else tuple(drawn)

    @cached_property
    def answers(self) -> tuple[Chart, ...]:
        """The questions with one row: said, not drawn."""
        return tuple(chart for chart in charts(self.figures) if len(chart.rows) == 1)

    @property
    def shows_figures(self) -> bool:
        return bool(self.charts or self.answers or self.trees)

    @property
    def chart_columns(self) -> tuple[tuple[Chart, ...], ...]:
        return side_by_side(self.charts)

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

    @property
    def grave(self) -> tuple[Note, ...]:
        """The notes that say what does not add up or wants attention: each a card of its own."""
        return tuple(note for note in self.notes if note.severity != "info")

    @property
    def slight(self) -> tuple[Note, ...]:
        """The notes that only inform: a line each."""
        return tuple(note for note in self.notes if note.severity == "info")

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
        return any(note.lead is finding for note in self.grave[:_PROVED])

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

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The figures that have their row on the page itself."""
        return self.figures.families(self.figures.by_id.keys() - self.where.tabled)

    @cached_property
    def itemised(self) -> tuple[Family, ...]:
        """The items of classifications that the text goes through and no table prints."""
        return self.figures.families(self.where.itemised)

    def also_at(self, figure: Figure) -> tuple[Fact, ...]:
        """The further mentions of a figure, one for each other paragraph or table, tables first."""
        found: dict[str, Fact] = {}
        for mention in sorted(figure.mentions[1:], key=lambda mention: mention.table is None):
            found.setdefault(self.where.named(mention.span), mention)
        found.pop(self.where.named(figure.fact.span), None)
        return tuple(found.values())

    def at(self, figure: str) -> str:
        """The address of a figure, for `href`."""
        return self.where.figure(figure)

    def evidence(self, finding: Finding) -> list[tuple[str, list[Quote]]]:
        """The telling quotes of a finding by the address of their place, each place named once."""
        found: dict[str, list[Quote]] = {}
        for quote in telling_quotes(finding):
            found.setdefault(self.where.words(quote.span), []).append(quote)
        return list(found.items())

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
        """The promised places on the page: figures of the text, notes, paragraphs."""
        figures = (figure for figure in self.figures.by_id if figure not in self.where.tabled)
        return self._anchors(figures, (finding.id for finding in self.report.findings), self._paragraphs)

    @cached_property
    def source_anchors(self) -> tuple[str, ...]:
        """The promised places of the text on a page of its own: paragraphs."""
        return self._anchors(self._paragraphs)

    @cached_property
    def table_anchors(self) -> tuple[str, ...]:
        """The promised places on the page of tables: figures that only they print, and each table."""
        tables = (f"t-{table.index}" for table in self.report.source.tables)
        return self._anchors(sorted(self.where.tabled), tables)

    @property
    def _paragraphs(self) -> Iterator[str]:
        text = self.report.source.text
        return (f"p-{p.index}" for p in self.report.source.paragraphs if text[p.start : p.end].strip())

    def _anchors(self, *names: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"{self.prefix}{name}" for name in chain(*names))

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
    """The page, the pages behind it, and the files that belong to them."""
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
        head=head(site, page, views, reference),
        anchors=tuple(anchor for view in views for anchor in view.anchors),
        wide=True,
    )
    pages = [rendered, _checks_page(site, page, views)]
    if page.has_tables:
        pages.append(_tables_page(site, page, views, reference))
    if page.source_apart:
        pages.append(_source_page(site, page, views))
    return pages, list(_files(site, page, views, reference))


def _checks_page(site: Site, page: DepartmentYear, views: Sequence[ReportView]) -> RenderedPage:
    """Every check with its formulas: what is too long for the page itself."""
    address = addresses.checks(page.address)
    return RenderedPage(
        address=address,
        title=f"{page.title}：核对明细",
        description=f"{page.title}公开报告逐条核对的算式和结果。",
        body=render(site, "department_year_checks.html", address, page=page, views=views),
    )


def _tables_page(
    site: Site, page: DepartmentYear, views: Sequence[ReportView], reference: citations.Reference
) -> RenderedPage:
    """The tables of the reports, with the figures that only they print."""
    address = addresses.tables(page.address)
    cited = replace(reference, title=f"{reference.title}：附表", url=f"{site.url}{address}")
    return RenderedPage(
        address=address,
        title=f"{page.title}：附表",
        description=f"{page.title}公开报告的附表，可以排序和下载。",
        body=render(
            site,
            "department_year_tables.html",
            address,
            page=page,
            views=views,
            citation=cited,
            citations=citations,
        ),
        anchors=tuple(anchor for view in views for anchor in view.table_anchors),
        wide=True,
    )


def _source_page(site: Site, page: DepartmentYear, views: Sequence[ReportView]) -> RenderedPage:
    """The text of the reports, where it is too long for the page itself."""
    address = addresses.source(page.address)
    return RenderedPage(
        address=address,
        title=f"{page.title}：原文",
        description=f"{page.title}公开报告的原文，读出的数字逐个标出。",
        body=render(site, "department_year_source.html", address, page=page, views=views),
        anchors=tuple(anchor for view in views for anchor in view.source_anchors),
        wide=True,
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
            if (key == "charts" and not view.shows_figures) or (key == "terms" and not view.glossary):
                continue
            found.append(Heading(f"{view.prefix}sec-{key}", f"{said}{title}"))
    return [*found, Heading("sec-downloads", "下载与引用")]


def _description(view: ReportView) -> str:
    return "".join(plain_text(sentence) for sentence in view.sentences[:2])


def _yaml(site: Site, page: DepartmentYear, view: ReportView) -> bytes | Path:
    """The parsed file itself, where there is one: it is what `dump` would write."""
    parsed = None if page.version else site.parsed.get(view.report.id)
    return parsed or downloads.yaml_bytes(view.report)


def _files(
    site: Site, page: DepartmentYear, views: Sequence[ReportView], reference: citations.Reference
) -> list[RenderedFile]:
    files = [
        RenderedFile(f"{page.address}cite.bib", citations.bibtex(reference).encode()),
        RenderedFile(f"{page.address}cite.ris", citations.ris(reference).encode()),
        RenderedFile(f"{page.address}cite.json", citations.csl_json(reference).encode()),
    ]
    for view in views:
        files.append(
            RenderedFile(view.file(".json"), downloads.json_bytes(view.report, site.url, view.where))
        )
        files.append(RenderedFile(view.file(".yaml"), _yaml(site, page, view)))
        rows = downloads.figures_rows(view.report, site.url, view.where)
        files.append(RenderedFile(view.file(".csv"), downloads.figures_csv(rows)))
        for chart in view.charts:
            picture = view.picture(chart, standalone=True)
            files.append(RenderedFile(view.file(f"-{chart.key}.svg"), picture.encode()))
            files.append(RenderedFile(view.file(f"-{chart.key}.csv"), downloads.chart_csv(chart)))
        tables = addresses.tables(page.address)
        for table in view.tables.shown:
            files.append(RenderedFile(f"{tables}{view.kind}-{table.index}.csv", table.csv))
    if page.has_tables:
        names = {name: said for view in views for name, said in view.tables.names.items()}
        content = json.dumps(names, ensure_ascii=False, separators=(",", ":"))
        files.append(RenderedFile(f"{addresses.tables(page.address)}names.json", content.encode()))
    return files
