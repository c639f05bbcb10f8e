"""For a person at a terminal: one note per cause, with its sentences and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.commands.formats.position import described
from generator.model import Finding, Outcome, Quote, Report, Severity

_SEVERITY: dict[Severity, str] = {"error": "不吻合", "warning": "请核对", "info": "提示"}
_ORDER: tuple[Severity, ...] = ("error", "warning", "info")
_OUTCOMES: dict[Outcome, str] = {
    "passed": "通过",
    "rounding": "四舍五入之内",
    "flagged": "有提示",
    "not_computable": "缺数无法核对",
    "not_applicable": "不适用",
}


def render(reports: Sequence[Report]) -> str:
    """All reports, one after another."""
    return "\n".join(line for report in reports for line in _report(report)) + ("\n" if reports else "")


def _report(report: Report) -> Iterator[str]:
    identity = report.reading.identity
    year = f"{identity.year}年" if identity.year else "年度未注明"
    kind = {"budget": "预算", "final": "决算", None: "类别未注明"}[identity.kind]
    yield f"{report.provenance.path}"
    yield f"  {identity.place} {identity.department_name} {year}{kind}".rstrip()
    yield f"  读到 {len(report.reading.facts)} 个数，另有 {len(report.reading.unnamed)} 个未能命名"
    counts = Counter(check.outcome for check in report.checks)
    done = "，".join(f"{name} {counts[outcome]}" for outcome, name in _OUTCOMES.items() if counts[outcome])
    yield f"  {len(report.checks)} 项规则：{done}" if done else "  没有可用的规则"
    for notes in causes(report.findings):
        yield ""
        yield from _note(notes, report)
    yield ""


def causes(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings by group, the gravest group first; inside a group as the checks ranked them."""
    numbered = {group: n for n, group in enumerate(dict.fromkeys(f.group for f in findings))}
    ordered = sorted(findings, key=lambda f: numbered[f.group])
    groups = [list(notes) for _, notes in groupby(ordered, key=lambda f: f.group)]
    return sorted(groups, key=lambda notes: min(_ORDER.index(f.severity) for f in notes))


def _note(notes: Sequence[Finding], report: Report) -> Iterator[str]:
    first, *others = notes
    status = {"explained": "（已说明）", "corrected": "（已更正）", "withdrawn": "（已撤回）"}.get(
        first.status, ""
    )
    yield f"  【{_SEVERITY[first.severity]}】{first.id}{status} {first.message}"
    yield f"    算式：{first.formula}"
    if first.difference:
        yield f"    相差：{first.difference}" + (f"（容差 {first.tolerance}）" if first.tolerance else "")
    for quote in _widest(first.quotes):
        yield f"    原文{described(report.source, quote.span[0])}：{' '.join(quote.text.split())}"
    for name, words in (("可能", first.suggestion), ("或许", first.harmless), ("核实", first.verify)):
        if words:
            yield f"    {name}：{words}"
    for other in others:
        yield f"    同一处还牵涉 {other.id}：{other.formula}"


def _widest(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes without those that another one contains: the items of one list quote it again and again."""

    def within(inner: Quote, outer: Quote) -> bool:
        (a, b), (c, d) = inner.span, outer.span
        return c <= a and b <= d and (c, d) != (a, b)

    distinct = list({quote.span: quote for quote in quotes}.values())
    return [quote for quote in distinct if not any(within(quote, other) for other in distinct)]
