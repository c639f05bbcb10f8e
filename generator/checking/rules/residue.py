"""What a template leaves in a finished report: FT-T01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generator import vocabulary
from generator.checking.rule import Case, Result, Rule, RuleInfo


@dataclass(frozen=True, slots=True)
class _Residue:
    pattern: re.Pattern[str]
    message: str


@cache
def _residues() -> tuple[_Residue, ...]:
    return tuple(_Residue(re.compile(row["pattern"]), row["message"]) for row in vocabulary.data("residue"))


class TemplateResidue(Rule):
    info = RuleInfo(
        id="FT-T01",
        title="模板残留",
        formula="MERGEFIELD/PAGEREF/${…}、增（减）、0项目0万元、各部门结合实际、原因是0",
        tolerance="—",
        severity="info",
        legal_basis=("算术恒等（无需法条）",),
        why="模板里的占位、选项和填写说明留在正文中，读者分不清是没有数还是没有填。",
        not_run="总是运行。",
        known_false_positives="“增（减）变动情况”是正常标题；“本表反映……”是表间说明。",
        example="“比上年增（减）0万元”：增或减的选项没有择一。",
        harmless="多为排版残留，不影响数值。",
        verify="在原文中查找所引字句。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        found = False
        for residue in _residues():
            quotes = tuple(case.matches(residue.pattern))
            if quotes:
                found = True
                yield Result(
                    outcome="flagged",
                    formula=f"“{quotes[0].text.strip()}”{f'等{len(quotes)}处' if len(quotes) > 1 else ''}",
                    message=f"{residue.message}（{len(quotes)}处）。",
                    quotes=quotes,
                )
        if not found:
            yield Result(outcome="passed", formula="没有发现模板残留的字句。")
