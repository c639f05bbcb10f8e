"""The statements of a report about its numbers, ready to be tried with another number in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checking.intervals import Interval, Quantity
from generator.checking.ledger import Key, Ledger, amount
from generator.checking.rule import Bound, Ratio, Result
from generator.model import Fact

Variable = tuple[Key, Decimal]
"""One printed number: the figure and its printed amount. All mentions that agree are one variable."""

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Constraint:
    """One statement, with the result that stated it."""

    result: Result
    variables: tuple[Variable, ...]
    violated: bool

    def holds(self, ledger: Ledger, instead: Mapping[Variable, Fact]) -> bool:
        """Whether the statement holds with some numbers read as others, within rounding."""

        def quantity(fact: Fact) -> Quantity:
            other = instead.get(variable(ledger, fact))
            if other is None:
                return ledger.quantity(fact)
            # A number nobody printed has no rounding to hide behind.
            read = ledger.quantity(other)
            return Quantity(read.value, read.strict, read.strict)

        identity = self.result.identity
        if isinstance(identity, Bound):
            return quantity(identity.part).printed.low <= quantity(identity.whole).printed.high
        if isinstance(identity, Ratio):
            return _ratio_holds(
                identity, quantity(identity.part), quantity(identity.whole), quantity(identity.rate)
            )
        assert identity is not None
        sum_ = Quantity.exact(Decimal(0))
        for term in identity:
            sum_ = sum_ + quantity(term.fact) * term.coefficient
        return sum_.printed.low <= 0 <= sum_.printed.high

    def window(self, ledger: Ledger, number: Variable) -> Interval | None:
        """The amounts of one number with which the statement can hold; None where that is open."""
        identity = self.result.identity
        if isinstance(identity, Ratio):
            return _ratio_window(ledger, identity, number)
        if not isinstance(identity, tuple):
            return None
        weight, rest = Decimal(0), Quantity.exact(Decimal(0))
        for term in identity:
            if variable(ledger, term.fact) == number:
                weight += term.coefficient
            else:
                rest = rest + ledger.quantity(term.fact) * term.coefficient
        return None if weight == 0 else rest.printed * (-1 / weight)


def _ratio_window(ledger: Ledger, ratio: Ratio, number: Variable) -> Interval | None:
    """A percentage solved for one of its three numbers; None where a divisor may be 0."""
    part, whole, rate = (ledger.quantity(fact).printed for fact in (ratio.part, ratio.whole, ratio.rate))
    share = rate.widened(ratio.margin) * (1 / HUNDRED)
    try:
        if number == variable(ledger, ratio.rate):
            base = whole - part if ratio.of_previous else whole
            return (part / base * HUNDRED).widened(ratio.margin)
        if number == variable(ledger, ratio.whole):
            base = part / share
            return base + part if ratio.of_previous else base
        # part = share·whole, or share/(1 + share)·whole: growing with share either way
        ends = (share.low, share.high)
        if ratio.of_previous:
            ends = (share.low / (1 + share.low), share.high / (1 + share.high))
    except (ZeroDivisionError, ArithmeticError):
        return None
    corners = [end * side for end in ends for side in (whole.low, whole.high)]
    return Interval(min(corners), max(corners))


def _ratio_holds(ratio: Ratio, part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    base = whole - part if ratio.of_previous else whole
    try:
        computed = part / base * HUNDRED
    except ZeroDivisionError:
        return False
    return computed.printed.widened(ratio.margin).meets(rate.printed)


def variable(ledger: Ledger, fact: Fact) -> Variable:
    return ledger.key(fact), amount(fact)


def facts_of(result: Result) -> tuple[Fact, ...]:
    """The printed numbers an identity speaks of."""
    identity = result.identity
    if isinstance(identity, Bound):
        return identity.part, identity.whole
    if isinstance(identity, Ratio):
        return identity.part, identity.whole, identity.rate
    return tuple(term.fact for term in identity or ())


def constraints(ledger: Ledger, results: Sequence[Result]) -> list[Constraint]:
    """Every statement that was decided, once each."""
    seen: set[tuple[tuple[Variable, ...], bool]] = set()
    found: list[Constraint] = []
    for result in results:
        if result.identity is None or result.outcome not in {"passed", "rounding", "flagged"}:
            continue
        variables = tuple(dict.fromkeys(variable(ledger, fact) for fact in facts_of(result)))
        violated = result.outcome == "flagged"
        mark = (tuple(sorted(variables, key=repr)), isinstance(result.identity, Bound))
        if mark in seen and not violated:
            continue
        seen.add(mark)
        found.append(Constraint(result, variables, violated))
    return found


def components(found: Sequence[Constraint]) -> Iterator[list[Constraint]]:
    """Groups of violated statements that share numbers, each with the kept statements that touch it."""
    equal = _equalities(found)
    pending = [constraint for constraint in found if constraint.violated]
    while pending:
        group = [pending.pop(0)]
        reached = _reach(group[0], equal)
        grown = True
        while grown:
            grown = False
            for constraint in list(pending):
                if reached & _reach(constraint, equal):
                    pending.remove(constraint)
                    group.append(constraint)
                    reached |= _reach(constraint, equal)
                    grown = True
        yield group


def _equalities(found: Sequence[Constraint]) -> dict[Variable, Variable]:
    """Numbers that a kept statement says are equal (收入总计 = 支出总计), each with the other."""
    return {
        one: other
        for constraint in found
        if not constraint.violated and isinstance(constraint.result.identity, tuple)
        if len(constraint.variables) == 2 and constraint.variables[0][1] == constraint.variables[1][1] != 0
        for one, other in (constraint.variables, constraint.variables[::-1])
    }


def _reach(constraint: Constraint, equal: Mapping[Variable, Variable]) -> set[Variable]:
    """The numbers of a statement that may be in error: a printed 0 is no link between two tangles."""
    own = {number for number in constraint.variables if number[1] != 0}
    return own | {equal[number] for number in own if number in equal}
