"""The five labelled reports as `Report` records, so that pages are tested apart from the reader.

Facts, spans and findings come from the label files beside the shared corpus; paragraphs, headings
and 名词解释 are cut out simply, as far as a page needs them. Nothing here is part of the product.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from generator.model import (
    Check,
    CheckInstance,
    Fact,
    Finding,
    GlossaryEntry,
    Identity,
    Paragraph,
    Provenance,
    Quote,
    Reading,
    Report,
    Section,
    SourceText,
)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACES: dict[str | None, tuple[str, str, str | None, str | None]] = {
    "410803": ("410803", "中站区", "河南省", "焦作市"),
    "500151": ("500151", "铜梁区", "重庆市", None),
    "360104": ("360104", "青云谱区", "江西省", "南昌市"),
    "140404": ("140404", "上党区", "山西省", "长治市"),
    None: ("000000", "", None, None),
}
_HEADING = re.compile(
    r"^\s*(第[一二三四五六]部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])(.{0,40})$"
)
_TERM = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])?\s*([^：:。]{2,24})[：:]\s*(.{8,})$")
_CONTACT = re.compile(r"联系人：(\S+?)\s+联系方式：([\d-]+)")


def shared() -> Path | None:
    """The shared corpus: `MINGZHANG_SHARED`, or `shared/` beside the repository or above it."""
    if named := os.environ.get("MINGZHANG_SHARED"):
        return Path(named)
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / "corpus" / "labels").is_dir():
            return folder / "shared"
    return None


def seed_reports(folder: Path) -> list[Report]:
    """The five seeds, in the order of their files."""
    labels = sorted((folder / "corpus" / "labels").glob("*gov-office*.yaml"))
    return [_report(folder, path) for path in labels]


def rule_catalogue(folder: Path) -> dict[str, Any]:
    """The rules of the shared catalogue as far as pages show them."""
    from types import SimpleNamespace

    rows = yaml.load((folder / "model" / "RULES.yaml").read_text(encoding="utf-8"), _LOADER)["rules"]
    return {
        row["id"]: SimpleNamespace(
            **{
                "why": "",
                "not_run": "",
                "example": "",
                **row,
                "severity": re.match("[a-z]+", str(row["severity"]))[0],  # type: ignore[index]
                "known_false_positives": row.get("known_false_positives") or "",
            }
        )
        for row in rows
    }


def _report(folder: Path, path: Path) -> Report:
    label = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    head = label["report"]
    raw = (folder / "seeds" / head["file"]).read_bytes()
    text = raw.decode("utf-8").replace("\r\n", "\n")
    for match in _CONTACT.finditer(text):
        for group in (1, 2):
            start, end = match.span(group)
            text = text[:start] + "＊" * (end - start) + text[end:]
    paragraphs = tuple(_paragraphs(text))
    code, place, province, city = _PLACES[head["jurisdiction_code"]]
    identity = Identity(
        title=head["title"],
        code=code,
        place=place,
        province=province,
        city=city,
        department="gov-office",
        department_name="政府办公室" if not place else f"{place}政府办公室",
        year=head["year"],
        kind=head["kind"],
        unit=head["unit"],
    )
    reading = Reading(
        identity=identity,
        outline=tuple(_outline(text, paragraphs)),
        gaps=(),
        facts=tuple(_fact(row) for row in label["facts"]),
        unnamed=(),
        glossary=tuple(_glossary(text, paragraphs)),
    )
    name = f"data/reports/{code}/gov-office/{head['year']}-{head['kind']}.txt"
    source = SourceText(name, hashlib.sha256(raw).hexdigest(), "txt", text, paragraphs)
    findings = tuple(_findings(label["anomalies"], text, reading))
    return Report(
        Provenance(name, source.sha256, "txt"), source, reading, tuple(_checks(label, findings)), findings
    )


def _paragraphs(text: str) -> Iterator[Paragraph]:
    index = 0
    for match in re.finditer(r"[^\n]+", text):
        if match.group().strip():
            index += 1
            yield Paragraph(index, *match.span())


def _outline(text: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Section]:
    for paragraph in paragraphs:
        match = _HEADING.match(text[paragraph.start : paragraph.end])
        if match and "。" not in match.group():
            level = 1 if match[1].startswith("第") else 2 if match[1].endswith("、") else 3
            span = (paragraph.start, paragraph.end)
            yield Section(level, match[1], match[2].strip(), None, span, paragraph.index)


def _glossary(text: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[GlossaryEntry]:
    begun = False
    for paragraph in paragraphs:
        line = text[paragraph.start : paragraph.end]
        begun = begun or "名词解释" in line
        if begun and (match := _TERM.match(line)):
            yield GlossaryEntry(match[1].strip(), match[2].strip(), (paragraph.start, paragraph.end))


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(
        id=row["id"],
        scope=row["scope"],
        concept=row["concept"],
        measure=row["measure"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        year=row["year"],
        where=row["where"],
        quote=row["quote"],
        span=(row["start"], row["end"]),
        textual=row.get("textual", False),
        reason=row.get("reason"),
    )


def _findings(rows: list[dict[str, Any]], text: str, reading: Reading) -> Iterator[Finding]:
    numbers: dict[str, int] = {}
    for row in (row for row in rows if row["rule"]):
        numbers[row["rule"]] = numbers.get(row["rule"], 0) + 1
        quotes = []
        for words in row.get("evidence", ()):
            start = text.find(words)
            if start >= 0:
                quotes.append(Quote(words, (start, start + len(words))))
        figures = {
            fact.id
            for quote in quotes
            for fact in reading.facts
            if quote.span[0] <= fact.span[0] and fact.span[1] <= quote.span[1]
        }
        identifier = f"{row['rule']}-{numbers[row['rule']]}"
        yield Finding(
            id=identifier,
            group=identifier,
            rule=row["rule"],
            severity=row["severity"],
            formula=row["formula"],
            message=row["explanation_zh"],
            figures=tuple(sorted(figures)),
            quotes=tuple(quotes),
            harmless="可能是口径不同，或沿用了模板。",
            verify="在原文中找到上面引用的句子，把数字代入算式。",
        )


def _checks(label: dict[str, Any], findings: tuple[Finding, ...]) -> Iterator[Check]:
    instances: dict[str, list[CheckInstance]] = {}
    for row in (row for row in label["holds"] if row["rule"]):
        instances.setdefault(row["rule"], []).append(CheckInstance("passed", row["formula"]))
    flagged = {finding.rule for finding in findings}
    for rule in sorted(flagged | instances.keys()):
        outcome = "flagged" if rule in flagged else "passed"
        yield Check(rule, outcome, instances=tuple(instances.get(rule, ())))  # type: ignore[arg-type]
    yield Check("FT-B01", "not_computable", "没有上年同一部门的报告")
