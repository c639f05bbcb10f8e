"""Interval arithmetic on printed numbers (the tolerance of every rule).

A printed number v with d decimals stands for the closed interval v ± 0.5·10^-d, as in XBRL
Calculations 1.1; a printed 0 is exact. Two readings of the same number are carried along:
*strict* takes the decimals the document usually prints, *printed* the decimals shown here, so that
`40` in a report of two decimals is 40 ± 0.005 strictly and 40 ± 0.5 at most. A rule reports only
where even the printed intervals do not meet. `Decimal` throughout, never floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ZERO = Decimal(0)
HALF = Decimal("0.5")

Fit = Literal["passed", "rounding", "flagged"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of decimals, `low <= high`."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, value: Decimal, half_width: Decimal) -> Interval:
        return cls(value - half_width, value + half_width)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, factor: Decimal) -> Interval:
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; raises ZeroDivisionError where the divisor may be 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def widened(self, margin: Decimal) -> Interval:
        return Interval(self.low - margin, self.high + margin)

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    @property
    def half_width(self) -> Decimal:
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed or computed number with both of its intervals, all in one unit."""

    value: Decimal
    strict: Interval
    printed: Interval

    @classmethod
    def exact(cls, value: Decimal) -> Quantity:
        point = Interval(value, value)
        return cls(value, point, point)

    @classmethod
    def read(cls, value: Decimal, decimals: int, usual: int, size: Decimal = Decimal(1)) -> Quantity:
        """A number printed with `decimals` in a document that usually prints `usual`.

        `size` converts the printed unit into the common one (yuan, percent).
        """
        if value == 0:
            return cls.exact(ZERO)
        finest = max(decimals, usual)
        return cls(
            value * size,
            Interval.around(value * size, HALF.scaleb(-finest) * size),
            Interval.around(value * size, HALF.scaleb(-decimals) * size),
        )

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.value + other.value, self.strict + other.strict, self.printed + other.printed)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.value - other.value, self.strict - other.strict, self.printed - other.printed)

    def __mul__(self, factor: Decimal) -> Quantity:
        return Quantity(self.value * factor, self.strict * factor, self.printed * factor)

    def __truediv__(self, other: Quantity) -> Quantity:
        """The quotient; raises ZeroDivisionError where the divisor may be 0."""
        if other.value == 0:
            raise ZeroDivisionError
        return Quantity(self.value / other.value, self.strict / other.strict, self.printed / other.printed)

    def fits(self, other: Quantity) -> Fit:
        """How this number agrees with another: strictly, by rounding only, or not at all."""
        if self.strict.meets(other.strict):
            return "passed"
        return "rounding" if self.printed.meets(other.printed) else "flagged"


def total(quantities: list[Quantity]) -> Quantity:
    """The sum; 0 for an empty list."""
    result = Quantity.exact(ZERO)
    for quantity in quantities:
        result = result + quantity
    return result
