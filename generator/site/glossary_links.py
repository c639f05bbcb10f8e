"""Links from running text to the glossary: at build time, longest match first, once per section.

Linking never happens inside links, headings or a quoted sentence: callers pass only plain text,
and get escaped HTML back.
"""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick
from markupsafe import Markup, escape

from generator.site import addresses
from generator.site.glossary import Term

_SHORTEST = 3
"""Names of one or two characters (补助, 基金) are too common to be linked wherever they stand."""


class GlossaryLinker:
    """Finds the names of terms in a text in one pass, however many terms there are."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._automaton = ahocorasick.Automaton()
        for term in terms:
            if not term.is_ours:
                continue
            for name in (term.term, *term.aliases):
                if len(name) >= _SHORTEST and name not in self._automaton:
                    self._automaton.add_word(name, (len(name), term))
        self._automaton.make_automaton()

    def section(self, page: str, *already: str) -> SectionLinker:
        """A linker for one section of the page at address `page`; slugs in `already` stay plain."""
        return SectionLinker(self, page, set(already))

    def find(self, text: str) -> list[tuple[int, int, Term]]:
        """(start, end, term) of every name in `text`, the longest at each place, none overlapping."""
        if not len(self._automaton):
            return []
        return [(end - size + 1, end + 1, term) for end, (size, term) in self._automaton.iter_long(text)]


class SectionLinker:
    """Links the first use of each term in one section."""

    def __init__(self, linker: GlossaryLinker, page: str, seen: set[str]) -> None:
        self._linker = linker
        self._page = page
        self._seen = seen

    def __call__(self, text: str) -> Markup:
        """`text` as HTML, with the first use of each term linked."""
        out, at = Markup(), 0
        for start, end, term in self._linker.find(text):
            if term.slug in self._seen:
                continue
            self._seen.add(term.slug)
            link = addresses.relative(term.address, self._page)
            out += escape(text[at:start])
            out += Markup('<a class="t" href="{}">{}</a>').format(link, text[start:end])
            at = end
        return out + escape(text[at:])
