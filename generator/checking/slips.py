"""The slips of a hand that copies numbers: what a printed number may have been meant to be.

One digit changed, dropped, added, two neighbours swapped, the sign turned, 元 for 万元 or the other
way; and a slip of the unit together with one of the digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.model import Fact

_OTHER_UNIT = {"万元": "元", "元": "万元"}


@dataclass(frozen=True, slots=True)
class Slip:
    """What one printed number may have been: its digits and unit, and how many slips away it is."""

    value: Decimal
    unit: str
    cost: int
    how: str

    def of(self, fact: Fact) -> Fact:
        """The fact as it would read."""
        return replace(fact, value=self.value, unit=self.unit)


def slips(fact: Fact) -> Iterator[Slip]:
    """Every number one slip away from a printed one, then those two slips (unit and digit) away."""
    for value, how in _digits(fact.value):
        yield Slip(value, fact.unit, 1, how)
    if fact.value != 0:
        yield Slip(-fact.value, fact.unit, 1, "正负号")
    other = _OTHER_UNIT.get(fact.unit)
    if other is not None:
        yield Slip(fact.value, other, 1, "单位")
        for value, how in _digits(fact.value):
            yield Slip(value, other, 2, f"单位和{how}")


def _digits(value: Decimal) -> Iterator[tuple[Decimal, str]]:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int), "printed numbers are finite"
    width = max(len(digits), 1 - exponent)
    padded = (0,) * (width - len(digits)) + digits
    seen = {padded}

    def made(changed: tuple[int, ...], how: str) -> Iterator[tuple[Decimal, str]]:
        if not changed or changed in seen or (changed[0] == 0 and len(changed) > 1 - exponent):
            return  # nobody writes 0123.5
        seen.add(changed)
        read = Decimal((sign, changed, exponent))
        if read != value:
            yield read, how

    for place in range(width):
        for digit in range(10):
            yield from made((*padded[:place], digit, *padded[place + 1 :]), "一位数字")
    for place in range(width - 1):
        swapped = (*padded[:place], padded[place + 1], padded[place], *padded[place + 2 :])
        yield from made(swapped, "相邻两位互换")
    for place in range(width):
        yield from made((*padded[:place], *padded[place + 1 :]), "多一位数字")
    for place in range(width + 1):
        for digit in range(10):
            yield from made((*padded[:place], digit, *padded[place:]), "少一位数字")
