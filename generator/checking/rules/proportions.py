"""Printed percentages: FT-P01 shares, FT-P02 their sum, FT-P03 growth, FT-P04 completion, FT-P05 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from generator.checking import wording
from generator.checking.identities import is_level
from generator.checking.intervals import Fit, Quantity, total
from generator.checking.ledger import Figure
from generator.checking.rule import Case, Ratio, Result, Rule, RuleInfo
from generator.checking.settling import settle
from generator.model import Fact

HUNDRED = Decimal(100)
_INTERVAL = "区间法：分子、分母、百分比各按所印小数位取半个末位；区间相交即通过"


def last_place(rate: Fact) -> Decimal:
    """One unit of the last printed place of a percentage: what cutting off instead of rounding, or
    making a list sum to 100, may cost."""
    return Decimal(1).scaleb(-rate.decimals) * (HUNDRED if rate.unit == "倍" else Decimal(1))


def compare(computed: Quantity, rate: Quantity, margin: Decimal) -> Fit:
    """Fit of a computed percentage with a printed one; within `margin` it still counts as rounding."""
    fit = computed.fits(rate)
    if fit == "flagged" and computed.printed.widened(margin).meets(rate.printed):
        return "rounding"
    return fit


def possible(computed: Quantity) -> str:
    low, high = (wording.percent(end, 3)[:-1] for end in (computed.printed.low, computed.printed.high))
    return f"可能区间[{low}, {high}]%"


def _result(
    fit: str,
    formula: str,
    message: str,
    facts: tuple[Fact, ...],
    ratio: Ratio,
    gap: Decimal,
    about: tuple[Fact, ...],
) -> Result:
    if fit == "flagged":
        return Result(
            outcome="flagged",
            formula=formula,
            message=message,
            facts=facts,
            difference=wording.percent(gap),
            tolerance="区间不相交",
            identity=ratio,
            about=about,
        )
    why = "差额在四舍五入、截尾或配平所能解释的范围之内。" if fit == "rounding" else ""
    return Result(
        outcome="passed" if fit == "passed" else "rounding",
        formula=formula,
        facts=facts,
        identity=ratio,
        why=why,
    )


class ShareOfWhole(Rule):
    info = RuleInfo(
        id="FT-P01",
        title="占比复算",
        formula="分项/合计 与所报百分比的区间相交",
        tolerance=_INTERVAL,
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
            wholes = denominators(case, figure)
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
                result = _result(fit, formula, message, (rate, above, below), ratio, gap, (rate, above))
                if fit != "flagged":
                    return result
                first = first or result
        if first is None:
            why = "合计为0，占比没有意义。"
            return Result(outcome="not_applicable", formula="", facts=(share.first,), why=why)
        return first


def denominators(case: Case, share: Figure) -> list[Figure]:
    """The totals a share may refer to: the one the text names, then those above it in the naming."""
    named = [
        figure
        for fact in share.mentions
        if fact.whole
        for figure in case.ledger
        if fact.whole in {mention.id for mention in figure.mentions}
    ]
    key = share.key
    above: list[Figure] = []
    for concept in _above(key.concept):
        for scope in dict.fromkeys((key.scope, "all", "fiscal", "general")):
            figure = case.get(concept, scope, "value", key.year)
            if figure is not None and (concept, scope) != (key.concept, key.scope):
                above.append(figure)
    return list(dict.fromkeys([*named, *above]))


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
    for whole in denominators(case, share):
        for rate, above, below in case.ledger.combinations([share, part, whole]):
            try:
                computed = quantity(above) / quantity(below) * HUNDRED
            except ZeroDivisionError:
                continue
            if compare(computed, quantity(rate), last_place(rate)) != "flagged":
                return True
    return False


_BESIDE = 80
"""Characters within which a rate is that of the amount beside it."""

RATES = {
    "growth_rate": "change",
    "budget_variance_rate": "budget_variance",
    "growth_rate.vs_execution": "change.vs_execution",
    "growth_rate.vs_budget": "change.vs_budget",
}
"""Each printed growth rate and the difference it belongs to."""


class GrowthRate(Rule):
    info = RuleInfo(
        id="FT-P03",
        title="增长率复算",
        formula="增减额/(本年数−增减额) 与所报百分比的区间相交",
        tolerance=_INTERVAL,
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="增长率可以由本年数和增减额复算；算不出来，三个数中至少一个印错。",
        not_run="没有同时列出增减额（或上年数）和增长率时不能核对。",
        known_false_positives="0→0写0%；上年口径调整；整数百分比按整数取容差。",
        example="134.17/(765.68−134.17) = 21.2459%，所报21.25%，相符。",
        harmless="上年数可能按新口径调整过，或百分比以另一个数为基数。",
        verify="用本年数减去增减额得出上年数，再用增减额除以上年数。",
    )
    absent = ("not_applicable", "报告没有列出增长率。")

    def run(self, case: Case) -> Iterator[Result]:
        for rate in list(case.ledger):
            key = rate.key
            if key.measure not in RATES:
                continue
            level = case.get(key.concept, key.scope, "value", key.year)
            change = case.get(key.concept, key.scope, RATES[key.measure], key.year)
            if level is None or change is None:
                why = f"只列出增减百分比，没有{'本年数' if level is None else '增减额'}。"
                yield Result(
                    outcome="not_computable",
                    formula=wording.with_unit(rate.first),
                    facts=(rate.first,),
                    why=why,
                )
                continue
            yield self._settle(case, rate, change, level)

    def _settle(self, case: Case, rate: Figure, change: Figure, level: Figure) -> Result:
        first: Result | None = None
        quantity = case.ledger.quantity
        for r, c, v in case.ledger.combinations([rate, change, level]):
            before = quantity(v) - quantity(c)
            facts = (r, c, v)
            if before.printed.low <= 0 <= before.printed.high:
                first = first or _from_nothing(r, c, v, before)
                continue
            computed = quantity(c) / before * HUNDRED
            fit = compare(computed, quantity(r), last_place(r))
            sign = "−" if c.value >= 0 else "+"
            formula = (
                f"{wording.digits(c)}/({wording.digits(v)}{sign}{abs(c.value):f} = "
                f"{wording.in_unit(before.value, v)}) = {wording.percent(computed.value)}；"
                f"所报{wording.with_unit(r)}；{possible(computed)}"
            )
            message = (
                f"{wording.stated(v)}、增减{wording.with_unit(c)}，算得增减"
                f"{wording.percent(computed.value, 2)}，所报为{wording.with_unit(r)}。"
            )
            gap = computed.value - quantity(r).value
            ratio = Ratio(c, v, r, of_previous=True, margin=last_place(r))
            result = _result(fit, formula, message, facts, ratio, gap, (r, c))
            if fit != "flagged":
                return result
            if first is None or first.outcome != "flagged":
                first = result if _one_statement(r, c) else _apart(r, c, formula)
        assert first is not None
        return first


def _one_statement(rate: Fact, change: Fact) -> bool:
    """Whether a rate and an amount belong together: side by side in a sentence, or in a table."""
    return "table" in {rate.where, change.where} or abs(rate.span[0] - change.span[0]) < _BESIDE


def _apart(rate: Fact, change: Fact, formula: str) -> Result:
    why = "增减额与增减百分比不在同一句中，可能不是同一比较，不能核对。"
    return Result(outcome="not_computable", formula=formula, facts=(rate, change), why=why)


def _from_nothing(rate: Fact, change: Fact, level: Fact, before: Quantity) -> Result:
    """Last year's figure is 0 (or may be, by rounding): a rate says nothing then."""
    formula = f"{wording.digits(change)}/({wording.digits(level)}−{wording.digits(change)} = 0)；所报{wording.with_unit(rate)}"
    if before.value == 0 and change.value != 0 and rate.value != 0:
        return Result(
            outcome="flagged",
            formula=formula,
            message="由本年数和增减额推算，上年数为0，增长率没有意义；通常写作“新增”或“不可比”。",
            facts=(rate, change, level),
            severity="info",
        )
    if change.value == 0 and rate.value == 0:
        return Result(outcome="passed", formula=formula, facts=(rate, change, level))
    return Result(
        outcome="not_computable",
        formula=formula,
        facts=(rate, change, level),
        why="上年数太小，舍入后不能复算。",
    )


