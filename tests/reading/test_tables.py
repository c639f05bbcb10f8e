"""Tables -> facts: the layouts that departments print, each as a small table of its own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import sources
from generator.model import Fact, Kind
from generator.reading.tables import TablesRead, codes_in, read_all_tables, read_tables


def read(tmp_path: Path, table: str, year: int = 2024, kind: Kind = "budget") -> TablesRead:
    path = tmp_path / "report.txt"
    path.write_text(table, encoding="utf-8")
    source = sources.read(path)
    found = read_all_tables(source, year, kind)
    for fact in found.facts:
        printed = source.text[slice(*fact.span)].replace(",", "").rstrip("%")
        assert Decimal(printed) == fact.value
        assert fact.where == "table"
    return found


def values(found: TablesRead) -> dict[str, str]:
    """id -> value and unit, as printed."""
    return {fact.id: f"{fact.value}{fact.unit}" for fact in found.facts}


def one(found: TablesRead, name: str) -> Fact:
    facts = [fact for fact in found.facts if fact.id == name]
    assert len(facts) == 1, name
    return facts[0]


LEDGER = """收入支出决算总表
公开01表
部门：某局	金额单位：元
收入			支出		
项目	行次	决算数	项目	行次	决算数
栏次		1	栏次		2
一、一般公共预算财政拨款收入	1	7,656,800.00	一、一般公共服务支出	31	6,741,800.00
二、政府性基金预算财政拨款收入	2	0.00	二、外交支出	32	
三、上级补助收入	3	-	三、社会保障和就业支出	33	467,200.00
八、其他收入	8	120.50	九、卫生健康支出	39	
本年收入合计	27	7,656,920.50	本年支出合计	57	7,209,000.00
使用非财政拨款结余（含专用结余）	28		结余分配	58	
年初结转和结余	29	1,000.00	年末结转和结余	59	448,920.50
总计	31	7,657,920.50	总计	62	7,657,920.50
"""  # noqa: W291


def test_a_ledger_of_two_sides_in_yuan(tmp_path: Path) -> None:
    found = read(tmp_path, LEDGER, kind="final")
    assert values(found) == {
        "income.general_public_budget": "7656800.00元",
        "income.government_fund": "0.00元",
        "income.other": "120.50元",
        "income.current_total": "7656920.50元",
        "income.carryover": "1000.00元",
        "income.total": "7657920.50元",
        "expenditure.function.201": "6741800.00元",
        "expenditure.function.208": "467200.00元",
        "expenditure.current_total": "7209000.00元",
        "expenditure.carryover_end": "448920.50元",
        "expenditure.total": "7657920.50元",
    }
    assert found.readings[0].title == "收入支出决算总表"
    assert found.readings[0].unit == "元"


def test_parts_know_their_sum_and_carry_over_is_no_part_of_the_year(tmp_path: Path) -> None:
    found = read(tmp_path, LEDGER, kind="final")
    assert one(found, "income.other").whole == "income.current_total"
    assert one(found, "expenditure.function.208").whole == "expenditure.current_total"
    assert one(found, "income.carryover").whole is None
    assert one(found, "income.other").series == one(found, "income.government_fund").series


def test_blanks_and_dashes_are_missing_and_nought_is_nought(tmp_path: Path) -> None:
    found = values(read(tmp_path, LEDGER, kind="final"))
    assert "income.superior_subsidy" not in found
    assert "expenditure.function.202" not in found
    assert found["income.government_fund"] == "0.00元"


def test_codes_with_years_budgets_and_changes(tmp_path: Path) -> None:
    table = """一般公共预算支出表
单位：万元
科目编码	科目名称	2022年执行数	2023年预算数			2023年预算数比2022年执行数	
			小计	基本支出	项目支出	增减额	增减%
201	一般公共服务支出	100.00	120.00	80.00	40.00	20.00	20.00
2010301	行政运行	100.00	120.00	80.00	40.00	20.00	20.00
合计		100.00	120.00	80.00	40.00	20.00	20.00
"""  # noqa: W291
    found = values(read(tmp_path, table, year=2023))
    assert found["general.expenditure.total"] == "120.00万元"
    assert found["general.expenditure.total.execution@2022"] == "100.00万元"
    assert found["general.expenditure.function.2010301"] == "120.00万元"
    assert found["general.expenditure.basic.function.2010301"] == "80.00万元"
    assert found["general.expenditure.project"] == "40.00万元"
    assert found["general.expenditure.total.change.vs_execution"] == "20.00万元"
    assert found["general.expenditure.function.201.growth_rate.vs_execution"] == "20.00%"


def test_codes_split_over_columns_and_carried_down(tmp_path: Path) -> None:
    table = """部门支出总表
