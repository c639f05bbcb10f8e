"""The figures of one report as rows: mentions of one fact together, measures beside their level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from generator import vocabulary
from generator.model import Fact, Report
from generator.site.amounts import agree

MONEY_SCOPES = ("all", "fiscal", "general")
"""Scopes in the order in which a headline figure is looked for."""

_FAMILIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("income", "收入", ("income.",)),
    ("expenditure", "支出", ("expenditure.",)),
    ("three-public", "“三公”经费、会议费和培训费", ("three_public", "conference", "training")),
    ("operating", "机关运行经费", ("operating_funds",)),
    ("procurement", "政府采购", ("procurement.",)),
    ("staff", "机构和人员", ("staff.", "org.")),
    ("assets", "车辆和资产", ("vehicles.", "assets.")),
    ("performance", "绩效和项目", ("performance.", "project.", "projects.", "transfer.")),
)
OTHER_FAMILY = ("other", "其他")


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact of a report with all its printed mentions."""

    id: str
    mentions: tuple[Fact, ...]

    @property
    def fact(self) -> Fact:
        """The mention that stands for the figure: see `_in_order`."""
        return self.mentions[0]

    @property
    def disagrees(self) -> bool:
        """True where the report prints different amounts for one figure."""
        return any(not agree(self.fact, mention) for mention in self.mentions[1:])


@dataclass(frozen=True, slots=True)
class Said:
    """A measure printed beside a level, or the level of another year; `what` names it."""

    figure: Figure
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity (scope × concept): its level, and what else is printed about it."""

    name: str
    name_en: str
    level: Figure | None
    measures: tuple[Said, ...]

    @property
    def lead(self) -> Figure:
        """The figure that names the row."""
        return self.level or self.measures[0].figure


@dataclass(frozen=True, slots=True)
class Family:
    """The rows of one subject, under one heading."""

    key: str
    title: str
    rows: tuple[Row, ...]


def figure_name(fact: Fact, report_year: int | None, language: str = "zh") -> str:
    """The name of a figure's quantity, its scope and foreign year said: `一般公共预算·基本支出`."""
    described = vocabulary.describe(fact.concept)
    name = described.zh if language == "zh" else described.en
    if fact.label and language == "zh":
        name = fact.label if fact.concept.startswith("project") else f"{name}（{fact.label}）"
    if fact.scope != "all":
        joint = "·" if language == "zh" else ": "
        name = f"{vocabulary.scope_name(fact.scope, language)}{joint}{name}"
    if fact.year is not None and report_year is not None and fact.year != report_year:
        name = f"{name}（{fact.year}年）" if language == "zh" else f"{name} ({fact.year})"
    return name


def _in_order(mentions: list[Fact]) -> tuple[Fact, ...]:
    """The mentions, the one that stands for the figure first: the first in the text, or else in a table.

    Where they disagree it is the amount printed most often; among equals not the 0, and rather one
    that is listed under its whole than one that stands by itself.
    """
    if all(agree(mentions[0], other) for other in mentions):
        return tuple(sorted(mentions, key=lambda fact: fact.table is not None))

    def rank(fact: Fact) -> tuple[int, bool, bool, bool]:
        seconded = sum(agree(fact, other) for other in mentions)
        return (-seconded, fact.value == 0, fact.whole is None, fact.table is not None)

    return tuple(sorted(mentions, key=rank))


class Figures:
    """The figures of one report, looked up by id or by coordinates."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.year = report.reading.identity.year
        mentions: dict[str, list[Fact]] = defaultdict(list)
        for fact in report.reading.facts:
            mentions[fact.id].append(fact)
        self.by_id: Mapping[str, Figure] = {
            key: Figure(key, _in_order(facts)) for key, facts in mentions.items()
        }

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, concept: str, measure: str = "value", scope: str = "all") -> Figure | None:
        """The report's own-year figure at these coordinates."""
        prefix = "" if scope == "all" else f"{scope}."
        suffix = "" if measure == "value" else f".{measure}"
        return self.by_id.get(f"{prefix}{concept}{suffix}")

    def first(self, *concepts: str, scopes: tuple[str, ...] = MONEY_SCOPES) -> Figure | None:
        """The level of the first of these concepts that is printed, the widest scope first."""
        for scope in scopes:
            for concept in concepts:
                if figure := self.get(concept, scope=scope):
                    return figure
        return None

    def beside(self, figure: Figure, measure: str) -> Figure | None:
        """Another measure of the same quantity."""
        return self.get(figure.fact.concept, measure, figure.fact.scope)

    def name(self, figure: Figure, language: str = "zh") -> str:
        return figure_name(figure.fact, self.year, language)

    @cached_property
    def disputed(self) -> Mapping[str, str]:
        """Figure id -> id of the first error-level finding about it."""
        found: dict[str, str] = {}
        for finding in self.report.findings:
            if finding.severity == "error" and finding.status == "open":
                for figure in finding.figures:
                    found.setdefault(figure, finding.id)
        return found

    @cached_property
    def noted(self) -> frozenset[str]:
        """The figures that an open finding of any severity is about."""
        open_ones = (finding for finding in self.report.findings if finding.status == "open")
        return frozenset(figure for finding in open_ones for figure in finding.figures)

    def families(self, ids: Set[str]) -> tuple[Family, ...]:
        """Some of the figures in families, in the order in which the report prints them."""
        rows: dict[str, dict[tuple[str, str], list[Figure]]] = defaultdict(dict)
        for figure in self:
            if figure.id in ids:
                fact = figure.fact
                rows[_family_of(fact.concept)].setdefault((fact.scope, fact.concept), []).append(figure)
        titles = {key: title for key, title, _ in _FAMILIES} | {OTHER_FAMILY[0]: OTHER_FAMILY[1]}
        return tuple(
            Family(key, title, tuple(self._row(members) for members in rows[key].values()))
            for key, title in titles.items()
            if key in rows
        )

    def _row(self, members: list[Figure]) -> Row:
        """One quantity: its level in the report's year, or in the one year the report gives it for."""
        years = {figure.fact.year for figure in members}
        levels = [
            figure
            for figure in members
            if figure.fact.measure == "value" and (figure.fact.year == self.year or len(years) == 1)
        ]
        lead = levels[0] if levels else members[0]
        return Row(
            name=self.name(lead),
            name_en=self.name(lead, "en"),
            level=levels[0] if levels else None,
            measures=tuple(
                Said(figure, self._said(figure, lead.fact.year))
                for figure in members
                if figure not in levels[:1]
            ),
        )

    @staticmethod
    def _said(figure: Figure, year: int | None) -> str:
        """What a number beside the level is: its measure, and its year where that is another."""
        fact = figure.fact
        if fact.year == year:
            return vocabulary.measure_name(fact.measure)
        of = f"{fact.year}年" if fact.year else "年份未注明"
        return of if fact.measure == "value" else f"{of}{vocabulary.measure_name(fact.measure)}"


def _family_of(concept: str) -> str:
    for key, _, prefixes in _FAMILIES:
        if concept.startswith(prefixes):
            return key
    return OTHER_FAMILY[0]
