"""Reports of the central level say so themselves; one that only speaks of the centre does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checking, reading, sources
from generator.model import Hints, Identity
from generator.vocabulary import divisions

TEMPLATE = "四、名词解释\n（一）财政拨款收入：指中央财政当年拨付的资金。\n"
FIGURES = "一、收支情况\n收入总计10万元，支出总计10万元。\n"


def identity(text: str, tmp_path: Path) -> Identity:
    file = tmp_path / "report.txt"
    file.write_text(text, "utf-8")
    return reading.read(sources.read(file)).identity


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("教育部2023年度部门预算\n", "教育部2023年度部门预算"),
        ("2023年教育部部门预算\n", "2023年教育部部门预算"),
        ("中华人民共和国水利部2023年度部门决算\n", "中华人民共和国水利部2023年度部门决算"),
        ("国家税务总局某市税务局2023年度单位预算\n", "国家税务总局某市税务局2023年度单位预算"),
        ("2013年中央本级“三公经费”财政拨款预算79.69亿元，比上年减少。\n", "2013年中央本级"),
        ("国家某某监测局2023年度部门决算\n" + TEMPLATE, "中央财政当年"),
        ("某某大学2023年度部门预算\n某某大学是教育部直属的全国重点大学。\n" + TEMPLATE, "是教育部直属"),
        (
            "某某研究所2023年度单位决算\n我所隶属水利部（珠江水利委员会）管理。\n" + TEMPLATE,
            "隶属水利部（珠江水利委员会）管理",
        ),
        # A place in a proper name is not the place whose budget it is.
        ("北京某某大学2023年度部门预算\n学校是教育部直属高校。\n" + TEMPLATE, "是教育部直属"),
    ],
)
def test_what_proves_it(text: str, quote: str, tmp_path: Path) -> None:
    found = identity(text + FIGURES, tmp_path)
    assert (found.code, found.place, found.province) == ("100000", "中央", None)
    assert found.evidence["code"].origin == "text"
    assert found.evidence["code"].quote == quote


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("中站区财政局2023年部门预算\n中央财政转移支付10万元，上解中央支出2万元。\n", "410803"),
        ("中站区教育部门2023年预算\n", "410803"),
        ("区教育局2023年部门预算\n" + TEMPLATE, "000000"),  # a copied template: FT-T05's case
        ("教育部门2023年预算汇总\n", "000000"),
        (
            "某县某站2023年部门预算\n本站严格落实中央八项规定，配合水利部直属流域机构开展监测。\n" + TEMPLATE,
            "000000",
        ),
        ("某某大学2023年部门预算\n我校是教育部与省政府共建高校。\n" + TEMPLATE, "000000"),
        ("某某大学2023年部门预算\n我校是教育部直属高校。\n", "000000"),  # said, but no money of the centre's
        ("国家级经济技术开发区管委会2023年部门预算\n" + TEMPLATE, "000000"),
        ("国家某某园管理处2023年部门预算\n中央资金增加900万元。\n", "000000"),
        ("中共中站区委办公室2023年部门预算\n贯彻中央部门预算改革精神。\n", "410803"),
        ("某局2023年部门预算\n根据财政部2023年政府收支分类科目编制。\n" + TEMPLATE, "000000"),
    ],
)
def test_what_does_not(text: str, code: str, tmp_path: Path) -> None:
    assert identity(text + FIGURES, tmp_path).code == code


def test_a_long_text_is_searched_in_linear_time(tmp_path: Path) -> None:
    many = "是教育部直属" * 8_000 + "国家" * 8_000
    assert identity(f"某某局2023年部门预算\n{many}\n{TEMPLATE}", tmp_path).code == "000000"


def test_the_code_has_a_name_and_no_text_is_searched_for_it() -> None:
    central = divisions.lookup("100000")
    assert central is not None
    assert (central.full_name, central.level, central.province) == ("中央", "central", None)
    assert divisions.find("中央财政安排，由中央统一管理") == []


def test_the_rules_know_its_level(tmp_path: Path) -> None:
    """FT-T08 has a subject, and a definition that names the central treasury is right (FT-T05)."""
    file = tmp_path / "report.txt"
    file.write_text(f"教育部2023年度部门预算\n{FIGURES}{TEMPLATE}", "utf-8")
    source = sources.read(file)
    checks, _ = checking.check(source, reading.read(source, Hints()), [])
    outcomes = {check.rule: check.outcome for check in checks}
    assert (outcomes["FT-T05"], outcomes["FT-T08"]) == ("passed", "passed")
    file.write_text(f"教育部2023年度部门预算\n{FIGURES}{TEMPLATE.replace('中央', '省级')}", "utf-8")
    source = sources.read(file)
    checks, _ = checking.check(source, reading.read(source, Hints()), [])
    assert {check.rule: check.outcome for check in checks}["FT-T05"] == "flagged"
