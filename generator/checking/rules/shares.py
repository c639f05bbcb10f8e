"""Shares: FT-P01 each against its amounts, FT-P02 their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from generator.checking import wording
from generator.checking.identities import is_level
from generator.checking.intervals import Quantity, total
from generator.checking.ledger import Figure
from generator.checking.percentages import HUNDRED, INTERVAL, compare, last_place, possible, result_of
from generator.checking.rule import Case, Ratio, Result, Rule, RuleInfo
from generator.checking.settling import settle
from generator.reading.naming import is_part


class ShareOfWhole(Rule):
    info = RuleInfo(
        id="FT-P01",
        title="占比复算",
        formula="分项/合计 与所报百分比的区间相交",
        tolerance=INTERVAL,
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="占比可以由两个金额复算；算不出来，说明金额或百分比有一个印错。",
        not_run="没有列出占比，或找不到分项、合计时不能核对。",
        known_false_positives="分母不是同段合计时各级合计都会试；绩效指标目标值不是占比；空白不是0%。",
        example="554.18/765.68 = 72.3775%，所报72.38%，相符；16.5/91.1 = 18.11%，所报整数18%，相符。",
        harmless="百分比的分母可能是另一个合计数。",
        verify="用分项除以合计，按所印的小数位四舍五入，与所报百分比比较。",
    )
    absent = ("not_applicable", "报告没有列出占比。")

    def run(self, case: Case) -> Iterator[Result]:
        for figure in list(case.ledger):
            key = figure.key
            if key.measure != "share" or key.concept.startswith("performance."):
                continue
            part = case.get(key.concept, key.scope, "value", key.year)
            wholes = _denominators(case, figure)
            if part is None or not wholes:
                yield Result(
                    outcome="not_computable",
                    formula=wording.with_unit(figure.first),
                    facts=(figure.first,),
                    why=f"没有找到{wording.describe(key)}的分项金额或合计金额。",
                )
                continue
            yield self._settle(case, figure, part, wholes)

    def _settle(self, case: Case, share: Figure, part: Figure, wholes: list[Figure]) -> Result:
        first: Result | None = None
        for whole in wholes:
            for rate, above, below in case.ledger.combinations([share, part, whole]):
                quantity = case.ledger.quantity
                if below.value == 0:
                    continue
                try:
                    computed = quantity(above) / quantity(below) * HUNDRED
                except ZeroDivisionError:
                    continue
                fit = compare(computed, quantity(rate), last_place(rate))
                formula = (
                    f"{wording.stated(above)}/{wording.stated(below)}"
                    f" = {wording.percent(computed.value)}；所报{wording.with_unit(rate)}；{possible(computed)}"
                )
                message = f"{wording.name(above)}占{wording.name(below)}的比例按所列金额算得{wording.percent(computed.value, 2)}，所报为{wording.with_unit(rate)}。"
                gap = computed.value - quantity(rate).value
                ratio = Ratio(above, below, rate, margin=last_place(rate))
                result = result_of(fit, formula, message, (rate, above, below), ratio, gap, (rate, above))
                if fit != "flagged":
                    return result
                first = first or result
        if first is None:
            why = "合计为0，占比没有意义。"
            return Result(outcome="not_applicable", formula="", facts=(share.first,), why=why)
        return first


def _denominators(case: Case, share: Figure) -> list[Figure]:
    """The totals a share may refer to: the one the text names, then those above it in the naming."""
    named = [
        figure
        for fact in share.mentions
        if fact.whole
        for figure in case.ledger
        if fact.whole in {mention.id for mention in figure.mentions}
    ]
    key = share.key
    if named and not any(_gives(key.concept, figure) for figure in named):
        return list(dict.fromkeys(named))  # 占授予中小企业合同金额的55%: only the words can have named it
    above: list[Figure] = []
    for concept in _above(key.concept):
        for scope in dict.fromkeys((key.scope, "all", "fiscal", "general")):
            figure = case.get(concept, scope, "value", key.year)
            if figure is not None and (concept, scope) != (key.concept, key.scope):
                above.append(figure)
    return list(dict.fromkeys([*named, *above]))


def _gives(concept: str, whole: Figure) -> bool:
    """Whether the naming alone puts a concept under this total, or makes it a source of income."""
    found = {fact.concept for fact in whole.mentions}
    return bool(found & set(_above(concept))) or any(is_part(concept, one) for one in found)


def _above(concept: str) -> Iterator[str]:
    """Every concept above one in the naming: `a.b.c` -> `a.b`, `a.b.total`, `a.total` …"""
    parts = concept.split(".")
    if parts[-1].isdigit():
        for size in (5, 3):
            if len(parts[-1]) > size:
                yield ".".join([*parts[:-1], parts[-1][:size]])
        parts = parts[:-1]
    yield concept if parts[-1] == "total" else ".".join(parts)
    for end in range(len(parts) - 1, 0, -1):
        head = ".".join(parts[:end])
        yield from (head, f"{head}.current_total", f"{head}.total")


class SharesSum(Rule):
    info = RuleInfo(
        id="FT-P02",
        title="占比合计",
        formula="Σ占比 = 100%",
        tolerance="n×半个末位；每项另可配平一个末位",
        severity="warning",
        legal_basis=("算术恒等（无需法条）",),
        why="列出全部分项的占比，合计应当是100%。",
        not_run="分项金额之和不等于总数（不是全部分项）时不适用。",
        known_false_positives="只列主要类；四舍五入后合计99.99%或100.01%属正常。",
        example="0+67.75+32.24 = 99.99%，在三项各0.005的容差之内。",
        harmless="可能只列出了主要几项的占比。",
        verify="把同一列表的百分比相加，看是否为100%。",
    )
    absent = ("not_applicable", "报告没有列出一组完整分项的占比。")

    def run(self, case: Case) -> Iterator[Result]:
        for check in case.sums:
            if not is_level(check.measure) or len(check.parts) < 2:
                continue
            shares = [
                case.get(part.key.concept, part.key.scope, "share", part.key.year)
                for part in check.parts
                if part.first.value != 0
            ]
            if len(shares) < 2 or any(share is None for share in shares):
                continue
            # Only a list that is whole without its carry-over and included members has shares of 100 %.
            alone = replace(check, carry=())
            if settle(case, alone).outcome not in {"passed", "rounding"}:
                continue
            facts = tuple(share.first for share in shares if share)
            computed = total([case.ledger.quantity(fact) for fact in facts])
            margin = sum((last_place(fact) for fact in facts), Decimal(0))
            fit = compare(computed, Quantity.exact(HUNDRED), margin)
            formula = (
                f"{'+'.join(wording.digits(fact) for fact in facts)} = {wording.percent(computed.value)}"
            )
            if fit != "flagged":
                yield Result(
                    outcome="passed" if fit == "passed" else "rounding", formula=formula, facts=facts
                )
                continue
            if all(_of_some_whole(case, share) for share in shares if share):
                why = "各项占比分别与所列金额相符，可能以不同的合计为分母，不能相加。"
                yield Result(outcome="not_computable", formula=formula, facts=facts, why=why)
                continue
            yield Result(
                outcome="flagged",
                formula=formula,
                message=f"同一列表各项占比合计{wording.percent(computed.value, 2)}，不是100%，而各项金额合计等于总数。",
                facts=facts,
                difference=wording.percent(computed.value - HUNDRED),
                tolerance=wording.percent(computed.printed.half_width + margin),
            )


def _of_some_whole(case: Case, share: Figure) -> bool:
    """Whether a share is right of one of the totals it may refer to."""
    part = case.get(share.key.concept, share.key.scope, "value", share.key.year)
    if part is None:
        return False
    quantity = case.ledger.quantity
    for whole in _denominators(case, share):
        for rate, above, below in case.ledger.combinations([share, part, whole]):
            try:
                computed = quantity(above) / quantity(below) * HUNDRED
            except ZeroDivisionError:
                continue
            if compare(computed, quantity(rate), last_place(rate)) != "flagged":
                return True
    return False
