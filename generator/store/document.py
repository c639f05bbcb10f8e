"""A report <-> the plain data of its YAML file (docs/data.md says what each part means).

What people read first stands first; `layout` at the end is what the source text needs to be rebuilt:
paragraphs as `INDEX START-END [PAGE]`, table rows as `ROW COLUMN START-END [ROWSPANxCOLSPAN]` joined
by semicolons (a table of 2,000 cells as YAML numbers would take longer to load than all the rest).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from generator.model import (
    Attachment,
    Check,
    CheckInstance,
    Evidence,
    Fact,
    Finding,
    GlossaryEntry,
    Identity,
    NumberingGap,
    Provenance,
    Quote,
    Reading,
    Report,
    Section,
    SourceText,
    Span,
    TableReading,
    UnnamedFigure,
)
from generator.store import layout

SCHEMA = 1

_FACT_REQUIRED = ("id", "scope", "concept", "measure", "value", "unit", "year", "where", "quote", "span")
_FACT_DEFAULTS = {f.name: f.default for f in fields(Fact) if f.name not in _FACT_REQUIRED}
_SOURCE_ALWAYS = ("path", "sha256", "format", "url", "published", "retrieved")
_ATTACHMENT_OPTIONAL = ("format", "pages", "url", "problem", "cure")


def to_document(report: Report) -> dict[str, Any]:
    """The report as plain data, in the order of the file. Lists are blocks, tuples flow lists."""
    reading = report.reading
    return {
        "schema": SCHEMA,
        "report": {
            "id": report.id,
            **_identity(reading.identity),
            "source": _provenance(report.provenance, report.source.attachments),
        },
        "facts": [_fact(fact) for fact in reading.facts],
        "unnamed": [
            {"value": _digits(figure.value), "unit": figure.unit, "quote": figure.quote, "span": figure.span}
            for figure in reading.unnamed
        ],
        "glossary": [_set(entry, optional=("concept",)) for entry in reading.glossary],
        "outline": [_set(section) for section in reading.outline],
        "gaps": [_set(gap) for gap in reading.gaps],
        "tables": [_set(table, optional=("problem",)) for table in reading.tables],
        "masks": list(reading.masks),
        "checks": [_check(check) for check in report.checks],
        "findings": [_finding(finding) for finding in report.findings],
        "layout": layout.to_document(report.source),
    }


def from_document(document: Mapping[str, Any], text: str) -> Report:
    """The report of a document and its published source text.

    Raises KeyError, TypeError or ValueError where the document is not one of this schema.
    """
    if document["schema"] != SCHEMA:
        raise ValueError(f"schema {document['schema']!r}")
    origin = dict(document["report"]["source"])
    attachments = tuple(Attachment(**row) for row in origin.pop("attachments", ()))
    provenance = Provenance(**origin)
    return Report(
        provenance=provenance,
        source=_source(provenance, attachments, document["layout"], text),
        reading=Reading(
            identity=_read_identity(document["report"]),
            outline=tuple(Section(**_spanned(row)) for row in document["outline"]),
            gaps=tuple(NumberingGap(**_spanned(row)) for row in document["gaps"]),
            facts=tuple(Fact(**_spanned(row, number="value")) for row in document["facts"]),
            unnamed=tuple(UnnamedFigure(**_spanned(row, number="value")) for row in document["unnamed"]),
            glossary=tuple(GlossaryEntry(**_spanned(row)) for row in document["glossary"]),
            tables=tuple(TableReading(**row) for row in document["tables"]),
            masks=tuple(_span(pair) for pair in document["masks"]),
        ),
        checks=tuple(_read_check(row) for row in document["checks"]),
        findings=tuple(_read_finding(row) for row in document["findings"]),
    )


def _set(record: Any, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of a record in their order; optional ones only where they say something."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: value for name, value in values.items() if name not in optional or value is not None}


def _digits(value: Decimal) -> str:
    return format(value, "f")


def _identity(identity: Identity) -> dict[str, Any]:
    return {
        "title": identity.title,
        "jurisdiction": {
            "code": identity.code,
            "name": identity.place,
            "province": identity.province,
            "city": identity.city,
        },
        "department": identity.department,
        "department_name": identity.department_name,
        "year": identity.year,
        "kind": identity.kind,
        "unit": identity.unit,
        "evidence": {
            name: {
                "origin": evidence.origin,
                **({"quote": evidence.quote} if evidence.quote else {}),
                **({"span": evidence.span} if evidence.span else {}),
            }
            for name, evidence in identity.evidence.items()
        },
    }


def _read_identity(row: Mapping[str, Any]) -> Identity:
    place = row["jurisdiction"]
    return Identity(
        title=row["title"],
        code=place["code"],
        place=place["name"],
        province=place["province"],
        city=place["city"],
        department=row["department"],
        department_name=row["department_name"],
        year=row["year"],
        kind=row["kind"],
        unit=row["unit"],
        evidence={
            name: Evidence(e["origin"], e.get("quote", ""), _span(e["span"]) if "span" in e else None)
            for name, e in row["evidence"].items()
        },
    )


def _provenance(provenance: Provenance, attachments: Sequence[Attachment]) -> dict[str, Any]:
    optional = tuple(f.name for f in fields(Provenance) if f.name not in _SOURCE_ALWAYS)
    values = _set(provenance, optional)
    row = {name: values[name] for name in (*_SOURCE_ALWAYS, *optional) if name in values}
    if attachments:
        row["attachments"] = [_set(attachment, _ATTACHMENT_OPTIONAL) for attachment in attachments]
    return row


def _fact(fact: Fact) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(fact, name) for name in _FACT_REQUIRED}
    row["value"] = _digits(fact.value)
    for name, default in _FACT_DEFAULTS.items():
        value = getattr(fact, name)
        if value != default:
            row[name] = value
    return row


def _check(check: Check) -> dict[str, Any]:
    row: dict[str, Any] = {"rule": check.rule, "outcome": check.outcome}
    if check.why:
        row["why"] = check.why
    if check.instances:
        row["instances"] = [
            {
                "outcome": instance.outcome,
                "formula": instance.formula,
                **({"figures": instance.figures} if instance.figures else {}),
                **({"why": instance.why} if instance.why else {}),
            }
            for instance in check.instances
        ]
    return row


def _read_check(row: Mapping[str, Any]) -> Check:
    return Check(
        rule=row["rule"],
        outcome=row["outcome"],
        why=row.get("why", ""),
        instances=tuple(
            CheckInstance(i["outcome"], i["formula"], tuple(i.get("figures", ())), i.get("why", ""))
            for i in row.get("instances", ())
        ),
    )


def _finding(finding: Finding) -> dict[str, Any]:
    row = _set(finding, optional=("difference", "tolerance", "harmless", "verify", "suggestion"))
    row["quotes"] = [{"quote": quote.text, "span": quote.span} for quote in finding.quotes]
    return row


def _read_finding(row: Mapping[str, Any]) -> Finding:
    quotes = tuple(Quote(quote["quote"], _span(quote["span"])) for quote in row["quotes"])
    return Finding(**{**row, "figures": tuple(row["figures"]), "quotes": quotes})


def _source(
    provenance: Provenance, attachments: tuple[Attachment, ...], rows: Mapping[str, Any], text: str
) -> SourceText:
    return SourceText(
        path=provenance.path,
        sha256=provenance.sha256,
        format=provenance.format,
        text=text,
        paragraphs=layout.paragraphs(rows),
        tables=layout.tables(rows, text),
        pages=rows.get("pages"),
        attachments=attachments,
    )


def _span(pair: Any) -> Span:
    start, end = pair
    return (start, end)


def _spanned(row: Mapping[str, Any], number: str | None = None) -> dict[str, Any]:
    values = {**row, "span": _span(row["span"])}
    if number is not None:
        values[number] = Decimal(values[number])
    return values
