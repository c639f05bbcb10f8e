"""What a table is about: its kind, its scope, and the figure that its sums stand for."""

from __future__ import annotations

from dataclasses import dataclass

from generator import vocabulary
from generator.reading.normalise import plain
from generator.reading.table_grid import Grid
from generator.reading.table_labels import scope_of, side_of


@dataclass(frozen=True, slots=True)
class Topic:
    """The subject of a table. `head` is what an amount is called that no column names further."""

    kind: str | None
    families: tuple[str, ...]
    scope: str
    side: str | None
    head: str | None
    read: bool
    classification: str | None


def topic(grid: Grid) -> Topic:
    """What a table is about, from its title or, without one, from its column heads."""
    title = plain(grid.table.caption)
    heads = grid.head_text()
    kind, row = _kind(title)
    if kind is None:
        kind, row = _kind(heads)
    families = tuple(row.get("families", ())) if row else ()
    scope = scope_of(title) or ("all" if title else scope_of(heads)) or "all"
    side = side_of(title) or side_of(heads)
    if not families:
        families = {"income": ("income",), "expenditure": ("expenditure",)}.get(side or "", families)
    return Topic(
        kind,
        families,
        scope,
        side,
        _head(kind, side),
        bool(row.get("read", True)) if row else True,
        classification(title) or classification(heads),
    )


def _kind(text: str) -> tuple[str | None, dict[str, list[str]]]:
    for kind, row in vocabulary.data("tables")["kinds"].items():
        if any(word in text for word in row["title"]) and not any(
            word in text for word in row.get("not", ())
        ):
            return kind, row
    return None, {}


def _head(kind: str | None, side: str | None) -> str | None:
    heads = {
        "basic": "expenditure.basic",
        "projects": "expenditure.project",
        "three_public": "three_public.total",
        "operating_funds": "operating_funds",
        "procurement": "procurement.total",
        "transfer": "transfer.total",
    }
    if kind in heads:
        return heads[kind]
    if kind in {"income", "expenditure", "ledger", None} and side in {"income", "expenditure"}:
        return f"{side}.total"
    return None


def classification(text: str) -> str | None:
    """economic or function: by which classes a title or a head says that rows are listed."""
    words = vocabulary.data("tables")["classification"]
    found = [by for by in ("economic", "function") if any(word in text for word in words[by])]
    return found[0] if len(found) == 1 else None


def says_empty(text: str) -> bool:
    """Whether a note under a table says that it has no figures."""
    note = plain(text)
    return any(word in note for word in vocabulary.data("tables")["empty"])
