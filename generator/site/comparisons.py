"""More or less than before: what the report prints of it, or what last year's own report gives.

Which comparison is made is always said. One kind is never passed off as another: a change in the
fiscal appropriation is not called a change in the total, and 上年执行数 is not called 上年预算.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator import vocabulary
from generator.model import Kind, Report
from generator.site.amounts import agree, graspable, percent_of, printed, shown
from generator.site.archive import KIND_NAMES, DepartmentYear
from generator.site.figures import Figure, Figures
from generator.site.sentences import Derived, Elsewhere, Piece, Speaker
from generator.site.whereabouts import Whereabouts

_BASES = (("", "上年"), (".vs_budget", "上年预算"), (".vs_execution", "上年执行数"))
"""What a change is measured against: suffix of the measure, and its words."""

_NEAR_TOTAL = (
    ("all", "income.total"),
    ("all", "income.current_total"),
    ("fiscal", "expenditure.total"),
    ("fiscal", "expenditure.current_total"),
    ("all", "income.fiscal_appropriation"),
    ("fiscal", "income.total"),
    ("general", "expenditure.total"),
    ("general", "expenditure.current_total"),
    ("all", "income.general_public_budget"),
    ("general", "income.total"),
)
"""Whose change is told where that of the total is not printed: the widest first."""

_WHOLE_INCOME = ("income.total", "income.current_total")
_EXPENDITURE = ("expenditure.total", "expenditure.current_total")
_LARGEST_RATE = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Related:
    """Another report of the same department on the site: of last year, or the budget of the same year."""

    report: Report
    where: Whereabouts

    @property
    def name(self) -> str:
        """`2021年预算`."""
        identity = self.report.reading.identity
        return f"{identity.year}年{KIND_NAMES[identity.kind]}"


class Comparer:
    """How the figures of one report compare, in words that follow the figure."""

    def __init__(self, figures: Figures, before: Related | None = None) -> None:
        self.figures, self.before = figures, before
        self.speaker = Speaker(figures)

    def printed(self, figure: Figure) -> tuple[Piece, ...]:
        """`，比上年增加 …，增长 …`: empty where the report prints no comparison of this figure."""
        for suffix, base in _BASES:
            change = self.figures.beside(figure, f"change{suffix}")
            rate = self.figures.beside(figure, f"growth_rate{suffix}")
            if change or rate:
                return tuple(self._said(figure, change, rate, base))
        return ()

    def of_total(self, total: Figure) -> tuple[Piece, ...]:
        """The comparison of a total, of what comes nearest to it, or that there is none."""
        if said := self.printed(total):
            return said
        if near := self._nearest(total):
            return ("；报告没有写总计的增减，写了", *self._named(near, total), *self.printed(near))
        if self.before and (told := tuple(self.against(total, self.before))):
            return ("；", *told)
        whose = "总计" if total.fact.scope == "all" else ""
        return (f"；报告没有写{whose}与上年相比增减多少",)

    def _said(self, figure: Figure, change: Figure | None, rate: Figure | None, base: str) -> Iterator[Piece]:
        said = change or rate
        assert said is not None
        if said.fact.value == 0:
            yield f"，与{base}"
            yield self.speaker.number(said, "基本持平" if said.fact.approx else "持平")
            return
        up = said.fact.value > 0
        yield f"，比{base}"
        if change is not None:
            yield "增加 " if up else "减少 "
            yield self.speaker.size(change)
        if rate is not None and (rate.fact.value > 0) == up:
            yield f"{'，' if change else ''}{'增长' if up else '下降'} "
            yield self.speaker.size(rate)
        elif change is not None and (derived := self._growth(figure, change)):
            yield "，"
            yield derived

    def _growth(self, level: Figure, change: Figure) -> Derived | None:
        """The growth that a level and a change in money imply, where neither is disputed."""
        now, by = level.fact.yuan, change.fact.yuan
        if now is None or by is None or now - by <= 0 or not self.speaker.sure(level, change):
            return None
        rate = percent_of(abs(by), now - by)
        if rate is None or rate > _LARGEST_RATE:
            return None
        direction = "增长" if by > 0 else "下降"
        how = f"{printed(change.fact)} ÷（{printed(level.fact)} − {printed(change.fact)}），本站计算"
        return Derived(f"约{direction} {rate}%", how)

    def _nearest(self, total: Figure) -> Figure | None:
        """The figure nearest to the total whose change is printed: one of the same amount first."""
        found = [
            figure
            for scope, concept in _NEAR_TOTAL
            if (figure := self.figures.get(concept, scope=scope)) and self.printed(figure)
        ]
        same = [figure for figure in found if agree(figure.fact, total.fact)]
        parts = [figure for figure in found if total.fact.scope == "all" and _is_part(figure)]
        return next(iter((*same, *parts)), None)

    def _named(self, near: Figure, total: Figure) -> Iterator[Piece]:
        name = name_of_total(near, self.figures)
        if agree(near.fact, total.fact):
            yield self.speaker.number(near, name)
            yield "（与总计金额相同）"
        else:
            yield f"{name} "
            yield from self.speaker.amount(near)

    def against(
        self, figure: Figure, other: Related, *, said: str = "这个数", this: str = ""
    ) -> Iterator[Piece]:
        """`本站收录的2021年预算中，这个数是 …，比它多 …`: nothing where that report does not print it."""
        then = Figures(other.report).get(figure.fact.concept, scope=figure.fact.scope)
        if then is None or then.fact.yuan is None:
            return
        yield f"本站收录的{other.name}中，{said}是 "
        yield Elsewhere(shown(then.fact), other.where.figure(then.id))
        if (difference := differs(figure, then)) and self.speaker.sure(figure):
            yield f"，{this}"
            yield difference


def _is_part(figure: Figure) -> bool:
    """Whether a figure is a part of all expenditure, or what pays for a part of it."""
    return figure.fact.scope != "all" or figure.fact.concept not in _WHOLE_INCOME


def name_of_total(figure: Figure, figures: Figures) -> str:
    """`财政拨款支出` for the total of a scope: 总计 is kept for that of all money."""
    fact = figure.fact
    if fact.scope != "all" and fact.concept in _EXPENDITURE:
        return f"{vocabulary.scope_name(fact.scope)}支出"
    return figures.name(figure).replace("·", "")


def differs(now: Figure, then: Figure) -> Derived | None:
    """How much more or less one amount is than an earlier one, worked out by the site."""
    this, that = now.fact.yuan, then.fact.yuan
    if this is None or that is None:
        return None
    if agree(now.fact, then.fact):
        return Derived("与之相同", f"{printed(now.fact)} 与 {printed(then.fact)}，本站比较")
    word = "比它多" if this > that else "比它少"
    how = f"{printed(now.fact)} − {printed(then.fact)}，本站计算"
    return Derived(f"{word} {graspable(abs(this - that))}", how)


def related(pages: Iterable[DepartmentYear], year: int | None, kind: Kind | None) -> Related | None:
    """The report of one year and kind among the pages of a department."""
    for page in pages:
        for part in page.parts:
            identity = part.report.reading.identity
            if year is not None and identity.year == year and identity.kind == kind is not None:
                return Related(part.report, page.where(part))
    return None