单位：万元
科目编码			科目名称	合计	基本支出				项目支出
类	款	项			小计	工资福利支出	商品和服务支出	对个人和家庭的补助	
			合计	600.00	400.00	300.00	80.00	20.00	200.00
201			一般公共服务支出	600.00	400.00	300.00	80.00	20.00	200.00
	03		政府办公厅（室）及相关机构事务	600.00	400.00	300.00	80.00	20.00	200.00
		01	行政运行	600.00	400.00	300.00	80.00	20.00	200.00
"""  # noqa: W291
    found = read(tmp_path, table)
    assert not found.unnamed
    printed = values(found)
    assert printed["expenditure.function.2010301"] == "600.00万元"
    assert printed["expenditure.basic.economic.301"] == "300.00万元"
    assert printed["expenditure.basic.function.20103.economic.302"] == "80.00万元"
    assert one(found, "expenditure.function.2010301").whole == "expenditure.function.20103"
    assert one(found, "expenditure.function.201").whole == "expenditure.total"
    assert one(found, "expenditure.function.2010301").quote.endswith("行政运行 600.00")


def test_a_list_in_two_halves_is_one_list(tmp_path: Path) -> None:
    rows = [
        "科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数",
        "301\t工资福利支出\t300.00\t302\t商品和服务支出\t200.00",
        "30101\t基本工资\t300.00\t30201\t办公费\t200.00",
        "人员经费合计\t\t300.00\t公用经费合计\t\t200.00",
        "合计\t\t500.00\t\t\t",
    ]
    found = read(tmp_path, "\n".join(["一般公共预算基本支出决算表", "单位：万元", *rows, ""]), kind="final")
    wages, goods = (one(found, f"general.expenditure.basic.economic.{code}") for code in ("301", "302"))
    assert wages.whole == goods.whole == "general.expenditure.basic"
    assert wages.series == goods.series
    assert values(found)["general.expenditure.basic.public"] == "200.00万元"


def test_columns_are_parts_of_the_sum_beside_them(tmp_path: Path) -> None:
    rows = [
        "合计\t上年结转\t事业收入\t\t其他收入",
        "\t\t金额\t其中：教育收费\t",
        "10.00\t1.00\t6.00\t4.00\t3.00",
    ]
    found = read(tmp_path, "\n".join(["部门收入总表", "单位：万元", *rows, ""]))
    assert one(found, "income.institution").whole == "income.total"
    assert one(found, "income.education_fee").whole == "income.institution"
    assert not one(found, "income.education_fee").exhaustive


def test_names_alone_give_economic_codes(tmp_path: Path) -> None:
    rows = [
        "合计\t500.00",
        "工资福利支出\t300.00",
        "基本工资\t300.00",
        "商品和服务支出\t200.00",
        "办公费\t200.00",
    ]
    table = "\n".join(["一般公共预算基本支出表", "单位：万元", "项目\t预算数", *rows, ""])
    found = read(tmp_path, table)
    assert values(found)["general.expenditure.basic.economic.30101"] == "300.00万元"
    assert (
        one(found, "general.expenditure.basic.economic.30201").whole
        == "general.expenditure.basic.economic.302"
    )


def test_budget_and_outturn_side_by_side(tmp_path: Path) -> None:
    heads = ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"]
    below = ["", "", "小计", "公务用车购置费", "公务用车运行费", ""]
    budget, outturn = ["18.64", "", "16.80", "", "16.80", "1.84"], ["16.00", "", "15.00", "", "15.00", "1.00"]
    rows = [
        ["2022年度预算数", *[""] * 5, "2022年度决算数", *[""] * 5],
        heads * 2,
        below * 2,
        [str(n) for n in range(1, 13)],
        budget + outturn,
    ]
    lines = ["财政拨款“三公”经费支出决算表", "单位：万元", *("\t".join(row) for row in rows), ""]
    table = "\n".join(lines)
    assert values(read(tmp_path, table, year=2022, kind="final")) == {
        "three_public.total.initial_budget": "18.64万元",
        "three_public.vehicle.initial_budget": "16.80万元",
        "three_public.vehicle.operation.initial_budget": "16.80万元",
        "three_public.reception.initial_budget": "1.84万元",
        "three_public.total": "16.00万元",
        "three_public.vehicle": "15.00万元",
        "three_public.vehicle.operation": "15.00万元",
        "three_public.reception": "1.00万元",
    }


def test_a_sheet_of_statistics_counts_in_its_own_units(tmp_path: Path) -> None:
    table = """机构运行信息表
