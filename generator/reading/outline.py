"""The outline of a report: parts, headings, numbering gaps.

Reports number by hand, lose automatic numbers in conversion and repeat their headings in a table
of contents, so a heading is recognised by its form (number, length, no figure), never by a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from generator import vocabulary
from generator.model import NumberingGap, Paragraph, Section, SourceText
from generator.reading.amounts import chinese_count
from generator.reading.normalise import Normalised, normalise, plain

_NUMERAL = "一二三四五六七八九十"
_NUMBERINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"^(?P<mark>第(?P<n>[{_NUMERAL}0-9]{{1,3}})(?:部分|章|篇))[：、.，]?")),
    (2, re.compile(rf"^(?P<mark>(?P<n>[{_NUMERAL}]{{1,3}})[、.，])")),
    (3, re.compile(rf"^(?P<mark>（(?P<n>[{_NUMERAL}]{{1,3}})）)[、.]?")),
    (4, re.compile(r"^(?P<mark>(?P<n>[0-9]{1,2})[.、，](?![0-9]))")),
    (5, re.compile(r"^(?P<mark>（(?P<n>[0-9]{1,2})）|(?P<m>[0-9]{1,2})）)[、.]?")),
)
_LEADERS = re.compile(r"[.…·．]{3,}[0-9-]*$|[.…·．]{6,}|\.{3,}")
_LONGEST_HEADING = 45
_LONGEST_ENTRY = 120
"""Characters of one entry of a table of contents, its leaders included."""
_UNNUMBERED = 9


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading at the start of a paragraph; `end` is where its title ends in the source."""

    level: int
    number: str
    ordinal: int | None
    title: str
    inline: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """Sections in order, and the section path in force for every paragraph."""

    sections: tuple[Section, ...]
    gaps: tuple[NumberingGap, ...]
    paths: dict[int, tuple[Section, ...]]
    headings: dict[int, Heading]
    contents: frozenset[int]
    """Indexes of paragraphs that belong to a table of contents."""
    names: frozenset[int]
    """Indexes of paragraphs that name an attachment: they begin a text of its own and say no figure."""
    texts: dict[int, Normalised]
    """Every paragraph in normalised form: computed once, read by all that follow."""


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple(
        (plain(word), kind) for kind, row in vocabulary.data("sections").items() for word in row["words"]
    )


def section_kind(title: str) -> str | None:
    """The canonical kind of a (normalised) heading title."""
    for word, kind in _kinds():
        if word in title:
            return kind
    return None


def heading_of(text: str) -> Heading | None:
    """The heading a normalised paragraph is, or begins with (inline), or None."""
    for level, pattern in _NUMBERINGS:
        match = pattern.match(text)
        if match is None:
            continue
        groups = match.groupdict()
        ordinal = _ordinal(groups.get("n") or groups.get("m") or "")
        rest = text[match.end() :]
        if _is_title(rest) or (level == 1 and len(rest) <= 2 * _LONGEST_HEADING):
            return Heading(level, match["mark"], ordinal, rest.rstrip("：。；"), inline=False)
        stop = re.search(r"[。：]", rest[:_LONGEST_HEADING])
        if stop and stop.start() >= 2 and _is_title(rest[: stop.start()]):
            return Heading(level, match["mark"], ordinal, rest[: stop.start()], inline=True)
        return Heading(level, match["mark"], ordinal, "", inline=True)
    if (
        len(text) <= 30
        and not text.endswith(("，", "、", "。", "；"))
        and _is_title(text)
        and section_kind(text)
    ):
        return Heading(_UNNUMBERED, "", None, text.rstrip("："), inline=False)
    return None


def _is_title(text: str) -> bool:
    """Short, one phrase, and without a figure (a year is no figure)."""
    if not text or len(text) > _LONGEST_HEADING or re.search(r"[。；，：]", text.rstrip("。；：")):
        return False
    return not re.search(r"[0-9]", re.sub(r"(?:19|20)[0-9]{2}年?度?", "", text))


