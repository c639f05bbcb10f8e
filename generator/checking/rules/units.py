"""Units and digits: FT-U01 out of scale, FT-U02 mixed units, FT-U03 odd digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking import wording
from generator.checking.performance import OUT_OF_SCALE, TEN_THOUSAND, largest
from generator.checking.rule import Bound, Case, Result, Rule, RuleInfo
from generator.model import YUAN_PER_UNIT, Fact


class OutOfScale(Rule):
    info = RuleInfo(
        id="FT-U01",
        title="单位量级错误",
        formula="分项 ≤ 总额；换单位（÷10⁴）后成立 ⇒ 单位可能印错",
        tolerance="比值≥1000",
        severity="error",
        legal_basis=("算术恒等（无需法条）",),
        why="把“元”印成“万元”，数额会放大一万倍。",
        not_run="没有列出支出总计时不能核对。",
        known_false_positives="资产总额、上级转移支付可以大于本年支出，不参与比较。",
        example="762569.30万元折合76.26亿元，是支出总计3659034.79元的2084倍；单位改作“元”即合理。",
        harmless="单位可能应为“元”。",
        verify="把两个数换成同一单位，比较大小。",
    )
    absent = ("not_computable", "没有列出支出总计，分项的量级无从比较。")
    _FAMILIES = (
        "expenditure",
        "three_public",
        "operating_funds",
        "procurement",
        "performance",
        "project",
        "projects",
    )

    def run(self, case: Case) -> Iterator[Result]:
        total = case.get("expenditure.total") or case.get("expenditure.current_total")
        whole = largest(case, "expenditure.total") or (total and case.ledger.quantity(total.first))
        if total is None or not whole or whole.value <= 0:
            return
        large = [f for f in case.ledger.facts if self._belongs(f) and self._too_large(f, whole.value)]
        if not large:
            formula = f"各分项均不大于支出总计{wording.with_unit(total.first)}的1000倍"
            yield Result(outcome="passed", formula=formula, facts=(total.first,))
            return
        for fact in {fact.id: fact for fact in large}.values():
            times = (fact.yuan or 0) / whole.value
            yield Result(
                outcome="flagged",
                formula=(
                    f"{wording.stated(fact)} = {wording.plain(fact.yuan or fact.value)}元；"
                    f"支出总计{wording.with_unit(total.first)}；前者为后者的{times:.0f}倍"
                ),
                message=(
                    f"{wording.stated(fact)}是全年支出总计的{times:.0f}倍；"
                    "把单位缩小一万倍后与总计相称，单位可能印错。"
                ),
                facts=(fact, total.first),
                about=(fact,),
                identity=Bound(fact, total.first),
            )

    def _belongs(self, fact: Fact) -> bool:
        return fact.yuan is not None and fact.concept.split(".")[0] in self._FAMILIES

    @staticmethod
    def _too_large(fact: Fact, whole: object) -> bool:
        amount = abs(fact.yuan or 0)
        return amount >= whole * OUT_OF_SCALE and amount / TEN_THOUSAND <= whole  # type: ignore[operator]


class MixedUnits(Rule):
    info = RuleInfo(
        id="FT-U02",
        title="单位混用",
        formula="同一报告金额单位数>1",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="元和万元混用，读者和转载者容易看错一万倍。",
        not_run="没有金额时不适用。",
        known_false_positives="元与万元换算一致时仅提示一次。",
        example="总体数据用元（862569.30元），绩效部分用万元（104.77万元）。",
        harmless="预算表用元、说明用万元是常见做法，换算一致即不影响数值。",
        verify="留意每个数字后面的单位。",
    )
    absent = ("not_applicable", "报告没有金额。")

    def run(self, case: Case) -> Iterator[Result]:
        by_unit: dict[str, list[Fact]] = {}
        for fact in case.ledger.facts:
            if fact.unit in YUAN_PER_UNIT and not fact.unit_inferred and fact.value != 0:
                by_unit.setdefault(fact.unit, []).append(fact)
        if not by_unit:
            return
        listed = "、".join(f"{unit}{len(facts)}处" for unit, facts in by_unit.items())
        if len(by_unit) == 1:
            yield Result(outcome="passed", formula=f"金额单位：{listed}")
            return
        samples = tuple(fact for facts in by_unit.values() for fact in facts[:4])
        shown = "、".join(wording.with_unit(fact) for fact in samples)
        yield Result(
            outcome="flagged",
            formula=f"金额单位：{listed}（如{shown}）",
            message=f"同一报告的金额使用了{len(by_unit)}种单位（{'、'.join(by_unit)}），阅读和核对时需换算。",
            quotes=wording.quotes(samples, case.text),
        )


_ODD = (
    (
        re.compile(r"(?<![0-9,.])[0-9][0-9,]{0,15}\.[0-9]{1,8}\.(?=[ ]?(?:元|万元|亿元|人|辆|%))"),
        "数字后多一个点",
    ),
    (
        re.compile(r"(?<![0-9,.])[0-9]{1,12}\.[0-9]{1,8}\.[0-9]{1,8}(?=[ ]?(?:元|万元|亿元|%))"),
        "一个数字里有两个小数点",
    ),
    (re.compile(r"(?<![0-9.,])[0-9][ ][0-9](?=[ ]*(?:人|个|辆|名|万元|元|项))"), "数字中间有空格"),
    (re.compile(r"[0-9],[ ]?[0-9]{1,2}(?=[ ]?(?:万元|元))"), "千分位分隔不完整"),
    (re.compile(r"(?:19|20)[0-9]{2}[0-9]{2,4}日"), "日期缺少分隔"),
)


class OddDigits(Rule):
    info = RuleInfo(
        id="FT-U03",
        title="数字格式异常",
        formula="数字后多点、数字内空格、多小数点",
        tolerance="—",
        severity="info",
        legal_basis=("算术恒等（无需法条）",),
        why="格式异常的数字，机器和读者都可能读错。",
        not_run="总是运行。",
        known_false_positives="全角数字、省略小数位不作异常。",
        example="“1167098.01.元”多一个点；“1 6 人”中间有空格。",
        harmless="多为录入或排版造成，数值一般可由上下文确认。",
        verify="在原文中查找所引数字。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        found = [
            (case.quote(*match.span()), what)
            for pattern, what in _ODD
            for match in pattern.finditer(case.text)
            if not _in_table(case, match.start())
        ]
        if not found:
            yield Result(outcome="passed", formula="没有发现格式异常的数字。")
            return
        listed = "、".join(f"“{quote.text}”（{what}）" for quote, what in found[:6])
        quotes = tuple(case.quote(*wording.sentence(case.text, *quote.span, reach=24)) for quote, _ in found)
        yield Result(
            outcome="flagged",
            formula=listed,
            message=f"{len(found)}处数字格式异常：{listed}。",
            quotes=quotes,
        )


def _in_table(case: Case, position: int) -> bool:
    return any(table.start <= position < table.end for table in case.source.tables)
