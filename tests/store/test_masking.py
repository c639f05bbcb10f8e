"""Contacts are blotted out wherever their words went."""

from dataclasses import replace
from decimal import Decimal

from generator.model import Cell, Report, Table, UnnamedFigure
from generator.store.masking import mask

TEXT = "基本支出554.18万元，占72.30%。其他12个。联系人：高峰，电话0391-\n2941234。"
NAME, PHONE = (31, 33), (36, 49)


def with_contact(sample: Report) -> Report:
    """The sample with a contact whose telephone number the source broke over two lines."""
    assert (TEXT[slice(*NAME)], TEXT[slice(*PHONE)]) == ("高峰", "0391-\n2941234")
    cell = Cell(0, 0, "高峰 0391-2941234", 31, 49)
    stray = UnnamedFigure(Decimal(2941234), "", "电话0391-2941234", (42, 49))
    reading = replace(sample.reading, masks=(NAME, PHONE), unnamed=(*sample.reading.unnamed, stray))
    reading = replace(
        reading, facts=(replace(reading.facts[0], reason="高峰（0391-2941234）"), *reading.facts[1:])
    )
    source = replace(sample.source, text=TEXT, tables=(Table(1, "联系人高峰", (cell,), 31, 49),))
    return replace(sample, source=source, reading=reading)


def test_no_masked_word_is_left_anywhere(sample: Report) -> None:
    report = with_contact(sample)
    source, reading = mask(report.source, report.reading)
    everything = repr(source) + repr(replace(reading, masks=()))
    assert "高峰" not in everything
    assert "2941234" not in everything


def test_every_offset_stays(sample: Report) -> None:
    report = with_contact(sample)
    source, reading = mask(report.source, report.reading)
    assert len(source.text) == len(TEXT)
    assert source.text[: NAME[0]] == TEXT[: NAME[0]]
    assert [source.text[slice(*fact.span)] for fact in reading.facts] == ["554.18", "72.30"]


def test_a_telephone_number_is_no_figure(sample: Report) -> None:
    report = with_contact(sample)
    _, reading = mask(report.source, report.reading)
    assert [figure.quote for figure in reading.unnamed] == ["其他12个"]


def test_a_report_without_contacts_stays_as_it_is(sample: Report) -> None:
    assert mask(sample.source, sample.reading) == (sample.source, sample.reading)
