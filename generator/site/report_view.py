"""One report on its department-year page: what the templates need of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from markupsafe import Markup

from generator.model import Fact, Finding, Quote
from generator.site import citations
from generator.site.archive import DepartmentYear, Part
from generator.site.chart_svg import svg
from generator.site.charts import Chart, charts, side_by_side
from generator.site.comparisons import related
from generator.site.figures import Family, Figure, Figures
from generator.site.notes import Note, Tally, by_outcome, tally, telling_quotes
from generator.site.notes import notes as notes_of
from generator.site.per_head import PerHead, per_head
from generator.site.rendering import environment
from generator.site.report_tables import ReportTables
from generator.site.sentences import Sentence
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
_PROVED = 3
"""Notes with their formula and quotes on the page itself; those of the others are on the page of checks."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A headline figure with what the report says of its change."""

    figure: Figure
    name: str
    change: Figure | None
    rate: Figure | None


class ReportView:
    """What the templates ask of one report. `prefix` tells its anchors from those of the other report
    of the year."""

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
        each = per_head(self.figures)
        return each if isinstance(each, PerHead) else None

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
        return trees(self.figures, len(self.page.parts))

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
        """The promised places on the page: notes; unless apart, figures of the text and paragraphs."""
        notes = self._anchors(finding.id for finding in self.report.findings)
        return notes if self.page.figures_apart else (*self.figure_anchors, *notes, *self.source_anchors)

    @cached_property
    def figure_anchors(self) -> tuple[str, ...]:
        """The promised places of the figures of the text."""
        return self._anchors(figure for figure in self.figures.by_id if figure not in self.where.tabled)

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
