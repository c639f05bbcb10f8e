"""Costs per head: when one is worked out, why one is not, and that every page says the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from generator.model import Fact, Finding, Report
from generator.site.figures import Figures
from generator.site.pages import build_all
from generator.site.per_head import BASIC, PERSONNEL, NotPerHead, PerHead, per_head
from generator.site.site import assemble
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL

STAFF = fact("staff.actual.in_service", "20", "人")
EVERYONE = fact("staff.actual.total", "30", "人")
RETIRED = fact("staff.actual.retired", "9", "人")
BASIC_COST = fact(BASIC, "220")
COST = fact(PERSONNEL, "200")
GENERAL_COST = fact(f"general.{PERSONNEL}", "1200")
GENERAL_BASIC = fact(f"general.{BASIC}", "1202")


def disputing(*figures: str, severity: Any = "error") -> Finding:
    return Finding(
        id="FT-C02-1", group="g", rule="FT-C02", severity=severity, formula="", message="", figures=figures,
        quotes=(),
    )  # fmt: skip


def each(*facts: Fact, of: str = PERSONNEL, findings: list[Finding] | None = None) -> PerHead | NotPerHead:
    return per_head(Figures(report(list(facts), findings=findings or [])), of)


def amount(result: PerHead | NotPerHead) -> str:
    assert isinstance(result, PerHead), result
    return result.text


def why(result: PerHead | NotPerHead) -> str:
    assert isinstance(result, NotPerHead), result
    return result.why


def test_a_cost_is_divided_by_those_in_service_and_says_how() -> None:
    personnel, basic = each(STAFF, EVERYONE, RETIRED, COST), each(STAFF, BASIC_COST, of=BASIC)
    assert (amount(personnel), amount(basic)) == ("10.00 万元", "11.00 万元")
    assert isinstance(personnel, PerHead)
    assert isinstance(basic, PerHead)
    assert personnel.yuan == 100_000
    assert personnel.how == "人员经费 200 万元 ÷ 在职人数 20 人，本站计算"
    assert basic.how == "基本支出 220 万元 ÷ 在职人数 20 人，本站计算"
    assert "公用经费" in basic.limits
    assert "公用经费" not in personnel.limits


def test_all_staff_stand_for_those_in_service_where_none_are_retired() -> None:
    assert amount(each(EVERYONE, COST)) == "6.67 万元"
    assert amount(each(EVERYONE, fact(RETIRED.concept, "0", "人"), COST)) == "6.67 万元"
    assert why(each(EVERYONE, RETIRED, COST)) == "人数可能含离退休，不算"


def test_a_part_of_the_funds_is_divided_only_where_it_pays_all_basic_expenditure() -> None:
    paid_in_full, paid_in_part = fact(BASIC, "1202"), fact(BASIC, "8904")
    assert amount(each(STAFF, GENERAL_COST, GENERAL_BASIC, paid_in_full)) == "60.00 万元"
    for facts in ([paid_in_part, GENERAL_BASIC], [GENERAL_BASIC], []):
        assert why(each(STAFF, GENERAL_COST, *facts)) == "只有部分资金的数，不算"
    assert why(each(STAFF, GENERAL_BASIC, of=BASIC)) == "只有部分资金的数，不算"


def test_what_is_not_printed_is_said() -> None:
    assert why(each(STAFF)) == "报告未写人员经费"
    assert why(each(STAFF, of=BASIC)) == "报告未写基本支出"
    assert why(each(COST)) == "报告未写人数"


@pytest.mark.parametrize(("staff", "cost"), [("0", "200"), ("20", "0"), ("20", "-3")])
def test_nothing_is_divided_by_nobody_nor_without_money(staff: str, cost: str) -> None:
    assert why(each(fact(STAFF.concept, staff, "人"), fact(PERSONNEL, cost))) == "人数或金额不是正数，不算"


def test_a_figure_that_is_disputed_or_printed_in_two_ways_is_not_divided() -> None:
    for one in (STAFF, COST):
        assert why(each(STAFF, COST, findings=[disputing(one.id)])) == "数有出入，不算"
    assert why(each(STAFF, COST, fact(PERSONNEL, "210"))) == "数有出入，不算"
    assert amount(each(STAFF, COST, findings=[disputing(COST.id, severity="info")])) == "10.00 万元"


class Shown:
    """What the pages and the file of a department say in the rows of costs per head."""

    def __init__(self, *facts: Fact, findings: list[Finding] | None = None) -> None:
        made: Report = report(list(facts), findings=findings or [])
        rendered = build_all(assemble([made], ROOT / "content", URL))
        self.pages = {page.address: html.fromstring(f"<div>{page.html}</div>") for page in rendered.pages}
        file = next(f for f in rendered.files if f.address.endswith("key-figures.json"))
        (self.column,) = json.loads(file.content)
        address = self.column["page"]
        self.year = self.pages[address]
        self.department = self.pages[address.rsplit("/", 2)[0] + "/"]

    def cells(self, row: str) -> list[str]:
        """The cell of the row on the department's page, and on the comparison."""
        found = []
        for page in (self.department, self.pages["compare/"]):
            for cell in page.xpath(f"//tr[@data-row='{row}']/td"):
                found.append(" ".join(cell.text_content().split()))
        return found

    def card(self) -> list[str]:
        """The amount on the department-year page, if it has one."""
        return [str(text) for text in self.year.xpath("//li[contains(@class,'per')]/span[2]/text()")]


