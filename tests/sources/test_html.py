"""Web pages: the article without the site's frame, its tables, and pages that are traps."""

from __future__ import annotations

import pytest

from generator.sources import UnreadableSource
from tests.sources.looking import Reader, grid, prose

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>某区政府门户网站</title>
<meta name="ArticleTitle" content="某局2024年部门预算公开"><style>p {{color: red}}</style></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="where">当前位置：<a href="/">首页</a> &gt; 预算公开</div>
<div id="main"><div class="side"><a href="1">上一年预算公开说明材料</a></div>
<div class="TRS_Editor"><p>　　一、收入情况</p>
<p>2024年收入总计<span>765.68</span>万元，比上年增加12.30
万元，主要原因是人员经费增加。</p>
<p style="display: none">隐藏的 999 万元</p><script>var n = "888万元";</script>
<h3>二、收支总表</h3><p>单位：万元</p>
<table border="1"><tr><th colspan="2">收入</th><th colspan="2">支出</th></tr>
<tr><td>项目</td><td>预算数</td><td>项目</td><td>预算数</td></tr>
<tr><td rowspan="2">一、财政<br>拨款</td><td>765.68</td><td>一、教育支出</td><td>&nbsp;</td></tr>
<tr><td>0</td><td>二、其他支出</td><td>765.68</td></tr></table>
<p>以上数据保留两位小数。<br>特此说明。</p></div></div>
<div class="foot">版权所有：某区人民政府 主办：某局 ICP备123号 网站标识码 4100000001</div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_the_article_and_nothing_of_the_frame(read_bytes: Reader, charset: str) -> None:
    source = read_bytes(PAGE.format(charset=charset).encode(charset), "page.html")
    assert prose(source) == [
        "某局2024年部门预算公开",
        "一、收入情况",
        "2024年收入总计765.68万元，比上年增加12.30 万元，主要原因是人员经费增加。",
        "二、收支总表",
        "单位：万元",
        "以上数据保留两位小数。",
        "特此说明。",
    ]


def test_tables_keep_their_spans(read_bytes: Reader) -> None:
    source = read_bytes(PAGE.format(charset="utf-8"), "page.html")
    table = source.tables[0]
    assert (table.caption, table.unit) == ("二、收支总表", "万元")
    assert grid(source)[2] == ["一、财政拨款", "765.68", "一、教育支出", ""]
    merged = next(c for c in table.cells if c.text == "一、财政拨款")
    assert (merged.rowspan, merged.colspan) == (2, 1)
    assert [(c.column, c.text) for c in table.cells if c.row == 3] == [
        (1, "0"),
        (2, "二、其他支出"),
        (3, "765.68"),
    ]


def test_a_caption_is_the_title_of_its_table(read_bytes: Reader) -> None:
    page = (
        "<body><p>某局2024年预算公开说明，收入总计91万元，支出总计91万元。</p><table>"
        "<caption>支出总表<br>（万元）</caption>"
        "<tr><th>科目</th><th>合计</th></tr><tr><td>教育支出</td><td>91</td></tr></table></body>"
    )
    source = read_bytes(page, "report.html")
    assert [source.text[p.start : p.end] for p in source.paragraphs][-1] == "支出总表（万元）"
    assert source.tables[0].start > source.paragraphs[-1].end


def test_a_table_that_only_frames_text_is_no_table(read_bytes: Reader) -> None:
    inner = "<table><tr><td>项目</td><td>数</td></tr><tr><td>基本支出</td><td>12.30</td></tr></table>"
    frame = f"<table><tr><td><p>一、支出情况</p>{inner}<p>二、其他事项的情况说明</p></td></tr></table>"
    source = read_bytes(f"<html><body>{frame}</body></html>", "page.htm")
    assert prose(source) == ["一、支出情况", "二、其他事项的情况说明"]
    assert grid(source) == [["项目", "数"], ["基本支出", "12.30"]]


def test_title_and_remark_rows_of_a_table_become_paragraphs(read_bytes: Reader) -> None:
    rows = [
        "<tr><td colspan=3>2024年部门收入预算表</td></tr>",
        "<tr><td colspan=2>部门：某局</td><td>单位：元</td></tr>",
        "<tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>",
        "<tr><td>201</td><td>一般公共服务支出</td><td>10.00</td></tr>",
        "<tr><td colspan=3>注：本表含上年结转。</td></tr>",
    ]
    source = read_bytes(f"<html><body><table>{''.join(rows)}</table></body></html>", "page.html")
    assert prose(source) == ["2024年部门收入预算表", "部门：某局 单位：元", "注：本表含上年结转。"]
    assert (source.tables[0].caption, source.tables[0].unit) == ("2024年部门收入预算表", "元")
    assert grid(source)[0] == ["科目编码", "科目名称", "合计"]


def test_an_empty_shell_says_so(read_bytes: Reader) -> None:
    with pytest.raises(UnreadableSource, match="脚本"):
        read_bytes("<html><body><div id='app'></div><script>load()</script></body></html>", "page.html")


def test_no_file_is_opened_for_an_entity(read_bytes: Reader) -> None:
    page = """<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>
    <p>2024年部门预算公开说明材料：&x;收入总计12.30万元。</p></body></html>"""
    assert "root:" not in read_bytes(page, "page.html").text


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b"])
def test_deep_nesting_ends(read_bytes: Reader, tag: str) -> None:
    page = (
        "<html><body><p>2024年部门预算公开说明，收入总计12.30万元。</p>"
        + f"<{tag}>" * 30_000
        + "甲</body></html>"
    )
    assert "12.30万元" in read_bytes(page, "page.html").text


def test_huge_spans_end(read_bytes: Reader) -> None:
    rows = "<tr><td rowspan=99999 colspan=99999>甲</td><td>1</td></tr>" * 50
    page = (
        f"<html><body><p>2024年部门预算公开说明，收入总计12.30万元。</p><table>{rows}</table></body></html>"
    )
    assert "12.30万元" in read_bytes(page, "page.html").text
