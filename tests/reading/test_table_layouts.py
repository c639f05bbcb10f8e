"""Layouts that provinces and the national forms print beside the plain ones, each as a small table."""

from __future__ import annotations

from pathlib import Path

from tests.reading.test_tables import one, read, values


def test_codes_in_brackets_name_categories(tmp_path: Path) -> None:
    table = """一般公共预算项目支出情况表（按支出经济分类科目）
单位：万元
经济科目编码	经济科目名称	2024年预算
	合计	150.00
[302]	商品和服务支出	100.00
[30213]	维修（护）费	100.00
[310]	资本性支出	50.00
"""
    assert values(read(tmp_path, table)) == {
        "general.expenditure.project": "150.00万元",
        "general.expenditure.project.economic.302": "100.00万元",
        "general.expenditure.project.economic.30213": "100.00万元",
        "general.expenditure.project.economic.310": "50.00万元",
    }


FUND = """政府性基金预算财政拨款收入支出决算表
公开08表
单位：万元
项目		年初结转和结余		本年收入	本年支出			年末结转和结余
功能分类科目编码	科目名称	合计	项目支出结转和结余		小计	基本支出	项目支出	
栏次		1	2	3	4	5	6	7
合计		8.00	6.00	60.00	50.00	-	50.00	18.00
212	城乡社区支出	8.00	6.00	60.00	50.00	-	50.00	18.00
注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。
"""  # noqa: W291


def test_what_is_brought_forward_received_spent_and_carried_over(tmp_path: Path) -> None:
    found = read(tmp_path, FUND, kind="final")
    assert not found.unnamed
    printed = values(found)
    assert printed["fund.income.carryover"] == "8.00万元"
    assert printed["fund.income.carryover.project"] == "6.00万元"
    assert printed["fund.income.current_total"] == "60.00万元"
    assert printed["fund.expenditure.current_total"] == "50.00万元"
    assert printed["fund.expenditure.project.function.212"] == "50.00万元"
    assert printed["fund.expenditure.carryover_end"] == "18.00万元"
    assert "fund.expenditure.basic" not in printed  # a column of dashes is one of amounts


THREE_PUBLIC = """财政拨款“三公”经费支出决算表
公开07表
单位：万元
预算数				决算数			
合计	因公出国（境）费	公务用车购置及运行维护费	公务接待费	合计	因公出国（境）费	公务用车购置及运行维护费	公务接待费
1	2	3	4	5	6	7	8
20.00	0.00	15.00	5.00	16.00	0.00	14.00	2.00
"""  # noqa: E501, W291
NOTE = "注：预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数；决算数为当年实际支出。\n"


def test_a_note_says_which_budget_is_meant(tmp_path: Path) -> None:
    adjusted = values(read(tmp_path, THREE_PUBLIC + NOTE, kind="final"))
    assert adjusted["three_public.vehicle.adjusted_budget"] == "15.00万元"
    assert adjusted["three_public.vehicle"] == "14.00万元"
    plain = values(read(tmp_path, THREE_PUBLIC, kind="final"))
    assert plain["three_public.vehicle.initial_budget"] == "15.00万元"
    assert "three_public.vehicle.adjusted_budget" not in plain


def test_years_and_comparisons_as_rows(tmp_path: Path) -> None:
    table = """“三公”经费支出表
单位：元
年度	“三公”经费财政拨款预算总额	因公出国（境）费用	公务接待费
2023年	600.00	100.00	500.00
2024年	450.00	100.00	350.00
增减额	-150.00	0.00	-150.00
"""
    assert values(read(tmp_path, table)) == {
        "three_public.total@2023": "600.00元",
        "three_public.abroad@2023": "100.00元",
        "three_public.reception@2023": "500.00元",
        "three_public.total": "450.00元",
        "three_public.abroad": "100.00元",
        "three_public.reception": "350.00元",
        "three_public.total.change": "-150.00元",
        "three_public.abroad.change": "0.00元",
        "three_public.reception.change": "-150.00元",
    }


CROSSED = """支出总表
单位：元
支出功能分类科目		部门预算支出经济分类科目		政府预算支出经济分类科目		支出合计	基本支出	项目支出
科目编码	科目名称	科目编码	科目名称	科目编码	科目名称			
208	社会保障和就业支出					300.00	300.00	
20805	行政事业单位养老支出					300.00	300.00	
2080501	行政单位离退休	30301	离休费	50905	离退休费	40.00	40.00	
2080501	行政单位离退休	30302	退休费	50905	离退休费	60.00	60.00	
2080505	机关事业单位基本养老保险缴费支出	30108	机关事业单位基本养老保险缴费	50102	社会保障缴费	200.00	200.00	
合  计						300.00	300.00	
"""  # noqa: E501, W291


