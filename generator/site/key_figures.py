"""A few figures that every department has, side by side: over its years, and against others.

A column is one report (a budget or a final account), a row one quantity. Where a report prints a
quantity of a narrower scope only, that figure is taken and its scope said: such figures are not
comparable with those of all funds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator import vocabulary
from generator.site.amounts import percent_of, plain, printed
from generator.site.archive import DepartmentYear, Part
from generator.site.figures import Figure, Figures
from generator.site.per_head import BASIC, PERSONNEL, PerHead, per_head
from generator.site.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Quantity:
    """A row: the concepts any of which says it, the first printed one taken."""

    key: str
    concepts: tuple[str, ...]

    @property
    def name(self) -> str:
        return vocabulary.describe(self.concepts[0]).zh


QUANTITIES = (
    Quantity("expenditure", ("expenditure.total", "expenditure.current_total")),
    Quantity("income", ("income.total", "income.current_total")),
    Quantity("basic", ("expenditure.basic",)),
    Quantity("personnel", ("expenditure.basic.personnel",)),
    Quantity("public", ("expenditure.basic.public",)),
    Quantity("project", ("expenditure.project",)),
    Quantity("three-public", ("three_public.total",)),
    Quantity("operating", ("operating_funds",)),
    Quantity("procurement", ("procurement.total",)),
    Quantity("staff", ("staff.actual.in_service", "staff.actual.total")),
)
PER_HEAD = (("basic-per-head", "人均基本支出", BASIC), ("personnel-per-head", "人均人员经费", PERSONNEL))
"""Rows that the site works out: key, name, and the concept of the cost that is divided by the staff."""


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: how it reads, its amount for comparing (yuan; heads for staff), where it is printed.

    `how` is the formula and its limits where the site worked it out, `address` that of the printed
    figure otherwise; `scope` names the funds where they are not all; `concept` is which of a row's
    concepts it is.
    """

    text: str
    amount: Decimal | None
    address: str = ""
    scope: str = ""
    how: str = ""
    concept: str = ""

    def compares_with(self, other: Value) -> bool:
        """Whether the two are the same quantity of the same funds."""
        return (self.concept, self.scope) == (other.concept, other.scope)


@dataclass(frozen=True, slots=True)
class Column:
    """The key figures of one report; `why` says of a row that the site would work out why it did not."""

    page: DepartmentYear
    part: Part
    values: dict[str, Value]
    why: dict[str, str]

    @property
    def kind(self) -> str | None:
        return self.part.report.reading.identity.kind

    @property
    def heading(self) -> str:
        return f"{self.page.year_text}{self.part.kind_name}"


def rows() -> tuple[tuple[str, str], ...]:
    """(key, name) of every row, in order."""
    return (*((one.key, one.name) for one in QUANTITIES), *((key, name) for key, name, _ in PER_HEAD))


def rows_of(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """The rows of which at least one column has something to say."""
    return [(key, name) for key, name in rows() if any(key in c.values or key in c.why for c in columns)]


def column(page: DepartmentYear, part: Part) -> Column:
    figures = Figures(part.report)
    found = {one.key: figures.first(*one.concepts) for one in QUANTITIES}
    values = {key: _value(figure, page.where(part)) for key, figure in found.items() if figure}
    why: dict[str, str] = {}
    for key, _, cost in PER_HEAD:
        if figures.first(cost) is None:
            continue
        each = per_head(figures, cost)
        if isinstance(each, PerHead):
            amount = each.yuan.quantize(Decimal("0.01"))
            values[key] = Value(each.text, amount, how=f"{each.how}。{each.limits}")
        else:
            why[key] = each.why
    return Column(page, part, values, why)


def columns(pages: Iterable[DepartmentYear]) -> list[Column]:
    """One column per report, in the order of the pages."""
    return [column(page, part) for page in pages for part in page.parts]


def _value(figure: Figure, where: Whereabouts) -> Value:
    fact = figure.fact
    return Value(
        plain(fact) or printed(fact),
        fact.value if fact.yuan is None else fact.yuan,
        where.figure(figure.id),
        "" if fact.scope == "all" else vocabulary.scope_name(fact.scope),
        concept=fact.concept,
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """How much a value differs from the year before, worked out by the site."""

    text: str
    how: str


def growth(now: Value, before: Value, when: str) -> Growth | None:
    """The change in percent from `before`, the value of `when`; None where the two do not compare."""
    if not now.compares_with(before) or now.amount is None or before.amount is None or before.amount <= 0:
        return None
    rate = percent_of(now.amount - before.amount, before.amount)
    if rate is None or abs(rate) > 1000:
        return None
    sign = "+" if rate > 0 else ""
    return Growth(f"{sign}{rate}%".replace("-", "−"), f"{now.text} 与{when}的 {before.text} 相比，本站计算")
