"""Around the figures: outline, gaps, contents, glossary, identity, projects."""

from __future__ import annotations

import pytest

from generator import reading
from generator.model import Hints, Reading
from tests.reading.reports import as_source
from tests.reading.test_cases import line


def read(text: str, **hints: object) -> Reading:
    return reading.read(as_source(text), Hints(**hints))  # type: ignore[arg-type]


REPORT = """焦作市中站区民政局2022年度部门预算公开
目录
第一部分 区民政局概况
一、主要职责
第三部分 名词解释
第一部分 区民政局概况
一、主要职责
负责全区民政工作。
第二部分 区民政局2022年部门预算情况说明
一、收入预算总体情况说明
2022年收入总计10万元。
三、“三公”经费支出预算情况说明
2022年“三公”经费预算1万元。
第三部分 名词解释
一、基本支出：是指为保障机构正常运转、
完成日常工作任务而发生的支出。
2、“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费，每年不超过5万元。
（三）机关运行经费，是指为保障行政单位运行用于购买货物和服务的各项资金。
"""


def test_outline_with_parts_headings_and_kinds() -> None:
    result = read(REPORT)
    parts = [s.title for s in result.outline if s.level == 1]
    assert parts == ["区民政局概况", "区民政局2022年部门预算情况说明", "名词解释"]
    kinds = {s.title: s.kind for s in result.outline}
    assert kinds["主要职责"] == "duties"
    assert kinds["“三公”经费支出预算情况说明".replace("“", "").replace("”", "")] == "three_public"
    assert kinds["名词解释"] == "glossary"


def test_a_gap_in_the_numbering_is_recorded_once() -> None:
    (gap,) = read(REPORT).gaps
    assert (gap.expected, gap.found) == ("二、", "三、")


def test_a_table_of_contents_states_nothing() -> None:
    result = read(REPORT)
    titles = [s.title for s in result.outline]
    assert titles.count("主要职责") == 1
    assert [line(f) for f in result.facts] == ["income.total 10 万元", "three_public.total 1 万元"]


def test_glossary_terms_without_numbering_in_their_own_words() -> None:
    entries = read(REPORT).glossary
    assert [entry.term.replace("“", "").replace("”", "") for entry in entries] == [
        "基本支出",
        "三公经费",
        "机关运行经费",
    ]
    assert entries[0].definition.endswith("完成日常工作任务而发生的支出。")
    assert [entry.concept for entry in entries] == [
        "expenditure.basic",
        "three_public.total",
        "operating_funds",
    ]


def test_figures_in_definitions_are_no_facts() -> None:
    result = read(REPORT)
    assert "5" not in [str(f.value) for f in result.facts] + [str(f.value) for f in result.unnamed]


def test_identity_with_evidence() -> None:
    identity = read(REPORT).identity
    assert (identity.code, identity.place) == ("410803", "中站区")
    assert (identity.year, identity.kind, identity.unit) == (2022, "budget", "万元")
    assert identity.department == "civil-affairs"
    for part in ("title", "code", "year", "kind", "unit"):
        evidence = identity.evidence[part]
        assert evidence.origin == "text"
        assert evidence.span is not None
        assert evidence.quote


def test_hints_win_over_the_text() -> None:
    identity = read(REPORT, kind="final", year=2021, code="360104", department="bureau").identity
    assert (identity.code, identity.year, identity.kind, identity.department) == (
        "360104",
        2021,
        "final",
        "bureau",
    )
    assert identity.evidence["year"].origin == "option"


@pytest.mark.parametrize(
    ("title", "code", "year", "kind"),
    [
        ("重庆市铜梁区水利局2024年单位预算情况说明", "500151", 2024, "budget"),
        ("长治市上党区水务局2021年度部门决算", "140404", 2021, "final"),
        ("2023年度南昌市青云谱区财政局部门决算公开", "360104", 2023, "final"),
        ("区民政局2023年部门预算", "000000", 2023, "budget"),
        ("鼓楼区民政局2023年部门预算", "000000", 2023, "budget"),
    ],
)
def test_place_year_and_kind_from_the_title(title: str, code: str, year: int, kind: str) -> None:
    """鼓楼区 is in Nanjing, Xuzhou, Fuzhou and Kaifeng: never guessed."""
    identity = read(f"{title}\n一、收支情况\n{year}年收入总计10万元。\n").identity
    assert (identity.code, identity.year, identity.kind) == (code, year, kind)


