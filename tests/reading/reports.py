"""The reports that reading is tried on: the five of data/, the invented ones, and the shared corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import reading, sources
from generator.model import Hints, Paragraph, Reading, SourceText
from generator.sources.text import read_text
from tests.conftest import ROOT, find_corpus

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Specimen:
    """One report and, where a person has labelled it, what it says."""

    name: str
    file: Path
    labels: Path | None = None

    @cached_property
    def label(self) -> Mapping[str, Any]:
        if self.labels is None:
            return {}
        content: Mapping[str, Any] = yaml.load(self.labels.read_text(encoding="utf-8"), _LOADER)
        return content

    @cached_property
    def source(self) -> SourceText:
        if self.file.parent.name != "excerpts":
            return sources.read(self.file)
        # The first line of an excerpt says where it was collected; it is no part of the report.
        return as_source("".join(self.file.read_text(encoding="utf-8").splitlines(keepends=True)[1:]))

    @cached_property
    def hints(self) -> Hints:
        report = self.label.get("report", {})
        return Hints(kind=report.get("kind"), year=report.get("year"))

    @cached_property
    def reading(self) -> Reading:
        return reading.read(self.source, self.hints)


def as_source(text: str) -> SourceText:
    """Text as a file of its own would give it."""
    return read_text(Path("report.txt"), text.encode("utf-8", "replace"), "0" * 64)


def one_paragraph(text: str) -> SourceText:
    """A report that lost all its line breaks after the first heading."""
    heading = "第二部分 部门情况说明\n"
    body = text.replace("\n", "")
    end = len(heading) - 1
    paragraphs = (Paragraph(1, 0, end), Paragraph(2, end + 1, len(heading) + len(body)))
    return SourceText("report.txt", "0" * 64, "txt", heading + body, paragraphs)


@cache
def invented(folder: str) -> tuple[Specimen, ...]:
    """`variants`, `variants_heldout` or `variants_blind`: written for the tests, labelled by their author."""
    files = sorted((ROOT / "tests" / folder).glob("*.txt"))
    return tuple(Specimen(file.stem, file, file.with_suffix(".yaml")) for file in files)


@cache
def committed() -> tuple[Specimen, ...]:
    """The five reports of data/reports, without labels."""
    files = sorted((ROOT / "data" / "reports").rglob("*.txt"))
    return tuple(Specimen("-".join(f.relative_to(ROOT / "data/reports").parts)[:-4], f) for f in files)


@cache
def labelled_corpus() -> tuple[Specimen, ...]:
    """The labelled texts of the shared corpus (the five reports and the excerpts), empty without it."""
    corpus = find_corpus()
    if corpus is None:
        return ()
    found = []
    for labels in sorted((corpus / "labels").glob("*.yaml")):
        named = Specimen("", labels, labels).label["report"].get("file")
        if named is None:
            found.append(Specimen(labels.stem, corpus / "excerpts" / f"{labels.stem}.txt", labels))
        elif str(named).endswith(".txt"):
            found.append(Specimen(labels.stem, corpus.parent / "seeds" / named, labels))
    return tuple(found)


def corpus_or_skip() -> tuple[Specimen, ...]:
    """The labelled corpus; without it the test is skipped, loudly."""
    specimens = labelled_corpus()
    if not specimens:
        pytest.skip(
            "no corpus: set MINGZHANG_CORPUS to the folder that holds excerpts/, labels/ and reports/"
        )
    return specimens


def everything() -> tuple[Specimen, ...]:
    """All texts at hand: what is committed, and the corpus where there is one."""
    excerpts = tuple(s for s in labelled_corpus() if s.file.parent.name == "excerpts")
    sets = ("variants", "variants_heldout", "variants_blind")
    return (*committed(), *(s for name in sets for s in invented(name)), *excerpts)
