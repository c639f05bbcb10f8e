"""A contact's name and telephone number are found, and masking moves nothing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading import masked
from generator.reading.contacts import contacts


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("联系人：王小明，联系电话：0391-2946789。", ["王小明", "0391-2946789"]),
        ("联系人:张 三  电话 13912345678", ["张 三", "13912345678"]),
        ("公开电话：（023）45678901", ["（023）45678901"]),
        ("传真：0576－84123456", ["0576－84123456"]),
        ("负责人：欧阳建国；", ["欧阳建国"]),
        ("联系方式: 010 66554433", ["010 66554433"]),
    ],
)
def test_names_and_numbers_of_contacts(text: str, hidden: list[str]) -> None:
    found = [text[start:end].strip() for start, end in contacts(text)]
    assert found == hidden
    published = masked(text, contacts(text))
    assert not any(word in published for word in hidden)


@pytest.mark.parametrize(
    "text",
    [
        "2022年收入预算13912345.67元，比上年增加2946789元。",
        "单位负责人负责审核预算。",
        "财预〔2016〕143号",
        "支出合计28,946,789.00元",
        "邮政电话费12.5万元",
    ],
)
def test_figures_are_not_hidden(text: str) -> None:
    assert contacts(text) == ()


@given(st.text(alphabet="联系人：王小明电话0391-2946789 ，。13\n", max_size=120))
def test_masking_keeps_every_offset(text: str) -> None:
    spans = contacts(text)
    published = masked(text, spans)
    assert len(published) == len(text)
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(published[i] == ("＊" if i in inside else text[i]) for i in range(len(text)))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
