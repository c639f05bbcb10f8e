"""All published reports, arranged as the site shows them: places, departments, years.

Codes are GB/T 2260: the first two digits are the province, the first four the city. 中央 stands beside
the provinces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model import Report
from generator.site import addresses
from generator.site.whereabouts import Whereabouts, is_long
from generator.vocabulary.divisions import CENTRAL

UNKNOWN_PLACE = "000000"
UNKNOWN_PLACE_NAME = "未注明地区"
KIND_NAMES: Mapping[str | None, str] = {"budget": "预算", "final": "决算", None: "类别未注明"}
_KIND_ORDER: Mapping[str | None, int] = {"budget": 0, "final": 1, None: 2}


@dataclass(frozen=True, slots=True)
class Part:
    """One report on its page. `prefix` stands before its anchors; empty for the one published first."""

    report: Report
    prefix: str

    @property
    def kind_name(self) -> str:
        return KIND_NAMES[self.report.reading.identity.kind]


@dataclass(frozen=True)
class DepartmentYear:
    """The reports that share one page."""

    code: str
    slug: str
    year: int | None
    parts: tuple[Part, ...]
    version: str | None = None
    """The data version where this is an earlier one that has been replaced; None for the current."""

    @property
    def current(self) -> str:
        """The address of the page with the current figures."""
        return addresses.department_year(self.code, self.slug, self.year)

    @property
    def address(self) -> str:
        return addresses.version(self.current, self.version) if self.version else self.current

    @property
    def main(self) -> Report:
        return self.parts[0].report

    @cached_property
    def source_apart(self) -> bool:
        """Whether the texts are on a page of their own."""
        return is_long(part.report for part in self.parts)

    @property
    def figures_apart(self) -> bool:
        """Whether the rows of the figures are on a page of their own, too: those of two long reports."""
        return len(self.parts) > 1 and self.source_apart

    @cached_property
    def has_tables(self) -> bool:
        return any(part.report.source.tables for part in self.parts)

    @cached_property
    def behind(self) -> tuple[str, ...]:
        """The pages that share the anchors of this one."""
        found = (
            (addresses.figures, self.figures_apart),
            (addresses.tables, self.has_tables),
            (addresses.source, self.source_apart),
        )
        return tuple(address(self.address) for address, there in found if there)

    @cached_property
    def _where(self) -> Mapping[str, Whereabouts]:
        return {
            part.prefix: Whereabouts(
                self.address,
                part.prefix,
                part.report,
                apart=self.source_apart,
                figures_apart=self.figures_apart,
            )
            for part in self.parts
        }

    def where(self, part: Part) -> Whereabouts:
        """Where what a report says stands on this page and the pages behind it."""
        return self._where[part.prefix]

    @property
    def place(self) -> str:
        return place_name(self.main)

    @property
    def department_name(self) -> str:
        return department_name(self.main)

    @property
    def year_text(self) -> str:
        return f"{self.year}年" if self.year else "年份未注明"

    @property
    def kinds_text(self) -> str:
        return "与".join(part.kind_name for part in self.parts)

    @property
    def title(self) -> str:
        """Place, department, year and kind: `中站区政府办公室 2022年预算`."""
        return f"{self.full_department} {self.year_text}{self.kinds_text}"

    @property
    def full_department(self) -> str:
        """The department with its place before it, unless its name already begins so."""
        name, place = self.department_name, self.place
        if self.code == CENTRAL:
            return name  # 教育部, 西南大学: names that stand alone
        return name if place in name else f"{place}{'·' if self.code == UNKNOWN_PLACE else ''}{name}"


@dataclass(frozen=True, slots=True)
class Place:
    """中央, a province, city or district. `parent` is the code above it, None at the top."""

    code: str
    name: str
    parent: str | None

    @property
    def address(self) -> str:
        return addresses.place(self.code)

    @property
    def level(self) -> str:
        if self.code == UNKNOWN_PLACE:
            return ""
        if self.code == CENTRAL:
            return "central"
        return (
            "province" if self.code.endswith("0000") else "city" if self.code.endswith("00") else "district"
        )


def earlier_version(report: Report, version: str) -> DepartmentYear:
    """The page of figures that were published once and have changed since."""
    identity = report.reading.identity
    return DepartmentYear(identity.code, identity.department, identity.year, (Part(report, ""),), version)


def place_name(report: Report) -> str:
    identity = report.reading.identity
    return UNKNOWN_PLACE_NAME if identity.code == UNKNOWN_PLACE else identity.place or identity.code


def department_name(report: Report) -> str:
    identity = report.reading.identity
    return identity.department_name or identity.department


def _published_order(report: Report) -> tuple[bool, str, int]:
    """Published first, first; where no date is registered the budget comes before the account."""
    published = report.provenance.published
    return (published is None, published or "", _KIND_ORDER[report.reading.identity.kind])


class Archive:
    """The reports of the site. Everything is in a fixed order, so that builds are repeatable."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.reports = tuple(sorted(reports, key=lambda report: report.id))
        grouped: dict[tuple[str, str, int], list[Report]] = defaultdict(list)
        for report in self.reports:
            identity = report.reading.identity
            grouped[identity.code, identity.department, identity.year or 0].append(report)
        self.pages = tuple(
            DepartmentYear(code, slug, year or None, _parts(members))
            for (code, slug, year), members in sorted(grouped.items())
        )

    @cached_property
    def departments(self) -> Mapping[tuple[str, str], tuple[DepartmentYear, ...]]:
        """(code, slug) -> its pages, the latest year first."""
        found: dict[tuple[str, str], list[DepartmentYear]] = defaultdict(list)
        for page in self.pages:
            found[page.code, page.slug].append(page)
        return {key: tuple(sorted(pages, key=lambda p: -(p.year or 0))) for key, pages in found.items()}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every place that has a report, and the places above them, by code."""
        found: dict[str, Place] = {}
        for page in self.pages:
            identity = page.main.reading.identity
            code = page.code
            above: str | None = None
            if code != UNKNOWN_PLACE:
                province, city = f"{code[:2]}0000", f"{code[:4]}00"
                if identity.province and code != province:
                    found.setdefault(province, Place(province, identity.province, None))
                    above = province
                if identity.city and code != city and identity.city != identity.province:
                    found.setdefault(city, Place(city, identity.city, above))
                    above = city
            found[code] = Place(code, place_name(page.main), above)
        return dict(sorted(found.items()))

    @cached_property
    def _inside(self) -> Mapping[str | None, tuple[Place, ...]]:
        found: dict[str | None, list[Place]] = defaultdict(list)
        for place in self.places.values():
            found[place.parent].append(place)
        return {parent: tuple(places) for parent, places in found.items()}

    def places_in(self, code: str | None) -> tuple[Place, ...]:
        """The places directly under `code`; at None those that have nothing above them."""
        return self._inside.get(code, ())

    def lineage(self, code: str) -> tuple[Place, ...]:
        """A place with those above it, the widest first."""
        chain: list[Place] = []
        at: str | None = code
        while at is not None:
            chain.append(self.places[at])
            at = chain[-1].parent
        return tuple(reversed(chain))

    @cached_property
    def _departments_at(self) -> Mapping[str, tuple[tuple[DepartmentYear, ...], ...]]:
        found: dict[str, list[tuple[DepartmentYear, ...]]] = defaultdict(list)
        for (code, _), pages in self.departments.items():
            found[code].append(pages)
        return {code: tuple(departments) for code, departments in found.items()}

    def departments_in(self, code: str) -> tuple[tuple[DepartmentYear, ...], ...]:
        """The departments of one place, each as its pages."""
        return self._departments_at.get(code, ())

    @cached_property
    def _pages_below(self) -> Mapping[str, tuple[DepartmentYear, ...]]:
        found: dict[str, list[DepartmentYear]] = defaultdict(list)
        for page in self.pages:
            for place in self.lineage(page.code):
                found[place.code].append(page)
        return {code: tuple(pages) for code, pages in found.items()}

    def pages_under(self, code: str) -> tuple[DepartmentYear, ...]:
        """All pages of a place and of the places within it."""
        return self._pages_below.get(code, ())


def _parts(reports: list[Report]) -> tuple[Part, ...]:
    ordered = sorted(reports, key=_published_order)
    return tuple(
        Part(report, "" if position == 0 else f"{report.reading.identity.kind or 'unknown'}.")
        for position, report in enumerate(ordered)
    )
