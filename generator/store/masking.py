"""Contacts' names and telephone numbers are replaced in everything published, length unchanged."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.model import Cell, Reading, SourceText, Span, Table

MASK = "＊"
_NEAR = 2000  # code points: farther from a contact than any paragraph is long


def mask(source: SourceText, reading: Reading) -> tuple[SourceText, Reading]:
    """Source and reading as they may be published: every span of `reading.masks` is blotted out.

    Spans keep pointing at the same places. A figure that lies inside a mask is part of a telephone
    number and is left out.
    """
    if not reading.masks:
        return source, reading
    text = _blot(source.text, reading.masks)
    published = replace(
        source, text=text, tables=tuple(_table(table, source.text, reading.masks) for table in source.tables)
    )

    def words(value: str, span: Span) -> str:
        return _blot_words(value, span, source.text, reading.masks)

    return published, _reading(reading, words)


def _reading(reading: Reading, words: Callable[[str, Span], str]) -> Reading:
    identity = reading.identity
    start = (0, 0)
    return replace(
        reading,
        identity=replace(
            identity,
            title=words(identity.title, start),
            evidence={
                name: replace(evidence, quote=words(evidence.quote, evidence.span or start))
                for name, evidence in identity.evidence.items()
            },
        ),
        outline=tuple(replace(s, title=words(s.title, s.span)) for s in reading.outline),
        facts=tuple(
            replace(
                fact,
                quote=words(fact.quote, fact.span),
                reason=fact.reason and words(fact.reason, fact.span),
                label=fact.label and words(fact.label, fact.span),
            )
            for fact in reading.facts
            if not _touches(fact.span, reading.masks)
        ),
        unnamed=tuple(
            replace(figure, quote=words(figure.quote, figure.span))
            for figure in reading.unnamed
            if not _touches(figure.span, reading.masks)
        ),
        glossary=tuple(
            replace(entry, definition=words(entry.definition, entry.span)) for entry in reading.glossary
        ),
    )


def _blot(text: str, masks: Sequence[Span]) -> str:
    pieces, end = [], 0
    for a, b in sorted(masks):
        start = max(a, end)
        if start < b:
            pieces += [text[end:start], MASK * (b - start)]
            end = b
    return "".join([*pieces, text[end:]])


def _blot_words(value: str, span: Span, text: str, masks: Sequence[Span]) -> str:
    """Blot out masked words in a string that was taken from the text around `span`.

    The string may have lost line breaks, so it is searched for the words; a name of two characters
    may be an ordinary word far away from its owner, a telephone number never is.
    """
    for a, b in masks:
        words = text[a:b]
        if words.isdigit() or (a - _NEAR < span[1] and span[0] < b + _NEAR):
            for form in {words, re.sub(r"\s", "", words)} - {""}:
                value = value.replace(form, MASK * len(form))
    return value


def _table(table: Table, text: str, masks: Sequence[Span]) -> Table:
    def cell(cell: Cell) -> Cell:
        return replace(cell, text=_blot_words(cell.text, (cell.start, cell.end), text, masks))

    caption = _blot_words(table.caption, (table.start, table.end), text, masks)
    return replace(table, caption=caption, cells=tuple(cell(c) for c in table.cells))


def _touches(span: Span, masks: Sequence[Span]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in masks)
