"""What a sentence about figures is made of: words, printed numbers, worked-out numbers, other pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.site.amounts import agree, shown, unsigned
from generator.site.figures import Figure, Figures


@dataclass(frozen=True, slots=True)
class Number:
    """A printed figure in a sentence. `disputed` is the id of an error-level finding about it."""

    text: str
    figure: str
    disputed: str | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A number worked out by the site from printed ones; `how` says from which."""

    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A printed figure of another report on the site; `address` is its place there."""

    text: str
    address: str


Piece = str | Number | Derived | Elsewhere
Sentence = tuple[Piece, ...]


def plain_text(sentence: Sentence) -> str:
    """The sentence without its links."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in sentence)


class Speaker:
    """Says the figures of one report: each linked, marked where disputed, both where two are printed."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def number(self, figure: Figure, text: str | None = None) -> Number:
        """One figure as a link; `text` where it is said in words (持平)."""
        return Number(text or shown(figure.fact), figure.id, self.figures.disputed.get(figure.id))

    def amount(self, figure: Figure) -> Iterator[Piece]:
        """A level; where a note says that the report prints other values for it, those too."""
        yield self.number(figure)
        others = [shown(mention) for mention in figure.mentions[1:] if not agree(mention, figure.fact)]
        if others and figure.id in self.figures.noted:
            yield "（报告另一处写作 "
            for place, other in enumerate(dict.fromkeys(others)):
                yield "、" if place else ""
                yield Number(other, figure.id)
            yield "）"

    def size(self, figure: Figure) -> Number:
        """A change or a rate without its sign: the words say the direction."""
        return self.number(figure, shown(unsigned(figure.fact)))

    def sure(self, *figures: Figure) -> bool:
        """Whether nothing disputes these figures, so that more may be worked out from them."""
        return not any(figure.disagrees or figure.id in self.figures.disputed for figure in figures)
