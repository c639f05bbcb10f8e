"""The sums a report prints, gathered from `vocabulary/identities.yaml`.

`sums(ledger)` lists every application of every row to every scope, year and measure at hand;
`settling.settle` decides one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator import vocabulary
from generator.checking.intervals import Quantity, total
from generator.checking.ledger import Figure, Key, Ledger

_CLASS = 3
"""Digits of a 类 code."""
_FEW = 3
"""A list of income with fewer sources than this may leave some out."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum to check: `parts` (+ any or none of `carry`) = one of `wholes`."""

    rule: str
    measure: str
    wholes: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    carry: tuple[Figure, ...] = ()
    missing: tuple[Key, ...] = ()
    """Members of a closed list that are not printed."""
    complete: bool = True
    """Whether the printed parts claim to be all there is."""
    open_list: bool = False
    """Whether an item may have been left out without a word: then a gap that another item could
    fill is no contradiction, and one smaller than every printed item still is."""
    assumed_zero: bool = False
    """Whether a member without a printed change is taken as unchanged, its level being 0."""
    passing_wholes: tuple[Figure, ...] = ()
    """Other totals the list may belong to; they can only close it."""


def definitions() -> Any:
    return vocabulary.data("identities")


def is_level(measure: str) -> bool:
    return measure in definitions()["levels"]


def is_difference(measure: str) -> bool:
    return measure in definitions()["differences"]


def sums(ledger: Ledger) -> Iterator[Sum]:
    """Every sum the report prints, levels and differences alike."""
    for scope, measure, year in ledger.slices():
        if is_level(measure) or is_difference(measure):
            yield from _closed(ledger, scope, measure, year)
            yield from _income(ledger, scope, measure, year)
            yield from _trees(ledger, scope, measure, year)
            yield from _crossed(ledger, scope, measure, year)


def _printed(
    ledger: Ledger, concepts: Sequence[str], scope: str, measure: str, year: int | None
) -> list[Figure]:
    found = (ledger.get(concept, scope, measure, year) for concept in concepts)
    return [figure for figure in found if figure is not None]


def _closed(ledger: Ledger, scope: str, measure: str, year: int | None) -> Iterator[Sum]:
    for row in definitions()["closed"]:
        wholes = _printed(ledger, row["whole"], scope, measure, year)
        if not wholes:
            continue
        parts: list[Figure] = []
        missing: list[Key] = []
        for concept in row["required"]:
            members = _member(ledger, row, concept, scope, measure, year)
            parts += [figure for figure in members if isinstance(figure, Figure)]
            missing += [key for key in members if isinstance(key, Key)]
        if not parts:
            continue
        unchanged = [key for key in missing if is_difference(measure) and _is_zero(ledger, key)]
        parts += _printed(ledger, row.get("optional", ()), scope, measure, year)
        carry = _printed(ledger, row.get("carry", ()), scope, measure, year)
        yield Sum(
            row["rule"],
            measure,
            tuple(wholes),
            tuple(parts),
            tuple(carry),
            tuple(key for key in missing if key not in unchanged),
            complete=not row.get("open", False),
            assumed_zero=bool(unchanged) and len(parts) > 1,
        )


def _is_zero(ledger: Ledger, key: Key) -> bool:
    level = ledger.get(key.concept, key.scope, "value", key.year)
    return level is not None and level.first.value == 0


def _member(
    ledger: Ledger, row: Any, concept: str, scope: str, measure: str, year: int | None
) -> list[Figure | Key]:
    """The printed figure of a required member, or of those that stand for it, or what is missing."""
    figure = ledger.get(concept, scope, measure, year)
    if figure is not None:
        return [figure]
    instead = row.get("instead", {}).get(concept, ())
    found = {other: ledger.get(other, scope, measure, year) for other in instead}
    if any(found.values()):
        return [figure or Key(scope, other, measure, year) for other, figure in found.items()]
    return [Key(scope, concept, measure, year)]


