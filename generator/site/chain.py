"""The reports of one department held against each other, year by year, in words.

What a report says of the year before (its level less its change, or last year's figure printed
again) should be what that year's own report says. The arithmetic is the checks' own
(`checking.across`), so that this page and the notes cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checking import Archive, across
from generator.checking.rule import Case
from generator.model import YUAN_PER_UNIT, Fact, Outcome
from generator.site.amounts import grouped, magnitude, printed
from generator.site.archive import DepartmentYear, Part
from generator.site.figures import figure_name

SHOWN = 6
"""Figures that agree, listed by name for each pair of reports; those that do not are listed all."""


@dataclass(frozen=True, slots=True)
class Link:
    """One figure of which two reports speak."""

    name: str
    how: str
    """What this report says, with its numbers."""
    address: str
    """Where it says so."""
    said: str
    """What follows from it for the other report."""
    there: str
    """What the other report prints."""
    there_address: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Joint:
    """Two reports that speak of the same figures: `page` says something of `other`."""

    page: DepartmentYear
    part: Part
    other: DepartmentYear
    other_part: Part
    links: tuple[Link, ...]

    @property
    def restated(self) -> bool:
        """True where most figures disagree: the basis was changed, rather than the numbers."""
        return len(self.flagged) * 2 > len(self.links)

    @property
    def flagged(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.outcome == "flagged")

    @property
    def agreeing(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.outcome != "flagged")


def joints(pages: Sequence[DepartmentYear]) -> list[Joint]:
    """Every two reports of one department that speak of the same figures, the latest first."""
    reports = [(page, part) for page in pages for part in page.parts]
    if len(reports) < 2:
        return []
    archive = Archive(part.report for _, part in reports)
    found = []
    for page, part in reports:
        case = Case(part.report.source, part.report.reading, archive)
        for other, other_part in reports:
            if _follows(page, other) and other_part.report is not part.report:
                pairs = across.pairs(case, other_part.report)
                links = tuple(_link(pair, page, part, other, other_part) for pair in pairs)
                if links:
                    found.append(Joint(page, part, other, other_part, links))
    return found


def _follows(page: DepartmentYear, other: DepartmentYear) -> bool:
    """Whether a report may speak of another one's figures: of the same year, or of the year before."""
    return bool(page.year and other.year) and (page.year or 0) - (other.year or 0) in (0, 1)


def _in_unit(amount: Decimal, like: Fact) -> str:
    """An amount (yuan, or a count) in the unit and with the decimals of a printed one, to stand beside it."""
    if like.unit not in YUAN_PER_UNIT:
        return f"{grouped(amount)} {like.unit}"
    value = (amount / YUAN_PER_UNIT[like.unit]).quantize(Decimal(1).scaleb(-max(like.decimals, 2)))
    return f"{grouped(value)} {like.unit}"


def _link(
    pair: across.Pair, page: DepartmentYear, part: Part, other: DepartmentYear, other_part: Part
) -> Link:
    level = pair.facts[0]
    year = part.report.reading.identity.year
    name = figure_name(level, year)
    if len(pair.facts) == 2:
        change = pair.facts[1]
        how = f"{printed(level)}，{'减少' if change.value < 0 else '增加'} {magnitude(change)}"
    else:
        how = printed(level)
    return Link(
        name=name,
        how=how,
        address=page.where(part).figure(level.id),
        said=_in_unit(pair.said.value, level),
        there=printed(pair.other),
        there_address=other.where(other_part).figure(pair.other.id),
        outcome=pair.said.fits(pair.there),
    )
