"""The mixed-integer programme of the error localisation. Imported only when something is violated:
SciPy takes longer to load than most reports to check.

A number i may change by d_i where its switch y_i is on: |d_i| <= M·y_i. Every statement must hold
within its rounding. The sum of the switches is minimised; numbers that many sound statements or many
mentions vouch for weigh a little more, so that of equally small sets the likelier one is named.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from generator.checking.constraints import HUNDRED, Constraint, Variable, variable
from generator.checking.ledger import Ledger
from generator.checking.rule import Bound, Ratio

_REACH = 8.0
"""Numbers may change by so many times the largest violation."""
_SCALE = 1000.0
"""The largest violation in the programme's own units: large against its tolerances."""
_EPSILON = 1e-6 * _SCALE
_VOUCHED, _NOTHING = 0.02, 0.03
"""Added to a number's weight by each sound statement it stands in, and by its being a printed 0."""
_OPTIMAL, _TIME_LIMIT = 0, 1


@dataclass(frozen=True, slots=True)
class Solution:
    """The numbers that would have to change. Empty where none was found in time."""

    figures: tuple[Variable, ...]
    stopped_early: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """`low <= Σ weight·(number + change) <= high`, loosened where the switch of `loose` is on."""

    weights: dict[Variable, Decimal]
    low: Decimal | None
    high: Decimal
    constant: Decimal
    loose: Variable | None = None


def smallest_set(
    ledger: Ledger, statements: Sequence[Constraint], numbers: Sequence[Variable], seconds: float
) -> Solution:
    """The smallest set of numbers whose change lets all statements hold."""
    rows = list(_rows(ledger, statements))
    violations = [abs(row.constant) for row, s in zip(rows, statements, strict=True) if s.violated]
    largest = max(violations, default=Decimal(0))
    if not largest:
        return Solution((), stopped_early=False)
    table = _Table(numbers, float(largest))
    for row in rows:
        table.add(row)
    table.add_switches()
    with _silenced():
        answer = milp(
            table.costs([1 + _weight(number, statements) for number in numbers]),
            constraints=table.constraints(),
            integrality=table.costs([1.0] * len(numbers)),
            bounds=table.bounds(),
            options={"time_limit": seconds},
        )
    if answer.x is None:
        return Solution((), stopped_early=answer.status == _TIME_LIMIT)
    switches = answer.x[len(numbers) :]
    switched = tuple(number for number, on in zip(numbers, switches, strict=True) if on > 0.5)
    return Solution(switched, stopped_early=answer.status != _OPTIMAL)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the solver's own remarks off standard output, where a parsed report may be written.

    HiGHS prints them from C, whatever `disp` says, so the descriptor itself is turned away.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # no standard output to protect
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class _Table:
    """The programme as the solver takes it: first the changes of all numbers, then their switches."""

    def __init__(self, numbers: Sequence[Variable], largest: float) -> None:
        self.count = len(numbers)
        self.place = {number: index for index, number in enumerate(numbers)}
        self.unit = _SCALE / largest
        self.reach = _REACH * _SCALE
        self.cells: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, row: _Row) -> None:
        start = float(row.constant) * self.unit
        high = float(row.high) * self.unit - start + _EPSILON
        low = -np.inf if row.low is None else float(row.low) * self.unit - start - _EPSILON
        if row.loose is None:
            self._line(row, 0.0, low, high)
        else:
            # A printed percentage may be the number in error: then its statement says nothing.
            self._line(row, -4 * self.reach, -np.inf, high)
            self._line(row, 4 * self.reach, low, np.inf)

    def _line(self, row: _Row, looseness: float, low: float, high: float) -> None:
        index = len(self.low)
        self.cells += [(index, self.place[number], float(w)) for number, w in row.weights.items()]
        if row.loose is not None:
            self.cells.append((index, self.count + self.place[row.loose], looseness))
        self.low.append(low)
        self.high.append(high)

    def add_switches(self) -> None:
        """|change| <= reach · switch."""
        for number in range(self.count):
            for sign in (1.0, -1.0):
                index = len(self.low)
                self.cells += [(index, number, sign), (index, self.count + number, -self.reach)]
                self.low.append(-np.inf)
                self.high.append(0.0)

    def costs(self, of_switches: Sequence[float]) -> np.ndarray:
        return np.concatenate([np.zeros(self.count), np.asarray(of_switches, dtype=float)])

    def bounds(self) -> Bounds:
        changes, switches = np.full(self.count, self.reach), np.ones(self.count)
        return Bounds(np.concatenate([-changes, np.zeros(self.count)]), np.concatenate([changes, switches]))

    def constraints(self) -> LinearConstraint:
        rows, columns, weights = zip(*self.cells, strict=True)
        shape = (len(self.low), 2 * self.count)
        return LinearConstraint(csc_array((weights, (rows, columns)), shape=shape), self.low, self.high)


def _weight(number: Variable, statements: Sequence[Constraint]) -> float:
    sound = sum(1 for s in statements if not s.violated and number in s.variables)
    return _VOUCHED * min(sound, 10) + (_NOTHING if number[1] == 0 else 0)


def _rows(ledger: Ledger, statements: Sequence[Constraint]) -> Iterator[_Row]:
    for statement in statements:
        identity = statement.result.identity
        weights: dict[Variable, Decimal] = {}
        if isinstance(identity, Bound):
            part, whole = ledger.quantity(identity.part), ledger.quantity(identity.whole)
            weights[variable(ledger, identity.part)] = Decimal(1)
            weights[variable(ledger, identity.whole)] = Decimal(-1)
            slack = part.printed.half_width + whole.printed.half_width
            yield _Row(weights, None, slack, part.value - whole.value)
        elif isinstance(identity, Ratio):
            yield _ratio(ledger, identity)
        else:
            assert identity is not None
            slack, constant = Decimal(0), Decimal(0)
            for term in identity:
                quantity = ledger.quantity(term.fact)
                key = variable(ledger, term.fact)
                weights[key] = weights.get(key, Decimal(0)) + term.coefficient
                slack += quantity.printed.half_width * abs(term.coefficient)
                constant += quantity.value * term.coefficient
            yield _Row(weights, -slack, slack, constant)


def _ratio(ledger: Ledger, ratio: Ratio) -> _Row:
    """part − rate·base, linear in part and whole at the printed rate; the rate itself is a switch."""
    part, whole, rate = (ledger.quantity(fact) for fact in (ratio.part, ratio.whole, ratio.rate))
    share = rate.value / HUNDRED
    own = Decimal(1) + share if ratio.of_previous else Decimal(1)
    base = whole.value - part.value if ratio.of_previous else whole.value
    slack = (
        part.printed.half_width * abs(own)
        + whole.printed.half_width * abs(share)
        + (rate.printed.half_width + ratio.margin) / HUNDRED * abs(base)
    )
    weights = {variable(ledger, ratio.part): own, variable(ledger, ratio.whole): -share}
    constant = part.value * own - whole.value * share
    return _Row(weights, -slack, slack, constant, loose=variable(ledger, ratio.rate))
