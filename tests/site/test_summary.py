"""一分钟看懂 is right in every case: what is printed, what is not, and which way it went."""

from __future__ import annotations

import pytest

from generator.model import Fact, Finding
from generator.site.amounts import shown
from generator.site.comparisons import Related
from generator.site.sentences import Derived, Elsewhere, Number, plain_text
from generator.site.summary import summary
from generator.site.whereabouts import Whereabouts
from tests.site.build_report import fact, report


def said(*facts: Fact, **more: object) -> list[str]:
    """The sentences as plain text."""
    return [plain_text(sentence) for sentence in summary(report(facts, **more))]  # type: ignore[arg-type]


def test_increase_with_rate() -> None:
    first = said(
        fact("expenditure.total", "765.68"),
        fact("expenditure.total.change", "134.17"),
        fact("expenditure.total.growth_rate", "21.25", "%"),
    )[0]
    assert first == "2024年，某局计划支出总计 765.68 万元，比上年增加 134.17 万元，增长 21.25%。"


def test_decrease_says_the_size_without_a_sign_and_works_out_the_rate() -> None:
    first = said(fact("expenditure.total", "75"), fact("expenditure.total.change", "-25"))[0]
    assert first == "2024年，某局计划支出总计 75 万元，比上年减少 25 万元，约下降 25.0%。"


def test_no_comparison_is_said() -> None:
    assert said(fact("expenditure.total", "75"))[0].endswith("报告没有写总计与上年相比增减多少。")


def test_no_change() -> None:
    first = said(fact("expenditure.total", "75"), fact("expenditure.total.change", "0"))[0]
    assert first.endswith("75 万元，与上年持平。")


def test_final_account_in_yuan_is_shown_graspable_with_the_printed_amount() -> None:
    first = said(fact("expenditure.total", "3659034.79", "元"), kind="final")[0]
    assert first.startswith("2024年，某局支出决算总计 365.90 万元（3,659,034.79 元）")


def test_completion_of_the_budget() -> None:
    first = said(
        fact("expenditure.total", "80"), fact("expenditure.total.completion_rate", "98.5", "%"), kind="final"
    )[0]
    assert "，完成预算的 98.5%" in first


def test_missing_total_is_said() -> None:
    assert said() == ["这份报告没有写明支出总额。"]


def test_narrow_scope_is_named() -> None:
    first = said(fact("general.expenditure.total", "75"))[0]
    assert first == "2024年，某局一般公共预算计划支出 75 万元；报告没有写与上年相比增减多少。"


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


def doubted(*figures: str, severity: str = "error") -> Finding:
    return Finding(
        id="FT-C02-1", group="g", rule="FT-C02", severity=severity, formula="", message="",  # type: ignore[arg-type]
        figures=figures, quotes=(),
    )  # fmt: skip


def test_a_fall_in_yuan_is_shown_graspable_too() -> None:
    first = said(
        fact("expenditure.total", "3659034.79", "元"), fact("expenditure.total.change", "-194652.93", "元")
    )[0]
    assert "，比上年减少 19.47 万元（194,652.93 元），约下降 5.1%。" in first


def test_an_amount_with_many_decimals_or_an_unusual_unit_is_shown_graspable() -> None:
    assert shown(fact("x", "2344.778027")) == "2,344.78 万元（2,344.778027 万元）"
    assert shown(fact("x", "95", "千元")) == "9.50 万元（95 千元）"
    assert shown(fact("x", "0.000000")) == "0.000000 万元"


def test_the_comparison_that_the_report_does_make_is_named_as_what_it_is() -> None:
    first = said(
        fact("expenditure.total", "9101.68"),
        fact("fiscal.expenditure.total", "9101.68"),
        fact("fiscal.expenditure.total.change", "-2389.52"),
    )[0]
    assert first.endswith(
        "计划支出总计 9,101.68 万元；报告没有写总计的增减，写了财政拨款支出（与总计金额相同），"
        "比上年减少 2,389.52 万元，约下降 20.8%。"
    )


def test_a_part_whose_change_is_printed_is_shown_with_its_own_amount() -> None:
    first = said(
        fact("expenditure.total", "100"),
        fact("general.expenditure.total", "80"),
        fact("general.expenditure.total.change", "5"),
    )[0]
    assert "写了一般公共预算支出 80 万元，比上年增加 5 万元，约增长 6.7%。" in first