def _income(ledger: Ledger, scope: str, measure: str, year: int | None) -> Iterator[Sum]:
    row = definitions()["income"]
    wholes = _printed(ledger, row["whole"], scope, measure, year)
    if not wholes or scope != "all":
        return
    parts: list[Figure] = []
    for concept in row["sources"]:
        figure = ledger.get(concept, scope, measure, year)
        split = _printed(ledger, row["instead"].get(concept, ()), scope, measure, year)
        if figure is None or (split and _is_balance(figure)):
            parts += split
        else:
            parts.append(figure)
    carry = _printed(ledger, row["carry"], scope, measure, year)
    # 事业收入 may or may not include 教育收费 printed beside it: both are tried.
    names = {part.key.concept for part in parts}
    within = [
        part for part in parts if row["within"].get(part.key.concept) in names or _is_under(part, parts)
    ]
    parts = [part for part in parts if part not in within]
    carry += within
    levels = {figure.key.concept for figure in ledger.within(scope, "value", year)}
    complete = len(parts) > 1 and (
        is_level(measure)
        or all(
            f.key.concept in {p.key.concept for p in parts} for f in _nonzero_levels(ledger, row, scope, year)
        )
    )
    if parts and levels:
        exhaustive = all(figure.exhaustive for figure in parts)
        yield Sum(
            row["rule"], measure, tuple(wholes), tuple(parts), tuple(carry), (), complete and exhaustive
        )
    if is_difference(measure):
        split = _printed(ledger, row["changes"], scope, measure, year)
        if len(split) == len(row["changes"]):
            yield Sum(row["rule"], measure, tuple(wholes), tuple(split))


def _is_balance(figure: Figure) -> bool:
    """Whether a source is known only as the total of its balance, which includes what was carried over."""
    return all(fact.concept.endswith("income.total") for fact in figure.mentions)


