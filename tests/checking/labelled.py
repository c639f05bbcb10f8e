"""The labelled corpus as input of the checker: labels -> facts, the text -> everything else.

The reader may misread; the labels do not. Checking is measured on both.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from generator import reading, sources
from generator.model import Fact, Hints, Reading, SourceText

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def labels(corpus: Path) -> Iterator[tuple[str, Any, Path]]:
    """(name, label, file) of every labelled report."""
    folder = corpus / "labels" if (corpus / "labels").is_dir() else corpus
    for path in sorted(folder.glob("*.yaml")):
        label = yaml.load(path.read_text(encoding="utf-8"), LOADER)
        if folder == corpus:
            yield path.stem, label, corpus / f"{path.stem}.txt"
            continue
        named = label["report"].get("file")
        if named and not named.endswith(".pdf"):
            yield path.stem, label, corpus.parent / "seeds" / named
        elif named:
            yield path.stem, label, corpus / "reports" / Path(named).name
        else:
            yield path.stem, label, corpus / "excerpts" / f"{path.stem}.txt"


def source_of(path: Path) -> SourceText:
    """The source text; the `# source:` line of an excerpt is not part of it."""
    if path.parent.name != "excerpts":
        return sources.read(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / path.name
        plain.write_text(
            "".join(line for line in lines if not line.startswith("# source:")), encoding="utf-8"
        )
        return sources.read(plain)


def read(label: Any, source: SourceText) -> Reading:
    """What the reader makes of it, with the kind and year of the label as the command line gives them."""
    report = label["report"]
    return reading.read(source, Hints(kind=report["kind"], year=report["year"]))


def with_labelled_facts(label: Any, source: SourceText, found: Reading) -> Reading:
    return replace(found, facts=tuple(_facts(label, source.text)))


def _facts(label: Any, text: str) -> Iterator[Fact]:
    squeezed, offsets = _squeeze(text)
    position = 0
    for row in label["facts"]:
        quote = _squeeze(str(row["quote"]))[0]
        at = squeezed.find(quote, position)
        at = squeezed.find(quote) if at < 0 else at
        span = (0, 0)
        printed = str(row["quote"])
        if "start" in row:
            span = (row["start"], row["end"])
        elif at >= 0:
            start, end = offsets[at], offsets[at + len(quote) - 1] + 1
            printed = text[start:end]
            number = str(row["value"]).lstrip("-")
            inside = printed.find(number)
            span = (start + inside, start + inside + len(number)) if inside >= 0 else (start, end)
            if row["where"] == "text":
                position = at
        yield Fact(
            id=row["id"],
            scope=row["scope"],
            concept=row["concept"],
            measure=row["measure"],
            value=Decimal(str(row["value"])),
            unit=row["unit"],
            year=row["year"],
            where=row["where"],
            quote=printed,
            span=span,
            textual=bool(row.get("textual")),
            approx=bool(row.get("approx")),
            unit_inferred=bool(row.get("unit_inferred")),
            base=row.get("base"),
            reason=_reason(text, span),
            label=row.get("name"),
        )


def _reason(text: str, span: tuple[int, int]) -> str | None:
    """The words after a change up to the full stop, where they hold no further number."""
    stop = text.find("。", span[1])
    after = text[span[1] : stop if 0 <= stop < span[1] + 120 else span[1] + 120]
    return None if re.search(r"\d.*\d", after) or len(after) < 6 else after


def _squeeze(text: str) -> tuple[str, list[int]]:
    kept = [index for index, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[index] for index in kept), kept
