"""Deciding a sum: it is reported only where no printed value of any of its figures, no total it may
belong to and no reading of its carry-over members closes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from generator.checking import wording
from generator.checking.identities import Sum, is_level
from generator.checking.intervals import Quantity, total
from generator.checking.ledger import UNCLEAR, Ledger, amount
from generator.checking.rule import ONE, Case, Result, Term
from generator.model import Fact, Severity


@dataclass(frozen=True, slots=True)
class _Attempt:
    fit: str
    whole: Fact
    parts: tuple[Fact, ...]
    computed: Quantity
    printed: Quantity


_ORDER = {"passed": 0, "rounding": 1, "flagged": 2}


def _attempts(ledger: Ledger, check: Sum) -> Iterator[_Attempt]:
    # All of them first: that is how a list that does not close is shown.
    sizes = range(len(check.carry), -1, -1)
    carries = [some for size in sizes for some in combinations(check.carry, size)]
    others = [figure for figure in check.passing_wholes if figure not in check.wholes]
    for whole in [*check.wholes, *others]:
        for carry in carries:
            for facts in ledger.combinations([whole, *check.parts, *carry]):
                computed = total([ledger.quantity(fact) for fact in facts[1:]])
                printed = ledger.quantity(facts[0])
                yield _Attempt(computed.fits(printed), facts[0], facts[1:], computed, printed)


def settle(case: Case, check: Sum, severity: Severity | None = None) -> Result:
    """Decide one sum."""
    best: _Attempt | None = None
    for attempt in _attempts(case.ledger, check):
        if best is None or _ORDER[attempt.fit] < _ORDER[best.fit]:
            best = attempt
        if attempt.fit == "passed":
            break
    assert best is not None, "a sum has a total and parts"
    difference = best.computed.value - best.printed.value
    formula = _formula(best, difference)
    facts = (best.whole, *best.parts)
    terms = (Term(best.whole, -ONE), *(Term(part, ONE) for part in best.parts))
    if best.fit == "passed":
        return Result(outcome="passed", formula=formula, facts=facts, identity=terms)
    if best.fit == "rounding":
        why = "差额在四舍五入所能解释的范围之内。"
        return Result(outcome="rounding", formula=formula, facts=facts, identity=terms, why=why)
    short = not is_level(check.measure) or difference < 0
    if check.missing and short:
        absent = "、".join(wording.describe(key) for key in check.missing)
        why = f"未列{absent}，所列各项不是全部，不能核对。"
        return Result(outcome="not_computable", formula=formula, facts=facts, why=why)
    nameless = case.nameless_among((best.whole, *best.parts)) if short else ()
    if nameless:
        listed = "、".join(f"{figure.value}{figure.unit}" for figure in nameless[:3])
        why = f"同一列表里还有没能归类的数（{listed}），所列各项不是全部，不能核对。"
        return Result(outcome="not_computable", formula=formula, facts=facts, why=why)
    if any(len(case.ledger.choices(part)) >= UNCLEAR for part in (*check.wholes, *check.parts)):
        why = "有的数在报告中印出多个不同的值，可能是几个下级项目，不能核对。"
        return Result(outcome="not_computable", formula=formula, facts=facts, why=why)
    if short and difference and not any(part.value for part in best.parts):
        why = "所列各项均为0，不是全部分项，不能核对。"
        return Result(outcome="not_computable", formula=formula, facts=facts, why=why)
    if not check.complete and short:
        why = "所列各项没有声明是全部，合计小于总数不构成不符。"
        return Result(outcome="not_computable", formula=formula, facts=facts, why=why)
    if check.open_list and short and not _smaller_than_any(best, difference):
        why = "差额不小于所列的某一项，可能有一项没有列出，不能核对。"
        return Result(outcome="not_computable", formula=formula, facts=facts, why=why)
    whole = wording.name(best.whole)
    message = (
        f"{whole}为{wording.with_unit(best.whole)}，所列{len(best.parts)}项合计"
        f"{wording.in_unit(best.computed.value, best.whole)}，"
        f"相差{wording.in_unit(abs(difference), best.whole)}，四舍五入不能解释。"
    )
    return Result(
        outcome="flagged",
        formula=formula,
        message=message,
        facts=facts,
        difference=wording.in_unit(difference, best.whole),
        tolerance=wording.tolerance(best.computed, best.printed, best.whole),
        severity="warning" if check.assumed_zero else severity,
        harmless="没有列出增减额的一项，上年数可能不为0。" if check.assumed_zero else None,
        identity=terms,
    )


def _smaller_than_any(attempt: _Attempt, difference: Decimal) -> bool:
    """Whether the gap is smaller than every printed item, so that no omitted item would fill it."""
    items = [abs(amount(part)) for part in attempt.parts if part.value != 0]
    return bool(items) and abs(difference) < min(items)


def _formula(attempt: _Attempt, difference: Decimal) -> str:
    whole = attempt.whole
    return (
        f"{wording.sum_of(attempt.parts, whole)} = {wording.in_unit(attempt.computed.value, whole)}；"
        f"所报{wording.stated(whole)}；"
        f"差{wording.in_unit(difference, whole)}"
        f"（容差{wording.tolerance(attempt.computed, attempt.printed, whole)}）"
    )
