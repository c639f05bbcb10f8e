"""Whole reports are read: recall and precision on labelled texts, and what holds of every reading.

Two sets were invented for the tests, one to develop with and one that nobody reads; the third is the
shared corpus of real reports. The floors are what the project promises, not what it reaches today.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from generator import reading
from generator.model import Fact, SourceText
from generator.reading.normalise import normalise, unwrapped
from tests.reading.reports import Specimen, corpus_or_skip, everything, invented
from tests.reading.scoring import Score, score

EVERY = pytest.mark.parametrize("specimen", everything(), ids=lambda s: s.name)


def total_of(specimens: tuple[Specimen, ...]) -> Score:
    """The score over all specimens together; one line each is printed."""
    total = Score()
    for specimen in specimens:
        one = score(specimen.label["facts"], specimen.reading.facts)
        print(f"{specimen.name:46} {one}")
        for missed in one.missed:
            print(f"    missed {missed}")
        for wrong in one.wrong:
            print(f"    wrong  {wrong}")
        total += one
    print(f"{'together':46} {total}")
    return total


@pytest.mark.parametrize(
    ("specimens", "floor"),
    [
        pytest.param(lambda: invented("variants"), 0.95, id="variants"),
        pytest.param(lambda: invented("variants_heldout"), 0.95, id="variants_heldout"),
        pytest.param(corpus_or_skip, 0.97, id="corpus"),
    ],
)
def test_recall_and_precision(specimens: Callable[[], tuple[Specimen, ...]], floor: float) -> None:
    total = total_of(specimens())
    assert total.wanted > 500, "too few labels to measure anything"
    assert total.recall >= floor
    assert total.precision >= floor


def test_the_score_notices_a_wrong_figure() -> None:
    """A scorer that accepts everything would make every floor worthless."""
    specimen = invented("variants")[0]
    label = specimen.label["facts"]
    assert score(label, ()).recall == 0
    swapped = [dict(row, value=str(Decimal(row["value"]) + 1)) for row in label]
    assert score(swapped, specimen.reading.facts).precision < 0.2


def printed_at(source: SourceText, fact: Fact) -> str:
    return source.text[slice(*fact.span)]


@EVERY
def test_every_span_is_the_printed_number(specimen: Specimen) -> None:
    assert specimen.reading.facts
    for fact in specimen.reading.facts:
        printed = printed_at(specimen.source, fact)
        if fact.textual:
            assert fact.value == 0
            assert re.search(r"[\u4e00-\u9fff]", printed), fact
            continue
        digits = normalise(printed).text.replace(",", "").replace(" ", "")
        if re.fullmatch(r"[一二两三四五六七八九十]+", digits):
            assert fact.unit in {"个", "家", "名"}, fact
            continue
        assert Decimal(digits).copy_abs() == fact.value.copy_abs(), fact
        assert str(fact.value).lstrip("-") == digits.lstrip("-"), "printed zeros are kept"


@EVERY
def test_every_quote_is_in_the_text(specimen: Specimen) -> None:
    text = unwrapped(specimen.source.text)
    squeezed = re.sub(r"\s", "", text)
    for fact in specimen.reading.facts:
        assert fact.quote, fact
        assert re.sub(r"\s", "", fact.quote) in squeezed, fact
        if fact.where == "text":
            assert fact.quote in text, fact
            assert unwrapped(printed_at(specimen.source, fact)) in fact.quote, fact
    for figure in specimen.reading.unnamed:
        assert re.sub(r"\s", "", figure.quote) in squeezed, figure


@EVERY
def test_facts_stand_in_reading_order(specimen: Specimen) -> None:
    spans = [fact.span for fact in specimen.reading.facts]
    assert spans == sorted(spans)
    unnamed = {figure.span for figure in specimen.reading.unnamed}
    assert unnamed.isdisjoint(spans), "a figure is named or it is not"


@EVERY
def test_reading_is_repeatable(specimen: Specimen) -> None:
    assert repr(reading.read(specimen.source, specimen.hints)) == repr(specimen.reading)
