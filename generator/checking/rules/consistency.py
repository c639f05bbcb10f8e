"""The same figure in several places: FT-C01 (also by two classifications, and across reports)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator import vocabulary
from generator.checking import across, wording
from generator.checking.identities import is_difference, is_level
from generator.checking.intervals import Fit
from generator.checking.ledger import UNCLEAR, Figure, amount
from generator.checking.rule import ONE, Case, Result, Rule, RuleInfo, Term
from generator.checking.settling import settle
from generator.checking.slips import slips
from generator.model import YUAN_PER_UNIT, Fact, Severity


class SameFigure(Rule):
    info = RuleInfo(
        id="FT-C01",
        title="同项数值冲突",
        formula="同指标、同口径、同年度各处相等；全部 = 基本 + 项目 + 另列的经营支出等（同一科目）",
        tolerance="两处半位宽之和（单位换算后）",
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="同一个数字在文字和表格、前文和后文应当一致；不一致时读者不知道该信哪一个。",
        not_run="没有一个数字印出两次时不适用。",
        known_false_positives="口径不同（全部资金与财政拨款）、基数不同（比预算与比上年）不是冲突；小数位不同不是冲突。总计、收入、结转、年初预算和增减额在正文两处不同又不像笔误时，可能口径不同，只作提示。",
        example="预算表中公务用车购置费50万元、文字写25万元，相差25万元。",
        harmless="两处可能口径不同而没有写明。",
        verify="在原文中查找这个项目的每一处数字，逐一比较。",
    )
    absent = ("not_applicable", "没有一个数字在报告中出现两次。")

    def run(self, case: Case) -> Iterator[Result]:
        for figure in list(case.ledger):
            if len(figure.mentions) > 1 and _is_checked(figure.key.measure):
                yield from self._mentions(case, figure)
        for check in case.sums:
            if check.rule == self.info.id and is_level(check.measure):
                yield settle(case, check)
        yield from across.compare(case)

    def _mentions(self, case: Case, figure: Figure) -> Iterator[Result]:
        for group in _comparable(case, figure):
            if len(group) > 1:
                yield self._compare(case, group)

    def _compare(self, case: Case, mentions: list[Fact]) -> Result:
        quantity = case.ledger.quantity
        first = mentions[0]
        if len(case.ledger.choices(Figure(case.ledger.key(first), tuple(mentions)))) >= UNCLEAR:
            formula = "；".join(wording.with_unit(fact) for fact in _distinct(mentions)[:6])
            why = f"{wording.name(first)}有{UNCLEAR}个以上不同的数，可能是几个下级项目，不能核对。"
            return Result(outcome="not_computable", formula=formula, facts=(first,), why=why)
        fits = [quantity(first).fits(quantity(other)) for other in mentions[1:]]
        formula = "；".join(f"{wording.name(first)}{wording.with_unit(m)}" for m in _distinct(mentions))
        if "flagged" not in fits:
            fit: Fit = "passed" if all(fit == "passed" for fit in fits) else "rounding"
            return Result(outcome=fit, formula=formula, facts=(first, mentions[-1]))
        other = mentions[1:][fits.index("flagged")]
        told = _explained(case, first, other)
        if told is not None:
            return Result(outcome="passed", formula=formula, facts=(first, other), why=told)
        gap = quantity(other).value - quantity(first).value
        difference = wording.in_unit(abs(gap), first)
        return Result(
            outcome="flagged",
            formula=f"{formula}；差{difference}",
            message=f"{wording.name(first)}在报告中出现两个不同的数，相差{difference}。",
            facts=tuple(_distinct(mentions)),
            difference=difference,
            tolerance=wording.tolerance(quantity(first), quantity(other), first),
            severity=_severity(case, first, other),
            identity=(Term(first, ONE), Term(other, -ONE)),
        )


def _is_checked(measure: str) -> bool:
    """Shares may be of different totals; a measure outside the naming is no figure to compare."""
    return measure != "share" and measure in vocabulary.data("measures")


def _comparable(case: Case, figure: Figure) -> Iterator[list[Fact]]:
    """The mentions that must agree: a number said in words is left to FT-C07, a change measured
    against another base or a position-named project under another name is another figure, and so is
    a part told right after its whole (年初结转20万元，其中财政拨款结转14万元)."""
    groups: dict[tuple[str | None, str | None], list[Fact]] = {}
    for fact in figure.mentions:
        if not fact.textual and not _is_part(case, fact, figure) and not _in_a_reason(case, fact, figure):
            base = fact.base if figure.key.measure not in {"value", "initial_budget"} else None
            groups.setdefault((base, fact.label), []).append(fact)
    yield from groups.values()


def _is_part(case: Case, fact: Fact, figure: Figure) -> bool:
    if fact.where == "table":
        return False
    before = case.text[max(0, fact.span[0] - _NEAR) : fact.span[0]]
    told = before.rfind("其中")
    larger = (other for other in figure.mentions if amount(other) > amount(fact))
    if told >= 0:
        at = fact.span[0] - len(before) + told
        return any(at - _NEAR <= other.span[0] < at for other in larger)
    return "均为" in before[-_JUST_BEFORE:] and any(larger)


def _in_a_reason(case: Case, fact: Fact, figure: Figure) -> bool:
    """Whether a change is told as the reason of another (增加109万元，主要原因是电费增加88万元)."""
    if fact.where == "table" or not is_difference(figure.key.measure):
        return False
    start, _ = wording.sentence(case.text, *fact.span)
    told = [match.start() + start for match in _REASON.finditer(case.text[start : fact.span[0]])]
    return bool(told) and any(start <= other.span[0] < told[0] for other in figure.mentions)


_REASON = re.compile(r"原因|由于|因为|主要是|主要系")
_OTHER_BASIS = re.compile(r"口径|可比|剔除|扣除")


def _explained(case: Case, first: Fact, other: Fact) -> str | None:
    """Why two numbers of one name need not agree: another basis, or 总计 with and 合计 without what
    was carried over."""
    if {first.where, other.where} == {"text"} and any(
        _OTHER_BASIS.search(case.text[slice(*wording.sentence(case.text, *fact.span, reach=60))])
        for fact in (first, other)
    ):
        return "其中一处写明按另一口径计算。"
    if first.concept.endswith(".total"):
        side = first.concept.partition(".")[0]
        carried = "income.carryover" if side == "income" else "expenditure.carryover_end"
        gap = abs(amount(first) - amount(other))
        for scope in {first.scope, "all"}:
            figure = case.get(carried, scope, "value")
            if figure and any(abs(amount(fact)) == gap for fact in figure.mentions):
                return "两处相差的正是结转结余，一处为总计，一处为本年合计。"
    return None


def _distinct(mentions: list[Fact]) -> list[Fact]:
    seen: dict[Decimal, Fact] = {}
    for fact in mentions:
        seen.setdefault(amount(fact), fact)
    return list(seen.values())


def _severity(case: Case, first: Fact, other: Fact) -> Severity | None:
    """An error, unless the two may be of different things: counts of offices or projects, a rate of a
    count, heads of two units of which one has none, or 总计 in one place and not in the other."""
    if first.concept.startswith("performance.") or vocabulary.describe(first.concept).unit not in _CERTAIN:
        return "info"
    if 0 in (first.value, other.value) and first.concept.endswith(".total") and first.where != other.where:
        return "info"
    texts = "text" == first.where == other.where
    if 0 in (first.value, other.value) and (texts or first.unit not in {*YUAN_PER_UNIT, "%"}):
        return "info"
    if texts and _of_many_kinds(first) and not _one_slip(first, other):
        return "info"
    if first.concept.endswith(".total") and "text" == first.where == other.where:
        grand = [
            "总" in case.text[slice(*wording.sentence(case.text, *f.span, reach=60))] for f in (first, other)
        ]
        return None if grand[0] == grand[1] else "info"
    return None


def _of_many_kinds(fact: Fact) -> bool:
    """Figures that prose tells in several 口径 under one name: totals, income, what was carried over,
    budgets before and after an adjustment, and changes against one base or another."""
    last = fact.concept.rpartition(".")[2]
    return (
        fact.measure != "value"
        or fact.concept.startswith("income.")
        or last in {"total", "current_total", "grand_total"}
        or last.startswith("carryover")
    )


def _one_slip(one: Fact, other: Fact) -> bool:
    """Whether one number is the other miscopied: then they were meant to be the same."""
    return any(slip.of(one).yuan == other.yuan for slip in slips(one)) or any(
        slip.of(other).yuan == one.yuan for slip in slips(other)
    )


_CERTAIN = {"money", "people", "vehicles"}
_NEAR, _JUST_BEFORE = 60, 16
"""Characters within which 其中 or 均为 makes a number part of the one before."""
