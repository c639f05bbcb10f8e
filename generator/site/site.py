"""Everything the pages are made from, loaded once per build."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import yaml

from generator.model import Finding, Report, Status
from generator.site import glossary, rules
from generator.site.archive import Archive, DepartmentYear, Part
from generator.site.glossary import Glossary, Term
from generator.site.glossary_links import GlossaryLinker
from generator.site.rules import Rule
from generator.store.permalinks import Redirect

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Reply(Protocol):
    """A department's answer to a finding, as `store` keeps it."""

    @property
    def finding(self) -> str: ...
    @property
    def report(self) -> str: ...
    @property
    def department(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def text(self) -> str: ...
    @property
    def url(self) -> str | None: ...


class Correction(Protocol):
    """A confirmed correction of the parse, as `store` keeps it."""

    @property
    def report(self) -> str: ...
    @property
    def fact(self) -> str | None: ...
    @property
    def expect(self) -> str: ...
    @property
    def changes(self) -> Mapping[str, object]: ...
    @property
    def drop(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def by(self) -> str | None: ...


@dataclass(frozen=True)
class Site:
    """What is published. `url` is the complete address of the root, with a trailing slash."""

    archive: Archive
    glossary: Glossary
    rules: Mapping[str, Rule]
    replies: Sequence[Reply]
    corrections: Sequence[Correction]
    versions: Mapping[str, Mapping[str, Report]]
    """Report id -> data version -> the report as it was published then."""
    redirects: Sequence[Redirect]
    english: Mapping[str, str]
    """English labels of the interface, by their Chinese."""
    english_rules: Mapping[str, Mapping[str, str]]
    """Rule -> field of its description -> what it says in English."""
    parsed: Mapping[str, Path]
    """Report id -> its parsed file; empty where the reports do not come from files."""
    url: str

    @cached_property
    def linker(self) -> GlossaryLinker:
        return GlossaryLinker(self.glossary.ours)

    @cached_property
    def uses(self) -> Mapping[str, list[tuple[DepartmentYear, int]]]:
        """Term slug -> the pages whose reports use the term, and how often."""
        found: dict[str, list[tuple[DepartmentYear, int]]] = defaultdict(list)
        for page in self.archive.pages:
            counts: Counter[str] = Counter()
            for part in page.parts:
                counts.update(term.slug for _, _, term in self.linker.find(part.report.source.text))
            for slug, count in counts.items():
                found[slug].append((page, count))
        return found

    @cached_property
    def replies_to(self) -> Mapping[tuple[str, str], tuple[Reply, ...]]:
        """(report id, finding id) -> the replies, the earliest first."""
        found: dict[tuple[str, str], list[Reply]] = defaultdict(list)
        for reply in sorted(self.replies, key=lambda reply: reply.date):
            found[reply.report, reply.finding].append(reply)
        return {key: tuple(replies) for key, replies in found.items()}

    @cached_property
    def findings(self) -> tuple[tuple[DepartmentYear, Part, Finding], ...]:
        """Every finding of every report with the page it stands on."""
        return tuple(
            (page, part, finding)
            for page in self.archive.pages
            for part in page.parts
            for finding in part.report.findings
        )


def _english(content: Path) -> dict[str, str]:
    """English labels: single words, and sentences."""
    found: dict[str, str] = {}
    for name in ("english.yaml", "english-sentences.yaml"):
        found.update(_read(content / name))
    return found


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    return read


def assemble(
    reports: Iterable[Report],
    content: Path,
    url: str,
    *,
    replies: Sequence[Reply] = (),
    corrections: Sequence[Correction] = (),
    versions: Mapping[str, Mapping[str, Report]] | None = None,
    redirects: Sequence[Redirect] = (),
    parsed: Mapping[str, Path] | None = None,
    catalogue: Mapping[str, Rule] | None = None,
) -> Site:
    """The site of these reports. `content` is the folder of what people write."""
    archive = Archive(reports)
    terms: Sequence[Term] = glossary.load(content / "glossary")
    return Site(
        archive=archive,
        glossary=Glossary(terms, archive),
        rules=rules.catalogue() if catalogue is None else catalogue,
        replies=replies,
        corrections=corrections,
        versions=versions or {},
        redirects=redirects,
        english=_english(content),
        english_rules=_read(content / "english-rules.yaml"),
        parsed=parsed or {},
        url=url,
    )
