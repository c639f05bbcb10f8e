"""疑点提示 of all reports on one page, the rule catalogue, and one page per rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.model import Finding, Outcome
from generator.site import addresses, notes
from generator.site.archive import DepartmentYear, Part
from generator.site.rendering import RenderedPage, render
from generator.site.rules import Rule
from generator.site.site import Site

MOST = 300
"""Notes on the findings page; the rest are in the download and on the reports' own pages."""
MOST_OF_RULE = 100
_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Entry:
    """One note of one report, with its permanent address."""

    page: DepartmentYear
    part: Part
    note: notes.Note

    @property
    def finding(self) -> Finding:
        return self.note.lead

    @property
    def address(self) -> str:
        return f"{self.page.address}#{self.part.prefix}{self.note.lead.id}"


def entries(site: Site) -> list[Entry]:
    """Every note, the gravest first, then in the fixed order of the archive."""
    found = [
        Entry(page, part, note)
        for page in site.archive.pages
        for part in page.parts
        for note in notes.notes(part.report.findings)
    ]
    return sorted(found, key=lambda entry: _RANK[entry.note.severity])


def findings_page(site: Site) -> RenderedPage:
    every = entries(site)
    html = render(
        site,
        "findings.html",
        addresses.FINDINGS,
        entries=every[:MOST],
        count=len(every),
        places=sorted({(entry.page.code, entry.page.place) for entry in every}),
        years=sorted({entry.page.year for entry in every if entry.page.year}, reverse=True),
        rules_used=sorted({entry.finding.rule for entry in every}),
        severities=Counter(entry.note.severity for entry in every),
    )
    return RenderedPage(
        addresses.FINDINGS, "疑点提示", "各报告中前后对不上或值得留意的地方，附算式和原文。", html, wide=True
    )


def outcomes(site: Site, rule: str) -> Counter[Outcome]:
    """How this rule ended on how many reports."""
    return Counter(
        check.outcome for report in site.archive.reports for check in report.checks if check.rule == rule
    )


def rules_page(site: Site) -> RenderedPage:
    rows = [(rule, outcomes(site, rule.id)) for rule in site.rules.values()]
    html = render(site, "rules.html", addresses.RULES, rows=rows)
    return RenderedPage(
        addresses.RULES, "核对规则", "本站用来核对报告的全部规则：算式、容许误差、依据。", html
    )


def rule_page(site: Site, rule: Rule) -> RenderedPage:
    made = [(page, part, finding) for page, part, finding in site.findings if finding.rule == rule.id]
    passed = next(
        (
            (page, instance)
            for page in site.archive.pages
            for part in page.parts
            for check in part.report.checks
            if check.rule == rule.id
            for instance in check.instances
            if instance.outcome == "passed"
        ),
        None,
    )
    html = render(
        site,
        "rule.html",
        addresses.rule(rule.id),
        rule=rule,
        made=made[:MOST_OF_RULE],
        count=len(made),
        passed=passed,
        outcomes=outcomes(site, rule.id),
    )
    return RenderedPage(addresses.rule(rule.id), f"{rule.id} {rule.title}", f"核对规则：{rule.formula}", html)


def build(site: Site) -> list[RenderedPage]:
    return [
        findings_page(site),
        rules_page(site),
        *(rule_page(site, rule) for rule in site.rules.values()),
    ]
