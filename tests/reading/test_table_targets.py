"""Performance target tables: projects with their money and their targets, as lists and as forms."""

from __future__ import annotations

from pathlib import Path

from generator import reading, sources
from generator.model import Hints
from generator.reading.tables import TablesRead
from tests.reading.test_tables import one, read, values


def named(found: TablesRead) -> dict[str, str | None]:
    return {fact.id: fact.label for fact in found.facts}


LIST = """项目支出绩效目标表
单位：万元
项目名称	预算金额	总体绩效目标	绩效指标			
			一级指标	二级指标	三级指标	指标值
疫病防控经费	386.50	按时完成任务	产出指标	数量指标	强制免疫畜禽数量	≥120万头（羽）
			产出指标	质量指标	抗体合格率	≥70%
			产出指标	时效指标	完成时间	2024年12月底前
			满意度指标	服务对象满意度指标	养殖户满意度	90%以上
产业园补助	4,860.00	按时完成任务	产出指标	数量指标	支持主体数	6个
			效益指标	社会效益指标	带动就业	明显
"""  # noqa: W291


def test_a_list_of_projects_with_their_targets(tmp_path: Path) -> None:
    found = read(tmp_path, LIST)
    assert values(found) == {
        "project.1": "386.50万元",
        "project.1.target.quantity": "120万头（羽）",
        "project.1.target.quality": "70%",
        "project.1.target.satisfaction": "90%",
        "project.2": "4860.00万元",
        "project.2.target.quantity": "6个",
    }
    assert one(found, "project.1").label == "疫病防控经费"
    assert one(found, "project.1.target.quality").label == "疫病防控经费：抗体合格率"
    assert one(found, "project.1.target.quality").quote == "抗体合格率 ≥70"


def test_signs_and_units_in_columns_of_their_own(tmp_path: Path) -> None:
    table = """重点项目绩效目标表
单位：元
项目名称	项目单位	金额	指标类型	指标名称	指标性质	指标值	度量单位	权重
教师培训	某学校	5,000.00	数量指标	培训人数	≥	100	人	30
			质量指标	合格率	≥	95	%	30
"""
    assert values(read(tmp_path, table)) == {
        "project.1": "5000.00元",
        "project.1.target.quantity": "100人",
        "project.1.target.quality": "95%",
    }


FORM = """项目支出绩效目标表
项目名称	建设经费			
主管部门及代码	教育部105	实施单位	某校本级	
项目资金（万元）	年度资金总额：	12.76		执行率分值（10）
	其中：财政拨款	12.00		
	上年结转	0.76		
绩效指标	一级指标	二级指标	三级指标	指标值	分值（90）
	产出指标	数量指标	建设课程数	20门	5
		质量指标	获奖数量	15项	5
		成本指标	建设成本	≤12.76万元	5
"""  # noqa: W291


def test_a_form_of_one_project(tmp_path: Path) -> None:
    found = read(tmp_path, FORM)
    assert values(found) == {
        "project.1": "12.76万元",
        "fiscal.project.1": "12.00万元",
        "project.1.target.quantity": "20门",
        "project.1.target.quality": "15项",
        "project.1.target.cost": "12.76万元",
    }
    assert [str(figure.value) for figure in found.unnamed] == ["0.76"]  # scores are no figures


def test_a_self_evaluation_has_budget_outturn_and_rate(tmp_path: Path) -> None:
    table = """项目支出绩效自评表
项目名称	消防站建设					
项目资金（万元）		年初预算数	全年预算数	全年执行数	分值	执行率	得分
	年度资金总额	120.00	110.00	99.00	10	90.00%	9
	其中：当年财政拨款	120.00	110.00	99.00	—	90.00%	—
绩效指标	一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
	产出指标	数量指标	建设数量	≥2个	2个	20	20
总分					100	99
"""  # noqa: W291
    assert values(read(tmp_path, table, kind="final")) == {
        "project.1.initial_budget": "120.00万元",
        "project.1.adjusted_budget": "110.00万元",
        "project.1": "99.00万元",
        "project.1.completion_rate": "90.00%",
        "fiscal.project.1.initial_budget": "120.00万元",
        "fiscal.project.1.adjusted_budget": "110.00万元",
        "fiscal.project.1": "99.00万元",
        "fiscal.project.1.completion_rate": "90.00%",
        "project.1.target.quantity": "2个",
    }


def test_a_table_without_a_project_is_kept_and_says_so(tmp_path: Path) -> None:
    table = """部门整体支出绩效目标表
单位：万元
部门名称	某局		
年度预算申请	资金总额	100.00	
一级指标	二级指标	三级指标	指标值
产出指标	数量指标	检查次数	≥12次
"""  # noqa: W291
    found = read(tmp_path, table)
    assert not found.facts
    assert found.readings[0].problem == "绩效表没有指明项目，保留原样，不取数"
    assert [str(figure.value) for figure in found.unnamed] == ["100.00"]


def test_text_and_tables_share_one_numbering(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "某局2024年部门预算\n"
        "项目支出预算表\n单位：万元\n项目名称\t金额\n合计\t100.00\n设备购置\t60.00\n"
        "房屋维修\t30.00\n设备购置\t10.00\n以上为本表全部内容。\n"
        "项目绩效目标表\n单位：万元\n项目名称\t预算金额\t一级指标\t二级指标\t三级指标\t指标值\n"
        "房屋维修\t30.00\t产出指标\t数量指标\t维修面积\t≥500平方米\n"
        "\t\t产出指标\t数量指标\t维修间数\t≥10间\n"
        "会议保障\t5.00\t产出指标\t数量指标\t会议次数\t≥2次\n",
        encoding="utf-8",
    )
    found = reading.read(sources.read(path), Hints(kind="budget", year=2024))
    tables = {fact.id: (f"{fact.value}", fact.label) for fact in found.facts if fact.where == "table"}
    assert tables["project.1"] == ("60.00", "设备购置")
    assert tables["project.2"] == ("30.00", "房屋维修")
    assert tables["project.3"] == ("10.00", "设备购置")  # two of one name in one table stay two
    assert tables["project.2.target.quantity"] == ("500", "房屋维修：维修面积")
    assert tables["project.2.target.quantity.2"] == ("10", "房屋维修：维修间数")
    assert tables["project.4"] == ("5.00", "会议保障")


def test_a_form_that_goes_on_in_the_next_table_is_the_same_project(corpus: Path) -> None:
    source = sources.read(corpus / "reports" / "moe_swu_2023ys.pdf")
    found = reading.read(source, Hints(kind="budget", year=2023))
    forms = [fact for fact in found.facts if fact.concept.startswith("project.")]
    amounts = [f for f in forms if f.scope == "all" and f.concept.count(".") == 1]
    assert len(amounts) == 24
    assert len({fact.concept for fact in amounts}) == 24
    second = {fact.id: f"{fact.value}{fact.unit}" for fact in forms if ".2" in fact.concept[:9]}
    assert second["project.2"] == "1111.98万元"
    assert second["project.2.target.quantity"] == "2000人次"  # printed on the next page
    assert not any(table.problem for table in found.tables)
