"""The files of a report are all named on its page."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from generator.model import Attachment
from generator.site.pages import build_all
from generator.site.site import assemble
from tests.site.build_report import fact, report
from tests.site.conftest import ROOT, URL

HOSTILE = '<img src=x onerror="alert(1)">表.xlsx'


def test_attachments_stand_beside_the_report_with_what_is_wrong_with_them() -> None:
    plain = report([fact("income.total", "100")])
    attachments = (
        Attachment(1, HOSTILE, "x.1.xlsx", "a" * 64, 10, "xlsx", url="https://example.org/1"),
        Attachment(2, "表二.xls", "x.2.xls", "b" * 64, 20, problem="文件已损坏", cure="请重新下载"),
    )
    shown = replace(plain, source=replace(plain.source, attachments=attachments))
    rendered = build_all(assemble([shown], ROOT / "content", URL))
    page = next(page for page in rendered.pages if page.address.endswith("/2024/"))
    tree = html.fromstring(str(page.html))
    first, second = (tree.xpath(f"//dt[.='附件{n}']/following-sibling::dd[1]")[0] for n in (1, 2))
    assert first.xpath("a/@href") == ["https://example.org/1"]
    assert first.text_content().startswith(f"{HOSTILE}；格式 xlsx；SHA-256 aaaa")
    assert second.text_content().startswith("表二.xls；未能读取：文件已损坏；SHA-256 bbbb")
    assert not tree.xpath("//img")