def test_every_page_shows_the_same_amount_and_how_it_was_made() -> None:
    shown = Shown(STAFF, COST, BASIC_COST)
    assert shown.card() == ["10.00 万元"]
    assert shown.cells("personnel-per-head") == ["10.00 万元"] * 2
    assert shown.cells("basic-per-head") == ["11.00 万元"] * 2
    title = shown.department.xpath("//tr[@data-row='personnel-per-head']//span/@title")[0]
    assert title.startswith("人员经费 200 万元 ÷")
    assert "不等于工资" in title
    text, yuan, address, scope, how = shown.column["values"]["personnel-per-head"]
    assert (text, yuan, address, scope, how) == ("10.00 万元", "100000.00", "", "", title)
    assert shown.column["why"] == {}
    for page in (shown.department, shown.pages["compare/"]):
        assert "所以人均数只能看个大概" in page.text_content()


@pytest.mark.parametrize(
    ("facts", "disputed", "said"),
    [
        ((COST,), (), "报告未写人数"),
        ((EVERYONE, RETIRED, COST), (), "人数可能含离退休，不算"),
        ((STAFF, GENERAL_COST, fact(BASIC, "8904"), GENERAL_BASIC), (), "只有部分资金的数，不算"),
        ((STAFF, COST), (STAFF.id,), "数有出入，不算"),
    ],
)
def test_where_none_is_worked_out_no_page_has_one_and_the_cell_says_why(
    facts: tuple[Fact, ...], disputed: tuple[str, ...], said: str
) -> None:
    shown = Shown(*facts, findings=[disputing(*disputed)] if disputed else [])
    assert shown.card() == []
    assert shown.cells("personnel-per-head") == [said] * 2
    assert "personnel-per-head" not in shown.column["values"]
    assert shown.column["why"]["personnel-per-head"] == said
    noted = "人均数只能" in shown.department.text_content()
    assert noted == ("basic-per-head" in shown.column["values"]), "a note where there is an amount to note"


def test_a_report_without_the_cost_has_no_row_for_it() -> None:
    shown = Shown(STAFF, fact("expenditure.total", "300"))
    assert shown.cells("personnel-per-head") == ["报告未写"], "the comparison's example lists every row"
    assert not shown.department.xpath("//tr[contains(@data-row,'per-head')]")
    assert "人均数只能" not in shown.department.text_content()