def test_a_function_split_by_economic_category_bears_both_names(tmp_path: Path) -> None:
    found = read(tmp_path, CROSSED)
    printed = values(found)
    assert printed["expenditure.function.2080501.economic.30302"] == "60.00元"
    assert printed["expenditure.basic.function.2080501.economic.30301"] == "40.00元"
    assert printed["expenditure.function.2080505"] == "200.00元"
    assert "expenditure.function.2080501" not in printed  # its sum is not printed
    assert not one(found, "expenditure.function.2080505").exhaustive
    assert one(found, "expenditure.function.20805").exhaustive


def test_lines_of_several_projects_under_one_category_stay_unnamed(tmp_path: Path) -> None:
    table = """基本支出预算表
单位：元
项目代码	项目名称	功能科目编码	功能科目名称	金额
530102210000000001	行政人员工资	2010301	行政运行	400.00
530102210000000002	公用经费	2010301	行政运行	100.00
530102210000000003	社保	2080505	机关事业单位基本养老保险缴费支出	200.00
"""
    found = read(tmp_path, table)
    assert values(found) == {"expenditure.basic.function.2080505": "200.00元"}
    assert [str(figure.value) for figure in found.unnamed] == ["400.00", "100.00"]


OFFICES = """部门收入总表
单位：万元
部门代码	部门名称	合计	一般公共预算	事业收入
合计		66.00	60.00	6.00
317	某局	66.00	60.00	6.00
317001	某局（本级）	50.00	50.00	
317002	某馆	16.00	10.00	6.00
"""  # noqa: W291


def test_codes_of_offices_are_no_categories_and_the_department_is_the_sum(tmp_path: Path) -> None:
    found = read(tmp_path, OFFICES)
    assert values(found) == {
        "income.total": "66.00万元",
        "income.general_public_budget": "60.00万元",
        "income.institution": "6.00万元",
    }
    assert len(found.facts) == 6  # 合计, and the department that repeats it
    assert [str(figure.value) for figure in found.unnamed] == ["50.00", "50.00", "16.00", "10.00", "6.00"]


def test_economic_classes_under_basic_and_project_expenditure(tmp_path: Path) -> None:
    table = """支出总体情况表
单位：万元
项目	2024年预算
一、基本支出	60.00
工资福利支出	50.00
商品和服务支出	10.00
二、项目支出	40.00
商品和服务支出	40.00
本年支出合计	100.00
"""
    assert values(read(tmp_path, table)) == {
        "expenditure.basic": "60.00万元",
        "expenditure.basic.economic.301": "50.00万元",
        "expenditure.basic.economic.302": "10.00万元",
        "expenditure.project": "40.00万元",
        "expenditure.project.economic.302": "40.00万元",
        "expenditure.current_total": "100.00万元",
    }


LAST_YEAR = """部门收支总表
单位：万元
收入			支出		
项目	2024年预算数	上年预算数	项目	2024年预算数	上年预算数
一、一般公共预算拨款收入	100.00	90.00	一、卫生健康支出	100.00	90.00
收入总计	100.00	90.00	支出总计	100.00	90.00
"""  # noqa: W291


def test_last_years_budget_beside_this_years(tmp_path: Path) -> None:
    assert values(read(tmp_path, LAST_YEAR)) == {
        "income.general_public_budget": "100.00万元",
        "income.general_public_budget@2023": "90.00万元",
        "income.total": "100.00万元",
        "income.total@2023": "90.00万元",
        "expenditure.function.210": "100.00万元",
        "expenditure.function.210@2023": "90.00万元",
        "expenditure.total": "100.00万元",
        "expenditure.total@2023": "90.00万元",
    }


FOUR_SIDES = """部门综合预算收支总表
单位：万元
收入		支出					
项目	预算数	支出功能分科目（按大类）	预算数	部门经济科目（按大类）	预算数	政府支出经济分类科目（按大类）	预算数
1、财政拨款	90.00	1、一般公共服务支出	80.00	1、人员经费和公用经费支出	60.00	1、机关工资福利支出	50.00
2、其他收入	10.00	2、住房保障支出	20.00	（1）工资福利支出	60.00	2、对个人和家庭的补助	50.00
				2、专项业务经费支出	40.00		
收入总计	100.00	支出总计	100.00	支出总计	100.00	支出总计	100.00
"""  # noqa: E501, W291


