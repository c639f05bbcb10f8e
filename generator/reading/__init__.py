"""`SourceText` -> facts, glossary, outline, identity. Knows nothing of files, rules or pages."""

from __future__ import annotations

from generator.model import Hints, Reading, SourceText
from generator.reading.contacts import contacts, masked
from generator.reading.editions import as_the_tables_code_them, moved_codes
from generator.reading.glossary import glossary
from generator.reading.identity import identify
from generator.reading.outline import outline
from generator.reading.project_numbers import in_order
from generator.reading.prose import read_prose
from generator.reading.tables import codes_in, read_all_tables

__all__ = ["masked", "read"]


def read(source: SourceText, hints: Hints | None = None) -> Reading:
    """Read everything a report says. Never fails on odd text: what is not understood is listed."""
    sections = outline(source)
    identity = identify(source, sections, hints or Hints())
    tables = read_all_tables(source, identity.year, identity.kind)
    codes = codes_in(source.tables)
    said, unnamed = read_prose(
        source,
        sections,
        identity.year,
        identity.kind,
        identity.unit or "万元",
        codes=frozenset(codes.values()),
    )
    facts = [*as_the_tables_code_them(said, moved_codes(codes)), *tables.facts]
    return Reading(
        identity=identity,
        outline=sections.sections,
        gaps=sections.gaps,
        facts=tuple(in_order(sorted(facts, key=lambda fact: fact.span), tables.projects)),
        unnamed=tuple(sorted([*unnamed, *tables.unnamed], key=lambda figure: figure.span)),
        glossary=glossary(source, sections),
        tables=tables.readings,
        masks=contacts(source.text),
    )