部门：某局	单位：万元
项目	统计数	项目	统计数
一、“三公”经费支出		四、机关运行经费	33.20
（一）支出合计	12.30	五、国有资产占用情况	
2.公务用车购置及运行维护费	10.00	（一）车辆数合计（辆）	3
（2）公务用车运行维护费	10.00	2.主要领导干部用车	1
3.公务接待费	2.30	（二）单价100万元（含）以上设备（不含车辆）（台、套）	1
（二）相关统计数		六、政府采购支出信息	
4.公务用车保有量（辆）	3	（一）政府采购支出合计	55.00
5.国内公务接待批次（个）	20	1.政府采购货物支出	5.00
"""  # noqa: W291
    found = read(tmp_path, table, kind="final")
    printed = values(found)
    assert printed["three_public.total"] == "12.30万元"
    assert printed["three_public.vehicle.count"] == "3辆"
    assert printed["three_public.reception.groups"] == "20个"
    assert printed["operating_funds"] == "33.20万元"
    assert printed["vehicles.principal_leader"] == "1辆"
    assert printed["assets.equipment_over.1m"] == "1台（套）"
    assert printed["procurement.goods"] == "5.00万元"
    assert one(found, "three_public.vehicle.count").whole is None
    assert one(found, "three_public.vehicle.operation").whole == "three_public.vehicle"


def test_three_budgets_beside_one_another(tmp_path: Path) -> None:
    table = """财政拨款收支总表
单位：万元
收入		支出				
项目	预算数	项目	合计	一般公共预算	政府性基金预算	国有资本经营预算
一、本年收入	500.00	一、本年支出	500.00	450.00	50.00	
（一）一般公共预算拨款	450.00	（一）一般公共服务支出	400.00	400.00		
（二）政府性基金预算拨款	50.00	（二）住房保障支出	100.00	50.00	50.00	
二、上年结转	10.00	二、年终结转结余	10.00	10.00		
（一）一般公共预算拨款	10.00					
收入总计	510.00	支出总计	510.00	460.00	50.00	
"""  # noqa: W291
    found = values(read(tmp_path, table))
    assert found["income.general_public_budget"] == "450.00万元"
    assert found["general.income.carryover"] == "10.00万元"
    assert found["fiscal.expenditure.function.221"] == "100.00万元"
    assert found["fund.expenditure.function.221"] == "50.00万元"
    assert found["general.expenditure.current_total"] == "450.00万元"
    assert found["general.expenditure.total"] == "460.00万元"
    assert found["fiscal.expenditure.total"] == "510.00万元"
    assert not any(name.startswith("capital") for name in found)


def test_purchases_by_category_with_items_in_items(tmp_path: Path) -> None:
    table = """政府采购预算表
单位：万元
采购品目大类	专项名称	采购物品名称	采购组织形式	总计
合计				34.00
一、货物A				4.00
	办公设备购置			4.00
		复印纸	分散采购	1.50
		打印机	分散采购	2.50
三、服务C				30.00
	物业管理费			30.00