def test_one_sum_by_function_and_by_two_economic_classifications(tmp_path: Path) -> None:
    found = read(tmp_path, FOUR_SIDES)
    assert values(found) == {
        "income.fiscal_appropriation": "90.00万元",
        "income.other": "10.00万元",
        "income.total": "100.00万元",
        "expenditure.function.201": "80.00万元",
        "expenditure.function.221": "20.00万元",
        "expenditure.total": "100.00万元",
        "expenditure.basic": "60.00万元",
        "expenditure.basic.economic.301": "60.00万元",
        "expenditure.project": "40.00万元",
    }


def test_a_column_under_an_unknown_head_is_not_the_sum(tmp_path: Path) -> None:
    table = """一般公共预算基本支出表
单位：万元
功能科目编码	功能科目名称	总计	工资和津补贴			社会保障缴费	
			合计	基本工资	津贴补贴	合计	机关事业单位基本养老保险缴费
201	一般公共服务支出	95.00	80.00	50.00	30.00	15.00	15.00
"""  # noqa: W291
    found = read(tmp_path, table)
    assert values(found) == {
        "general.expenditure.basic.function.201": "95.00万元",
        "general.expenditure.basic.function.201.economic.30101": "50.00万元",
        "general.expenditure.basic.function.201.economic.30102": "30.00万元",
        "general.expenditure.basic.function.201.economic.30108": "15.00万元",
    }
    assert [str(figure.value) for figure in found.unnamed] == ["80.00", "15.00"]


def test_a_head_over_all_columns_tells_none_apart(tmp_path: Path) -> None:
    table = """支出预算总表
单位：万元
科目编码	科目名称	计划盘子		
		合计	基本支出	项目支出
201	一般公共服务支出	100.00	60.00	40.00
合计		100.00	60.00	40.00
"""  # noqa: W291
    found = read(tmp_path, table)
    assert not found.unnamed
    assert values(found)["expenditure.total"] == "100.00万元"
    assert values(found)["expenditure.project.function.201"] == "40.00万元"


def test_vehicles_over_purchase_and_operation_are_money(tmp_path: Path) -> None:
    table = """“三公”经费支出表
单位：万元
合计	公务接待费	公务用车		
		小计	购置	运行维护
9.50	2.00	7.50	0.00	7.50
"""  # noqa: W291
    assert values(read(tmp_path, table)) == {
        "three_public.total": "9.50万元",
        "three_public.reception": "2.00万元",
        "three_public.vehicle": "7.50万元",
        "three_public.vehicle.purchase": "0.00万元",
        "three_public.vehicle.operation": "7.50万元",
    }


def test_foreign_affairs_within_domestic_reception_are_a_part_of_it(tmp_path: Path) -> None:
    table = """“三公”经费支出决算表及相关信息统计表
单位：万元
项目	决算数
“三公”经费支出	5.00
（1）国内接待费	4.00
其中：外事接待费	1.00
（2）国（境）外接待费	1.00
"""
    assert values(read(tmp_path, table, kind="final")) == {
        "three_public.total": "5.00万元",
        "three_public.reception.domestic": "4.00万元",
        "three_public.reception.domestic.foreign_affairs": "1.00万元",
        "three_public.reception.foreign": "1.00万元",
    }


def test_expenses_and_counts_down_one_sheet_with_budget_and_account(tmp_path: Path) -> None:
    table = """财政拨款“三公”经费、机关运行经费情况表
单位：万元
项目	行次	预算数	决算统计数
栏次		1	2
一、“三公”经费支出	1	—	—
（一）支出合计	2	20.00	16.00
1.因公出国（境）费	3	0	0
2.公务用车购置及运行维护费	4	15.00	14.00
3.公务接待费	5	5.00	2.00
（二）相关统计数	6	—	—
1.公务用车保有量（辆）	7	—	13
2.国内公务接待批次（个）	8	—	36
3.国内公务接待人次（人）	9	—	287
二、机关运行经费	10	—	209.50
"""
    assert values(read(tmp_path, table, kind="final")) == {
        "three_public.total.initial_budget": "20.00万元",
        "three_public.total": "16.00万元",
        "three_public.abroad.initial_budget": "0万元",
        "three_public.abroad": "0万元",
        "three_public.vehicle.initial_budget": "15.00万元",
        "three_public.vehicle": "14.00万元",
        "three_public.reception.initial_budget": "5.00万元",
        "three_public.reception": "2.00万元",
        "three_public.vehicle.count": "13辆",
        "three_public.reception.groups": "36个",
        "three_public.reception.persons": "287人",
        "operating_funds": "209.50万元",
    }


