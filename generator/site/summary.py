"""一分钟看懂: three to five plain sentences about one report, written from its facts by template.

Every number in a sentence is a printed figure, linked to its row, or marked as derived. What the
report does not print is said where a reader would look for it (the total, a comparison) and
otherwise left unsaid. 最多 is said only where nothing left unprinted could be more.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import vocabulary
from generator.model import Report
from generator.site.amounts import agree, percent_of, printed
from generator.site.breakdowns import Breakdown, functions, income_sources, three_public
from generator.site.comparisons import Comparer, Related, name_of_total
from generator.site.execution import executed, execution
from generator.site.figures import MONEY_SCOPES, Figure, Figures
from generator.site.sentences import Derived, Piece, Sentence, Speaker

_MOST, _FEW = 5, 3
_TOTALS = ("expenditure.total", "expenditure.current_total")
_VERBS = {"budget": "计划支出", "final": "支出决算", None: "支出"}
_KINDS = (("expenditure.basic", "维持日常运转的"), ("expenditure.project", "办专门的事的"))
_OTHER_KINDS = (
    "expenditure.operating",
    "expenditure.remittance_up",
    "expenditure.subsidy_down",
    "expenditure.reserve",
)
_ALSO = ("income.total", "operating_funds", "procurement.total", "conference", "training")


def summary(
    report: Report, *, before: Related | None = None, planned: Related | None = None
) -> tuple[Sentence, ...]:
    """The sentences, in reading order: at most five.

    `before` is last year's report of the same kind and `planned` the budget of the same year, where
    the site has them: said where the report itself compares nothing.
    """
    writer = _Writer(report, before, planned)
    first = [s for s in (writer.spending(), writer.execution(), writer.source(), writer.kinds()) if s]
    last = [s for s in (writer.three_public(),) if s]
    if len(first) + len(last) < _MOST and (biggest := writer.biggest()):
        first.append(biggest)
    if len(first) + len(last) < _FEW:
        last.extend(writer.also())
    if writer.total is None:
        last.append(("这份报告没有写明支出总额。",))
    return (*first, *last)[:_MOST]


class _Writer:
    def __init__(self, report: Report, before: Related | None, planned: Related | None) -> None:
        self.identity = report.reading.identity
        self.figures = Figures(report)
        self.is_final = self.identity.kind == "final"
        self.planned = planned
        self.compare = Comparer(self.figures, before)
        self.speaker = Speaker(self.figures)
        self.total = self.figures.first(*_TOTALS)

    def spending(self) -> Sentence:
        total = self.total
        if total is None:
            return ()
        when = f"{self.identity.year}年，" if self.identity.year else ""
        who = self.identity.department_name or "报告所列"
        verb, scope = _VERBS[self.identity.kind], total.fact.scope
        what = f"{vocabulary.scope_name(scope)}{verb}" if scope != "all" else f"{verb}{_ending(total)}"
        return (
            f"{when}{who}{what} ",
            *self.speaker.amount(total),
            *self.compare.of_total(total),
            *execution(self.speaker, total),
            *self._of_this_year(total),
            "。",
        )

    def _of_this_year(self, total: Figure) -> Iterator[Piece]:
        """What of a total that includes money carried over belongs to the year itself."""
        own = self.figures.get("expenditure.current_total", scope=total.fact.scope)
        if own and own is not total and not agree(own.fact, total.fact):
            yield "；其中本年支出 "
            yield from self.speaker.amount(own)

    def execution(self) -> Sentence:
        """Final account against budget, where the first sentence does not say it already."""
        if not self.is_final or (self.total and tuple(execution(self.speaker, self.total))):
            return ()
        if found := executed(self.figures):
            said = tuple(execution(self.speaker, found))
            name = name_of_total(found, self.figures)
            return (f"{name} ", *self.speaker.amount(found), *said, "。")
        if self.total and self.planned:
            name = name_of_total(self.total, self.figures)
            told = tuple(self.compare.against(self.total, self.planned, said=name, this="决算"))
            return (*told, "。") if told else ()
        return ()

    def source(self) -> Sentence:
        gap, sources = self._gap(), income_sources(self.figures)
        if sources is None:
            return gap
        name, largest = sources.items[0].name, sources.items[0].figure
        if len(sources.items) == 1 and sources.complete:
            return (*gap, f"钱全部来自{name} ", *self.speaker.amount(largest), "。")
        if not sources.leads(self.figures):
            return gap
        said = self._share(largest) or self._derived_share(sources)
        return (*gap, f"最大的一项收入是{name} ", *self.speaker.amount(largest), *said, "。")

    def _gap(self) -> Sentence:
        """Said where the report prints two different totals for income and expenditure."""
        income, spent = self.figures.get("income.total"), self.figures.get("expenditure.total")
        if not income or not spent:
            return ()
        if any(agree(one, other) for one in income.mentions for other in spent.mentions):
            return ()
        return ("收入总计写的是 ", *self.speaker.amount(income), "，与支出总计不等。")

    def _share(self, figure: Figure) -> Sentence:
        share = self.figures.beside(figure, "share")
        if share is None:
            return ()
        return (f"，占{self._whole(share.fact.whole)} ", self.speaker.number(share))

    def _derived_share(self, breakdown: Breakdown) -> Sentence:
        whole, part = breakdown.total, breakdown.items[0].figure
        if whole is None or whole.fact.yuan is None or part.fact.yuan is None:
            return ()
        share = percent_of(part.fact.yuan, whole.fact.yuan)
        if share is None or not 0 < share <= 100 or not self.speaker.sure(whole, part):
            return ()
        how = f"{printed(part.fact)} ÷ {printed(whole.fact)}，本站计算"
        return (f"，约占{self._whole(whole.id)} ", Derived(f"{share}%", how))

    def _whole(self, whole: str | None) -> str:
        """What a share is of, where it is not the total: `本年收入的`."""
        if whole is None or not whole.endswith(".current_total"):
            return ""
        total = self.figures.by_id.get(whole.replace(".current_total", ".total"))
        current = self.figures.by_id.get(whole)
        if total and current and agree(total.fact, current.fact):
            return ""
        return "本年收入的" if "income" in whole else "本年支出的"

    def kinds(self) -> Sentence:
        """Basic and project expenditure of one scope: never mixed from two."""
        for scope in MONEY_SCOPES:
            found = [(self.figures.get(concept, scope=scope), means) for concept, means in _KINDS]
            if all(figure for figure, _ in found):
                break
        else:
            return ()
        said: list[Piece] = ["" if scope == "all" else f"{vocabulary.scope_name(scope)}支出中，"]
        for figure, means in found:
            if figure:
                said += ["；" if len(said) > 1 else "", f"{means}{self._short_name(figure)} "]
                said += [*self.speaker.amount(figure), *self._share(figure)]
        others = [self.figures.get(concept, scope=scope) for concept in _OTHER_KINDS]
        for figure in others:
            if figure and figure.fact.value:
                said += [f"；另有{self._short_name(figure)} ", *self.speaker.amount(figure)]
        return (*said, "。")

    def _short_name(self, figure: Figure) -> str:
        return vocabulary.describe(figure.fact.concept).zh

    def biggest(self) -> Sentence:
        fields = functions(self.figures)
        if fields is None or len(fields.items) < 2 or not fields.leads(self.figures):
            return ()
        largest, whose = fields.items[0], f"{fields.scope_text}支出" if fields.scope_text else ""
        return (
            f"{whose}按用途看，最多的是",
            largest.name,
            " ",
            *self.speaker.amount(largest.figure),
            *self._share(largest.figure),
            "。",
        )

    def three_public(self) -> Sentence:
        total = self.figures.first("three_public.total")
        if total is None:
            return ()
        verb = "支出" if self.is_final else "预算"
        said = (f"“三公”经费{verb} ", *self.speaker.amount(total), *self.compare.printed(total))
        return (*said, *execution(self.speaker, total), *self._most_of_three_public(), "。")

    def _most_of_three_public(self) -> Iterator[Piece]:
        parts = three_public(self.figures)
        if parts is None or not parts.leads(self.figures):
            return
        largest = parts.items[0]
        yield "；全部是" if len(parts.items) == 1 and parts.complete else "；其中最多的是"
        yield largest.name
        if len(parts.items) > 1 or not parts.complete:
            yield " "
            yield from self.speaker.amount(largest.figure)

    def also(self) -> Iterator[Sentence]:
        """Other money that a report prints which says little else."""
        for concept in _ALSO:
            if figure := self.figures.first(concept):
                name = self.figures.name(figure)
                yield (f"{name} ", *self.speaker.amount(figure), *self.compare.printed(figure), "。")


def _ending(total: Figure) -> str:
    return "总计" if total.fact.concept == "expenditure.total" else "合计"