def test_last_years_execution_is_not_called_last_years_budget() -> None:
    first = said(
        fact("general.expenditure.total", "1204.56"),
        fact("general.expenditure.total.change.vs_execution", "14.54"),
        fact("general.expenditure.total.growth_rate.vs_execution", "1.22", "%"),
    )[0]
    assert first.endswith("比上年执行数增加 14.54 万元，增长 1.22%。")


def test_a_change_of_income_is_not_told_of_an_expenditure_of_another_amount() -> None:
    first = said(
        fact("general.expenditure.total", "37"),
        fact("general.income.total", "101"),
        fact("general.income.total.growth_rate", "10.87", "%"),
    )[0]
    assert "10.87" not in first


def last_year(value: str) -> Related:
    before = report([fact("expenditure.total", value, year=2023)], year=2023)
    return Related(before, Whereabouts("410803/some-bureau/2023/", "", before, apart=False))


@pytest.mark.parametrize(
    ("then", "expected"),
    [("80", "比它少 5.00 万元"), ("70", "比它多 5.00 万元"), ("75.0", "与之相同")],
)
def test_last_years_own_report_is_named_where_this_one_compares_nothing(then: str, expected: str) -> None:
    first = summary(report([fact("expenditure.total", "75")]), before=last_year(then))[0]
    assert plain_text(first).endswith(f"；本站收录的2023年预算中，这个数是 {then} 万元，{expected}。")
    there = next(piece for piece in first if isinstance(piece, Elsewhere))
    assert there.address == "410803/some-bureau/2023/#expenditure.total"


def test_what_this_report_says_of_last_year_comes_before_last_years_own_report() -> None:
    first = summary(
        report([fact("expenditure.total", "75"), fact("expenditure.total.change", "5")]),
        before=last_year("80"),
    )[0]
    assert "本站收录" not in plain_text(first)


def test_about_the_same_is_not_the_same() -> None:
    first = said(fact("expenditure.total", "75"), fact("expenditure.total.change", "0", approx=True))[0]
    assert first.endswith("与上年基本持平。")


def test_nothing_is_worked_out_from_disputed_figures() -> None:
    first = said(
        fact("expenditure.total", "75"),
        fact("expenditure.total.change", "-25"),
        findings=[doubted("expenditure.total.change")],
    )[0]
    assert first.endswith("比上年减少 25 万元。")


def test_two_printed_values_are_both_said_where_a_note_is_about_them() -> None:
    facts = [fact("expenditure.total", "2290.47"), fact("expenditure.total", "2290.74")]
    assert "另一处" not in said(*facts)[0]
    noted = said(*facts, findings=[doubted("expenditure.total", severity="warning")])[0]
    assert "2,290.47 万元（报告另一处写作 2,290.74 万元）" in noted


def test_values_that_rounding_can_join_are_one() -> None:
    facts = [fact("expenditure.total", "24606775.35", "元"), fact("expenditure.total", "2460.68")]
    assert "另一处" not in said(*facts, findings=[doubted("expenditure.total")])[0]


def test_unequal_totals_are_said() -> None:
    sentences = said(
        fact("income.total", "442.48"), fact("expenditure.total", "462.48"), fact("income.other", "442.48")
    )
    assert sentences[1].startswith("收入总计写的是 442.48 万元，与支出总计不等。")


def test_what_a_total_holds_beyond_the_year_is_said() -> None:
    first = said(
        fact("expenditure.total", "936.48"), fact("expenditure.current_total", "921.07"), kind="final"
    )[0]
    assert first.endswith("；其中本年支出 921.07 万元。")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            [
                fact("general.expenditure.total.initial_budget", "1910"),
                fact("general.expenditure.total.completion_rate", "97.17", "%"),
            ],
            "一般公共预算支出 1,855.96 万元，完成年初预算 1,910 万元的 97.17%。",
        ),
        (
            [fact("general.expenditure.total.initial_budget", "1910")],
            "一般公共预算支出 1,855.96 万元，年初预算是 1,910 万元。",
        ),
        (
            [fact("general.expenditure.total.budget_variance", "-54.04")],
            "一般公共预算支出 1,855.96 万元，比预算少 54.04 万元。",
        ),
        (
            [fact("general.expenditure.total.budget_variance", "0")],
            "一般公共预算支出 1,855.96 万元，与预算相同。",
        ),
        (
            [
                fact("general.expenditure.total.initial_budget", "1910"),
                fact("general.expenditure.total.adjusted_budget", "1900"),
                fact("general.expenditure.total.completion_rate", "97.68", "%"),
            ],
            "一般公共预算支出 1,855.96 万元，完成预算的 97.68%。",
        ),
    ],
)
def test_a_final_account_is_told_against_its_budget(facts: list[Fact], expected: str) -> None:
    sentences = said(
        fact("expenditure.total", "1920.63"),
        fact("general.expenditure.total", "1855.96"),
        *facts,
        kind="final",
    )
    assert sentences[1] == expected