def test_numbers_and_values_of_assets_are_told_apart(tmp_path: Path) -> None:
    table = """国有资产占有使用情况表
单位：万元
项目	数量	价值
资产总额	——	500.00
1、房屋（平方米）	1,200	150.00
2、车辆（台、辆）	8	160.00
"""
    found = read(tmp_path, table)
    assert values(found) == {"assets.total": "500.00万元", "vehicles.total": "8辆"}


def test_a_list_of_tables_has_no_figures(tmp_path: Path) -> None:
    table = """部门预算公开表
目录
表1	收支总体情况表	1
表2	收入总体情况表	2
表3	支出总体情况表	4
"""
    found = read(tmp_path, table)
    assert not found.facts
    assert not found.unnamed
    assert found.readings[0].problem == "表格目录，不取数"


def test_projects_by_source_with_the_office_above_them(tmp_path: Path) -> None:
    table = """项目支出及其他支出预算表
单位：万元
支出项目类别（资金使用单位）	总计	财政拨款		其他资金
		合计	一般公共预算	
合计	90.00	80.00	80.00	10.00
某市某区农业农村局	90.00	80.00	80.00	10.00
动植物疫病防控经费	80.00	80.00	80.00	
农业科技合作	10.00			10.00
"""  # noqa: W291
    found = read(tmp_path, table)
    assert values(found) == {
        "expenditure.project": "90.00万元",
        "fiscal.expenditure.project": "80.00万元",
        "general.expenditure.project": "80.00万元",
        "project.1": "80.00万元",
        "fiscal.project.1": "80.00万元",
        "general.project.1": "80.00万元",
        "project.2": "10.00万元",
    }
    assert one(found, "project.2").label == "农业科技合作"
    assert one(found, "project.2").whole == "expenditure.project"
    assert [str(figure.value) for figure in found.unnamed] == ["10.00", "10.00", "10.00"]


def test_projects_under_the_codes_of_their_functions(tmp_path: Path) -> None:
    table = """一般公共预算项目支出预算表
单位：万元
科目编码	单位名称（项目）	金额
	合计	140.00
2101301	城乡医疗救助	100.00
	城乡医疗救助资金	100.00
2101502	一般行政管理事务	40.00
	基金监管经费	40.00
"""
    assert values(read(tmp_path, table)) == {
        "general.expenditure.project": "140.00万元",
        "general.expenditure.project.function.2101301": "100.00万元",
        "general.project.1": "100.00万元",
        "general.expenditure.project.function.2101502": "40.00万元",
        "general.project.2": "40.00万元",
    }


def test_transfers_by_budget(tmp_path: Path) -> None:
    table = """专项转移支付预算表
单位：万元
项目名称	合计	一般公共预算	政府性基金预算
合计	50.00	40.00	10.00
义务教育补助	40.00	40.00	
彩票公益金	10.00		10.00
"""  # noqa: W291
    found = read(tmp_path, table)
    assert values(found) == {
        "transfer.total": "50.00万元",
        "general.transfer.total": "40.00万元",
        "fund.transfer.total": "10.00万元",
        "transfer.item.1": "40.00万元",
        "general.transfer.item.1": "40.00万元",
        "transfer.item.2": "10.00万元",
        "fund.transfer.item.2": "10.00万元",
    }
    assert one(found, "transfer.item.2").label == "彩票公益金"


def test_purchases_by_the_letter_of_their_code(tmp_path: Path) -> None:
    table = """政府采购预算表
单位：万元
项目名称	采购品目	数量	金额
合计			100.00
办公设备购置	A02010100计算机设备	12	60.00
物业服务	C21040000物业管理服务	1	40.00
"""
    found = read(tmp_path, table)
    assert values(found) == {
        "procurement.total": "100.00万元",
        "procurement.goods.item.1": "60.00万元",
        "procurement.services.item.1": "40.00万元",
    }


def test_the_function_beside_a_project_is_said_of_it(tmp_path: Path) -> None:
    table = """2025年部门项目支出预算表
单位：元
序号	项目名称	功能科目	合计	资金来源	
				一般公共预算	其他资金
1	法治建设综合经费	2040602一般行政管理事务	860,000.00	860,000.00	
2	公共法律服务	2040607公共法律服务	1,762,350.00	1,562,350.00	200,000.00
合计			2,622,350.00	2,422,350.00	200,000.00
"""  # noqa: W291
    found = read(tmp_path, table)
    printed = values(found)
    assert printed["project.1"] == "860000.00元"
    assert printed["project.2"] == "1762350.00元"
    assert printed["general.project.2"] == "1562350.00元"
    assert printed["expenditure.project"] == "2622350.00元"
    assert one(found, "project.2").label == "公共法律服务"
    assert not any(".function." in name for name in printed)
