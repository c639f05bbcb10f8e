"""Numbers are read as printed, whatever is printed around them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import PERCENT_PER_UNIT, YUAN_PER_UNIT
from generator.reading.amounts import UNIT_CLASS, chinese_count, numbers
from generator.reading.normalise import normalise

FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
values = st.decimals(
    min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=None
).filter(lambda d: "E" not in str(d) and len(str(d)) < 18)
places = st.integers(0, 6)


def printed(value: Decimal, decimals: int, grouped: bool) -> str:
    return f"{value:{',' if grouped else ''}.{decimals}f}"


@given(
    value=st.decimals(0, 10**12, allow_nan=False, allow_infinity=False),
    decimals=places,
    grouped=st.booleans(),
    wide=st.booleans(),
    spaced=st.booleans(),
    unit=st.sampled_from(sorted(UNIT_CLASS)),
)
def test_a_printed_number_comes_back_digit_for_digit(
    value: Decimal, decimals: int, grouped: bool, wide: bool, spaced: bool, unit: str
) -> None:
    digits = printed(value, decimals, grouped)
    exact = digits.replace(",", "")
    if wide:
        # A full-width comma separates clauses, so thousands are not grouped with one.
        digits = exact.translate(FULL_WIDTH)
    text = f"基本支出{digits}{' ' if spaced else ''}{unit}，其中"
    normalised = normalise(text)
    (amount,), _ = numbers(normalised.text)
    assert str(amount.value) == exact
    assert amount.unit == unit
    start, end = normalised.span(amount.start, amount.end)
    assert text[start:end] == digits


@given(value=st.integers(-(10**9), 10**9), decimals=places)
def test_a_minus_sign_belongs_to_its_number(value: int, decimals: int) -> None:
    digits = f"{Decimal(value):.{decimals}f}"
    (amount,), _ = numbers(f"增长{digits}%")
    assert amount.value == Decimal(digits)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3)), min_size=1, max_size=12))
def test_a_list_of_numbers_keeps_order_and_count(rows: list[tuple[int, int]]) -> None:
    digits = [f"{Decimal(value):.{decimals}f}" for value, decimals in rows]
    amounts, years = numbers("、".join(f"费用{d}万元" for d in digits))
    assert [str(a.value) for a in amounts] == digits
    assert not years


@given(st.text(max_size=200))
def test_any_text_gives_amounts_in_order_inside_it(text: str) -> None:
    normalised = normalise(text)
    amounts, years = numbers(normalised.text)
    at = 0
    for amount in amounts:
        assert at <= amount.start < amount.end <= amount.unit_end <= len(normalised.text)
        at = amount.end
    for year in years:
        assert 1900 <= year.year <= 2099


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("收入9,101.68万元", "9101.68", "万元"),
        ("收入1, 537.4万元", "1537.4", "万元"),
        ("收入1167098.01.元", "1167098.01", "元"),
        ("编制1 6人", "16", "人"),
        ("编制__19__人", "19", "人"),
        ("编制４名", "4", "名"),
        ("增长15.3 %", "15.3", "%"),
        ("增长１５．３％", "15.3", "%"),
        ("增长16倍", "16", "倍"),
        ("支出1000.86万", "1000.86", "万元"),
        ("支出0.31亿", "0.31", "亿元"),
        ("支出150\n9.04万元", "1509.04", "万元"),
        ("支出1509.04\n万元", "1509.04", "万元"),
        ("支出1509.\n04万元", "1509.04", "万元"),
        ("支出16.80万元", "16.80", "万元"),
        ("支出12.340000000001万元", "12.340000000001", "万元"),
        ("下降0.5‰", "0.5", "‰"),
        ("提高3.2个百分点", "3.2", "个百分点"),
        ("设备3台（套）", "3", "台（套）"),
        ("接待12批次", "12", "批次"),
        ("下降-5.1%", "-5.1", "%"),
    ],
)
def test_forms_seen_in_print(text: str, value: str, unit: str) -> None:
    (amount,), _ = numbers(normalise(text).text)
    assert (str(amount.value), amount.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "2022年12月31日",
        "〔2016〕143号",
        "第3条",
        "2022—2024年",
        "占 %",
        "减少 万元",
        "1、收入情况",
        "附件1",
        "-",
    ],
)
def test_dates_ordinals_and_empty_slots_are_no_amounts(text: str) -> None:
    amounts, _ = numbers(normalise(text).text)
    assert [a for a in amounts if a.unit] == []


def test_two_numbers_side_by_side_stay_two() -> None:
    amounts, _ = numbers(normalise("2023 1509.04 20.5").text)
    assert [str(a.value) for a in amounts][-2:] == ["1509.04", "20.5"]


def test_units_of_money_and_proportion_are_known_to_the_model() -> None:
    """An amount whose unit the model cannot convert could be compared with nothing."""
    assert {unit for unit, kind in UNIT_CLASS.items() if kind == "money"} == set(YUAN_PER_UNIT)
    assert {unit for unit, kind in UNIT_CLASS.items() if kind == "percent"} == set(PERCENT_PER_UNIT)


@pytest.mark.parametrize(
    ("text", "count"),
    [("一", 1), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("", None), ("百", None)],
)
def test_chinese_counts(text: str, count: int | None) -> None:
    assert chinese_count(text) == count
