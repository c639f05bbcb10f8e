"""名词解释: every term a report explains, in its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model import GlossaryEntry, Paragraph, SourceText
from generator.reading.lexicon import recognise
from generator.reading.normalise import Normalised, unwrapped
from generator.reading.outline import Outline

_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十百]{1,3}[、.，]|（[一二三四五六七八九十0-9]{1,3}）[、.]?|[0-9]{1,2}[.、，）]|[①-⑳]|[●◆■▪•·★※])+"
)
_DEFINES = re.compile(
    r"^(?P<term>[^。：；]{2,40}?)(?:：(?:是?指|即|为)?|(?:，|——|—|-)?(?:是指|指的是|系指|，指|是反映|反映)|指(?=[^导标数定示出]))"
)
_SHORTEST_DEFINITION = 6


@dataclass(frozen=True, slots=True)
class _Line:
    paragraph: Paragraph
    text: Normalised
    body: int
    """Where the text begins after its numbering."""


def glossary(source: SourceText, outline: Outline) -> tuple[GlossaryEntry, ...]:
    """All entries of the report's glossary sections, numbering removed, wording untouched."""
    entries: list[GlossaryEntry] = []
    for paragraph in source.paragraphs:
        if not in_glossary(outline, paragraph.index) or paragraph.index in outline.contents:
            continue
        text = outline.texts[paragraph.index]
        entry = _entry(source, paragraph, text)
        if entry is not None:
            entries.append(entry)
        elif entries and _continues(text.text):
            entries[-1] = _extended(source, entries[-1], paragraph)
    return tuple(entries)


def in_glossary(outline: Outline, paragraph: int) -> bool:
    """Whether a paragraph belongs to a section of definitions."""
    return any(section.kind == "glossary" for section in outline.paths.get(paragraph, ()))


def _entry(source: SourceText, paragraph: Paragraph, text: Normalised) -> GlossaryEntry | None:
    numbering = _NUMBERING.match(text.text)
    start = numbering.end() if numbering else 0
    match = _DEFINES.match(text.text[start:])
    if match is None or len(text.text) - start - match.end() < _SHORTEST_DEFINITION:
        return None
    first, last = text.span(start, start + match.end("term"))
    term = re.sub(r"\s+", "", source.text[first:last]).strip('“”"：:，,、._')
    begin = text.span(start + match.end("term"), len(text.text))[0]
    definition = _joined(source.text[begin : paragraph.end]).lstrip('：:，, ”"')
    return GlossaryEntry(
        term, definition, (first, paragraph.end), _concept(text.text[start : start + match.end("term")])
    )


def _continues(text: str) -> bool:
    return len(text) > 12 and not _NUMBERING.match(text)


def _extended(source: SourceText, entry: GlossaryEntry, paragraph: Paragraph) -> GlossaryEntry:
    more = _joined(source.text[paragraph.start : paragraph.end])
    return GlossaryEntry(entry.term, entry.definition + more, (entry.span[0], paragraph.end), entry.concept)


def _joined(text: str) -> str:
    """Definition text with the line breaks of wrapped lines taken out."""
    return unwrapped(text).strip()


def _concept(term: str) -> str | None:
    """The concept a term names, when the vocabulary covers the whole of it."""
    for found in recognise(term):
        sense = found.sense("concept")
        if sense and found.end - found.start >= len(term) - 3:
            return sense.value
    return None
