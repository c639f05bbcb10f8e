"""The clause grammar: tokens of a paragraph -> facts.

Reports say figures in a small grammar: a subject, its amount, what it is compared with, the
direction and size of the change, a share, a reason; lists hang on the subject before 其中. The
walker goes through the tokens once, keeps the subject in force, and turns every amount (and every
持平 or 没有…) into a fact. It never looks for a report's own wording.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from generator import vocabulary
from generator.model import Fact, Kind, Section, UnnamedFigure
from generator.reading.amounts import Amount
from generator.reading.harvest import Harvest
from generator.reading.lexicon import recognise
from generator.reading.measures import UNKNOWN, Base, Measured, measure_of, read_base
from generator.reading.naming import (
    SOURCE_OF_SCOPE,
    Company,
    Subject,
    compose,
    fits,
    is_part,
    name_term,
    scope_for,
)
from generator.reading.normalise import Normalised, unwrapped
from generator.reading.tokens import Token

_FAMILY_OF_SECTION = {
    "three_public": "three_public",
    "operating_funds": "operating",
    "procurement": "procurement",
    "assets": "assets",
    "organisation": "org",
    "income": "income",
    "performance": "performance",
    "transfer": "transfer",
}
_STAGELESS = ("performance.", "procurement.sme", "procurement.micro")
_LONGEST_QUOTE = 160
_LONGEST_CLAUSE = 80
"""Tokens looked at around a figure. No real clause comes near it; it keeps the walk linear on any text."""
_CLAUSE_ENDS = frozenset("，。；")
_STOCKS = (
    "vehicles.",
    "assets.",
    "staff.",
    "org.",
    "performance.evaluated",
    "three_public",
    "conference",
    "training",
)


@dataclass
class Document:
    """What holds for the whole report while it is read."""

    year: int | None
    kind: Kind | None
    unit: str
    codes: frozenset[str] = frozenset()
    series: int = 0


@dataclass
class _Event:
    """The last figure read: what it was about, how it was measured, and where."""

    subjects: tuple[Subject, ...]
    measure: str
    sentence: int
    first_fact: int
    """Index of its first fact in the harvest."""


_FILLER = re.compile(
    r"(?:[0-9]{4}年?|[0-9.,]+平方米|账面价值|价值|共计|合计|总计|共有|安排|支出|资金|金额|经费|费用|实有|小计|人数|预计|达到|实际|完成|情况|总额|数额|数量"
    r"|本年|当年|年度|全年|累计|总共|项目|分别|其中|已|为|是|共|计|约|数|额|达|有|的|了|在|等|各|均|总|仅|即|年|、|）|（|\|| |款|费|近|拨|由|设)"
)
"""Words that may stand between a name and its amount without naming anything."""
_COMBINED = {
    frozenset({"301", "303"}): "expenditure.basic.personnel",
    frozenset({"302", "310"}): "expenditure.basic.public",
}
"""人员经费 is 301 + 303 and 公用经费 302 + 310 (《预算法实施条例》第五条)."""
_MAY_PRECEDE = frozenset("买购有的用为于在计共设其中和与及或各类排购含属加减少增展列出照将对")
"""Characters outside the vocabulary that a category's or a weak name may directly follow."""
_LEVEL_MARK = re.compile(r"[\s”\"’」』]*[（(][类款项][）)]")