def _ordinal(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else chinese_count(numeral)


def outline(source: SourceText) -> Outline:
    """Recognise the headings of a source text and the gaps in their numbering."""
    texts = {p.index: normalise(source.text, p.start, p.end) for p in source.paragraphs}
    entries = [(p, texts[p.index].text) for p in source.paragraphs]
    contents = _contents(entries)
    begins = {attachment.start for attachment in source.attachments}
    names = frozenset(p.index for p in source.paragraphs if p.start in begins)
    sections: list[Section] = []
    gaps: list[NumberingGap] = []
    paths: dict[int, tuple[Section, ...]] = {}
    headings: dict[int, Heading] = {}
    path: list[_Open] = []
    counters: dict[int, int] = {}
    untitled_part: str | None = None
    # 第三部分 is often followed by its title on a line of its own.
    for paragraph, text in entries:
        if paragraph.index in contents:
            paths[paragraph.index] = ()
            continue
        if paragraph.index in names:
            section = _attachment(source, paragraph)
            sections.append(section)
            path, counters, untitled_part = [_Open(section, 0)], {}, None
            paths[paragraph.index] = (section,)
            continue
        heading = heading_of(text)
        if heading is not None and heading.inline and any(o.section.kind == "glossary" for o in path):
            paths[paragraph.index] = tuple(o.section for o in path)  # a numbered definition, not a section
            continue
        if heading is not None and heading.level == _UNNUMBERED and untitled_part is not None:
            heading = replace(heading, level=1, number=untitled_part)
        untitled_part = None
        if heading is not None:
            if heading.level == 1 and not heading.title:
                untitled_part = heading.number
            headings[paragraph.index] = heading
            gaps.extend(_gap(heading, counters, paragraph))
            path = _unwound(path, heading)
            if heading.title:
                section = Section(
                    level=heading.level,
                    number=heading.number,
                    title=heading.title,
                    kind=section_kind(heading.title),
                    span=(paragraph.start, paragraph.end),
                    paragraph=paragraph.index,
                )
                path.append(_Open(section, heading.level))
                sections.append(section)
        paths[paragraph.index] = tuple(o.section for o in path)
    return Outline(tuple(sections), tuple(gaps), paths, headings, contents, names, texts)


def _attachment(source: SourceText, paragraph: Paragraph) -> Section:
    """The section an attachment is: it stands beside the report's parts, and numbering begins anew in it."""
    number, _, title = source.text[paragraph.start : paragraph.end].partition("：")
    return Section(1, f"{number}：", title, None, (paragraph.start, paragraph.end), paragraph.index)


@dataclass(slots=True)
class _Open:
    """A section in force. An unnumbered one takes its depth from the first numbered heading under it."""

    section: Section
    depth: float


def _unwound(path: list[_Open], heading: Heading) -> list[_Open]:
    """The sections still in force at a new heading."""
    if heading.level == _UNNUMBERED:
        first = next((i for i, o in enumerate(path) if o.section.level == _UNNUMBERED), len(path))
        return path[:first]
    if path and path[-1].depth == _UNNUMBERED and heading.ordinal == 1 and heading.level > 1:
        path[-1].depth = heading.level - 0.5
    return [o for o in path if o.depth < heading.level]


def _gap(heading: Heading, counters: dict[int, int], paragraph: Paragraph) -> Iterator[NumberingGap]:
    if heading.ordinal is None or heading.level == _UNNUMBERED:
        return
    last = counters.get(heading.level, 0)
    if heading.ordinal != 1 and heading.ordinal not in (last, last + 1):
        yield NumberingGap(
            expected=_numbered(heading, last + 1),
            found=heading.number,
            level=heading.level,
            span=(paragraph.start, paragraph.end),
        )
    counters[heading.level] = heading.ordinal
    for deeper in [level for level in counters if level > heading.level]:
        del counters[deeper]


def _numbered(heading: Heading, ordinal: int) -> str:
    """The mark of `heading` with another ordinal: 第三部分 -> 第二部分."""
    tens, ones = divmod(ordinal, 10)
    chinese = (("" if tens == 1 else _NUMERAL[tens - 1]) + "十" if tens else "") + (
        _NUMERAL[ones - 1] if ones else ""
    )
    numeral = str(ordinal) if re.search(r"[0-9]", heading.number) else chinese
    return re.sub(rf"[{_NUMERAL}0-9]+", numeral, heading.number, count=1)


def _contents(entries: list[tuple[Paragraph, str]]) -> frozenset[int]:
    """Paragraphs of a table of contents: dotted leaders, or titles that all come again further down."""
    found = {p.index for p, text in entries if _is_entry(text)}
    titles = [_bare(text) for _, text in entries]
    start = next((i for i, title in enumerate(titles[:80]) if title in {"目录", "目次"}), None)
    if start is not None:
        found.add(entries[start][0].index)
        for i in range(start + 1, min(start + 120, len(entries))):
            if not titles[i] or titles[i] not in titles[i + 1 :]:
                break
            found.add(entries[i][0].index)
    return frozenset(found)


def _is_entry(text: str) -> bool:
    """Whether a paragraph is made of titles with dotted leaders: a page of prose that holds one is not."""
    leaders = sum(1 for _ in _LEADERS.finditer(text))
    return leaders * _LONGEST_ENTRY >= len(text) > 0


def _bare(text: str) -> str:
    return text.rstrip(".…· 0123456789-")
