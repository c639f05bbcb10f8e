"""Whose money the figures of a table are: its title, its rows, and the parts of a source of income."""

from __future__ import annotations

from pathlib import Path

from generator.reading.table_labels import scope_of
from tests.reading.test_tables import one, read, values


def test_a_title_that_is_also_the_name_of_a_category_names_its_budget(tmp_path: Path) -> None:
    table = """2025年部门国有资本经营预算支出表
单位：元
科目编码	科目名称	合计	基本支出	项目支出
	合计	0.00	0.00	0.00
"""
    assert values(read(tmp_path, table)) == {
        "capital.expenditure.total": "0.00元",
        "capital.expenditure.basic": "0.00元",
        "capital.expenditure.project": "0.00元",
    }


def test_a_scope_counts_where_a_longer_name_opens_with_it() -> None:
    assert scope_of("国有资本经营预算支出") == "capital"
    assert scope_of("财政拨款结转") == "fiscal"
    assert scope_of("社会保障和就业支出") is None


CARRIED = """收入支出决算总表
单位：元
收入		支出	
项目	金额	项目	金额
一、一般公共预算财政拨款收入	900.00	一、教育支出	880.00
本年收入合计	900.00	本年支出合计	880.00
上年结转和结余	-5.00	结转下年	15.00
其中：财政拨款结转	10.00	其中：财政拨款结转	12.00
总计	895.00	总计	895.00
"""  # noqa: W291


def test_the_part_of_a_carry_over_that_is_appropriation_is_a_figure_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, CARRIED, kind="final")
    assert not found.unnamed
    printed = values(found)
    assert printed["income.carryover"] == "-5.00元"
    assert printed["fiscal.income.carryover"] == "10.00元"
    assert printed["expenditure.carryover_end"] == "15.00元"
    assert printed["fiscal.expenditure.carryover_end"] == "12.00元"
    assert len(found.facts) == len(printed)


SOURCES = """部门收支总表
单位：万元
收入		支出	
项目	本年预算	项目（按功能分类）	本年预算
一、一般公共预算拨款收入	506.00	一、科学技术支出	500.00
经费拨款	499.00	二、住房保障支出	16.00
纳入一般公共预算管理的非税收入拨款	7.00		
二、事业收入	10.00		
收入总计	516.00	支出总计	516.00
"""  # noqa: W291


def test_the_parts_of_the_general_budget_appropriation_are_not_the_appropriation(tmp_path: Path) -> None:
    found = read(tmp_path, SOURCES)
    assert one(found, "income.general_public_budget").value == 506
    assert one(found, "income.general_public_budget.appropriation").value == 499
    assert one(found, "income.general_public_budget.non_tax").value == 7


def test_an_appropriation_for_operating_alone_is_the_general_budget(tmp_path: Path) -> None:
    table = """部门收入总表
单位：万元
项目	预算数
经费拨款	499.00
事业收入	10.00
收入总计	509.00
"""
    assert values(read(tmp_path, table))["income.general_public_budget"] == "499.00万元"
