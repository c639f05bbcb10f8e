"""The served style sheet: one file, of all parts, with the rules they have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.site.styles import served, squeezed
from tests.site.conftest import ROOT

ASSETS = ROOT / "content" / "assets"
SHEET = ASSETS / "mingzhang.css"
PARTS = sorted((ASSETS / "styles").glob("*.css"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('q { quotes: "“ " " ;  }"; }', 'q{quotes:"“ " " ;  }"}'),
        ("a { content: 'it\\'s /* no comment */'; }", "a{content:'it\\'s /* no comment */'}"),
        ('/* it\'s "one */ a { top: 0 } /* two" */', "a{top:0}"),
        (".a .b, .a :hover > i { width: calc(1em + 2px); }", ".a .b,.a :hover>i{width:calc(1em + 2px)}"),
        ("@media (max-width: 4em) {\n  a { top: 0; }\n}\n", "@media (max-width:4em){a{top:0}}"),
        ('b { content: "✕" / ""; }', 'b{content:"✕" / ""}'),
        ("a { margin: 0 -1em; color: red !important; }", "a{margin:0 -1em;color:red !important}"),
    ],
)
def test_only_needless_space_is_left_out(written: str, kept: str) -> None:
    assert squeezed(written) == kept
    assert squeezed(kept) == kept


def test_imports_are_replaced_by_what_they_name(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "b.css").write_text("b { top: 0; }\n", encoding="utf-8")
    (tmp_path / "parts" / "a.css").write_text("a { top: 0; }\n", encoding="utf-8")
    whole = tmp_path / "whole.css"
    whole.write_text('@import "parts/b.css";\n@import "parts/a.css";\n', encoding="utf-8")
    assert served(whole) == "b{top:0}a{top:0}"


def test_every_part_is_served_once() -> None:
    named = re.findall(r'@import "styles/([\w-]+\.css)"', SHEET.read_text(encoding="utf-8"))
    assert sorted(named) == [part.name for part in PARTS]
    assert named[-1] == "print.css"


def test_the_site_serves_one_sheet_and_no_parts(built: Path) -> None:
    assert (built / "assets" / "mingzhang.css").read_text(encoding="utf-8") == served(SHEET)
    assert not (built / "assets" / "styles").exists()
    for page in built.rglob("*.html"):
        assert page.read_text(encoding="utf-8").count("mingzhang.css") <= 1


RULES = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map((rule) => rule.cssText);
}"""


@pytest.mark.parametrize("sheet", [*PARTS, ASSETS / "search.css"], ids=lambda path: path.name)
def test_a_browser_reads_the_same_rules_squeezed_or_not(sheet: Path, browser: Browser) -> None:
    """Custom properties keep their blank space in a browser: it is left out of the comparison."""
    css = sheet.read_text(encoding="utf-8")
    page = browser.new_page()
    plain, short = (page.evaluate(RULES, text) for text in (css, squeezed(css)))
    page.close()
    assert [re.sub(r"(?<=,)\s+|\s+(?=})", "", rule) for rule in plain] == [
        re.sub(r"(?<=,)\s+|\s+(?=})", "", rule) for rule in short
    ]
    # A browser drops a rule that it cannot read without a word.
    blocks, depth = 0, 0
    for brace in re.findall(r"[{}]", squeezed(css)):
        depth += 1 if brace == "{" else -1
        blocks += depth == 0
    assert len(plain) == blocks


def test_only_settings_and_paper_overrule_other_rules() -> None:
    """`!important` is for what the reader's system asks and for print; all else is settled by order."""
    found = {part.name for part in PARTS if "!important;" in part.read_text(encoding="utf-8")}
    assert found <= {"type.css", "print.css"}
