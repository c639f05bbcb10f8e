"""A site with every kind of page: the five reports, one with tables, and one year with both kinds."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.pipeline import process_all, write_all
from generator.store import DataFolder
from tests.site.conftest import ROOT, build_into

VARIANTS = ROOT / "tests" / "variants"
FROM_VARIANTS = {
    "320583/kunqu-center/2025-budget.txt": "js_kunshan_2025_budget_tables",
    "420506/tea-bureau/2023-final.txt": "hb_yiling_2023_final",
}
MADE_UP = {
    "420506/tea-bureau/2023-budget.txt": (
        "宜昌市夷陵区茶叶发展局2023年部门预算",
        "2023年收入总计3,100万元，支出总计3,100万元。比上年增加100万元，增长3.33%。",
        "收入总计中：一般公共预算收入3,000万元，占96.77%；其他收入100万元，占3.23%。",
        "支出总计中：基本支出1,400万元，占45.16%；项目支出1,700万元，占54.84%。",
    ),
    "420506/veterans-home/2023-budget.txt": (
        "宜昌市夷陵区退役军人事务局军队离退休干部休养所综合服务中心2023年部门预算",
        "2023年收入总计120万元，支出总计120万元。其中：基本支出100万元，项目支出20万元。",
    ),
    "420506/tea-bureau/2021-final.txt": (
        "宜昌市夷陵区茶叶发展局2021年度部门决算",
        "2021年度收、支总计均为3,012.4万元。",
    ),
}
DEPARTMENT_YEAR = "/410803/gov-office/2022/"
KINDS = {
    "home": "/",
    "places": "/places/",
    "province": "/410000/",
    "place": "/410803/",
    "department": "/410803/gov-office/",
    "department over years": "/420506/tea-bureau/",
    "department-year": DEPARTMENT_YEAR,
    "department-year with many notes": "/360104/gov-office/2024/",
    "department-year in yuan": "/140404/gov-office/2021/",
    "department-year of no place": "/000000/gov-office/2023/",
    "department-year with budget and final": "/420506/tea-bureau/2023/",
    "department-year with tables": "/320583/kunqu-center/2025/",
    "checks": f"{DEPARTMENT_YEAR}checks/",
    "tables": "/320583/kunqu-center/2025/tables/",
    "source text": f"{DEPARTMENT_YEAR}source/",
    "figures of budget and final": "/420506/tea-bureau/2023/figures/",
    "findings": "/findings/",
    "findings, filtered": "/findings/?severity=error",
    "comparison": "/compare/",
    "comparison, chosen": "/compare/?with=410803/gov-office/2022,420506/veterans-home/2023",
    "glossary": "/glossary/",
    "term": "/glossary/fiscal-appropriation/",
    "rules": "/rules/",
    "rule": "/rules/FT-A02/",
    "data": "/data/",
    "method": "/method/",
    "about": "/about/",
    "corrections": "/corrections/",
    "search": "/search/?q=三公",
    "404": "/404.html",
}


def build_gallery(folder: Path) -> Path:
    """Build the site below `folder` and return where it lies."""
    data = DataFolder(folder / "data")
    shutil.copytree(ROOT / "data" / "reports", data.reports)
    for path, name in FROM_VARIANTS.items():
        _file(data, path, (VARIANTS / f"{name}.txt").read_text(encoding="utf-8"))
    for path, lines in MADE_UP.items():
        _file(data, path, "\n".join(lines) + "\n")
    run = process_all(data)
    assert not run.left_out
    write_all(run, data)
    return build_into(folder / "site", data.path)


def _file(data: DataFolder, path: str, text: str) -> None:
    target = data.reports / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