def test_the_rate_of_execution_stands_beside_the_amount_it_is_of() -> None:
    """财政拨款支出总计 and 财政拨款支出 are printed under one name; the rate is of the second."""
    sentences = said(
        fact("expenditure.total", "1174.07"),
        fact("fiscal.expenditure.total", "1166.62"),
        fact("fiscal.expenditure.total", "1106.47"),
        fact("fiscal.expenditure.total.initial_budget", "1013.00"),
        fact("fiscal.expenditure.total.completion_rate", "109.23", "%"),
        kind="final",
    )
    assert sentences[1].startswith("财政拨款支出 1,106.47 万元，完成年初预算")


def test_a_final_account_without_a_word_on_the_budget_is_told_against_the_budget_on_the_site() -> None:
    budget = report([fact("expenditure.total", "100")])
    planned = Related(budget, Whereabouts("410803/some-bureau/2024/", "", budget, apart=False))
    spent = report([fact("expenditure.total", "90")], kind="final")
    sentences = [plain_text(sentence) for sentence in summary(spent, planned=planned)]
    assert sentences[1] == "本站收录的2024年预算中，支出总计是 100 万元，决算比它少 10.00 万元。"


def test_most_is_said_only_where_nothing_unprinted_could_be_more() -> None:
    few = [fact("expenditure.function.208", "61.05"), fact("expenditure.function.210", "30")]
    many = [fact("expenditure.function.207", "800"), fact("expenditure.function.208", "61.05")]
    total = fact("expenditure.total", "921.07")
    assert not any("最多" in sentence for sentence in said(total, *few))
    assert any("最多的是文化旅游体育与传媒支出 800 万元" in sentence for sentence in said(total, *many))


def test_a_share_of_the_years_income_is_not_called_one_of_the_total() -> None:
    sentences = said(
        fact("expenditure.total", "2751.26"),
        fact("income.total", "2751.26"),
        fact("income.current_total", "2465.13"),
        fact("income.fiscal_appropriation", "2105.66"),
        fact("income.fiscal_appropriation.share", "85.42", "%", whole="income.current_total"),
    )
    assert sentences[1] == "最大的一项收入是财政拨款收入 2,105.66 万元，占本年收入的 85.42%。"


def test_one_budget_of_zero_does_not_hide_the_fiscal_appropriation() -> None:
    sentences = said(
        fact("expenditure.total", "3289.3"),
        fact("income.total", "3289.3"),
        fact("income.fiscal_appropriation", "2960.5"),
        fact("income.government_fund", "0"),
        fact("income.carryover", "211.9"),
    )
    assert sentences[1].startswith("最大的一项收入是财政拨款收入 2,960.5 万元")


def test_other_kinds_of_expenditure_are_named() -> None:
    sentences = said(
        fact("expenditure.total", "100"),
        fact("expenditure.basic", "60"),
        fact("expenditure.project", "30"),
        fact("expenditure.reserve", "10"),
    )
    assert "办专门的事的项目支出 30 万元；另有预留机动经费 10 万元。" in sentences[1]


def test_a_report_without_a_department_is_not_given_one() -> None:
    first = said(fact("expenditure.total", "75"), department_name="")[0]
    assert first.startswith("2024年，报告所列计划支出总计 75 万元")


def test_a_fragment_says_first_what_it_has_and_last_what_it_lacks() -> None:
    sentences = said(
        fact("three_public.total", "21.8"),
        fact("three_public.reception", "11.8"),
        fact("three_public.vehicle", "10"),
    )
    assert sentences == [
        "“三公”经费预算 21.8 万元；其中最多的是公务接待费 11.8 万元。",
        "这份报告没有写明支出总额。",
    ]


def test_three_public_of_one_kind_is_said_once() -> None:
    sentences = said(
        fact("fiscal.three_public.total", "11.72"),
        fact("three_public.vehicle.operation", "11.72"),
        fact("three_public.vehicle.purchase", "0"),
        fact("three_public.abroad", "0"),
    )
    assert sentences[0] == "“三公”经费预算 11.72 万元；全部是公务用车运行维护费。"


def test_between_three_and_five_sentences_for_every_real_report(reports: tuple) -> None:  # type: ignore[type-arg]
    assert all(3 <= len(summary(one)) <= 5 for one in reports)
