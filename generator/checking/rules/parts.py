"""A part is never more than its whole: FT-C04."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.checking import wording
from generator.checking.identities import definitions, is_level
from generator.checking.ledger import Figure
from generator.checking.performance import figures
from generator.checking.rule import Bound, Case, Result, Rule, RuleInfo
from generator.model import Fact, Quote, Severity
from generator.reading.normalise import normalise

_TOGETHER = 40
"""编制N人，其中在职M人: the two numbers stand within so many characters."""


class PartOfWhole(Rule):
    info = RuleInfo(
        id="FT-C04",
        title="部分大于整体",
        formula="部分 ≤ 整体（运行经费≤基本支出；公车运维≤运行经费；财政拨款≤全部资金；“其中”在职≤编制）",
        tolerance="两数半位宽之和",
        severity="warning",
        legal_basis=("《预算法实施条例》第五条", "《机关事务管理条例》第七条、第九条、第十二条"),
        why="一个数如果是另一个数的一部分，就不会比它大。",
        not_run="没有同时列出部分和整体时不适用。",
        known_false_positives="口径宽窄不同；超编、聘用人员；“三公”经费在项目支出中安排时可以大于运行经费。",
        example="机关运行经费448万元大于全部基本支出353.89万元。",
        harmless="两个数的口径可能宽窄不同，或部分支出列在项目支出中。",
        verify="比较两个数的大小，并查看各自的口径说明。",
    )
    absent = ("not_applicable", "报告没有同时列出可比较的部分和整体。")

    def run(self, case: Case) -> Iterator[Result]:
        for row in definitions()["parts_of"]:
            yield from self._row(case, row)
        for narrow, wide in definitions()["scopes"]:
            yield from self._scopes(case, narrow, wide)

    def _row(self, case: Case, row: Any) -> Iterator[Result]:
        parts, wholes = figures(case, row["part"]), figures(case, row["whole"])
        if not parts or not wholes:
            return
        quotes: tuple[Quote, ...] = ()
        if "defined_in" in row:
            quotes = tuple(_definition(case, row["defined_in"], row["as"]))
            if not quotes:
                return
        part, whole = (
            parts[0].first,
            max((f.first for f in wholes), key=lambda f: case.ledger.quantity(f).value),
        )
        if row.get("together") and abs(part.span[0] - whole.span[0]) > _TOGETHER:
            return
        yield self._compare(case, parts[0], whole, row["severity"], quotes)

    def _scopes(self, case: Case, narrow: str, wide: str) -> Iterator[Result]:
        """财政拨款 is part of 全部资金, line by line, where the totals say so too."""
        total, part = case.get("expenditure.total", wide), case.get("expenditure.total", narrow)
        if total is None or part is None or _exceeds(case, part.first, total.first):
            return
        for figure in case.ledger.within(narrow):
            if not figure.key.concept.startswith("expenditure.") or not is_level(figure.key.measure):
                continue
            whole = case.get(figure.key.concept, wide)
            if whole is not None:
                yield self._compare(case, figure, _largest(case, whole), "error", ())

    def _compare(
        self, case: Case, part: Figure, whole: Fact, severity: Severity, quotes: tuple[Quote, ...]
    ) -> Result:
        smallest = min(part.mentions, key=lambda fact: case.ledger.quantity(fact).value)
        formula = f"{wording.stated(smallest)} ≤ {wording.stated(whole)}"
        if not _exceeds(case, smallest, whole):
            return Result(
                outcome="passed", formula=formula, facts=(smallest, whole), identity=Bound(smallest, whole)
            )
        gap = case.ledger.quantity(smallest).value - case.ledger.quantity(whole).value
        return Result(
            outcome="flagged",
            formula=(
                f"{wording.stated(smallest)} − {wording.name(whole)}"
                f"{wording.with_unit(whole)} = +{wording.in_unit(gap, whole)}"
            ),
            message=(
                f"{wording.stated(smallest)}大于{wording.name(whole)}"
                f"{wording.with_unit(whole)}；如前者是后者的一部分，前者应不大于后者，报告未说明。"
            ),
            facts=(smallest, whole),
            quotes=quotes,
            difference=wording.in_unit(gap, whole),
            tolerance=wording.tolerance(case.ledger.quantity(smallest), case.ledger.quantity(whole), whole),
            severity=severity,
            identity=Bound(smallest, whole),
        )


def _exceeds(case: Case, part: Fact, whole: Fact) -> bool:
    return case.ledger.quantity(part).printed.low > case.ledger.quantity(whole).printed.high


def _largest(case: Case, figure: Figure) -> Fact:
    return max(figure.mentions, key=lambda fact: case.ledger.quantity(fact).value)


def _definition(case: Case, term: str, word: str) -> Iterator[Quote]:
    """The report's own definition of a term, where it names the part."""
    for entry in case.reading.glossary:
        known = entry.concept == "operating_funds" or term[-4:] in entry.term
        if known and word in normalise(entry.definition).text:
            yield case.quote(*wording.sentence(case.text, *entry.span))
            return
