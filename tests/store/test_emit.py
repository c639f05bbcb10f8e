"""The emitter against PyYAML: whatever is written is read back as it was, by both loaders."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.store.emit import emit

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    [
        "",
        " ",
        "72.38",
        "-0",
        "1_000",
        "1e5",
        "0x1f",
        "12:30:45",
        "2024-03-01",
        "null",
        "Yes",
        "是: 否",
        "a #b",
        "基本支出554.18万元，占72.38%",
        "行一\n行二",
        "\u2028",
        "\x85",
        "\ufeff",
        "'",
        '"\\',
        "- x",
        "【〇】",
        "2023年",
        "1 6人",
        "=",
        "<<",
        "%",
        "`",
        "@",
        "😀",
    ]
)
SCALAR = TEXT | st.integers() | st.booleans() | st.none()
FLOW = st.lists(st.integers() | TEXT, max_size=4).map(tuple)
VALUE = st.recursive(
    SCALAR | FLOW,
    lambda inner: (
        st.lists(SCALAR | FLOW | st.dictionaries(TEXT, inner, max_size=3), max_size=3)
        | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=12,
)


def as_loaded(value: Any) -> Any:
    """Flow lists come back as lists."""
    if isinstance(value, dict):
        return {key: as_loaded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_loaded(item) for item in value]
    return value


@given(st.dictionaries(TEXT, VALUE, min_size=1, max_size=4))
def test_what_is_written_is_read_back(document: dict[str, Any]) -> None:
    text = emit(document)
    assert yaml.load(text, yaml.CSafeLoader) == as_loaded(document)
    assert yaml.safe_load(text) == as_loaded(document)


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"bytes", object()])
def test_what_has_no_place_in_a_report_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        emit({"value": value})


def test_lines_stay_readable() -> None:
    assert emit({"id": "expenditure.basic", "value": "72.38", "quote": "占72.38%", "span": (3, 8)}) == (
        'id: expenditure.basic\nvalue: "72.38"\nquote: 占72.38%\nspan: [3, 8]\n'
    )
