"""The balance of both sides: FT-A11 and FT-C02. Carry-over: FT-A15."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from generator.checking import wording
from generator.checking.identities import Sum
from generator.checking.intervals import Fit
from generator.checking.ledger import Figure, amount
from generator.checking.rule import ONE, Case, Result, Rule, RuleInfo, Term
from generator.checking.settling import settle
from generator.model import Fact


def _pairs(case: Case) -> Iterator[tuple[Figure, Figure]]:
    """收入总计 and 支出总计 of the scopes whose two totals must agree.

    一般公共预算收入 of a whole government is more than its own expenditure, so only 全部资金 and a
    printed 财政拨款收支总计 are compared; the latter in budgets without carry-over only.
    """
    for scope in ("all", "fiscal"):
        if scope == "fiscal" and (case.is_final or _carries(case)):
            continue
        income, expenditure = case.get("income.total", scope), case.get("expenditure.total", scope)
        if income and expenditure and income.key.concept == "income.total":
            yield income, expenditure


def _carries(case: Case) -> bool:
    carry = [case.get("income.carryover", scope) for scope in ("all", "fiscal")]
    return any(figure is not None and figure.first.value != 0 for figure in carry)


def _agree(case: Case, one: Figure, other: Figure) -> tuple[Fit, Fact, Fact]:
    """The best fit between two figures over all their printed values."""
    best: tuple[Fit, Fact, Fact] | None = None
    for a, b in case.ledger.combinations([one, other]):
        fit = case.ledger.quantity(a).fits(case.ledger.quantity(b))
        if best is None or (fit != "flagged" and best[0] == "flagged"):
            best = (fit, a, b)
        if fit == "passed":
            return (fit, a, b)
    assert best is not None
    return best


class BothSidesEqual(Rule):
    info = RuleInfo(
        id="FT-A11",
        title="收支总计相等",
        formula="收入总计 = 支出总计",
        tolerance="0（只容许两处小数位不同的舍入）",
        severity="error",
        legal_basis=("《预算法实施条例》第五条",),
        why="收支总表两边的总计必须相等，这是复式记账式表格的基本要求。",
        not_run="没有同时列出收入总计和支出总计时不适用。",
        known_false_positives="“本年收入”与“本年支出”不要求相等；一级政府的总收入与本级支出不要求相等。",
        example="收入总计765.68万元 = 支出总计765.68万元，相符。",
        harmless="一处可能是“本年”合计，另一处是含结转的总计。",
        verify="比较收入总计与支出总计两个数。",
    )
    absent = ("not_applicable", "报告没有同时列出收入总计和支出总计。")

    def run(self, case: Case) -> Iterator[Result]:
        yield from self._sources(case)
        for income, expenditure in _pairs(case):
            fit, a, b = _agree(case, income, expenditure)
            difference = case.ledger.quantity(a).value - case.ledger.quantity(b).value
            formula = f"{wording.stated(a)}；{wording.stated(b)}；差{wording.in_unit(difference, a)}"
            terms = (Term(a, ONE), Term(b, -ONE))
            if fit == "flagged":
                yield Result(
                    outcome="flagged",
                    formula=formula,
                    message=f"收入总计与支出总计应当相等，两处相差{wording.in_unit(abs(difference), a)}。",
                    facts=(a, b),
                    difference=wording.in_unit(difference, a),
                    tolerance=wording.tolerance(case.ledger.quantity(a), case.ledger.quantity(b), a),
                    identity=terms,
                )
            else:
                yield Result(outcome=fit, formula=formula, facts=(a, b), identity=terms)

    def _sources(self, case: Case) -> Iterator[Result]:
        """财政拨款收入 may be less than 财政拨款支出 by what was carried over; that they agree is
        still worth knowing, above all to the localisation of errors."""
        for scope in ("fiscal", "general"):
            income, expenditure = case.get("income.total", scope), case.get("expenditure.total", scope)
            if income and expenditure and (scope == "general" or income.key.concept != "income.total"):
                fit, a, b = _agree(case, income, expenditure)
                if fit != "flagged":
                    formula = f"{wording.stated(a)} = {wording.stated(b)}"
                    terms = (Term(a, ONE), Term(b, -ONE))
                    yield Result(outcome=fit, formula=formula, facts=(a, b), identity=terms)


class ChangesAgree(Rule):
    info = RuleInfo(
        id="FT-C02",
        title="增减方向矛盾",
        formula="收支总计相等且上年亦相等 ⇒ 收入增减 = 支出增减",
        tolerance="0（只容许舍入）",
        severity="error",
        legal_basis=("《预算法实施条例》第五条",),
        why="收支总计每年相等，两边比上年的增减也就应当相同；方向或数额不同，至少一处有误。",
        not_run="收支总计不相等，或有一边没有列增减额时不适用。",
        known_false_positives="数值为0时方向词没有意义；两边的比较基数不同（预算数与执行数）。",
        example="收入、支出总计均为3659034.79元，收入写作增加194652.93元，支出写作减少194652.93元，方向相反。",
        harmless="两处的比较基数可能不同，例如一处比上年预算、一处比上年决算。",
        verify="用本年总计减去各自的增减额，得出两个上年数；若上年收支总计也相等，两数应当相同。",
    )
    absent = ("not_applicable", "报告没有同时列出收入、支出总计的增减额。")

    def run(self, case: Case) -> Iterator[Result]:
        for income, expenditure in _pairs(case):
            fit, a, b = _agree(case, income, expenditure)
            scope = income.key.scope
            one = case.get("income.total", scope, "change")
            other = case.get("expenditure.total", scope, "change")
            if fit == "flagged" or one is None or other is None:
                continue
            fit, x, y = _agree(case, one, other)
            formula = (
                f"收入总计{wording.with_unit(a)}（增减{wording.with_unit(x)}）"
                f"＝支出总计{wording.with_unit(b)}（增减{wording.with_unit(y)}）"
            )
            terms = (Term(x, ONE), Term(y, -ONE))
            if fit != "flagged":
                yield Result(outcome=fit, formula=formula, facts=(x, y), identity=terms)
                continue
            quantity = case.ledger.quantity
            before = (quantity(a).value - quantity(x).value, quantity(b).value - quantity(y).value)
            how = "方向相反" if x.value * y.value < 0 else "数额不同"
            gap = wording.in_unit(quantity(x).value - quantity(y).value, x)
            yield Result(
                outcome="flagged",
                formula=f"{formula}；推算上年{wording.in_unit(before[0], a)}与{wording.in_unit(before[1], b)}，差{gap}",
                message=f"收入总计与支出总计相等，而两边比上年的增减{how}；若两年收支总计均相等，增减应当一致。",
                facts=(x, y, a, b),
                about=(x, y),
                difference=gap,
                tolerance=wording.tolerance(quantity(x), quantity(y), x),
                identity=terms,
            )


class CarryOver(Rule):
    info = RuleInfo(
        id="FT-A15",
        title="结转恒等",
        formula="收入总计=本年收入+使用非财政拨款结余+年初结转结余；支出总计=本年支出+结余分配+年末结转结余",
        tolerance="各数半位宽之和",
        severity="error",
        legal_basis=("《预算法实施条例》第八十三条",),
        why="决算总计由本年数和结转结余组成；对不上说明有一项没有交代。",
        not_run="没有同时列出总计、本年合计和结转结余时不适用。",
        known_false_positives="项名随年度制度变化，改了名的项可能没有读出；总计大于所列各项之和时只作提示，总计只含本年数时不核对。",
        example="本年收入100 + 年初结转20 = 收入总计120万元，相符。",
        harmless="可能另有一项（如使用专用结余）没有写进说明文字。",
        verify="把本年合计与结转、结余各项相加，与总计比较。",
    )
    absent = ("not_applicable", "报告没有同时列出总计、本年合计和结转结余。")
    _SIDES = (
        ("income.total", "income.current_total", ("income.use_of_surplus", "income.carryover")),
        (
            "expenditure.total",
            "expenditure.current_total",
            ("expenditure.surplus_distribution", "expenditure.carryover_end"),
        ),
    )

    def run(self, case: Case) -> Iterator[Result]:
        for scope in ("all", "fiscal", "general"):
            for total_id, current_id, others in self._SIDES:
                grand = case.get(total_id.replace(".total", ".grand_total"), scope)
                # Where a table prints both, its 总计 is the grand total and `total` is that of the year.
                whole = grand or case.get(total_id, scope)
                current = case.get(current_id, scope) or (case.get(total_id, scope) if grand else None)
                rest = [figure for other in others if (figure := case.get(other, scope))]
                if whole and current and any(figure.first.value != 0 for figure in rest):
                    yield self._settle(case, whole, current, rest, closed=grand is not None)

    def _settle(
        self, case: Case, whole: Figure, current: Figure, rest: list[Figure], *, closed: bool
    ) -> Result:
        result = settle(case, Sum(self.info.id, "value", (whole,), (current, *rest)))
        if result.outcome != "flagged":
            return result
        quantity = case.ledger.quantity
        if not closed and quantity(whole.first).fits(quantity(current.first)) != "flagged":
            why = "总计与本年合计是同一个数，可能不含结转结余，不能核对。"
            return replace(result, outcome="not_computable", why=why, identity=None)
        listed = sum((amount(figure.first) for figure in (current, *rest)), Decimal(0))
        if listed < amount(whole.first):
            return replace(result, severity="info")  # 总计 may hold an item that prose leaves out
        return result
