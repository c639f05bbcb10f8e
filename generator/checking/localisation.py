"""Where the error may be: the likeliest single slip, or the fewest numbers that must change.

After Fellegi and Holt (1976): of all printed numbers, the smallest set whose change lets every
statement of the report hold, the violated ones and the kept ones alike. It is found by a small
mixed-integer programme (HiGHS, through SciPy), bounded in time. Before that, single slips are tried
exactly, in decimals: a slip is named only where it closes every violated statement the number stands
in and breaks none. All of it is said as a possibility, with its proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checking import wording
from generator.checking.constraints import Constraint, Variable, components, constraints, facts_of, variable
from generator.checking.ledger import Ledger, size_of, unit_size
from generator.checking.rule import Bound, Case, Result
from generator.checking.slips import Slip, slips
from generator.model import Fact

MOST_FIGURES = 400
"""Above so many numbers in one tangle the programme is not set up."""
SECONDS = 2.0
"""Time the solver may take for one tangle."""
_ALTERNATIVES = 2


def suggest(case: Case, results: Sequence[Result]) -> dict[int, str]:
    """A suggestion for each flagged result that has one, by `id(result)`."""
    found = constraints(case.ledger, results)
    suggestions: dict[int, str] = {}
    for group in components(found):
        kept = [constraint for constraint in found if not constraint.violated]
        rest = list(group)
        for proof, text in _single_slips(case.ledger, group, kept):
            for constraint in proof:
                suggestions.setdefault(id(constraint.result), text)
                rest = [other for other in rest if other is not constraint]
        if len(rest) > 1:
            text = _fewest(case.ledger, rest, kept)
            for constraint in rest:
                suggestions.setdefault(id(constraint.result), text)
    return {key: text for key, text in suggestions.items() if text}


# --- single slips ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Candidate:
    fact: Fact
    slip: Slip
    proof: tuple[Constraint, ...]


def _single_slips(
    ledger: Ledger, group: Sequence[Constraint], kept: Sequence[Constraint]
) -> Iterator[tuple[tuple[Constraint, ...], str]]:
    """The slips that explain most, each with the statements it closes; a statement is used once."""
    candidates = sorted(
        _candidates(ledger, group, kept), key=lambda c: (-len(c.proof), c.slip.cost, c.fact.span)
    )
    closed: set[int] = set()
    for candidate in candidates:
        if any(id(constraint) in closed for constraint in candidate.proof):
            continue
        rivals = [
            other
            for other in candidates
            if _same_proof(other, candidate) and other.slip.cost <= candidate.slip.cost
        ]
        closed.update(id(constraint) for constraint in candidate.proof)
        turned = all(rival.slip.how == "正负号" for rival in rivals)
        if len(rivals) <= (_ALTERNATIVES if turned or len(candidate.proof) > 1 else 1):
            yield candidate.proof, _proof(rivals)


def _candidates(
    ledger: Ledger, group: Sequence[Constraint], kept: Sequence[Constraint]
) -> Iterator[_Candidate]:
    numbers: dict[Variable, Fact] = {}
    for constraint in group:
        for fact in facts_of(constraint.result):
            if ledger.holds(fact):
                numbers.setdefault(variable(ledger, fact), fact)
    for number, fact in numbers.items():
        broken = tuple(c for c in group if number in c.variables)
        sound = [c for c in kept if number in c.variables]
        if all(isinstance(c.result.identity, Bound) for c in broken):
            continue  # any smaller number would do
        edge = ledger.quantity(fact).strict.half_width
        windows = [window for c in broken if (window := c.window(ledger, number)) is not None]
        for slip in _tried(ledger, fact, broken):
            meant = slip.value * size_of(slip.unit)
            if not all(window.low - edge <= meant <= window.high + edge for window in windows):
                continue
            instead = {number: slip.of(fact)}
            if all(c.holds(ledger, instead) for c in broken) and all(c.holds(ledger, instead) for c in sound):
                yield _Candidate(fact, slip, broken)


def _tried(ledger: Ledger, fact: Fact, broken: Sequence[Constraint]) -> Iterator[Slip]:
    """The slips of the number itself and the value its statements ask for, where two of them agree
    on it or, for a printed 0, where the report prints that value elsewhere (a line misplaced)."""
    known: set[Decimal] = set()
    if fact.value != 0:
        for slip in slips(fact):
            known.add(slip.value)
            yield slip
    implied = {value for c in broken if (value := _implied(ledger, fact, c)) is not None}
    if len(implied) == 1 and not implied & known:
        value = implied.pop()
        elsewhere = any(other.value == value and other.unit == fact.unit for other in ledger.facts)
        if len(broken) > 1 or (fact.value == 0 and elsewhere):
            yield Slip(value, fact.unit, 3, "另一个数")


def _implied(ledger: Ledger, fact: Fact, constraint: Constraint) -> Decimal | None:
    """The value of one number that a sum of the others asks for, in its own unit and decimals."""
    identity = constraint.result.identity
    if not isinstance(identity, tuple):
        return None
    own = variable(ledger, fact)
    weight = sum((t.coefficient for t in identity if variable(ledger, t.fact) == own), Decimal(0))
    if weight == 0:
        return None
    rest = sum(
        (ledger.quantity(t.fact).value * t.coefficient for t in identity if variable(ledger, t.fact) != own),
        Decimal(0),
    )
    implied = -rest / weight / unit_size(fact)
    return implied if fact.value == 0 else implied.quantize(Decimal(1).scaleb(-fact.decimals))


def _proof(rivals: Sequence[_Candidate]) -> str:
    """若…则下列各项全部吻合：…"""
    cases = "，或".join(f"{wording.stated(c.fact)}为{_read(c)}" for c in rivals)
    listed = "；".join(_statement(constraint) for constraint in rivals[0].proof)
    return f"若{cases}，则下列各项全部吻合：{listed}。这只是一种可能，以发布部门的说明为准。"


def _same_proof(one: _Candidate, other: _Candidate) -> bool:
    return {id(c) for c in one.proof} == {id(c) for c in other.proof}


def _read(candidate: _Candidate) -> str:
    """The number as it would read; a zero without decimals."""
    meant = candidate.slip.of(candidate.fact)
    return f"0{meant.unit}" if meant.value == 0 else wording.with_unit(meant)


def _statement(constraint: Constraint) -> str:
    """The statement as the finding gives it, without its verdict."""
    return constraint.result.formula.split("；差")[0].split("；可能")[0]


# --- the fewest numbers ----------------------------------------------------------------------


def _fewest(ledger: Ledger, group: Sequence[Constraint], kept: Sequence[Constraint]) -> str:
    """Which statements cannot all hold, and the fewest numbers that would have to change."""
    listed = "；".join(_statement(constraint) for constraint in group)
    text = f"下列各项不能同时成立：{listed}。"
    numbers = {v: fact for c in group for fact in facts_of(c.result) for v in [variable(ledger, fact)]}
    touching = [c for c in kept if any(v in numbers for v in c.variables)]
    for constraint in touching:
        for fact in facts_of(constraint.result):
            numbers.setdefault(variable(ledger, fact), fact)
    if len(numbers) > MOST_FIGURES:
        return text + "涉及的数字太多，没有逐一求解。"
    from generator.checking.programme import smallest_set

    solution = smallest_set(ledger, [*group, *touching], list(numbers), SECONDS)
    if not solution.figures:
        return text + ("求解在限定时间内没有得出结果。" if solution.stopped_early else "")
    changed = "、".join(f"{wording.stated(numbers[v])}" for v in solution.figures)
    early = "（求解提前结束，可能不是最少）" if solution.stopped_early else ""
    return (
        text + f"要使它们与其余各项都成立，至少须改动{len(solution.figures)}个数{early}，"
        f"例如：{changed}。这只是一种可能，以发布部门的说明为准。"
    )
