"""The mixed-integer programme of the error localisation. Imported only when something is violated:
SciPy takes longer to load than most reports to check.

A number i may change by d_i where its switch y_i is on: |d_i| <= M·y_i. Every statement must hold
within its rounding. The sum of the switches is minimised; numbers that many sound statements or many
mentions vouch for weigh a little more, so that of equally small sets the likelier one is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_VOUCHED = 0.02
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
    largest = max(
        (abs(row.constant) for row, s in zip(rows, statements, strict=True) if s.violated), default=0
    )
    if not largest:
        return Solution((), stopped_early=False)
    unit = _SCALE / float(largest)
    count = len(numbers)
    place = {number: index for index, number in enumerate(numbers)}
    reach = _REACH * _SCALE
    cells: list[tuple[int, int, float]] = []
    low: list[float] = []
    high: list[float] = []
    for index, row in enumerate(rows):
        for number, weight in row.weights.items():
            cells.append((index, place[number], float(weight)))
        start = float(row.constant) * unit
        slack = 1e-6 * _SCALE
        low.append(-np.inf if row.low is None else float(row.low) * unit - start - slack)
        high.append(float(row.high) * unit - start + slack)
        if row.loose is not None:
            # A printed percentage may be the number in error: then its statement says nothing.
            cells.append((index, count + place[row.loose], -4 * reach))
            low[-1] = -np.inf
    loosened = [(i, row) for i, row in enumerate(rows) if row.loose is not None]
    for _, row in loosened:
        index = len(low)
        assert row.loose is not None and row.low is not None
        for number, weight in row.weights.items():
            cells.append((index, place[number], float(weight)))
        cells.append((index, count + place[row.loose], 4 * reach))
        low.append(float(row.low) * unit - float(row.constant) * unit - 1e-6 * _SCALE)
        high.append(np.inf)
    for number in range(count):
        for sign in (1.0, -1.0):
            index = len(low)
            cells += [(index, number, sign), (index, count + number, -reach)]
            low.append(-np.inf)
            high.append(0.0)
    data, at = [c[2] for c in cells], ([c[0] for c in cells], [c[1] for c in cells])
    matrix = csc_array((data, at), shape=(len(low), 2 * count))
    cost = np.concatenate([np.zeros(count), [1 + _weight(number, statements) for number in numbers]])
    answer = milp(
        cost,
        constraints=LinearConstraint(matrix, low, high),
        integrality=np.concatenate([np.zeros(count), np.ones(count)]),
        bounds=Bounds(
            np.concatenate([np.full(count, -reach), np.zeros(count)]),
            np.concatenate([np.full(count, reach), np.ones(count)]),
        ),
        options={"time_limit": seconds},
    )
    if answer.x is None:
        return Solution((), stopped_early=answer.status == _TIME_LIMIT)
    switched = tuple(number for i, number in enumerate(numbers) if answer.x[count + i] > 0.5)
    return Solution(switched, stopped_early=answer.status != _OPTIMAL)


def _weight(number: Variable, statements: Sequence[Constraint]) -> float:
    sound = sum(1 for s in statements if not s.violated and number in s.variables)
    return _VOUCHED * min(sound, 10)


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
