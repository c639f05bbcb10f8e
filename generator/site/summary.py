"""一分钟看懂: three to five plain sentences about one report, written from its facts by template.

Every number in a sentence is either a printed figure, linked to its row, or marked as derived.
Where the report prints no comparison the sentence says so; what it does not print is not said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator import vocabulary
from generator.model import Report
from generator.site.amounts import agree, magnitude, percent_of, plain, printed
from generator.site.archive import department_name
from generator.site.breakdowns import Breakdown, functions, income_sources
from generator.site.figures import Figure, Figures

BASIC_MEANS = "维持日常运转"
PROJECT_MEANS = "办专门的事"


@dataclass(frozen=True, slots=True)
class Number:
    """A printed figure in a sentence. `disputed` is the id of an error-level finding about it."""

    text: str
    figure: str
    disputed: str | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A number worked out by the site from printed ones; `how` says from which."""

    text: str
    how: str


Piece = str | Number | Derived
Sentence = tuple[Piece, ...]


def summary(report: Report) -> tuple[Sentence, ...]:
    """The sentences, in reading order. At most five; none where the report prints no figure."""
    writer = _Writer(report)
    sentences = (writer.spending(), writer.source(), writer.kinds(), writer.biggest(), writer.three_public())
    return tuple(sentence for sentence in sentences if sentence)


class _Writer:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.figures = Figures(report)
        self.is_final = report.reading.identity.kind == "final"
        self.last_year = "上年"

    def number(self, figure: Figure, text: str | None = None) -> Number:
        shown = text or printed(figure.fact)
        easier = plain(figure.fact) if text is None else None
        return Number(
            f"{easier}（{shown}）" if easier else shown, figure.id, self.figures.disputed.get(figure.id)
        )

    def total(self) -> Figure | None:
        return self.figures.first("expenditure.total", "expenditure.current_total")

    def spending(self) -> Sentence:
        total = self.total()
        if total is None:
            return ("这份报告没有写明支出总额。",)
        year = self.report.reading.identity.year
        when = f"{year}年，" if year else ""
        verb = "全年支出决算总计" if self.is_final else "计划支出总计"
        whose = "" if total.fact.scope == "all" else f"（{vocabulary.scope_name(total.fact.scope)}口径）"
        return (
            f"{when}{department_name(self.report)}{verb}{whose} ",
            self.number(total),
            *self.comparison(total),
            *self.completion(total),
            "。",
        )

    def comparison(self, figure: Figure) -> Iterator[Piece]:
        """How a figure compares with last year: every way in which reports say it or do not."""
        change = self.figures.beside(figure, "change")
        rate = self.figures.beside(figure, "growth_rate")
        said = change or rate
        if said is None:
            yield "；报告没有写与上年相比增减多少"
            return
        if said.fact.value == 0:
            yield f"，与{self.last_year}"
            yield self.number(said, "持平")
            return
        up = said.fact.value > 0
        yield f"，比{self.last_year}{'增加' if up else '减少'} " if change else f"，比{self.last_year}"
        if change is not None:
            yield self.number(change, magnitude(change.fact))
        if rate is not None and (rate.fact.value > 0) == up:
            yield f"{'，' if change else ''}{'增长' if up else '下降'} "
            yield self.number(rate, magnitude(rate.fact))
        elif change is not None and (derived := _growth(figure, change)):
            yield "（"
            yield derived
            yield "）"

    def completion(self, figure: Figure) -> Iterator[Piece]:
        if rate := self.figures.beside(figure, "completion_rate"):
            yield "，完成预算的 "
            yield self.number(rate)

    def source(self) -> Sentence:
        sources = income_sources(self.figures)
        if sources is None:
            return ()
        largest = sources.items[0]
        if sources.total and agree(largest.figure.fact, sources.total.fact):
            return ("钱全部来自", largest.name, " ", self.number(largest.figure), "。")
        share = self.figures.beside(largest.figure, "share")
        return (
            "最大的一项收入是",
            largest.name,
            " ",
            self.number(largest.figure),
            *(("，占 ", self.number(share)) if share else self.derived_share(sources)),
            "。",
        )

    def derived_share(self, breakdown: Breakdown) -> Iterator[Piece]:
        whole, part = breakdown.total, breakdown.items[0].figure
        if whole is None or whole.fact.yuan is None or part.fact.yuan is None:
            return
        share = percent_of(part.fact.yuan, whole.fact.yuan)
        if share is not None and 0 < share <= 100:
            yield "，约占 "
            yield Derived(f"{share}%", f"{printed(part.fact)} ÷ {printed(whole.fact)}，本站计算")

    def kinds(self) -> Sentence:
        """Basic and project expenditure of one scope: never mixed from two."""
        for scope in ("all", "fiscal", "general"):
            basic = self.figures.get("expenditure.basic", scope=scope)
            project = self.figures.get("expenditure.project", scope=scope)
            if basic and project:
                break
        else:
            return ()
        scope = basic.fact.scope
        whose = "" if scope == "all" else f"{vocabulary.scope_name(scope)}中，"
        return (
            f"{whose}{BASIC_MEANS}的基本支出 ",
            self.number(basic),
            *self.printed_share(basic),
            f"；{PROJECT_MEANS}的项目支出 ",
            self.number(project),
            *self.printed_share(project),
            "。",
        )

    def printed_share(self, figure: Figure) -> Iterator[Piece]:
        if share := self.figures.beside(figure, "share"):
            yield "，占 "
            yield self.number(share)

    def biggest(self) -> Sentence:
        fields = functions(self.figures)
        if fields is None or len(fields.items) < 2:
            return ()
        largest = fields.items[0]
        return (
            "按用途看，最多的是",
            largest.name,
            " ",
            self.number(largest.figure),
            *self.printed_share(largest.figure),
            "。",
        )

    def three_public(self) -> Sentence:
        total = self.figures.first("three_public.total")
        if total is None:
            return ()
        verb = "支出" if self.is_final else "预算"
        said: list[Piece] = [f"“三公”经费{verb} ", self.number(total)]
        if self.figures.beside(total, "change") or self.figures.beside(total, "growth_rate"):
            said.extend(self.comparison(total))
        return (*said, "。")


def _growth(level: Figure, change: Figure) -> Derived | None:
    """The growth that a level and a change in money imply."""
    now, by = level.fact.yuan, change.fact.yuan
    if now is None or by is None or now - by <= 0:
        return None
    rate = percent_of(abs(by), now - by)
    if rate is None or rate > Decimal(10_000):
        return None
    direction = "增长" if by > 0 else "下降"
    how = f"{printed(change.fact)} ÷（{printed(level.fact)} − {printed(change.fact)}），本站计算"
    return Derived(f"约{direction} {rate}%", how)