class CompletionRate(Rule):
    info = RuleInfo(
        id="FT-P04",
        title="完成率复算",
        formula="执行（决算）数/预算数 与所报百分比的区间相交",
        tolerance=_INTERVAL,
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="“完成预算的百分之几”可以由预算数和决算数复算。",
        not_run="没有列出完成率或没有预算数时不能核对。",
        known_false_positives="预算可能是年初预算，也可能是调整预算，两者都会试。",
        example="86.26/104.77 = 82.3327%，所报82.33%，相符。",
        harmless="分母可能是另一个预算数（年初或全年）。",
        verify="用执行数除以预算数，与所报百分比比较。",
    )
    absent = ("not_applicable", "报告没有列出预算完成率。")

    def run(self, case: Case) -> Iterator[Result]:
        for rate in list(case.ledger):
            key = rate.key
            if key.measure != "completion_rate":
                continue
            level = case.get(key.concept, key.scope, "value", key.year)
            budgets = [
                figure
                for measure in ("initial_budget", "adjusted_budget")
                if (figure := case.get(key.concept, key.scope, measure, key.year))
            ]
            if level is None or not budgets:
                yield Result(
                    outcome="not_computable",
                    formula=wording.with_unit(rate.first),
                    facts=(rate.first,),
                    why="没有找到完成率的预算数或执行数。",
                )
                continue
            yield self._settle(case, rate, level, budgets)

    def _settle(self, case: Case, rate: Figure, level: Figure, budgets: list[Figure]) -> Result:
        first: Result | None = None
        quantity = case.ledger.quantity
        for budget in budgets:
            for r, v, b in case.ledger.combinations([rate, level, budget]):
                try:
                    computed = quantity(v) / quantity(b) * HUNDRED
                except ZeroDivisionError:
                    continue
                fit = compare(computed, quantity(r), last_place(r))
                formula = (
                    f"{wording.with_unit(v)}/{wording.with_unit(b)} = {wording.percent(computed.value)}；"
                    f"所报{wording.with_unit(r)}；{possible(computed)}"
                )
                message = f"按所列预算数和执行数，完成率为{wording.percent(computed.value, 2)}，所报为{wording.with_unit(r)}。"
                gap = computed.value - quantity(r).value
                result = _result(
                    fit, formula, message, (r, v, b), Ratio(v, b, r, margin=last_place(r)), gap, (r, v)
                )
                if fit != "flagged":
                    return result
                first = first or result
        if first is None:
            return Result(outcome="not_applicable", formula="", facts=(rate.first,), why="预算数为0。")
        return first
