"""Reports with tables for tests of the site: a written one, and one as long as they come."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator import checking, reading, sources, vocabulary
from generator.model import Hints, Report
from generator.store.sidecar import Sidecar
from tests.conftest import ROOT

WRITTEN = ROOT / "tests/variants/js_kunshan_2025_budget_tables.txt"
ITEMS = 240


def read(path: Path) -> Report:
    """A file read and checked, as the pipeline does it."""
    source = sources.read(path)
    read = reading.read(source, Hints())
    checks, findings = checking.check(source, read)
    provenance = Sidecar().provenance(source, path.name)
    return Report(provenance, replace(source, path=path.name), read, checks, findings)


def long_text() -> str:
    """A budget of a hundred paragraphs, with a table of hundreds of 项 that the text goes through as well."""
    codes = [code for code in vocabulary.data("classifications")["function"] if len(code) == 7][:ITEMS]
    named = [(code, (vocabulary.category_name("function", code) or ("",))[0]) for code in codes]
    amounts = [f"{100 + number}.25" for number in range(len(named))]
    total = f"{sum(100 + number for number in range(len(named))) + len(named) * 0.25:.2f}"
    rows = "\n".join(
        f"{code}\t{name}\t{amount}\t{amount}\t"
        for (code, name), amount in zip(named, amounts, strict=True)
    )  # fmt: skip
    duties = "\n".join(
        f"{n}. 负责第{n}项工作的组织、协调、督促和检查，并按规定报告办理情况。" for n in range(1, 81)
    )
    gone_through = "\n".join(
        f"{n}. {name}（项）支出{amount}万元，比上年增加1.50万元，增长1.00%，主要原因是按规定调整标准。"
        for n, ((_, name), amount) in enumerate(zip(named[:40], amounts[:40], strict=True), 1)
    )
    return f"""长河区文化和旅游局2025年度部门预算公开
第一部分 部门概况
一、主要职能
{duties}
第二部分 2025年度部门预算表
公开05表
一般公共预算支出表
部门：长河区文化和旅游局\t单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
{rows}
合计\t\t{total}\t{total}\t
第三部分 2025年度部门预算情况说明
一、收支预算总体情况说明
长河区文化和旅游局2025年度收入总计{total}万元，比上年增加20.00万元，增长1.10%。支出总计{total}万元。
二、一般公共预算支出预算情况说明
{gone_through}
第四部分 名词解释
一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的支出。
"""
