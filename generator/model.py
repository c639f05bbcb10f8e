"""The plain records every layer shares: source text, facts, findings, the parsed report.

Nothing here computes or reads files. All spans are half-open ranges of code points into
`SourceText.text`, the published source text. Money is never a float: a fact keeps the printed
digits as `Decimal` together with the printed unit, and `Fact.yuan` derives the amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]
Kind = Literal["budget", "final"]
Where = Literal["text", "table"]
Severity = Literal["error", "warning", "info"]
Outcome = Literal["passed", "rounding", "flagged", "not_computable", "not_applicable"]
Status = Literal["open", "explained", "corrected", "withdrawn"]

YUAN_PER_UNIT: Mapping[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
"""Units of money and their size in yuan."""

PERCENT_PER_UNIT: Mapping[str, Decimal] = {
    "%": Decimal(1),
    "‰": Decimal("0.1"),
    "倍": Decimal(100),
    "个百分点": Decimal(1),
}
"""Units of proportion and their size in percent."""


# --- sources ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One logical paragraph of prose. `index` is its public number: the anchor is `#p-INDEX`.

    Paragraphs never lie inside a table. Lines that the source broke by hard wrapping belong to
    one paragraph; the line breaks stay in the text and the reader skips them.
    """

    index: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell. A blank cell has `start == end`; blank is not 0."""

    row: int
    column: int
    text: str
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """One logical table, parts split over pages already joined. Cells are in row-major order."""

    index: int
    caption: str
    cells: tuple[Cell, ...]
    start: int
    end: int
    unit: str | None = None
    page: int | None = None
    problem: str | None = None
    """Why the table could not be read, in Chinese; None where it was."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file published beside the report (附件), whose text follows the report's own.

    From `start` on, up to the next attachment, the joint text is that of this file: first a paragraph
    that names it, then its paragraphs and tables, whose pages are counted in this file.
    """

    number: int
    """As in its file name: `2018-budget.1.xlsx` is attachment 1."""
    name: str
    """The file name it was published under, or the one it has."""
    path: str
    sha256: str
    start: int
    format: str | None = None
    """None where it could not be read."""
    pages: int | None = None
    url: str | None = None
    problem: str | None = None
    """Why it could not be read, in Chinese; None where it was."""
    cure: str | None = None
    """What can be done about the problem."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A report as text, whatever its format was: nothing after this knows the format.

    `path`, `sha256`, `format` and `pages` are those of the report's main file.
    """

    path: str
    sha256: str
    format: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    attachments: tuple[Attachment, ...] = ()

    def attachment_at(self, offset: int) -> Attachment | None:
        """The attachment that an offset of the text lies in; None in the main file."""
        return next((a for a in reversed(self.attachments) if a.start <= offset), None)


# --- reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows about a report before reading it: from its path, sidecar or options.

    A hint wins over what the text says; where nothing is known the text decides.
    """

    kind: Kind | None = None
    year: int | None = None
    code: str | None = None
    department: str | None = None
    origin: Literal["sidecar", "path", "option"] = "option"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a part of a report's identity comes from."""

    origin: Literal["text", "sidecar", "path", "option"]
    quote: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which report this is. What is unknown is None, never guessed; code `000000` is 未注明地区."""

    title: str
    code: str
    place: str
    province: str | None
    city: str | None
    department: str
    department_name: str
    year: int | None
    kind: Kind | None
    unit: str | None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The identity as a path: `CODE/DEPARTMENT/YEAR-KIND`."""
        return f"{self.code}/{self.department}/{self.year or '0000'}-{self.kind or 'unknown'}"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the outline. `kind` is the canonical section kind (vocabulary/sections.yaml)."""

    level: int
    number: str
    title: str
    kind: str | None
    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class NumberingGap:
    """A numbered heading that does not follow its predecessor (第一部分 → 第三部分)."""

    expected: str
    found: str
    level: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One printed mention of one figure: scope × concept × measure × year.

    `value` is signed, with the digits as printed; `span` is the printed number (for a number said
    in words, the words). `whole` names the fact this one is listed under as a part ("其中", a
    breakdown list, the total a share refers to); `series` numbers the list it was printed in, so
    that the items of one printed breakdown can be told apart from the same items elsewhere.
    """

    id: str
    scope: str
    concept: str
    measure: str
    value: Decimal
    unit: str
    year: int | None
    where: Where
    quote: str
    span: Span
    reason: str | None = None
    textual: bool = False
    approx: bool = False
    unit_inferred: bool = False
    base: str | None = None
    whole: str | None = None
    series: int | None = None
    exhaustive: bool = True
    """False where the list says of itself that it is not complete (主要用于, 主要包括, 等)."""
    label: str | None = None
    """The name as printed, for facts named by position (projects, procurement items)."""
    table: int | None = None
    section: str | None = None
    """Canonical kind of the section the figure stands in."""

    @property
    def yuan(self) -> Decimal | None:
        """The amount in yuan, or None where the unit is not money."""
        size = YUAN_PER_UNIT.get(self.unit)
        return None if size is None else self.value * size

    @property
    def percent(self) -> Decimal | None:
        """The proportion in percent, or None where the unit is not a proportion."""
        size = PERCENT_PER_UNIT.get(self.unit)
        return None if size is None else self.value * size

    @property
    def decimals(self) -> int:
        """Printed decimals: `16.80` has 2."""
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class UnnamedFigure:
    """A printed number that could not be named. Kept and listed: nothing is dropped silently."""

    value: Decimal
    unit: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """One 名词解释 as this report words it. `concept` is the unified term id, where it is known."""

    term: str
    definition: str
    span: Span
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was made of one table: its kind, and why it yielded nothing where it did not."""

    index: int
    kind: str | None
    title: str
    unit: str | None
    page: int | None
    header_rows: int
    facts: int
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one source text."""

    identity: Identity
    outline: tuple[Section, ...]
    gaps: tuple[NumberingGap, ...]
    facts: tuple[Fact, ...]
    unnamed: tuple[UnnamedFigure, ...]
    glossary: tuple[GlossaryEntry, ...]
    tables: tuple[TableReading, ...] = ()
    masks: tuple[Span, ...] = ()
    """Spans of contacts' names and telephone numbers, masked in everything published."""


# --- checking --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of the source text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class CheckInstance:
    """One application of a rule to one set of figures, with its formula in numbers."""

    outcome: Outcome
    formula: str
    figures: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one rule on one report: the worst of its instances."""

    rule: str
    outcome: Outcome
    why: str = ""
    instances: tuple[CheckInstance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One flagged check. Findings that share a disputed figure share a `group`: one cause, one note."""

    id: str
    group: str
    rule: str
    severity: Severity
    formula: str
    message: str
    figures: tuple[str, ...]
    quotes: tuple[Quote, ...]
    difference: str | None = None
    tolerance: str | None = None
    harmless: str | None = None
    """A possible harmless explanation."""
    verify: str | None = None
    """How a reader can check it by hand."""
    suggestion: str | None = None
    """若…则各项吻合: the likeliest single slip, as a possibility, with its proof."""
    status: Status = "open"


# --- the whole report ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the text cannot say about itself (the sidecar). Missing stays None: 未登记."""

    path: str
    sha256: str
    format: str
    issuer: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    archive_url: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One parsed and checked report."""

    provenance: Provenance
    source: SourceText
    reading: Reading
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        return self.reading.identity.id