def test_unit_of_money_from_a_line_that_states_it() -> None:
    assert read("某局2023年部门预算\n单位：元\n没有数。\n").identity.unit == "元"


BLOCK = """第二部分 2024年部门预算情况说明
（九）项目情况说明
1.外事专项经费项目
1）项目概述：负责全区外事工作。
2）立项依据：深入合作。
3）年度预算安排：2024年安排财政拨款40万元
4）绩效目标和指标
质量指标：外事工作完成任务=100%。
满意度指标：外事工作对象满意率≥95%。
"""


def test_a_project_described_by_fields() -> None:
    result = read(BLOCK, kind="budget", year=2024)
    assert [line(f) for f in result.facts] == [
        "project.1 40 万元",
        "project.1.target.quality 100 %",
        "project.1.target.satisfaction 95 %",
    ]
    assert {f.label for f in result.facts} == {"外事专项经费项目"}


HEADED = """第五部分 项目经费情况说明
社区公共服务中心新建项目
一、项目概况
位于两路交叉口，用地约4000平方米。
二、立项依据
区政府批复。
三、年度预算安排
{money}
四、绩效目标
建成后服务周边居民，居民满意率达到90%。
"""


def test_a_project_described_under_headings() -> None:
    money = "2024年安排财政资金632.20万元，其中第一季度158.05万元。\n此前已拨付100万元。"
    result = read(HEADED.format(money=money), kind="budget", year=2024)
    assert [line(f) for f in result.facts] == ["project.1 632.20 万元", "project.1.target.satisfaction 90 %"]
    assert {str(f.value) for f in result.unnamed} == {"158.05", "100"}


def test_instalments_are_not_the_money_of_a_project() -> None:
    money = "第一季度用款计划158.05万元，第二季度用款计划158.05万元。"
    result = read(HEADED.format(money=money), kind="budget", year=2024)
    assert [line(f) for f in result.facts] == ["project.1.target.satisfaction 90 %"]
    assert [str(f.value) for f in result.unnamed] == ["158.05", "158.05"]


def test_projects_enumerated_in_a_self_evaluation() -> None:
    text = (
        "2022年项目绩效自评综述：全年预算数为80.00万元，执行数为60.00万元，完成预算的75.00%。"
        "项目绩效目标完成情况：一是考核奖26万元，全部支付；二是业务费预算54万元，支付34万元。\n"
    )
    result = read("第三部分 2022年部门决算情况说明\n" + text, kind="final", year=2022)
    assert [line(f) for f in result.facts] == [
        "projects.total.adjusted_budget 80.00 万元",
        "projects.total 60.00 万元",
        "projects.total.completion_rate 75.00 %",
        "project.1.adjusted_budget 26 万元",
        "project.1 26 万元",
        "project.2.adjusted_budget 54 万元",
        "project.2 34 万元",
    ]
    assert [f.label for f in result.facts if f.id == "project.2"] == ["业务费"]


def test_an_empty_or_foreign_text_is_read_as_nothing() -> None:
    for text in ("春眠不觉晓，处处闻啼鸟。\n", "Hello, world 12.5%\n", "。\n甲"):
        result = read(text)
        assert result.facts == ()
        assert result.identity.code == "000000"


NAMESAKES = """一般公共预算支出功能分类预算表
单位：元
科目编码	科目名称	合计
204	公共安全支出	1333000
20499	其他公共安全支出	1333000
{code}	其他公共安全支出	1333000
一般公共预算支出情况
公共安全支出（类）其他公共安全支出（款）其他公共安全支出（项）133.30万元。
"""


@pytest.mark.parametrize("code", ["2049901", "2049999"])
def test_of_two_namesakes_the_text_means_the_one_in_the_tables(code: str) -> None:
    result = read(NAMESAKES.format(code=code), kind="budget", year=2024)
    said = [fact for fact in result.facts if fact.where == "text"]
    assert [line(fact) for fact in said] == [f"general.expenditure.function.{code} 133.30 万元"]