class Walker:
    """Walks one paragraph. State outside the paragraph: the section path and the list left open."""

    def __init__(
        self,
        document: Document,
        source: str,
        normalised: Normalised,
        tokens: list[Token],
        path: tuple[Section, ...],
        topic: tuple[Subject, ...],
        section_scope: str | None,
        open_heads: list[tuple[Subject, str]],
    ) -> None:
        self.document = document
        self.source = source
        self.text = normalised
        self.tokens = tokens
        self.at = 0
        self._ends = frozenset(t.end for t in tokens)
        self.path = path
        self.topic = topic
        self.section_scope = section_scope
        self.heads = list(open_heads)
        self.harvest = Harvest()
        self.subjects: tuple[Subject, ...] = ()
        self.event: _Event | None = None
        self.pending: list[Token] = []
        self.before_colon: list[Token] = []
        self.window: list[Token] = []
        self.clause_start = 0
        self.sentence = 0
        # The sentence in which a figure could not be named: what follows is said of it, not of others.
        self.lost = 0
        self.sentence_scope: str | None = None
        self.scope_before: str | None = None
        self.paragraph_scope: str | None = None
        self.base: Base | None = None
        self.year: int | None = None
        self.zone: str | None = None
        self.classified: str | None = None
        self.functions: dict[str, None] = dict.fromkeys(
            c for section in path for c in _codes_in(section.title)
        )
        self.parentheses: list[tuple[int, tuple[Subject, ...], _Event | None, str | None, list[Token]]] = []
        self.shared_out: list[tuple[Subject, ...]] = []
        self.reason_from: int | None = None
        self.list_complete = True
        self.performance: str | None = None
        self.series_open = False
        self.last_measured: Measured | None = None

    # --- the walk ------------------------------------------------------------------------

    def walk(self) -> Harvest:
        """Read the whole paragraph."""
        self._start_sentence(0)
        for index, token in enumerate(self.tokens):
            self.at = index
            if token.mark:
                self._mark(index, token)
            elif token.amount:
                self._amount(index, token, token.amount)
                if token.amount.kind != "other":
                    self.window = []
            elif token.year:
                self._year(index, token)
            else:
                self._term(index, token)
        self._close_clause(len(self.text.text))
        self._close_reason(len(self.text.text))
        return self.harvest

    def _mark(self, index: int, token: Token) -> None:
        mark = token.mark
        if mark == "（":
            self.parentheses.append((token.end, self.subjects, self.event, self.zone, self.window))
            self.window = []
        elif mark == "）" and self.parentheses:
            inside = self.parentheses[-1][0]
            short_name = self.text.text.startswith(("简称", "以下简称", "统称"), inside)
            inner = [t for t in self.window if t.is_name()] if short_name else []
            self._close_clause(token.start)
            _, self.subjects, self.event, self.zone, self.window = self.parentheses.pop()
            if inner:
                self.window = [t for t in self.window if not t.is_name()] + inner
        elif mark == "：":
            self._colon(token)
        elif mark != "、":
            self._close_clause(token.start)
            self.clause_start = token.end
            if mark in "。；！？":
                self._close_reason(token.start)
                self.zone = None
            elif self.zone == "usage":
                self.zone = None
            if mark in "。！？":
                self._start_sentence(index + 1)

    def _start_sentence(self, index: int) -> None:
        self.sentence += 1
        self.pending = []
        self.window = []
        self.sentence_scope = None
        self.scope_before = None
        self.base = None
        self.shared_out = []
        self.series_open = False
        self.performance = self._performance(index) or (
            self.performance if self._opens_with_list(index) else None
        )

    def _opens_with_list(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].sense("list") is not None

    def _performance(self, index: int) -> str | None:
        """Which set of projects a sentence is about: the first family whose verb it contains."""
        found = set()
        for at in range(index, len(self.tokens)):
            token = self.tokens[at]
            if token.mark in {"。", "！", "？"}:
                break
            if sense := token.sense("performance"):
                found.add(sense.value)
        order = vocabulary.data("phrases")["performance"]
        return next((family for family in order if family in found), None)

    def _performance_of_clause(self) -> str | None:
        """The family of the clause the amount at hand stands in, where the clause names one itself."""
        found: set[str] = set()
        for step in (range(self.at, -1, -1), range(self.at, len(self.tokens))):
            for at in itertools.islice(step, _LONGEST_CLAUSE):
                if self.tokens[at].mark in _CLAUSE_ENDS:
                    break
                found.update(s.value for s in self.tokens[at].senses if s.kind == "performance")
        return next((f for f in vocabulary.data("phrases")["performance"] if f in found), None)

    def _colon(self, token: Token) -> None:
        if (
            self.zone is None
            and self.event
            and self.event.sentence == self.sentence
            and self.event.measure == "value"
        ):
            self._push_head()
        elif self.zone is None and any(t.is_name() or t.sense("side") for t in self.window):
            end = Amount(Decimal(0), None, token.start, token.start, token.start)
            self.subjects = (
                () if self._names_something_else(self.window, end) else self._phrase(self.window, None)
            )
        self.before_colon = self.window
        self.window = []
        self.clause_start = token.end

    def _close_clause(self, end: int) -> None:
        if self.zone is None:
            self._base()
        if any(t.sense("negation") for t in self.window) and self.zone is None:
            self._absence(self.window, end)
        if self.zone is None:
            self.pending.extend(t for t in self.window if t.is_name() or t.sense("side") or t.sense("scope"))
            del self.pending[:-_LONGEST_CLAUSE]
        self.window = []
        self.clause_start = end
        self.scope_before = self.sentence_scope

    # --- terms ---------------------------------------------------------------------------

    def _term(self, index: int, token: Token) -> None:
        if token.sense("reason") and not token.is_name():
            self._open_reason(token)
            return
        if token.sense("usage") and not token.is_name() and not self._amount_follows_closely(index):
            self.zone = "usage"
            self.list_complete = False
        if (
            (sense := token.sense("scope"))
            and self.zone is None
            and not any(t.sense("share") for t in self.window)
        ):
            self.sentence_scope = sense.value
            self.paragraph_scope = sense.value
        if sense := token.sense("classified"):
            self.classified = sense.value
        if token.sense("list") and not token.is_name():
            self._list(token)
        if token.sense("respectively"):
            self._share_out(index)
        codes = [s.value for s in token.senses if s.kind == "function"]
        if len(codes) == 1:
            self.functions[codes[0]] = None
        self.window.append(token)
        del self.window[:-_LONGEST_CLAUSE]
        if self.zone is None and token.sense("nil"):
            self._nil(token)
        if self.zone is None and (token.sense("zero") or token.sense("zero_approx")):
            self._zero(token)

    def _amount_follows_closely(self, index: int) -> bool:
        return any(t.amount for t in self.tokens[index + 1 : index + 4])

    def _list(self, token: Token) -> None:
        self.zone = None if self.zone == "usage" else self.zone
        self.list_complete = True
        if self.text.text[token.start : token.end] == "其中" and self.zone == "reason":
            self._close_reason(token.start)
            self.zone = None
        if self.event and self.event.measure != "share" or self.subjects:
            self._push_head()

    def _push_head(self) -> None:
        if not self.subjects:
            return
        head = self.subjects[-1] if len(self.subjects) == 1 else self.subjects[0]
        entry = (head, self._fact_name(head, "value", self._year_of(head.concept)))
        if entry in self.heads:
            del self.heads[self.heads.index(entry) + 1 :]
        else:
            self.heads.append(entry)
        self.document.series += 1

    def _year(self, index: int, token: Token) -> None:
        assert token.year is not None
        before = self.tokens[index - 1] if index else None
        compared = (
            before is not None and before.end >= token.start - 1 and before.sense("compare") is not None
        )
        if not compared and self.zone is None and not self._from_last_year(token):
            self.year = token.year.year
        self.window.append(token)

    def _from_last_year(self, token: Token) -> bool:
        return self.text.text[max(0, token.start - 1) : token.start] in {"由", "从", "同", "和"}

    # --- reasons -------------------------------------------------------------------------

    def _open_reason(self, token: Token) -> None:
        if self.zone != "reason":
            self._close_clause(token.start)
            self.zone = "reason"
            self.reason_from = token.start
        self.window = []

    def _close_reason(self, end: int) -> None:
        if self.zone != "reason" or self.reason_from is None:
            return
        start, stop = self.text.span(self.reason_from, end)
        reason = unwrapped(self.source[start:stop]).strip(" ，,；;")
        self.reason_from = None
        facts = self.harvest.facts
        index = len(facts)
        for index in range(len(facts) - 1, -1, -1):
            fact = facts[index]
            if fact.span[0] >= start:
                continue
            if fact.reason or not fact.measure.startswith(
                ("change", "growth", "budget_variance", "completion")
            ):
                if fact.measure == "value" and index == len(facts) - 1:
                    continue
                break
            facts[index] = replace(fact, reason=reason)

    # --- amounts -------------------------------------------------------------------------

    def _amount(self, index: int, token: Token, amount: Amount) -> None:
        if not self.window and self.text.text[amount.start - 1 : amount.start] == "：":
            self.window = self.before_colon
        if amount.kind == "other":
            return
        following = self._noun_after(index, amount)
        if self._unit_missing_is_noise(amount, following):
            return
        measured = measure_of(self.window, amount, self._base(), self.document.kind, self._previous_measure())
        if self.shared_out and not self.window and self.last_measured:
            measured = replace(self.last_measured, names=[])
        self.last_measured = measured
        if measured.measure == UNKNOWN:
            self._leave_unnamed(amount)
            return
        counted = amount.kind == "vehicles" and any(_buys(t) for t in self.window)
        if (
            self.zone == "reason"
            and measured.measure == "value"
            and not counted
            and not self._leaves_reason()
        ):
            self._leave_unnamed(amount)
            return
        if self.shared_out:
            subjects: tuple[Subject, ...] = self.shared_out.pop(0)
        else:
            subjects = self._subjects(amount, measured, following)
        if not subjects:
            self._leave_unnamed(amount)
            if measured.measure == "value" and amount.kind == "money":
                self.lost = self.sentence
            if measured.measure == "value" and any(t.is_name() for t in self.window):
                self.subjects = ()  # something else was named: what follows is not said of the last figure
            return
        if self.zone == "reason" and measured.measure == "value":
            self._close_reason(token.start)
            self.zone = None
        year = measured.year
        if measured.last_year and self.document.year is not None:
            year = self.document.year - 1
        measure = measured.measure
        if subjects[0].concept.startswith(_STAGELESS) and not _says_change(measure):
            measure = "value"  # 涉及预算金额598.42万元 is the size of the projects, whatever its stage
        wholes = self._phrase(list(measured.of), "money") if measure == "share" else ()
        self._emit(subjects, measure, amount, measured.sign, token, year, measured.unit)
        if wholes and wholes[0] not in subjects:
            whole = self._fact_name(wholes[0], "value", self._year_of(wholes[0].concept))
            index = self.event.first_fact if self.event else 0
            self.harvest.facts[index:] = [replace(fact, whole=whole) for fact in self.harvest.facts[index:]]

    def _unit_missing_is_noise(self, amount: Amount, following: Token | None) -> bool:
        """A bare number is a figure only where the words right before it expect one."""
        if amount.unit is not None or following is not None:
            return False
        words = [t for t in self.window if t.is_name() or not t.sense("list")]
        if not words:
            return True
        last = words[-1]
        between = self.text.text[last.end : amount.start].replace("具体为", "").replace("：", "")
        expects = last.is_name() or any(
            last.sense(kind)
            for kind in (
                "direction",
                "share",
                "completion",
                "stage",
                "total",
                "each",
                "respectively",
                "reach",
            )
        )
        return not expects or len(between) > 3

    def _leaves_reason(self) -> bool:
        """公务接待费5万元 at the head of a clause ends the reason before it."""
        leading = [t for t in self.window if not t.year and not t.sense("scope")]
        if not leading or not leading[0].is_name():
            return False
        before = self.text.text[self.clause_start : leading[0].start]
        return len(before) <= 2 or bool(self.window[0].year)

    def _noun_after(self, index: int, amount: Amount) -> Token | None:
        """6个内设机构: the noun of a count may follow it."""
        if amount.kind not in {"count", "people", None} or index + 1 >= len(self.tokens):
            return None
        token = self.tokens[index + 1]
        gap = self.text.text[amount.unit_end : token.start]
        if not token.is_name() or len(gap) > 4 or token.start < amount.unit_end:
            return None
        return token if any(s.value.startswith(("org.", "transfer")) for s in token.senses) else None

    def _subjects(self, amount: Amount, measured: Measured, following: Token | None) -> tuple[Subject, ...]:
        kind, measure = amount.kind, measured.measure
        names = self._after_usage(measured.names)
        if measure == "value" and self._names_something_else(names, amount):
            return ()
        if following is not None:
            named = self._phrase([following], kind)
            if named:
                return named
        if self.performance and (
            measure == "value" or (amount.kind == "money" and not _says_change(measure))
        ):
            self.performance = self._performance_of_clause() or self.performance
            performed = self._performed(amount, names)
            if performed:
                return performed
        if any(t.sense("each") or t.sense("respectively") for t in names):
            listed = [s for item in self._enumerated() for s in item]
            if len(listed) > 1 and len({s.concept for s in listed}) == len(listed):
                return tuple(listed)
        if (measured.year or measured.last_year or measured.reached) and not names and self.subjects:
            return self._both_sides() or self.subjects
        if (
            measure != "value"
            and any(t.sense("each") for t in names)
            and not any(t.is_name() or t.sense("side") for t in names)
        ):
            both = self._both_sides()
            if both:
                return both
        relative = measure != "value"
        named = self._phrase(names, None if relative else kind)
        if named and (not relative or self._can_measure(named, kind)):
            return self._continued(named, names)
        if not relative and not named:
            waiting = self.pending + names
            named = self._phrase(waiting, kind) if self.pending and not self._too_far(waiting, amount) else ()
            if named:
                return named
        return self._in_force(amount, measure, names)

    def _both_sides(self) -> tuple[Subject, ...]:
        """收入总计A，支出总计B，…各增加C: the two totals that the sentence has just named."""
        if not self.event or len(self.harvest.facts) < 2:
            return ()
        income, expenditure = self.harvest.facts[-2:]
        if (income.concept, expenditure.concept) not in {
            ("income.total", "expenditure.total"),
            ("income.current_total", "expenditure.current_total"),
            ("income.fiscal_appropriation", "expenditure.total"),
            ("income.general_public_budget", "expenditure.total"),
        } or {income.measure, expenditure.measure} != {"value"}:
            return ()
        return tuple(Subject(f.concept, f.scope, self.clause_start) for f in (income, expenditure))

    def _after_usage(self, names: list[Token]) -> list[Token]:
        """项目支出主要用于茶园建设900万元: the amount is not the subject's before 主要用于."""
        last = max((i for i, t in enumerate(names) if t.sense("usage") and not t.is_name()), default=-1)
        return names[last + 1 :]

    def _too_far(self, names: list[Token], amount: Amount) -> bool:
        """A name in an earlier clause, with other nouns between it and the amount."""
        if self._names_something_else(names, amount):
            last = next(t for t in reversed(names) if t.is_name())
            between = self.text.text[last.end : min(amount.start, last.end + _LONGEST_QUOTE)]
            return (
                not between.startswith("，") or len(re.sub(r"[，、：]", "", re.sub(_FILLER, "", between))) > 4
            )
        return False

    def _names_something_else(self, names: list[Token], amount: Amount) -> bool:
        """办公用房水电费9.66万元: words the vocabulary does not know stand between the term and the amount."""
        last = next((t for t in reversed(names) if t.is_name()), None)
        if last is None or self.shared_out:
            return False
        if amount.start - last.end > _LONGEST_QUOTE:
            return True
        between = self.text.text[last.end : amount.start]
        if "（" in between or "：" in between:
            between = re.sub(r"（[^）]*）", "", between).replace("：", "")
        for token in names:
            if token.start >= last.end:
                between = between.replace(self.text.text[token.start : token.end], "", 1)
        raw = self.source[slice(*self.text.span(last.end, amount.start))] if amount.start > last.end else ""
        if re.search(r"[（(][款项][）)]", raw[3:]) and re.sub(_FILLER, "", between):
            return True
        limit = 2 if last.sense("concept") else 0
        return len(re.sub(_FILLER, "", between)) > limit

    def _continued(self, named: tuple[Subject, ...], names: list[Token]) -> tuple[Subject, ...]:
        """支出决算为… after 三公经费支出预算为…: the stage changes, the subject stays."""
        composed = not any(t.is_name() for t in names) and not any(t.sense("scope") for t in names)
        if composed and any(t.is_name() for t in self.pending):
            before = self._phrase(self.pending, None)
            if before and not before[0].concept.startswith(("income", "expenditure")):
                return before  # （简称“三公”经费）支出合计24.75万元
        bare = composed and not any(t.sense("total") for t in names)
        specific = self.topic and self.topic[0].concept.startswith("expenditure.function")
        if bare and specific and any(t.sense("stage") for t in names):
            return self.subjects or self.topic  # （款）…（项）：支出决算为8.50万元
        if bare and not any(t.sense("stage") for t in names) and self.subjects:
            money = self._money_of_counts() if self.subjects[0].concept.startswith("three_public") else ()
            if money:
                return money  # 接待30批次，共计支出0.31万元
        if (
            bare
            and self.event
            and self.event.sentence == self.sentence
            and self.subjects
            and any(t.sense("stage") for t in names)
            and self.event.measure in {"initial_budget", "adjusted_budget"}
            and not self.subjects[0].concept.startswith("income")
        ):
            return self.subjects
        return named

    def _can_measure(self, named: tuple[Subject, ...], kind: str | None) -> bool:
        unit = vocabulary.describe(named[0].concept).unit
        return kind in {"percent", None} or fits(unit, kind)

    def _in_force(self, amount: Amount, measure: str, names: list[Token]) -> tuple[Subject, ...]:
        """No name in the clause: the subject in force, or the section's topic."""
        kind = amount.kind
        if self.lost == self.sentence:
            return ()
        if measure != "value":
            head = self._whole_of_list()
            if head:
                return head
            if (
                self.subjects
                and kind in {"money", None}
                and vocabulary.describe(self.subjects[0].concept).unit != "money"
            ):
                return self._money_of_counts()
            counted = self.subjects and vocabulary.describe(self.subjects[0].concept).unit != "money"
            if counted and kind == "percent" and not (self.event and self.event.measure == "change"):
                return self.topic
            if self.subjects and (self._can_measure(self.subjects, kind) or kind is None):
                return self.subjects
            return self.topic if self.topic and self._can_measure(self.topic, kind) else ()
        if (
            self.parentheses
            and kind == "money"
            and self._is_approximate(amount)
            and self.event
            and self.subjects
        ):
            return self.subjects  # 3,089.50万元（约0.31亿元）
        if (
            kind == "money"
            and self.text.text.endswith(("价值", "原值", "账面价值"), 0, amount.start)
            and self.subjects
        ):
            if self.subjects[0].concept.startswith("vehicles."):
                return (Subject("assets.fixed.vehicles", "all", self.clause_start),)
            if self.subjects[0].concept.startswith("assets."):
                return self.subjects
        if self.subjects and kind not in {"money", None} and kind is not None:
            counted = self._counted(kind)
            if counted:
                return counted
        staged = any(t.sense("stage") or t.sense("total") for t in names)
        if staged and self.subjects and self.event and self.event.sentence == self.sentence:
            return self.subjects
        if (
            self.topic
            and (staged or not self.subjects)
            and fits(vocabulary.describe(self.topic[0].concept).unit, kind)
        ):
            return self.topic
        return ()

    def _money_of_counts(self) -> tuple[Subject, ...]:
        """人次0，与预算相比，变动0: what changed is the money, not the head count."""
        concept = self.subjects[0].concept
        stem, _, last = concept.rpartition(".")
        if last in {"groups", "persons", "count"} and stem in vocabulary.concepts():
            return (replace(self.subjects[0], concept=stem),)
        return self.subjects if self._can_measure(self.subjects, "count") else ()

    def _whole_of_list(self) -> tuple[Subject, ...]:
        """支出总计A，其中基本支出B，项目支出C，比上年减少D: D is of the whole, once B + C = A.

        Only where no item of the list, nor the whole, has had a comparison of its own.
        """
        if not self.heads or not self.subjects:
            return ()
        head, name = self.heads[-1]
        here = self.harvest.printed_list(self.document.series, name)
        whole = self.harvest.last(name)
        if here.items < 2 or whole is None or not whole.value or not here.only_levels:
            return ()
        if self.harvest.is_compared(head.concept, head.scope):
            return ()
        if here.last != self.subjects[0].concept or here.total != whole.value:
            return ()
        return (head,)

    def _counted(self, kind: str) -> tuple[Subject, ...]:
        """579人次 after 公务接待30批次: another count of the same thing."""
        child = {"count": "groups", "people": "persons", "vehicles": "count", "sets": "count"}.get(kind)
        concept = self.subjects[0].concept
        stem = (
            concept.rpartition(".")[0]
            if concept.rpartition(".")[2] in {"groups", "persons", "count"}
            else concept
        )
        name = f"{stem}.{child}"
        if name in vocabulary.concepts():
            return (replace(self.subjects[0], concept=name),)
        if vocabulary.describe(concept).unit == kind and self.event and self.event.measure != "value":
            return self.subjects
        return ()

    def _performed(self, amount: Amount, names: list[Token]) -> tuple[Subject, ...]:
        start = names[0].start if names else self.clause_start
        if amount.kind == "count" and amount.unit in {"个", "项"}:
            graded = next((f".{s.value}" for t in reversed(names) if (s := t.sense("grades"))), "")
            if not (graded or self._counts_projects(amount)) or any(
                t.is_name() and any(s.value.startswith("org.") for s in t.senses) for t in names[-1:]
            ):
                return ()
            return (Subject(f"performance.{self.performance}{graded}.project_count", "all", start),)
        if amount.kind == "score":
            clause = self.text.text[self._clause_of(amount.start) : amount.start]
            if self.performance != "self_evaluated" or not re.search(
                r"^.{0,6}(?:平均)?(?:自评)?得分|^(?:整体|部门)", clause
            ):
                return ()
            return (Subject("performance.self_evaluated.score", "all", start),)
        if amount.kind != "money":
            return ()
        for token in reversed(names):
            if token.is_name():
                company = self._company()
                families = (f"performance.{self.performance}", *company.families)
                concept = name_term(token, amount.kind, replace(company, families=families))
                if concept and concept.startswith("performance."):
                    return (Subject(concept, "all", token.start),)
                if concept and not concept.startswith(("expenditure.project", "projects")):
                    return ()
        left = names[-1].end if names else self.clause_start
        if len(re.sub(_FILLER, "", self.text.text[left : amount.start]).strip("，、：（）")) > 4:
            return ()  # 海岸带生态修复二期11800万元: one project by its name, not their sum
        return (Subject(f"performance.{self.performance}.amount", "all", start),)

    def _counts_projects(self, amount: Amount) -> bool:
        """21个项目, 涉及项目15个: the count stands beside the word 项目."""
        text = self.text.text
        before = re.sub(
            r"(?:共计|合计|共|为|数量|个数|数|总数|有|：)+$",
            "",
            text[max(0, amount.start - 12) : amount.start],
        )
        return before.endswith("项目") or text.startswith(("项目", "一级项目", "二级项目"), amount.unit_end)

    # --- names ---------------------------------------------------------------------------

    def _company(self) -> Company:
        families: list[str] = []
        families.extend(subject.concept for subject in self.subjects)
        families.extend(head.concept for head, _ in reversed(self.heads))
        families.extend(subject.concept for subject in self.topic)
        for section in reversed(self.path):
            if section.kind in _FAMILY_OF_SECTION:
                families.append(_FAMILY_OF_SECTION[section.kind])
        inherited = next((h.scope for h, _ in reversed(self.heads) if h.scope != "all"), None)
        return Company(
            families=tuple(dict.fromkeys(families)),
            sentence_scope=self.sentence_scope if self.zone is None else None,
            inherited_scope=inherited or self.section_scope,
            classified=self.classified,
            functions=tuple(self.functions),
            head=self.heads[-1][0] if self.heads else None,
            codes=self.document.codes,
        )

    def _phrase(self, tokens: list[Token], kind: str | None) -> tuple[Subject, ...]:
        """The subjects a run of tokens names: its last naming term, else a composition."""
        company = self._company()
        own = next((s.value for t in reversed(tokens) if (s := t.sense("scope"))), None)
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            if not token.is_name():
                continue
            if self._is_other_word(index, tokens):
                if all(t.sense("stage") or t.sense("side") for t in tokens[index + 1 :]) and index:
                    return ()  # 办公用房水电费: the known word is the tail of another name
                continue
            concept = (
                self._counterpart(token)
                or self._combined(tokens[: index + 1])
                or name_term(
                    token, kind, replace(company, functions=self._path_of(tokens[:index]) + company.functions)
                )
            )
            if concept == "vehicles.planned_purchase" and self.document.kind == "final":
                concept = "three_public.vehicle.purchase.count"  # an account tells what was bought
            if concept is None:
                if token.sense("function") and not token.sense("concept"):
                    return ()  # 行政运行 under no known 款: the 类 before it is not what the amount is of
                continue
            if concept == "procurement.total":
                concept = self._reserved(tokens[:index]) or concept
            if concept.startswith(("vehicles.", "assets.equipment")) and any(
                _buys(t) for t in tokens if t.end <= token.start
            ):
                planned = replace(company, families=("vehicles.planned_purchase", *company.families))
                concept = name_term(token, kind, planned) or concept
            scope = scope_for(concept, own, self._listed(concept, company))
            return (Subject(concept, scope, token.start),)
        run = [t for t in tokens if t.sense("scope") or t.sense("side") or t.sense("total")]
        if kind not in {None, "money", "percent"} or not run:
            return ()
        return tuple(compose(run, company))

    def _combined(self, tokens: list[Token]) -> str | None:
        """工资福利支出和对个人和家庭的补助1602万元: two economic classes with one amount."""
        if len(tokens) < 2:
            return None
        left, right = tokens[-2], tokens[-1]
        joint = self.text.text[left.end : right.start]
        if joint not in {"、", "和", "及", "与", ""}:
            before = [t for t in tokens[:-1] if not t.sense("side")]
            if not before or self.text.text[before[-1].end : right.start].removeprefix("支出") not in {
                "、",
                "和",
                "及",
                "与",
            }:
                return None
            left = before[-1]
        elif not left.is_name() and len(tokens) > 2:
            left = tokens[-3]
        classes = frozenset(
            next((s.value for s in t.senses if s.kind == "economic" and len(s.value) == 3), "")
            for t in (left, right)
        )
        return _COMBINED.get(classes)

    def _counterpart(self, token: Token) -> str | None:
        """参公编制61人，实有人数57人: the actual staff of the kind whose posts were just named."""
        if not token.sense("concept") or not any(s.value == "staff.actual.total" for s in token.senses):
            return None
        paired = sum(any(s.value == "staff.actual.total" for s in t.senses) for t in self.tokens) > 1
        if not paired or any(head.concept == "staff.authorized.total" for head, _ in self.heads):
            return None
        posts = self.subjects[0].concept if self.subjects else ""
        kind = posts.removeprefix("staff.authorized.")
        concept = f"staff.actual.in_service.{kind}"
        return concept if kind not in {posts, "total"} and concept in vocabulary.concepts() else None

    def _reserved(self, before: list[Token]) -> str | None:
        """面向小微企业预留政府采购项目预算金额: 政府采购 only says what is reserved."""
        for token in before:
            for sense in token.senses:
                if sense.value.startswith(("procurement.sme", "procurement.micro")) and not sense.under:
                    return sense.value
        return None

    def _path_of(self, before: list[Token]) -> tuple[str, ...]:
        """Codes of the 类 and 款 printed before a name, nearest first."""
        path: list[str] = []
        for token in before:
            codes = [s.value for s in token.senses if s.kind == "function"]
            under = [c for c in codes if any(c.startswith(p) for p in path)] or codes
            path.extend(under if len(under) <= 3 else [])
        return tuple(reversed(path))

    def _is_other_word(self, index: int, tokens: list[Token]) -> bool:
        """A category's name inside another name (高级人民法院) or as an owner (法院2018年度收入)."""
        token = tokens[index]
        if token.sense("concept") and not all(s.under for s in token.senses if s.kind == "concept"):
            return False
        raw_end = self.text.span(token.start, token.end)[1]
        if _LEVEL_MARK.match(self.source, raw_end):
            return False
        if any(t.sense("total") or _is_income(t) for t in tokens[index + 1 :]):
            return True
        before = self.text.text[token.start - 1 : token.start]
        if not before or not "\u4e00" <= before <= "\u9fff" or before in _MAY_PRECEDE:
            return False
        return token.start not in self._ends

    def _listed(self, concept: str, company: Company) -> Company:
        """The 口径 a concept inherits: from the list head it is part of, before the section's."""
        for head, _ in reversed(self.heads):
            if is_part(concept, head.concept) and head.scope != "all":
                scope = company.sentence_scope
                if concept.startswith(("three_public", "procurement", "operating_funds")):
                    scope = scope or head.scope
                return replace(company, sentence_scope=scope, inherited_scope=head.scope)
        same = self.paragraph_scope if self.subjects and self.subjects[0].scope != "all" else None
        return replace(company, inherited_scope=same or self.section_scope)

    def _share_out(self, index: int) -> None:
        """分别减少A、B、C: one amount each for the last subjects of the list, in order."""
        count = 0
        for at in range(index + 1, min(index + _LONGEST_CLAUSE, len(self.tokens))):
            token = self.tokens[at]
            if token.mark and token.mark not in "、：":
                if not (token.mark == "，" and count and self._continues_sharing(at)):
                    break
            elif token.amount:
                count += 1
        if count < 2:
            return
        named = self._enumerated()
        if len(named) != count:
            recent: list[Subject] = []
            for fact in reversed(self.harvest.facts[-_LONGEST_CLAUSE:]):
                subject = Subject(fact.concept, fact.scope, self.clause_start)
                if fact.measure == "value" and subject not in recent:
                    recent.append(subject)
            named = [(s,) for s in reversed(recent[:count])]
        if len(named) == count and any(named):
            self.shared_out = named

    def _enumerated(self) -> list[tuple[Subject, ...]]:
        """A、B和C分别…: what each item of the enumeration before the word names, () where nothing known."""
        start = max(
            [self.clause_start, *(t.end for t in self.window if t.sense("list") or t.year)], default=0
        )
        end = self.window[-1].end if self.window else start
        text = self.text.text
        limit = min(len(text), end + _LONGEST_QUOTE)
        while (
            end < limit
            and text[end] not in "，。；：、"
            and not text.startswith(("分别", "均", "都", "各"), end)
        ):
            end += 1
        inside = {p for t in self.window for p in range(t.start, t.end)}
        cuts = [start - 1]
        cuts.extend(p for p in range(start, end) if text[p] in "、和及与" and p not in inside)
        cuts.append(end)
        items: list[tuple[Subject, ...]] = []
        for left, right in itertools.pairwise(cuts):
            words = [t for t in self.window if left < t.start and t.end <= right]
            items.append(self._phrase(words, "money") if words else ())
        return items

    def _continues_sharing(self, comma: int) -> bool:
        after = self.tokens[comma + 1] if comma + 1 < len(self.tokens) else None
        return after is not None and after.amount is not None and after.start == self.tokens[comma].end

    # --- zero and absence ----------------------------------------------------------------

    def _zero(self, token: Token) -> None:
        named = self._phrase([t for t in self.window if t.end <= token.start], None)
        compared = (
            any(t.sense("compare") or t.sense("previous") for t in self.window) or self._base() is not None
        )
        word = self.text.text[token.start : token.end]
        if not compared and word in {"一致", "保持一致", "相同", "相等", "不变"}:
            return
        subjects = named or self.subjects or self.topic
        if not subjects:
            return
        base = self._base()
        measure = base.change(self.document.kind) if base else "change"
        if self.event and self.event.subjects == subjects and self.event.sentence == self.sentence:
            if self.event.measure == measure or self.event.measure.startswith(
                ("growth", "budget_variance_rate")
            ):
                return
        first = next((t for t in self.window if t.sense("compare")), token)
        unit_kind = vocabulary.describe(subjects[0].concept).unit
        unit = self.document.unit if unit_kind == "money" else self._last_unit(subjects[0]) or "个"
        number = Amount(Decimal(0), unit, first.start, token.end, token.end)
        self._emit(
            subjects,
            measure,
            number,
            1,
            token,
            None,
            None,
            textual=True,
            approx=token.sense("zero_approx") is not None,
        )
        self.window = []

    def _nil(self, token: Token) -> None:
        """因公出国（境）零支出."""
        subjects = self._phrase([t for t in self.window if t is not token], "money")
        if subjects:
            number = Amount(Decimal(0), self.document.unit, token.start, token.end, token.end)
            self._emit(subjects, "value", number, 1, token, None, None, textual=True)
            self.window = []

    def _last_unit(self, subject: Subject) -> str | None:
        return self.harvest.last_unit(subject.concept)

    def _absence(self, window: list[Token], end: int) -> None:
        """没有使用政府性基金预算拨款安排的支出, 无因公出国（境）团组: a figure of 0 said in words."""
        first = next(t for t in window if t.sense("negation"))
        if self.text.text[first.start - 1 : first.start] == "/":
            return  # 有/无团组: a choice nobody made
        after = [t for t in window if t.start >= first.end]
        if any(t.sense("direction") or t.sense("zero") for t in after):
            return
        subjects: list[Subject] = []
        scope = next((s.value for t in after if (s := t.sense("scope"))), None)
        if scope in {"fund", "capital"}:
            sides = [s.value for t in after if (s := t.sense("side"))]
            closing = end
            for side in dict.fromkeys(sides):
                both = ("income", "expenditure") if side == "both" else (side.removeprefix("current_"),)
                subjects.extend(Subject(f"{one}.total", scope, first.start) for one in both)
        else:
            closing = end
            spoken = any(t.sense("side") or t.sense("stage") for t in after)
            for token in after:
                concept = self._counted_name(token, subjects, spoken)
                if concept and not self.harvest.has_level(concept):
                    subjects.append(Subject(concept, "all", first.start))
        if not subjects and not any(t.is_name() for t in after):
            subjects = self._unplanned([t for t in window if t.end <= first.start])
            after = after or [first]
        if not subjects:
            return
        last = max(t.end for t in after)
        closing = min(closing, last)
        number = Amount(Decimal(0), "个", first.start, closing, closing)
        kept, kept_event = self.subjects, self.event
        for subject in subjects:
            one = number
            if subject.concept.endswith(".persons"):
                one = replace(number, unit="人次")
            elif subject.concept.endswith(".count"):
                one = replace(number, unit="辆")
            elif subject.concept.startswith("transfer"):
                one = replace(number, unit="项")
            elif vocabulary.describe(subject.concept).unit == "money":
                one = replace(number, unit=self.document.unit)
            self._emit((subject,), "value", one, 1, first, None, None, textual=True)
        self.subjects, self.event = kept, kept_event

    def _unplanned(self, before: list[Token]) -> list[Subject]:
        """政府性基金预算未安排: the 口径 stands before the word that denies it."""
        scope = next((s.value for t in reversed(before) if (s := t.sense("scope"))), None)
        if scope not in {"fund", "capital"} or any(t.is_name() for t in before):
            return []
        named = compose([t for t in before if t.sense("scope") or t.sense("side")], self._company())
        return list(named)

    def _counted_name(self, token: Token, before: list[Subject], money: bool) -> str | None:
        """What a term names in a statement of absence: 团组, 人次, 购置公务用车, 转移支付项目.

        `money` says that the clause speaks of spending (未发生公务用车购置支出), else of things.
        """
        company = self._company()
        company = replace(company, families=(*(s.concept for s in reversed(before)), *company.families))
        for sense in token.senses:
            if sense.kind != "concept":
                continue
            if sense.value.startswith("transfer"):
                return sense.value
            if money and sense.value.startswith(("three_public", "procurement.")) and not sense.under:
                concept = vocabulary.concepts()[sense.value]
                return concept.id if concept.unit == "money" else None
            if sense.value == "three_public.vehicle.purchase":
                return f"{sense.value}.count"
            if sense.value.endswith((".groups", ".persons", ".count")):
                return name_term(token, "people" if sense.value.endswith("persons") else "count", company)
        return None

    # --- facts ---------------------------------------------------------------------------

    def _base(self) -> Base | None:
        found = read_base(self.window, self.document.year)
        if found is not None:
            self.base = found
        return self.base

    def _previous_measure(self) -> str | None:
        return self.event.measure if self.event and self.event.sentence == self.sentence else None

    def _year_of(self, concept: str) -> int | None:
        return self.year if self.year is not None else self.document.year

    def _fact_name(self, subject: Subject, measure: str, year: int | None) -> str:
        concept = subject.concept
        if measure != "value" and concept.startswith("performance.") and concept.endswith(".amount"):
            concept = concept.removesuffix(".amount")
        name = concept if subject.scope == "all" else f"{subject.scope}.{concept}"
        if measure != "value":
            name = f"{name}.{measure}"
        if year is not None and self.document.year is not None and year != self.document.year:
            name = f"{name}@{year}"
        return name

    def _emit(
        self,
        subjects: tuple[Subject, ...],
        measure: str,
        amount: Amount,
        sign: int,
        token: Token,
        year: int | None,
        unit: str | None,
        *,
        textual: bool = False,
        approx: bool = False,
    ) -> None:
        """Record one printed number as a fact of each subject it is said of."""
        first = len(self.harvest.facts)
        span = self.text.span(amount.start, amount.end)
        value = amount.value * sign if amount.value else abs(amount.value)
        inferred = amount.unit is None or textual
        printed = amount.unit or unit or self._unit_of(subjects[0])
        about = (
            year
            if year is not None
            else (
                self.year
                if measure == "value"
                or measure.startswith(("initial", "adjusted", "completion", "budget_var"))
                else None
            )
        )
        about = about if about is not None else self.document.year
        listed = bool(self.heads) and self.heads[-1][0].concept.startswith("income.")
        if listed and subjects[0].scope == "all" and subjects[0].concept in SOURCE_OF_SCOPE.values():
            self.sentence_scope, self.paragraph_scope = (
                self.scope_before,
                None,
            )  # a source of income is no 口径
        for subject in subjects:
            self._unwind(subject)
            whole = self._whole(subject)
            concept = subject.concept
            if measure != "value" and concept.startswith("performance.") and concept.endswith(".amount"):
                concept = concept.removesuffix(".amount")
            self.harvest.add(
                Fact(
                    id=self._fact_name(subject, measure, about),
                    scope=subject.scope,
                    concept=concept,
                    measure=measure,
                    value=value,
                    unit=printed,
                    year=about,
                    where="text",
                    quote=self._quote(subject, amount),
                    span=span,
                    textual=textual,
                    approx=approx or self._is_approximate(amount),
                    unit_inferred=inferred,
                    whole=whole,
                    series=self.document.series if whole else None,
                    exhaustive=self.list_complete,
                    section=next((s.kind for s in reversed(self.path) if s.kind), None),
                )
            )
        self.subjects = subjects
        self.lost = 0
        self.event = _Event(subjects, measure, self.sentence, first)
        self.pending = []

    def _unwind(self, subject: Subject) -> None:
        """A figure that is no part of the open list closes the list."""
        while self.heads and not (
            is_part(subject.concept, self.heads[-1][0].concept)
            or subject.concept == self.heads[-1][0].concept
        ):
            outer = any(is_part(subject.concept, head.concept) for head, _ in self.heads[:-1])
            if not outer and self.heads[-1][0].concept.partition(".")[0] == subject.concept.partition(".")[0]:
                break
            self.heads.pop()

    def _whole(self, subject: Subject) -> str | None:
        for head, name in reversed(self.heads):
            if is_part(subject.concept, head.concept) and head.concept != subject.concept:
                return name
        return None

    def _unit_of(self, subject: Subject) -> str:
        kind = vocabulary.describe(subject.concept).unit
        return {
            "money": self.document.unit,
            "people": "人",
            "vehicles": "辆",
            "sets": "台（套）",
            "percent": "%",
        }.get(kind, self._last_unit(subject) or "个")

    def _is_approximate(self, amount: Amount) -> bool:
        return self.text.text[max(0, amount.start - 1) : amount.start] in {"约", "近"}

    def _quote(self, subject: Subject, amount: Amount) -> str:
        end = amount.unit_end
        start = min(self.clause_start, amount.start)
        if subject.start < start and end - subject.start < _LONGEST_QUOTE // 2:
            start = min(start, self._clause_of(subject.start))
        left, right = self.text.span(start, end)
        return unwrapped(self.source[max(left, right - _LONGEST_QUOTE) : right]).strip()

    def _clause_of(self, position: int) -> int:
        """Where the clause around a position begins."""
        first = max(0, position - _LONGEST_QUOTE)
        found = max(self.text.text.rfind(mark, first, position) for mark in "，。；：")
        return found + 1 if found >= 0 else first

    def _leave_unnamed(self, amount: Amount) -> None:
        if amount.unit is None or amount.kind in {"other", "score"}:
            return
        left, right = self.text.span(min(self.clause_start, amount.start), amount.unit_end)
        quote = unwrapped(self.source[max(left, right - _LONGEST_QUOTE) : right]).strip()
        self.harvest.unnamed.append(
            UnnamedFigure(amount.value, amount.unit, quote, self.text.span(amount.start, amount.end))
        )


def _buys(token: Token) -> bool:
    """Whether a term speaks of buying vehicles: 购置, 安排购置, 更新."""
    return any(
        s.value in {"vehicles.planned_purchase", "three_public.vehicle.purchase"} for s in token.senses
    )


def _says_change(measure: str) -> bool:
    return measure.startswith(("change", "growth", "share", "completion", "budget_variance"))


def _is_income(token: Token) -> bool:
    side = token.sense("side")
    return side is not None and not side.value.endswith("expenditure")


def _codes_in(title: str) -> list[str]:
    """Function codes that a heading names beyond doubt."""
    found = []
    for term in recognise(title):
        codes = [s.value for s in term.senses if s.kind == "function"]
        if len(codes) == 1:
            found.append(codes[0])
    return found