def _is_under(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether every mention of a figure is printed as a part of one of the others (其中)."""
    ids = {other.first.id for other in others if other is not figure}
    return all(fact.whole in ids for fact in figure.mentions)


def _nonzero_levels(ledger: Ledger, row: Any, scope: str, year: int | None) -> list[Figure]:
    found: list[Figure] = []
    for concept in row["sources"]:
        figure = ledger.get(concept, scope, "value", year)
        rest = [figure] if figure else _printed(ledger, row["instead"].get(concept, ()), scope, "value", year)
        found += [figure for figure in rest if figure.first.value != 0]
    return found


def _trees(ledger: Ledger, scope: str, measure: str, year: int | None) -> Iterator[Sum]:
    for row in definitions()["trees"]:
        nodes = _codes(ledger, row["prefix"], scope, measure, year)
        if not nodes:
            continue
        levels = _codes(ledger, row["prefix"], scope, "value", year)
        roots = _children(nodes, "")
        wholes, others = _wholes(ledger, row["whole"], scope, measure, year)
        known = all(code in nodes for code in _children(levels, "") if levels[code].first.value != 0)
        if wholes:
            yield Sum(
                row["rule"],
                measure,
                tuple(wholes),
                tuple(nodes[code] for code in roots),
                complete=len(roots) > 1 and known and _claims_all(ledger, [nodes[c] for c in roots]),
                passing_wholes=(*_printed(ledger, row.get("also", ()), scope, measure, year), *others),
                open_list=_may_omit(ledger, [levels.get(c, nodes[c]) for c in roots]),
            )
        yield from _branches(ledger, row, nodes, levels, scope, measure, year)


def _branches(
    ledger: Ledger,
    row: Any,
    nodes: dict[str, Figure],
    levels: dict[str, Figure],
    scope: str,
    measure: str,
    year: int | None,
) -> Iterator[Sum]:
    """类 = Σ款, 款 = Σ项; the parent may be printed in another scope that covers the same money."""
    level_roots = _children(levels, "")
    level_wholes, _ = _wholes(ledger, row["whole"], scope, "value", year)
    whole_tree_closes = bool(level_wholes) and _closes(
        ledger, [levels[code] for code in level_roots], level_wholes
    )
    parents = {code[:size] for code in nodes for size in (3, 5) if len(code) > size}
    for parent in sorted(parents):
        head = nodes.get(parent)
        if head is None and any(code.startswith(parent) and len(code) < len(parent) for code in nodes):
            continue
        if head is None:
            head = _elsewhere(ledger, f"{row['prefix']}.{parent}", scope, measure, year)
        if head is None:
            continue
        children = _children(nodes, parent)
        expected = [code for code in _children(levels, parent) if levels[code].first.value != 0]
        known = all(code in nodes for code in expected)
        together = _one_table([head, *(nodes[code] for code in children)])
        listed = whole_tree_closes and parent not in nodes
        yield Sum(
            row["rule"],
            measure,
            (head,),
            tuple(nodes[c] for c in children),
            complete=known and (together or listed) and all(nodes[c].exhaustive for c in children),
        )


def _codes(ledger: Ledger, prefix: str, scope: str, measure: str, year: int | None) -> dict[str, Figure]:
    head = prefix + "."
    nodes = {
        figure.key.concept[len(head) :]: figure
        for figure in ledger.coded(scope, measure, year)
        if figure.key.concept.startswith(head)
    }
    return {code: figure for code, figure in sorted(nodes.items()) if code.isdigit()}


def _children(nodes: dict[str, Figure], parent: str) -> list[str]:
    """The printed codes directly below `parent` ('' for the top): none of their own parents is printed."""
    below = [code for code in nodes if code.startswith(parent) and code != parent]
    return [c for c in below if not any(c != other and c.startswith(other) for other in below)]


def _wholes(
    ledger: Ledger, concepts: Sequence[str], scope: str, measure: str, year: int | None
) -> tuple[list[Figure], list[Figure]]:
    """The totals in this scope, and those of scopes that cover the same money."""
    own = _printed(ledger, concepts, scope, measure, year)
    others: list[Figure] = []
    if year is None:
        for other in ("all", "fiscal", "general"):
            if other != scope and ledger.same_money(scope, other, measure):
                others += _printed(ledger, concepts, other, measure, year)
    return own or others[:1], others


def _elsewhere(ledger: Ledger, concept: str, scope: str, measure: str, year: int | None) -> Figure | None:
    for other in ("all", "fiscal", "general"):
        if other != scope and year is None and ledger.same_money(scope, other, measure):
            figure = ledger.get(concept, other, measure, year)
            if figure is not None:
                return figure
    return None


def _closes(ledger: Ledger, parts: Sequence[Figure], wholes: Sequence[Figure]) -> bool:
    for whole in wholes:
        for facts in ledger.combinations([whole, *parts]):
            computed = total([ledger.quantity(fact) for fact in facts[1:]])
            if computed.fits(ledger.quantity(facts[0])) != "flagged":
                return True
    return False


def _one_table(figures: Sequence[Figure]) -> bool:
    """Whether one table prints them all: a table by code leaves no code out."""
    tables = [{fact.table for fact in figure.mentions if fact.table is not None} for figure in figures]
    return bool(set.intersection(*tables))


def _may_omit(ledger: Ledger, parts: Sequence[Figure]) -> bool:
    """Whether a list may leave items out unsaid: one by 款 or 项, without a printed zero, whose
    shares do not sum to 100 %. Lists by 类 are short and printed whole."""
    fine = any(len(figure.key.concept.rpartition(".")[2]) > _CLASS for figure in parts)
    return fine and not _prints_zero(parts) and not _one_table(parts) and not _shares_sum(ledger, parts)


def _prints_zero(parts: Sequence[Figure]) -> bool:
    """A list that prints a zero leaves nothing out."""
    return any(figure.first.value == 0 for figure in parts)


def _shares_sum(ledger: Ledger, parts: Sequence[Figure]) -> bool:
    shares = [ledger.get(f.key.concept, f.key.scope, "share", f.key.year) for f in parts]
    if any(share is None for share in shares):
        return False
    printed = total([ledger.quantity(share.first) for share in shares if share is not None])
    return printed.fits(Quantity.exact(Decimal(100))) != "flagged"


def _claims_all(ledger: Ledger, parts: Sequence[Figure]) -> bool:
    """Whether a list claims to be complete: it does not say 主要…, or its shares sum to 100 %."""
    return all(figure.exhaustive for figure in parts) or _shares_sum(ledger, parts)


def _crossed(ledger: Ledger, scope: str, measure: str, year: int | None) -> Iterator[Sum]:
    for row in definitions()["crossed"]:
        wholes = _codes(ledger, row["whole"], scope, measure, year)
        if not wholes:
            continue
        halves = [_codes(ledger, half, scope, measure, year) for half in row["halves"]]
        beside = [_codes(ledger, kind, scope, measure, year) for kind in row.get("beside", ())]
        for code, whole in wholes.items():
            if all(code in half for half in halves):
                parts = [figures[code] for figures in (*halves, *beside) if code in figures]
                yield Sum("FT-C01", measure, (whole,), tuple(parts))
