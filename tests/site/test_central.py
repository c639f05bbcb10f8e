"""Central departments have their place in the tree, beside the provinces."""

from __future__ import annotations

from lxml import html

from generator.site.pages import build_all
from generator.site.site import assemble
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL


def test_central_departments_stand_under_the_centre() -> None:
    central = report(
        [fact("income.total", "100")],
        code="100000",
        place="中央",
        province=None,
        city=None,
        department="education",
        department_name="教育部",
    )
    local = report([fact("income.total", "100")])
    site = assemble([local, central], ROOT / "content", URL)
    pages = {page.address: html.fromstring(f"<div>{page.html}</div>") for page in build_all(site).pages}
    tree = pages["places/"].xpath("//table[contains(@class,'holdings')]//th[@class='d0']/a/text()")
    assert tree == ["中央", "河南省"]
    page = pages["100000/education/2024/"]
    assert page.xpath("//h1")[0].text_content().strip().startswith("教育部")
    trail = page.xpath("//nav[contains(@class,'crumbs')]//a")
    assert ("中央", "../../") in [(a.text_content(), a.get("href")) for a in trail]
    place = pages["100000/"].text_content()
    assert "中央部门和单位不属于任何行政区划" in place
    assert "教育部" in place
