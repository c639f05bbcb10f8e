"""Tolerance: printed decimals as intervals, in two tiers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.intervals import Interval, Quantity, total

two_places = st.decimals(min_value=0, max_value=10**9, places=2)


def read(text: str, usual: int = 2) -> Quantity:
    value = Decimal(text)
    return Quantity.read(value, max(0, -value.as_tuple().exponent), usual)  # type: ignore[operator]


def test_a_printed_number_is_half_a_last_place_wide_and_a_zero_is_exact() -> None:
    assert read("16.80").printed == Interval(Decimal("16.795"), Decimal("16.805"))
    assert read("40").printed == Interval(Decimal("39.5"), Decimal("40.5"))
    assert read("40").strict == Interval(Decimal("39.995"), Decimal("40.005"))
    assert read("0").printed == read("0.00").printed == Interval(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("parts", "whole", "fit"),
    [
        (["554.18", "211.50"], "765.68", "passed"),
        (["674.18", "46.72", "17.22"], "738.13", "passed"),  # off by 0.01, three roundings
        (["554.18", "211.50"], "765.7", "rounding"),
        (["393.98", "48.5"], "462.48", "flagged"),
    ],
)
def test_sums_fit_strictly_by_rounding_or_not_at_all(parts: list[str], whole: str, fit: str) -> None:
    assert total([read(part) for part in parts]).fits(read(whole)) == fit


@given(st.lists(two_places, min_size=1, max_size=12))
def test_a_sum_of_rounded_parts_always_fits_the_rounded_sum(values: list[Decimal]) -> None:
    """Whatever the true amounts were, rounding them to one place breaks no sum."""
    parts = [value.quantize(Decimal("0.1")) for value in values]
    whole = sum(values, Decimal(0)).quantize(Decimal("0.1"))
    computed = total([Quantity.read(part, 1, 1) for part in parts])
    printed = Quantity.read(whole, 1, 1)
    # A part that rounds to 0 is printed 0 and read as exact: leave those to the other tier.
    if all(parts) and whole:
        assert computed.fits(printed) != "flagged"


@given(two_places, two_places.filter(lambda value: value > 1))
def test_a_ratio_of_rounded_numbers_meets_the_true_ratio(part: Decimal, whole: Decimal) -> None:
    computed = Quantity.read(part, 2, 2) / Quantity.read(whole, 2, 2)
    true = part / whole
    assert computed.printed.low <= true <= computed.printed.high


def test_dividing_by_what_may_be_nothing_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        read("1.00") / read("0")
    with pytest.raises(ZeroDivisionError):
        Interval(Decimal(1), Decimal(2)) / Interval(Decimal(-1), Decimal(1))
