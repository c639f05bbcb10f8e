"""Divisions: codes lead to names, and names in a text to every division they may mean."""

import subprocess
import sys

import pytest

from generator.vocabulary.divisions import find, lookup, named, unlisted


@pytest.mark.parametrize(
    ("code", "full_name", "level"),
    [
        ("410803", "河南省焦作市中站区", "county"),
        ("360104", "江西省南昌市青云谱区", "county"),
        ("500151", "重庆市铜梁区", "county"),
        ("140404", "山西省长治市上党区", "county"),
        ("429004", "湖北省仙桃市", "county"),
        ("441900", "广东省东莞市", "city"),
        ("320000", "江苏省", "province"),
        ("371200", "山东省莱芜市", "city"),
    ],
)
def test_code_leads_to_names(code: str, full_name: str, level: str) -> None:
    division = lookup(code)
    assert division is not None
    assert (division.full_name, division.level) == (full_name, level)


def test_unknown_codes_lead_nowhere() -> None:
    assert lookup("000000") is None
    assert lookup("999999") is None


def test_a_former_name_keeps_its_year() -> None:
    former = lookup("140421")
    assert former is not None
    assert (former.name, former.until is not None) == ("长治县", True)
    assert [d.name for d in named("铜梁") if d.until is None] == ["铜梁区"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("江苏省高级人民法院", ["320000"]),
        ("上海市普陀区人民政府办公室", ["310000", "310107"]),
        ("普陀区人民政府", ["310107", "330903"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("南京市鼓楼区", ["320100", "320106"]),
        ("内蒙古自治区鄂尔多斯市东胜区", ["150000", "150600", "150602"]),
        ("江苏昆山", ["320000", "320583"]),
        ("湖北恩施州", ["420000", "422800"]),
        ("吉林", ["220000", "220200"]),
        ("长治县人民政府", ["140421"]),
        ("西安市新城区", ["610100", "610102"]),
        ("惠州市滨湖区教育局", ["441300"]),  # the only 滨湖区 lies in 无锡市
        ("北京市西山区文化和旅游局", ["110000"]),
        ("老城区改造、来宾接待、公安局、资源税、市辖区", []),
    ],
)
def test_names_lead_to_every_candidate(text: str, codes: list[str]) -> None:
    assert [division.code for division, _ in find(text)] == codes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("广东省新光县教育局", "新光县"),
        ("惠州市滨湖区教育局", "滨湖区"),
        ("江苏省高级人民法院", None),
        ("苏州市工业园区财政局", None),
        ("昆明市经开区财政局", None),
        ("北京市社区服务中心", None),
        ("上海市普陀区人民政府办公室", None),
    ],
)
def test_a_county_that_the_table_does_not_hold_is_noticed(text: str, name: str | None) -> None:
    assert unlisted(text, find(text)[-1][1][1]) == name


def test_spans_are_the_printed_names() -> None:
    text = "（重庆市铜梁区 2024年）长治市上党区"
    assert [text[a:b] for _, (a, b) in find(text)] == ["重庆市", "铜梁区", "长治市", "上党区"]


def test_loading_is_lazy() -> None:
    """Importing the module must not read the table: most commands need one code or none."""
    script = (
        "from generator.vocabulary import divisions as d;"
        "assert d._rows.cache_info().currsize == 0; d.lookup('410803');"
        "assert d._automaton.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
