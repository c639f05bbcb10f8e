"""The statements of a report about its numbers, ready to be tried with another number in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checking.intervals import Quantity
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
            return ledger.quantity(instead.get(variable(ledger, fact), fact))

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
    pending = [constraint for constraint in found if constraint.violated]
    while pending:
        group = [pending.pop(0)]
        reached = set(group[0].variables)
        grown = True
        while grown:
            grown = False
            for constraint in list(pending):
                if reached & set(constraint.variables):
                    pending.remove(constraint)
                    group.append(constraint)
                    reached |= set(constraint.variables)
                    grown = True
        yield group
