"""疑点提示 of all reports: a page that says what there is, and the notes behind it in small files.

Ten thousand reports have some ninety thousand notes, which no page can hold. The page counts them
and shows the gravest; all lie in files by province and severity, of which a reader's browser
loads only those that a choice needs (`content/assets/findings.js`). `facets.json` says
beforehand how many notes there are of which kind and where. Without scripts the page's own list,
and the lists on the pages of places and rules, are what there is.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model import Finding, Severity
from generator.site import addresses, notes
from generator.site.archive import DepartmentYear, Part, Place
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site

SHOWN = 40
"""Notes in the page itself, the gravest of all; the script shows the others."""
PER_FILE = 400
"""Notes in one file: some 80 KB, a tenth of that compressed."""
LISTED = 12
"""Rules and places in the summary."""
_RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


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
    def anchor(self) -> str:
        return f"{self.part.prefix}{self.note.lead.id}"

    @property
    def address(self) -> str:
        return f"{self.page.address}#{self.anchor}"


def entries(pages: Iterable[DepartmentYear]) -> list[Entry]:
    """Every note of these pages, the gravest first, then in the order of the pages."""
    found = [
        Entry(page, part, note)
        for page in pages
        for part in page.parts
        for note in notes.notes(part.report.findings)
    ]
    return sorted(found, key=lambda entry: _RANK[entry.note.severity])


def by_report(some: Iterable[Entry]) -> list[tuple[DepartmentYear, list[Entry]]]:
    """Entries under their pages; a page stands where its first entry stood."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in some:
        found[entry.page.address].append(entry)
    return [(members[0].page, members) for members in found.values()]


def _province(code: str) -> str:
    return code[:2]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many notes of each severity something has."""

    name: str
    address: str
    counts: Counter[Severity]

    @property
    def rank(self) -> tuple[int, int, int]:
        return tuple(-self.counts[severity] for severity in _RANK)  # type: ignore[return-value]


def _tallies(named: Iterable[tuple[str, str, Severity]]) -> list[Tally]:
    """(name, address, severity) of every note, counted; the most errors first."""
    counts: dict[tuple[str, str], Counter[Severity]] = defaultdict(Counter)
    for name, address, severity in named:
        counts[name, address][severity] += 1
    found = [Tally(name, address, counted) for (name, address), counted in counts.items()]
    return sorted(found, key=lambda one: (one.rank, one.address))


def _findings_page(site: Site, every: Sequence[Entry]) -> RenderedPage:
    places = site.archive.places
    rules = _tallies(
        (
            f"{entry.finding.rule} {_title(site, entry.finding.rule)}",
            addresses.rule(entry.finding.rule),
            entry.note.severity,
        )
        for entry in every
    )
    where = _tallies(
        (_full_name(site, places[entry.page.code]), entry.page.code, entry.note.severity) for entry in every
    )
    html = render(
        site,
        "findings.html",
        addresses.FINDINGS,
        groups=by_report(every[:SHOWN]),
        shown=min(SHOWN, len(every)),
        count=len(every),
        severities=Counter(entry.note.severity for entry in every),
        reports=len({(entry.page.address, entry.part.prefix) for entry in every}),
        rules=rules[:LISTED],
        rules_more=len(rules) - LISTED,
        where=where[:LISTED],
        where_more=len(where) - LISTED,
    )
    return RenderedPage(
        addresses.FINDINGS, "疑点提示", "各报告中前后对不上或值得留意的地方，附算式和原文。", html, wide=True
    )


def _title(site: Site, rule: str) -> str:
    return site.rules[rule].title if rule in site.rules else ""


def _full_name(site: Site, place: Place) -> str:
    return "".join(above.name for above in site.archive.lineage(place.code))


@dataclass(frozen=True, slots=True)
class Shard:
    """The notes of one file."""

    name: str
    province: str
    severity: Severity
    entries: Sequence[Entry]


def _shards(every: Sequence[Entry]) -> list[Shard]:
    split: dict[tuple[str, Severity], list[Entry]] = defaultdict(list)
    for entry in every:
        split[_province(entry.page.code), entry.note.severity].append(entry)
    ordered = sorted(split.items(), key=lambda item: (_RANK[item[0][1]], item[0][0]))
    return [
        Shard(f"{province}-{severity}-{number}", province, severity, members[start : start + PER_FILE])
        for (province, severity), members in ordered
        for number, start in enumerate(range(0, len(members), PER_FILE))
    ]


def _facets(site: Site, every: Sequence[Entry], shards: Sequence[Shard]) -> RenderedFile:
    """Rules, places, files and the counts of notes.

    `places`: [code, name, notes], those with notes and the ones above them. `files`: [name, province,
    severity], the gravest first. `counts`: [file, year (0: not stated), rule, status, number].
    """
    at: Counter[str] = Counter()
    for entry in every:
        at.update(place.code for place in site.archive.lineage(entry.page.code))
    counts = Counter(
        (number, entry.page.year or 0, entry.finding.rule, entry.finding.status)
        for number, shard in enumerate(shards)
        for entry in shard.entries
    )
    content = {
        "rules": {rule: _title(site, rule) for rule in sorted({entry.finding.rule for entry in every})},
        "places": [[code, place.name, at[code]] for code, place in site.archive.places.items() if at[code]],
        "files": [[shard.name, shard.province, shard.severity] for shard in shards],
        "counts": [[*key, number] for key, number in sorted(counts.items())],
    }
    return _json(addresses.FINDING_FACETS, content)


def _notes_file(shard: Shard) -> RenderedFile:
    """`reports`: [code, address, title, year]; `notes`: [report, anchor, rule, status, others, message].

    `others` counts the further checks with the same cause.
    """
    pages = {entry.page.address: entry.page for entry in shard.entries}
    position = {address: number for number, address in enumerate(pages)}
    rows: list[list[Any]] = [
        [
            position[entry.page.address],
            entry.anchor,
            entry.finding.rule,
            entry.finding.status,
            len(entry.note.others),
            entry.finding.message,
        ]
        for entry in shard.entries
    ]
    reports = [[page.code, page.address, page.title, page.year or 0] for page in pages.values()]
    return _json(addresses.finding_notes(shard.name), {"reports": reports, "notes": rows})


def _json(address: str, content: Any) -> RenderedFile:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return RenderedFile(address, text.encode())


def build(site: Site) -> tuple[list[RenderedPage], list[RenderedFile]]:
    every = entries(site.archive.pages)
    shards = _shards(every)
    files = [_facets(site, every, shards), *(_notes_file(shard) for shard in shards)]
    return [_findings_page(site, every)], files
