"""The rule catalogue, and one page per rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from generator.model import CheckInstance, Finding, Outcome
from generator.site import addresses
from generator.site.archive import DepartmentYear, Part
from generator.site.rendering import RenderedPage, render
from generator.site.rules import Rule
from generator.site.site import Site

MOST_OF_RULE = 40
"""Notes on the page of a rule; all of them are one choice away on the findings page."""

_Found = tuple[DepartmentYear, Part, Finding]


def _outcomes(site: Site) -> Mapping[str, Counter[Outcome]]:
    """Rule -> how it ended on how many reports."""
    found: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for report in site.archive.reports:
        for check in report.checks:
            found[check.rule][check.outcome] += 1
    return found


def _examples(site: Site) -> Mapping[str, tuple[DepartmentYear, CheckInstance]]:
    """Rule -> the first place where it held exactly."""
    found: dict[str, tuple[DepartmentYear, CheckInstance]] = {}
    for page in site.archive.pages:
        for part in page.parts:
            for check in part.report.checks:
                if check.rule not in found:
                    held = next((one for one in check.instances if one.outcome == "passed"), None)
                    if held:
                        found[check.rule] = (page, held)
    return found


def _rules_page(site: Site, outcomes: Mapping[str, Counter[Outcome]]) -> RenderedPage:
    rows = [(rule, outcomes[rule.id]) for rule in site.rules.values()]
    html = render(site, "rules.html", addresses.RULES, rows=rows)
    return RenderedPage(
        addresses.RULES, "核对规则", "本站用来核对报告的全部规则：算式、容许误差、依据。", html
    )


def _rule_page(
    site: Site,
    rule: Rule,
    made: Sequence[_Found],
    outcomes: Counter[Outcome],
    held: tuple[DepartmentYear, CheckInstance] | None,
) -> RenderedPage:
    html = render(
        site,
        "rule.html",
        addresses.rule(rule.id),
        rule=rule,
        made=made[:MOST_OF_RULE],
        count=len(made),
        passed=held,
        outcomes=outcomes,
    )
    return RenderedPage(addresses.rule(rule.id), f"{rule.id} {rule.title}", f"核对规则：{rule.formula}", html)


def build(site: Site) -> list[RenderedPage]:
    made: dict[str, list[_Found]] = defaultdict(list)
    for found in site.findings:
        made[found[2].rule].append(found)
    outcomes, examples = _outcomes(site), _examples(site)
    return [
        _rules_page(site, outcomes),
        *(
            _rule_page(site, rule, made[rule.id], outcomes[rule.id], examples.get(rule.id))
            for rule in site.rules.values()
        ),
    ]
