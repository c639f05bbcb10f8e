"""Nothing printed is dropped silently: every sum and proportion is a fact or is listed as unnamed."""

from __future__ import annotations

import re

import pytest

from generator.model import SourceText
from generator.reading.normalise import normalise
from generator.reading.outline import outline
from tests.reading.reports import Specimen, everything

_UNITS = r"(?:亿元|百万元|万元|千元|亿|万(?![人亩户吨平次])|元|%|‰|倍|个百分点)"
_FIGURE = re.compile(rf"[0-9](?:[0-9,. ]*[0-9])?(?={_UNITS})")
_THRESHOLD = re.compile(r"(?:单[价台件位]|价值|原值)[^，。；]{0,16}$")


def printed_figures(source: SourceText) -> list[tuple[int, int, str]]:
    """(start, end, words around it) of every number with a unit of money or proportion in the prose.

    Definitions and tables of contents state no figures of the report. `50万元以上设备` names a class of
    equipment.
    """
    found = []
    shape = outline(source)
    for paragraph in source.paragraphs:
        if paragraph.index in shape.contents:
            continue
        if any(section.kind == "glossary" for section in shape.paths.get(paragraph.index, ())):
            continue
        text = normalise(source.text, paragraph.start, paragraph.end)
        for match in _FIGURE.finditer(text.text):
            before, after = text.text[: match.start()], text.text[match.end() : match.end() + 12]
            if re.match(r"万元(?:（含）|（不含）)?(?:及?以上|以下|以内)", after) or _THRESHOLD.search(
                before[-24:]
            ):
                continue
            around = text.text[max(0, match.start() - 40) : match.end() + 8]
            found.append((*text.span(match.start(), match.end()), around))
    return found


@pytest.mark.parametrize("specimen", everything(), ids=lambda s: s.name)
def test_every_figure_is_named_or_listed(specimen: Specimen) -> None:
    covered = {fact.span[1] for fact in specimen.reading.facts}
    covered |= {figure.span[1] for figure in specimen.reading.unnamed}
    figures = printed_figures(specimen.source)
    assert figures
    dropped = [around for _, end, around in figures if end not in covered]
    assert not dropped, f"{len(dropped)} of {len(figures)}:\n" + "\n".join(dropped)
