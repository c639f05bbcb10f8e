"""Prose -> facts: the clause grammar run over every paragraph under its headings."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from generator.model import Fact, Kind, Section, SourceText, UnnamedFigure
from generator.reading.clauses import walk
from generator.reading.glossary import in_glossary
from generator.reading.lexicon import Term, recognise
from generator.reading.naming import Company, Subject, compose, is_part, name_term
from generator.reading.outline import Outline
from generator.reading.projects import ProjectReader, overlapping
from generator.reading.scene import Document, Scene
from generator.reading.tokens import Token, tokenise
from generator.vocabulary import codes as category_codes

_NO_COMPANY = Company((), None, None, None, None)


def read_prose(
    source: SourceText,
    outline: Outline,
    year: int | None,
    kind: Kind | None,
    unit: str,
    codes: frozenset[str],
) -> tuple[list[Fact], list[UnnamedFigure]]:
    """All figures of the prose, named or not, in reading order.

    `unit` is the unit of money used where the text prints none.
    """
    document = Document(year, kind, unit, codes)
    projects = ProjectReader(source, outline, year, kind, unit)
    facts: list[Fact] = []
    unnamed: list[UnnamedFigure] = []
    open_heads: list[tuple[Subject, str]] = []
    item_level: int | None = None
    for paragraph in source.paragraphs:
        at = paragraph.index
        if at in outline.contents or at in outline.names or in_glossary(outline, at):
            continue
        text = outline.texts[paragraph.index]
        claimed = projects.read(paragraph, text)
        heading = outline.headings.get(paragraph.index)
        if heading is not None and not heading.inline:
            open_heads = []
            if not any(_says_zero(t) for t in recognise(text.text)):
                continue  # 三、本部门没有政府性基金预算支出 is a title that says a figure
        path = outline.paths.get(paragraph.index, ())
        topic, scope, nameless = _context(path, codes)
        if scope is None and open_heads and open_heads[-1][0].scope != "all":
            scope = open_heads[-1][0].scope  # 其中：1.教育支出（类）…: the items of a list in one 口径
            topic = tuple(
                replace(s, scope=scope) if s.concept.startswith("expenditure") else s for s in topic
            )
        start = _after_number(text.text, heading.number if heading else "")
        tokens = [t for t in tokenise(text) if t.start >= start]
        if claimed:
            elsewhere = {t.start for t in overlapping(claimed, tokens)}
            tokens = [t for t in tokens if t.start not in elsewhere]
        if not text.text.endswith("：") and not any(_says_something(t) for t in tokens):
            continue
        scene = Scene(document, source.text, text, tokens, path, topic, scope, open_heads, start)
        scene.describes_projects = bool(claimed)
        scene.nameless = nameless
        document.projects = projects.count
        harvest = walk(scene)
        projects.count = document.projects
        facts.extend(harvest.facts)
        unnamed.extend(harvest.unnamed)
        if text.text.endswith(("：", "；")):
            open_heads, item_level = scene.heads, None
        elif open_heads and heading is not None and heading.ordinal and item_level in {None, heading.level}:
            item_level = heading.level  # 1.…。2.…。: the numbered items of the list stand in it
        elif open_heads and heading is None and _is_item(harvest.facts, open_heads[-1][0]):
            pass  # 人员经费…。公用经费…。: each item of the list in a paragraph of its own
        else:
            open_heads, item_level = [], None
    return sorted(facts + projects.facts, key=lambda fact: fact.span), unnamed + projects.unnamed


def _is_item(facts: list[Fact], head: Subject) -> bool:
    """Whether a paragraph begins with a part of the total of income or expenditure whose list is open.

    Not 三公经费 and its like: their 口径 is the one their own sentence names.
    """
    total = head.concept.startswith(("income", "expenditure"))
    return total and bool(facts) and is_part(facts[0].concept, head.concept)


def _says_something(token: Token) -> bool:
    """A number, or a word that can stand for one."""
    same = token.sense("zero") or token.sense("zero_approx")
    return bool(token.amount) or same is not None or _says_zero(token)


def _says_zero(token: Term | Token) -> bool:
    """A word that can make a figure of 0 without a number: 没有, 零支出."""
    return any(token.sense(kind) for kind in ("negation", "nil"))


def _after_number(text: str, number: str) -> int:
    return len(number) if number and text.startswith(number) else 0


@lru_cache(maxsize=1024)
def _context(
    path: tuple[Section, ...], codes: frozenset[str]
) -> tuple[tuple[Subject, ...], str | None, bool]:
    """The subject and 口径 that the headings above a paragraph set, the nearest first; and whether the
    nearest names a category that nobody knows."""
    topic: tuple[Subject, ...] | None = None
    scope: str | None = None
    for section in reversed(path):
        if section.level == 1:
            break
        tokens = [Token(t.start, t.end, senses=t.senses) for t in recognise(section.title)]
        if topic is None:
            topic = _topic(section.title, tokens, codes)
        if scope is None:
            scope = next((s.value for t in tokens if (s := t.sense("scope"))), None)
    if scope:
        topic = tuple(
            replace(s, scope=scope) if s.concept.startswith("expenditure") else s for s in topic or ()
        )
    return topic or (), scope, topic == ()


def _topic(title: str, tokens: list[Token], codes: frozenset[str]) -> tuple[Subject, ...] | None:
    """What a heading is about: None where it says nothing, empty where it names a category nobody knows."""
    categories = [t for t in tokens if t.sense("function")]
    if categories and not any(t.sense("concept") for t in tokens):
        names = [title[t.start : t.end] for t in categories]
        code = category_codes.function_code(names, codes)
        rest = title
        for token in reversed(tokens):
            rest = rest[: token.start] + rest[token.end :]
        known = code is not None and len(rest.replace("年", "").strip("0123456789")) <= 4
        return (Subject(f"expenditure.function.{code}", "all", 0),) if known else ()
    for token in tokens:
        if token.is_name() and (concept := name_term(token, None, _NO_COMPANY)):
            return (Subject(concept, "all", 0),)
    run = [t for t in tokens if t.sense("scope") or t.sense("side") or t.sense("total")]
    return tuple(compose(run, _NO_COMPANY)) or None
