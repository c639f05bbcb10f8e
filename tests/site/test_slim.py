"""Leaving out what HTML lets one leave out changes no element, attribute or word."""

from __future__ import annotations

import re

import pytest
from lxml import html

from generator.site.slim import slim

PAGE = """<div id="a">
  <p class="x y" id="p-1">一 <b title="a=b">二</b>
  三</p>
  <ul><li><a href="../" class="t">四</a></li><li>五</li></ul>
  <dl><dt>六</dt><dd>七</dd></dl>
  <table><tbody><tr><th scope="row">八</th><td data-v="">九</td></tr></tbody></table>
  <svg viewBox="0 0 1 1"><rect width="1" height="2"/></svg>
  <pre>
   a
     b="c"
  </pre>
  <script>if (a < b) { x = "<p id=\\"y\\">" }</script>
  <p>&lt;i id=&#34;z&#34;&gt;</p>
</div>"""


def parsed(text: str) -> tuple[list[object], str]:
    tree = html.fromstring(text)
    elements: list[object] = [(node.tag, sorted(node.attrib.items())) for node in tree.iter()]
    return elements, re.sub(r"\s", "", tree.text_content())


def test_the_document_is_the_same() -> None:
    assert parsed(slim(PAGE)) == parsed(PAGE)
    assert len(slim(PAGE)) < len(PAGE) * 0.9
    assert slim(slim(PAGE)) == slim(PAGE)


@pytest.mark.parametrize(
    "kept",
    [
        '<pre>\n   a\n     b="c"\n  </pre>',
        'x = "<p id=\\"y\\">"',
        '<rect width=1 height="2"/>',
        'title="a=b"',
    ],
)
def test_what_must_stay_stays(kept: str) -> None:
    assert kept in slim(PAGE)
