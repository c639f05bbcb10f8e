"""一分钟看懂 is right in every case: what is printed, what is not, and which way it went."""

from __future__ import annotations

import pytest

from generator.model import Fact, Finding
from generator.site.summary import Derived, Number, summary
from tests.site.build_report import fact, report


def said(*facts: Fact, **more: object) -> list[str]:
    """The sentences as plain text."""
    return [
        "".join(piece if isinstance(piece, str) else piece.text for piece in sentence)
        for sentence in summary(report(facts, **more))  # type: ignore[arg-type]
    ]


def test_increase_with_rate() -> None:
    first = said(
        fact("expenditure.total", "765.68"),
        fact("expenditure.total.change", "134.17"),
        fact("expenditure.total.growth_rate", "21.25", "%"),
    )[0]
    assert first == "2024年，某局计划支出总计 765.68 万元，比上年增加 134.17 万元，增长 21.25%。"


def test_decrease_says_the_size_without_a_sign_and_works_out_the_rate() -> None:
    first = said(fact("expenditure.total", "75"), fact("expenditure.total.change", "-25"))[0]
    assert first == "2024年，某局计划支出总计 75 万元，比上年减少 25 万元（约下降 25.0%）。"


def test_no_comparison_is_said() -> None:
    assert said(fact("expenditure.total", "75"))[0].endswith("报告没有写与上年相比增减多少。")


def test_no_change() -> None:
    first = said(fact("expenditure.total", "75"), fact("expenditure.total.change", "0"))[0]
    assert first.endswith("75 万元，与上年持平。")


def test_final_account_in_yuan_is_shown_graspable_with_the_printed_amount() -> None:
    first = said(fact("expenditure.total", "3659034.79", "元"), kind="final")[0]
    assert first.startswith("2024年，某局全年支出决算总计 365.90 万元（3,659,034.79 元）")


def test_completion_of_the_budget() -> None:
    first = said(
        fact("expenditure.total", "80"), fact("expenditure.total.completion_rate", "98.5", "%"), kind="final"
    )[0]
    assert "，完成预算的 98.5%" in first


def test_missing_total_is_said() -> None:
    assert said()[0] == "这份报告没有写明支出总额。"


def test_narrow_scope_is_named() -> None:
    assert "（一般公共预算口径）" in said(fact("general.expenditure.total", "75"))[0]


def test_zero_three_public_is_zero_and_not_missing() -> None:
    assert "“三公”经费预算 0 万元。" in said(fact("three_public.total", "0"))


def test_basic_and_project_are_not_mixed_from_two_scopes() -> None:
    sentences = said(fact("expenditure.basic", "60"), fact("general.expenditure.project", "40"))
    assert not any("基本支出" in sentence for sentence in sentences)


def test_direction_words_agree_with_the_sign_of_the_rate_alone() -> None:
    first = said(fact("expenditure.total", "75"), fact("expenditure.total.growth_rate", "-5", "%"))[0]
    assert first.endswith("，比上年下降 5%。")


def test_a_rate_that_contradicts_its_change_is_not_repeated() -> None:
    first = said(
        fact("expenditure.total", "75"),
        fact("expenditure.total.change", "-25"),
        fact("expenditure.total.growth_rate", "33", "%"),
    )[0]
    assert "33" not in first


@pytest.mark.parametrize("change", ["100", "120"])
def test_nothing_is_worked_out_from_an_impossible_last_year(change: str) -> None:
    sentences = summary(report([fact("expenditure.total", "100"), fact("expenditure.total.change", change)]))
    assert not any(isinstance(piece, Derived) for piece in sentences[0])


def test_a_disputed_number_is_marked() -> None:
    finding = Finding(
        id="FT-C02-1", group="g", rule="FT-C02", severity="error", formula="", message="",
        figures=("expenditure.total",), quotes=(),
    )  # fmt: skip
    sentences = summary(report([fact("expenditure.total", "75")], findings=[finding]))
    numbers = [piece for piece in sentences[0] if isinstance(piece, Number)]
    assert numbers[0].disputed == "FT-C02-1"


def test_between_three_and_five_sentences_for_every_real_report(reports: tuple) -> None:  # type: ignore[type-arg]
    assert all(3 <= len(summary(one)) <= 5 for one in reports)