"""
    found = read(tmp_path, table)
    assert values(found) == {
        "procurement.total": "34.00万元",
        "procurement.goods": "4.00万元",
        "procurement.goods.item.1": "4.00万元",
        "procurement.goods.item.1.1": "1.50万元",
        "procurement.goods.item.1.2": "2.50万元",
        "procurement.services": "30.00万元",
        "procurement.services.item.1": "30.00万元",
    }
    assert one(found, "procurement.goods.item.1.2").label == "打印机"


def test_projects_bear_their_names(tmp_path: Path) -> None:
    rows = [
        "项目名称\t项目单位\t合计",
        "政务公开经费\t某局\t150.00",
        "督查经费\t某局\t50.00",
        "合计\t\t200.00",
    ]
    found = read(tmp_path, "\n".join(["项目支出表", "单位：万元", *rows, ""]))
    assert one(found, "project.2").label == "督查经费"
    assert one(found, "project.2").whole == "expenditure.project"


def test_an_empty_table_gives_its_statement(tmp_path: Path) -> None:
    table = "政府性基金预算支出表\n科目编码\t科目名称\t金额\n注：本部门无政府性基金预算，故本表为空表。\n"
    reading = read(tmp_path, table).readings[0]
    assert reading.facts == 0
    assert reading.problem is not None
    assert "故本表为空表" in reading.problem


def test_a_table_without_a_unit_takes_the_one_all_others_state_or_none(tmp_path: Path) -> None:
    plain = "部门支出总表\n合计\t基本支出\t项目支出\n3.00\t2.00\t1.00\n"
    stated = "收入预算表\n单位：元\n合计\t事业收入\n5.00\t5.00\n"
    alone = read(tmp_path, plain)
    assert not alone.facts
    assert "单位" in (alone.readings[0].problem or "")
    beside = read(tmp_path, f"{stated}说明\n{plain}")
    assert one(beside, "expenditure.basic").unit == "元"
    assert one(beside, "expenditure.basic").unit_inferred
    assert not one(beside, "income.institution").unit_inferred


def test_what_has_no_name_is_listed(tmp_path: Path) -> None:
    rows = ["收入\t\t支出\t", "项目\t预算数\t项目\t预算数", "一、拨款乙\t7.00\t一、教育支出\t7.00"]
    found = read(tmp_path, "\n".join(["收支总表", "单位：万元", *rows, ""]))
    assert [str(figure.value) for figure in found.unnamed] == ["7.00"]
    assert "拨款乙" in found.unnamed[0].quote


def test_the_ledger_decides_which_sum_another_table_prints(tmp_path: Path) -> None:
    rows = ["科目编码\t科目名称\t合计", "201\t一般公共服务支出\t7,209,000.00", "合计\t\t7,209,000.00"]
    other = "\n".join(["支出决算表", "单位：元", *rows, ""])
    found = read(tmp_path, f"{LEDGER}说明\n{other}", kind="final")
    assert [f.table for f in found.facts if f.id == "expenditure.current_total"] == [1, 2]
    assert next(f.whole for f in found.facts if f.table == 2) == "expenditure.current_total"


def test_tables_give_the_names_of_their_codes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "支出表\n科目编码\t科目名称\t合计\n204\t公共安全支出\t1.00\n20405\t法院\t1.00\n2040501\t行政运行\t1.00\n"
    )
    assert codes_in(sources.read(path).tables) == {
        ("公共安全",): "204",
        ("公共安全", "法院"): "20405",
        ("公共安全", "法院", "行政运行"): "2040501",
    }


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["", "合计", "一、收入", "201", "01", "1.00", "-", "类", "支出", "小计", "2024年"]
            ),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_table_whatever_is_read_without_a_crash(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "收支总表\n单位：万元\n" + "\n".join("\t".join(row) for row in rows) + "\n完\n", encoding="utf-8"
    )
    source = sources.read(path)
    found = read_all_tables(source, 2024, "budget")
    spans = [f.span for f in found.facts] + [u.span for u in found.unnamed]
    assert len(spans) == len(set(spans))


LABELLED = [
    "ah_duji_zfb_2021_trad",
    "ah_shouxian_sfj_2022",
    "cq_jiangbei_2021",
    "sc_yibin_2017",
    "js_gy_2018ys",
    "sh_putuo_zfb_2025ys_dept",
]


@pytest.mark.parametrize("name", LABELLED)
def test_labelled_tables_of_the_corpus(corpus: Path, name: str) -> None:
    label = yaml.safe_load((corpus / "labels" / f"{name}.yaml").read_text(encoding="utf-8"))
    path = next(
        p for p in (corpus / "excerpts" / f"{name}.txt", corpus / "reports" / f"{name}.pdf") if p.exists()
    )
    facts, _ = read_tables(sources.read(path), label["report"]["year"], label["report"]["kind"])
    have = {(f.id, f.value, f.unit) for f in facts}
    wanted = [f for f in label["facts"] if f.get("where") == "table" and not f.get("textual")]
    missed = [
        f["id"]
        for f in wanted
        if not any((i, Decimal(f["value"]), f["unit"]) in have for i in [f["id"], *f.get("alt_ids", [])])
    ]
    assert len(missed) <= 0.02 * len(wanted), missed
