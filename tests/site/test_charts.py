"""Charts: right titles, rows that fit, and nothing left out without saying so."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from lxml import etree, html

from generator.model import Fact
from generator.site import addresses
from generator.site.archive import Archive
from generator.site.chart_svg import COLOURS, draw, svg
from generator.site.chart_text import WIDTH, broken, cut, fits_columns, text_width
from generator.site.charts import MOST_BARS, Chart, ChartRow, changes_chart, charts, side_by_side
from generator.site.downloads import chart_csv
from generator.site.figures import Figures
from generator.site.rendering import environment, render
from generator.site.report_view import ReportView
from generator.site.site import assemble
from generator.site.unfolding import trees
from generator.site.years_chart import years_chart
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL


def drawn(key: str, *facts: Fact) -> Chart | None:
    return next((chart for chart in charts(Figures(report(facts))) if chart.key == key), None)


def rows(count: int, *amounts: str) -> tuple[ChartRow, ...]:
    values = [Decimal(amount) for amount in amounts] or [Decimal(count - n) for n in range(count)]
    return tuple(
        ChartRow(f"项目{n}", value * 10_000, f"{value} 万元", f"f{n}") for n, value in enumerate(values)
    )


def bars(count: int, *amounts: str) -> Chart:
    return Chart("x", "bars", "问", "答", rows(count, *amounts), "expenditure")


def test_the_title_is_the_answer_with_the_printed_share() -> None:
    chart = drawn(
        "kinds",
        fact("expenditure.total", "100"),
        fact("expenditure.basic", "72"),
        fact("expenditure.basic.share", "72.00", "%"),
        fact("expenditure.project", "28"),
    )
    assert chart is not None
    assert chart.answer == "基本支出最多，占 72.00%"


def test_a_title_does_not_say_most_of_all_where_much_is_not_printed() -> None:
    chart = drawn(
        "functions",
        fact("expenditure.total", "921"),
        fact("expenditure.function.208", "61"),
        fact("expenditure.function.210", "30"),
    )
    assert chart is not None
    assert chart.answer == "写明的各项中，社会保障和就业支出最多"
    assert "两者不一定同口径" in chart.note


def test_one_row_is_said_and_not_drawn() -> None:
    one = report([fact("income.total", "100"), fact("income.other", "100"), fact("income.donation", "0")])
    site = assemble([one], ROOT / "content", URL)
    page = site.archive.pages[0]
    view = ReportView(site, page, page.parts[0])
    assert [chart.key for chart in view.answers] == ["income"]
    assert view.charts == ()
    html = str(render(site, "department_year.html", page.address, **_context(site, view)))
    assert "全部是其他收入 <a" in html
    assert "另列为 0 的有捐赠收入。" in html
    assert "<svg" not in html


def _context(site, view) -> dict[str, object]:  # type: ignore[no-untyped-def]
    from generator.site import citations

    return {
        "page": view.page, "views": [view], "compared": (), "lineage": (), "years": (), "siblings": [],
        "citation": citations.page_reference(view.page, site.url, "v"), "citations": citations,
    }  # fmt: skip


@pytest.mark.parametrize(("count", "bars_drawn"), [(2, 2), (MOST_BARS, MOST_BARS), (14, MOST_BARS)])
def test_very_many_rows_are_drawn_as_the_largest_and_the_others_together(count: int, bars_drawn: int) -> None:
    chart = bars(count)
    assert len(draw(chart).shapes) == bars_drawn
    assert sum(row.yuan for row in chart.drawn) == sum(row.yuan for row in chart.rows)
    if count > MOST_BARS:
        assert chart.drawn[-1].name == "其余 5 项合计"
        assert chart.drawn[-1].derived
        assert chart_csv(chart).decode().count("\r\n") == count + 1


def test_bars_below_zero_go_the_other_way_from_a_common_line() -> None:
    drawing = draw(bars(0, "30", "-10"))
    plus, minus = drawing.shapes
    assert drawing.zero == plus.x == minus.x + minus.width
    assert plus.width == 3 * minus.width
    assert plus.x + plus.width <= WIDTH
    assert minus.x >= 0


def test_parts_with_a_negative_one_are_not_stacked() -> None:
    chart = drawn(
        "kinds",
        fact("expenditure.total", "90"),
        fact("expenditure.basic", "100"),
        fact("expenditure.project", "-10"),
    )
    assert chart is not None
    assert chart.kind == "bars"


def test_a_bar_of_next_to_nothing_is_seen_to_be_there() -> None:
    assert [shape.width for shape in draw(bars(0, "100000", "0.01")).shapes] == [WIDTH, 1]


def test_stacked_parts_fill_the_bar_and_do_not_touch() -> None:
    parts = Chart("x", "parts", "问", "答", rows(0, "60", "39.99", "0.01"), "expenditure")
    shapes = draw(parts).shapes
    assert all(one.x + one.width < two.x for one, two in pairwise(shapes))
    assert shapes[-1].x + shapes[-1].width <= WIDTH + 1


LONG = "国有资本经营预算财政拨款安排的解决历史遗留问题及改革成本支出"


@pytest.mark.parametrize("name", ["短", LONG, "A" * 90])
def test_no_name_runs_into_its_amount(name: str) -> None:
    row = ChartRow(name, Decimal(1), "1,234.56 万元（12,345,600.00 元）")
    shape = draw(Chart("x", "bars", "问", "答", (row, row), "income")).shapes[0]
    assert text_width(shape.name) + text_width(shape.label) < WIDTH


def test_long_text_is_cut_or_broken() -> None:
    assert cut("行政运行", 100) == "行政运行"
    assert cut("机关事业单位基本养老保险缴费", 100).endswith("…")
    lines = list(broken("来源：" + "很长的名称" * 20, 10))
    assert all(text_width(line, 10) <= WIDTH for line in lines)
    assert "".join(lines) == "来源：" + "很长的名称" * 20


def chart_of_years(*years: tuple[int, str]) -> Chart | None:
    """The chart on the page of the last of these years."""
    made = [report([fact("expenditure.total", said, year=year)], year=year) for year, said in years]
    pages = Archive(made).pages
    return years_chart(Figures(made[-1]), pages[-1], pages)


def test_a_missing_year_keeps_its_place() -> None:
    chart = chart_of_years((2020, "90"), (2022, "100"))
    assert chart is not None
    assert [(row.name, row.label) for row in chart.rows] == [
        ("2020年", "90 万元"), ("2021年", "未收录"), ("2022年", "100 万元"),
    ]  # fmt: skip
    assert chart.answer == "2022年比2020年多 10.00 万元"
    assert "未收录" in chart.note
    assert draw(chart).shapes[1].height == 0
    picture = str(svg(environment(), chart, uid="x", source="来源"))
    assert picture.count("<rect") == 2


def test_years_whose_amounts_do_not_fit_over_columns_are_bars() -> None:
    assert fits_columns(["2.88 亿元（28,849.38 万元）", "3.32 亿元"])
    assert not fits_columns([f"{n},123.45 万元" for n in range(1, 6)])
    many = chart_of_years(*((year, "9123.45") for year in range(2018, 2024)))
    assert many is not None
    assert many.kind == "bars"


def test_only_the_same_total_is_put_side_by_side() -> None:
    before = report([fact("expenditure.current_total", "90", year=2023)], year=2023)
    now = report([fact("expenditure.total", "100")])
    archive = Archive([before, now])
    assert years_chart(Figures(now), archive.pages[1], archive.pages) is None


def test_last_year_is_not_implied_by_a_disputed_change() -> None:
    facts = [fact("expenditure.total", "100"), fact("expenditure.total.change", "10")]
    from tests.site.test_summary import doubted

    for findings, expected in (((), True), ((doubted("expenditure.total.change"),), False)):
        one = report(facts, findings=findings)
        archive = Archive([one])
        assert bool(years_chart(Figures(one), archive.pages[0], archive.pages)) is expected


def test_the_line_between_rise_and_fall_does_not_run_through_the_amounts() -> None:
    facts = [
        fact("expenditure.basic", "100"), fact("expenditure.basic.change", "10"),
        fact("expenditure.project", "50"), fact("expenditure.project.change", "-20"),
    ]  # fmt: skip
    chart = changes_chart(Figures(report(facts)))
    assert chart is not None
    picture = html.fromstring(str(svg(environment(), chart, uid="x", source="")))
    labels = [float(y) for y in picture.xpath(".//text/@y")]
    pieces = re.findall(r"M[\d.]+ ([\d.]+)v([\d.]+)", picture.xpath(".//path[@class='z']/@d")[0])
    assert len(pieces) == 2
    for start, length in pieces:
        for baseline in labels:  # 14 px letters stand on their baseline
            assert baseline <= float(start) or baseline - 14 >= float(start) + float(length)


def test_last_year_is_written_as_this_year_is() -> None:
    now = report([fact("expenditure.total", "48632.75"), fact("expenditure.total.change", "3512.37")])
    chart = years_chart(Figures(now), Archive([now]).pages[0], Archive([now]).pages)
    assert chart is not None
    assert [row.label for row in chart.rows] == ["4.51 亿元（45,120.38 万元）", "4.86 亿元（48,632.75 万元）"]


def test_two_columns_of_charts_are_about_equally_high() -> None:
    made = [bars(count) for count in (2, 9, 3, 3, 2)]
    columns = side_by_side(made)
    assert [len(column) for column in columns] == [2, 3]
    assert [chart for column in columns for chart in column] == made
    assert side_by_side(made[:1]) == (tuple(made[:1]),)


def test_the_downloaded_picture_carries_title_and_source_and_stands_alone() -> None:
    source = (
        "来源：某市某区某某办公室 2024年预算与决算；制图：明账 https://example.org/mingzhang/410803/x/2024/"
    )
    picture = etree.fromstring(
        str(svg(environment(), bars(3), uid="x", source=source, standalone=True)).encode()
    )
    texts = ["".join(text.itertext()) for text in picture.iter("{*}text")]
    assert texts[:2] == ["问", "答"]
    assert source in "".join(texts)
    _, top, width, height = map(float, picture.get("viewBox").split())
    for text in picture.iter("{*}text"):
        assert top < float(text.get("y")) < top + height
    assert float(picture.get("width")) / float(picture.get("height")) == pytest.approx(width / height)


def big_report(codes: int) -> tuple[Fact, ...]:
    """A report with a whole functional classification: 类, 款 and 项."""
    heads = [f"{201 + n}" for n in range(5)]
    deep = [f"{head}{n:02}" for head in heads for n in range(1, 4)]
    items = [f"{deep[n % len(deep)]}{n // len(deep) + 1:02}" for n in range(codes)]
    return tuple(fact(f"expenditure.function.{code}", "1234.56") for code in (*heads, *deep, *items))


@pytest.mark.parametrize(("codes", "levels", "left_out"), [(2, "类、款、项", 0), (900, "类、款", 900)])
def test_a_huge_classification_costs_little_and_says_what_it_leaves_out(
    codes: int, levels: str, left_out: int
) -> None:
    economic = [*(f"{head}" for head in (301, 302, 303)), *(f"302{n:02}" for n in range(1, 11))]
    more = (fact(f"general.expenditure.basic.economic.{code}", "1234.56") for code in economic)
    one = report((*big_report(codes), *more))
    tree, by_economy = trees(Figures(one))
    assert (by_economy.levels, by_economy.left_out) == ("类、款", 0)
    assert (tree.levels, tree.left_out) == (levels, left_out)
    site = assemble([one], ROOT / "content", URL)
    page = site.archive.pages[0]
    view = ReportView(site, page, page.parts[0])
    macro = (
        environment()
        .get_template("department_year_charts.html")
        .make_module({"views": [view], "site": site, "href": lambda to: addresses.relative(to, page.address)})
    )
    markup = re.sub(r"\s+", " ", str(macro.unfolded(view)))  # type: ignore[attr-defined]
    assert len(markup.encode()) < 8 * 1024
    assert ("更细的 900 个科目" in markup) is bool(left_out)


def test_an_amount_in_the_tree_leads_to_its_figure() -> None:
    node = trees(Figures(report(big_report(40))))[0].nodes[0]
    assert node.children[0].figure.id == "expenditure.function.20101"
    assert node.share == 100


# --- colours -----------------------------------------------------------------------------------

CSS = (ROOT / "content" / "assets" / "styles" / "colours.css").read_text(encoding="utf-8")


def palette(dark: bool) -> dict[str, str]:
    """The colours of one mode by the names of their variables."""
    head = r'\[data-md-color-scheme="slate"\]' if dark else r":root,\s[^{]*"
    block = re.search(head + r" ?\{(.*?)\}", CSS, re.S)
    assert block is not None
    return dict(re.findall(r"--mz-([\w-]+): (#[0-9a-f]{3,6})", block[1]))


def linear(colour: str) -> list[float]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    channels = (int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(rgb: list[float]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(linear(one)), luminance(linear(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_colour_of_a_chart_stands_out_from_its_ground(dark: bool) -> None:
    colours = palette(dark)
    for name in ("in", "out", "part1", "part2", "part3", "part4", "soft"):
        for ground in ("card", "paper"):
            assert contrast(colours[name], colours[ground]) >= 3, (name, ground)


# Viénot, Brettel and Mollon (1999): what is left of a colour for protanopes and deuteranopes.
BLIND = {
    "protanopia": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deuteranopia": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}


def lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = rgb
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (max(v, 0) ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("sight", BLIND)
def test_income_and_expenditure_differ_for_colour_blind_readers(sight: str, dark: bool) -> None:
    colours = palette(dark)
    seen = [
        lab([sum(m * c for m, c in zip(row, linear(colours[name]), strict=True)) for row in BLIND[sight]])
        for name in ("in", "out")
    ]
    distance = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
    assert distance > 40  # CIE76; 2.3 is just noticeable


def test_a_downloaded_picture_has_the_colours_of_the_page() -> None:
    page = palette(dark=False)
    names = {"income": "in", "expenditure": "out", "b1": "part1", "b2": "part2", "b3": "part3"}
    assert {key: page[names.get(key, key)] for key in COLOURS} == COLOURS
