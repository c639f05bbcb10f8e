"""Normalisation forgets how a text was typed and never where it stood."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.normalise import normalise, plain, unwrapped

# Text as reports have it, and anything else Unicode allows.
report_like = st.text(
    alphabet=st.sampled_from(
        list("0123456789.,，。；：（）() \u3000\n\t_%％０９．基本支出經費万元增减“”《》\u200b\ufeff（jing）")
    ),
    max_size=120,
)
anything = st.one_of(report_like, st.text(max_size=120))


@given(text=anything, before=st.text(max_size=5), after=st.text(max_size=5))
def test_offsets_rise_and_stay_in_range(text: str, before: str, after: str) -> None:
    start, end = len(before), len(before) + len(text)
    normalised = normalise(before + text + after, start, end)
    assert len(normalised.offsets) == len(normalised.text)
    assert all(a < b for a, b in itertools.pairwise(normalised.offsets))
    assert all(start <= offset < end for offset in normalised.offsets)


@given(anything)
def test_every_kept_character_maps_to_the_one_it_came_from(text: str) -> None:
    normalised = normalise(text)
    for kept, offset in zip(normalised.text, normalised.offsets, strict=True):
        source = text[offset]
        if kept.isascii() and kept.isdigit():
            assert unicodedata.normalize("NFKC", source) == kept or source == "〇"
        elif kept in {" ", "|"}:
            assert not source.isalnum(), "stands for a run of spaces and signs that do not count"
        elif source == kept:
            continue
        else:
            assert not source.isspace(), (source, kept)


@given(anything)
def test_a_span_is_never_wider_than_its_text(text: str) -> None:
    normalised = normalise(text)
    for start in range(0, len(normalised.text), 7):
        left, right = normalised.span(start, start + 1)
        assert right - left == 1
        assert normalised.position(left) == start


@given(anything)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = plain(text)
    assert plain(once) == once


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("１２．５％", "12.5%"),
        ("三公經(jīng)費", "三公经费"),
        ("經（jīng）費", "经费"),
        ("“三公”经费", "三公经费"),
        ("基 本 支 出", "基本支出"),
        ("基本\n支出", "基本支出"),
        ("编制__19__人", "编制19人"),
        ("因公出国(境)费", "因公出国（境）费"),
        ("一般公共服务（类）支出", "一般公共服务支出"),
        ("行政运行(项)", "行政运行"),
        ("9,101.68万元,其中", "9,101.68万元，其中"),
        ("增加1 6人", "增加16人"),
        ("在职,1 6人", "在职，16人"),
        ("二〇二四", "二0二四"),
        ("\u200b支\ufeff出", "支出"),
        ("〔2016〕143号", "（2016）143号"),
        ("占76.23 %", "占76.23%"),
    ],
)
def test_ways_of_typing(printed: str, normal: str) -> None:
    assert plain(printed) == normal


def test_two_numbers_in_a_row_are_kept_apart() -> None:
    assert plain("2023 1509") == "2023 1509"


@given(st.lists(st.text(alphabet="甲乙 \u3000", max_size=6), max_size=6))
def test_unwrapping_takes_out_the_breaks_and_nothing_else(lines: list[str]) -> None:
    assert unwrapped("\n".join(lines)) == "".join(line.strip() for line in lines)
