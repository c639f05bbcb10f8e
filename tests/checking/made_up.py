"""Made-up reports for tests, from a few lines of YAML.

text: the words of the report (its outline and glossary are read from them). facts: one line per
figure, `ID VALUE UNIT`, each printed as a sentence of its own at the end of the text. `| reason` after
a fact is its printed reason, `!` before it makes it a number said in words, `?` a list that says it is
not complete, `=7` that it stands in table 7, `of ID` behind it the total its words name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator import reading
from generator.model import (
    Fact,
    GlossaryEntry,
    Hints,
    NumberingGap,
    Paragraph,
    Provenance,
    Reading,
    Report,
    SourceText,
)

SCOPES = ("general", "fiscal", "fund", "capital")
MEASURES = (
    "change.vs_execution",
    "change.vs_budget",
    "growth_rate.vs_execution",
    "growth_rate.vs_budget",
    "budget_variance_rate",
    "budget_variance",
    "budget_adjustment",
    "completion_rate",
    "initial_budget",
    "adjusted_budget",
    "growth_rate",
    "change",
    "share",
)
LINE = re.compile(
    r"(?P<marks>[!?]*)(?:=(?P<table>\d+) )?(?P<id>[\w.@]+) (?P<value>-?[\d.]+)(?P<unit>\S*)"
    r"(?: of (?P<whole>\S+))?(?: \| (?P<reason>.+))?$"
)


def report(made: Any) -> Report:
    """The report of one case, unchecked."""
    source, found = read(made)
    return Report(Provenance(source.path, source.sha256, source.format), source, found)


def read(made: Any) -> tuple[SourceText, Reading]:
    year, kind = made.get("year", 2024), made.get("kind", "budget")
    words = made.get("text", "某区某局的报告。")
    lines: list[str] = [words.rstrip("\n")]
    facts: list[Fact] = []
    position = len(lines[0]) + 1
    for number, line in enumerate(made.get("facts", ())):
        fact, sentence = _fact(line, year, position, number)
        facts.append(fact)
        lines.append(sentence)
        position += len(sentence) + 1
    text = "\n".join(lines) + "\n"
    source = SourceText("made-up.txt", "0" * 64, "txt", text, tuple(paragraphs(text)))
    found = reading.read(
        source, Hints(kind=kind, year=year, code=made.get("code", "410803"), department="some")
    )
    entries = tuple(
        GlossaryEntry(term, words, (0, min(2, len(text)))) for term, words in made.get("glossary", {}).items()
    )
    gaps = tuple(NumberingGap(e, f, level, (0, 2)) for e, f, level in made.get("gaps", ()))
    return source, replace(
        found,
        facts=tuple(facts),
        unnamed=(),
        glossary=entries or found.glossary,
        gaps=gaps or found.gaps,
    )


def _fact(line: str, year: int, position: int, number: int) -> tuple[Fact, str]:
    match = LINE.match(line)
    assert match, f"not a fact: {line}"
    name, _, at = match["id"].partition("@")
    scope, _, rest = name.partition(".")
    concept = rest if scope in SCOPES else name
    measure = next((m for m in MEASURES if concept.endswith("." + m)), "value")
    sentence = f"第{number}项{match['value']}{match['unit']}"
    sentence += f"，原因：{match['reason']}。" if match["reason"] else "。"
    start = position + sentence.index(match["value"], len(f"第{number}项"))
    fact = Fact(
        id=match["id"],
        scope=scope if scope in SCOPES else "all",
        concept=concept.removesuffix("." + measure),
        measure=measure,
        value=Decimal(match["value"]),
        unit=match["unit"],
        year=int(at) if at else year,
        where="table" if match["table"] else "text",
        quote=sentence,
        span=(start, start + len(match["value"])),
        reason=match["reason"],
        whole=match["whole"],
        textual="!" in match["marks"],
        exhaustive="?" not in match["marks"],
        table=int(match["table"]) if match["table"] else None,
    )
    return fact, sentence


def paragraphs(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append(Paragraph(len(found), start, start + len(line.rstrip("\n"))))
        start += len(line)
    return found
