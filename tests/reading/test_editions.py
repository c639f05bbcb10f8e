"""The code of a category is the one that the report's own tables print beside its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import reading, sources
from generator.model import Hints
from generator.reading.editions import moved_codes

REPORT = """某区卫生健康局2024年部门预算
一般公共预算支出表
单位：万元
科目编码	科目名称	2024年预算数
	合计	12.50
210	卫生健康支出	12.50
{parent}	{parent_name}	12.50
{code}	行政单位医疗	12.50
一般公共预算支出情况说明
卫生健康支出（类）{parent_name}（款）行政单位医疗（项）2024年预算数为12.50万元，比2023年执行数增加1.00万元。
"""


@pytest.mark.parametrize(
    ("parent", "parent_name", "code"),
    [("21005", "医疗保障", "2100501"), ("21011", "行政事业单位医疗", "2101101")],
)
def test_prose_takes_the_code_of_the_tables(tmp_path: Path, parent: str, parent_name: str, code: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT.format(parent=parent, parent_name=parent_name, code=code), encoding="utf-8")
    read = reading.read(sources.read(path), Hints(kind="budget", year=2024))
    told = {fact.id: str(fact.value) for fact in read.facts if fact.where == "text"}
    assert told[f"general.expenditure.function.{code}"] == "12.50"
    assert told[f"general.expenditure.function.{code}.change.vs_execution"] == "1.00"


def test_a_name_moves_only_where_the_tables_leave_no_doubt() -> None:
    assert moved_codes({("卫生健康", "医疗保障", "行政单位医疗"): "2100501"}) == {"2101101": "2100501"}
    both = {("行政单位医疗",): "2100501", ("某款", "行政单位医疗"): "2101101"}
    assert moved_codes(both) == {}, "the tables use the code of the classification too"
    two = {("行政单位医疗",): "2100501", ("某款", "行政单位医疗"): "2100599"}
    assert moved_codes(two) == {}, "the tables pair the name with two codes"
    assert moved_codes({("某种新的支出",): "2109901"}) == {}, "a name the classification does not know"
