"""The words of the field as data: concepts, scopes, measures, classification codes, divisions.

A new province's wording is a line in one of the YAML files here; this module only loads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Concept:
    """One name of a figure. `unit` is the kind of quantity: money, people, vehicles, …"""

    id: str
    zh: str
    en: str
    unit: str
    terms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    under: tuple[str, ...] = ()


@cache
def data(name: str) -> Any:
    """The content of `vocabulary/NAME.yaml`."""
    return yaml.load((files(__name__) / f"{name}.yaml").read_text(encoding="utf-8"), _LOADER)


@cache
def concepts() -> Mapping[str, Concept]:
    """All concepts by id, in the order of concepts.yaml."""
    return {
        key: Concept(
            id=key,
            zh=row["zh"],
            en=row["en"],
            unit=row["unit"],
            terms=tuple(row.get("terms", ())),
            weak=tuple(row.get("weak", ())),
            under=tuple(row.get("under", ())),
        )
        for key, row in data("concepts").items()
    }


_CODE = re.compile(r"^(?P<head>.+?)\.(?P<by>function|economic|item)\.(?P<code>\d{3,7})$")
_POSITION = re.compile(
    r"^(?P<head>project|transfer\.item|procurement\.\w+\.item)\.(?P<n>[\d.]+)(?:\.(?P<rest>.+))?$"
)
_LISTED = {
    "project": ("项目", "Project"),
    "transfer": ("转移支付项目", "Transfer"),
    "procurement": ("采购项", "Procurement item"),
}
_TARGETS = {
    "quality": ("质量指标", "quality target"),
    "quantity": ("数量指标", "quantity target"),
    "cost": ("成本指标", "cost target"),
    "timeliness": ("时效指标", "timeliness target"),
    "benefit": ("效益指标", "benefit target"),
    "satisfaction": ("满意度指标", "satisfaction target"),
}


def category_name(by: str, code: str) -> tuple[str, str] | None:
    """(Chinese, English) name of a code of the 'function' or 'economic' classification."""
    row = data("classifications")[by].get(code)
    return None if row is None else (row["zh"], class_in_english(row["zh"]))


def class_in_english(name: str) -> str:
    """English name of a class, by the Chinese name in force. Raises KeyError where there is no such class."""
    return str(data("english_names")[name])


@cache
def describe(concept: str) -> Concept:
    """The concept behind any concept path, code paths and numbered projects included.

    An id that no rule of naming covers is described by itself: nothing is refused here.
    """
    known = concepts().get(concept)
    if known is not None:
        return known
    if match := _CODE.match(concept):
        by = "economic" if match["by"] == "item" else match["by"]
        zh, en = category_name(by, match["code"]) or (f"科目{match['code']}", f"Item {match['code']}")
        head = match["head"]
        prefix = "" if head in {"expenditure", "income"} else f"{describe(head).zh}："
        return Concept(concept, f"{prefix}{zh}", en, "money")
    if match := _POSITION.match(concept):
        what = _LISTED[match["head"].partition(".")[0]]
        rest = (match["rest"] or "").removeprefix("target.")
        kind, _, place = rest.partition(".")
        zh, en = _TARGETS.get(kind, ("", ""))
        unit = "percent" if kind in _TARGETS else "money"
        name = f"{what[1]} {match['n']} {en} {place if zh else ''}".strip()
        return Concept(concept, f"{what[0]}{match['n']}{zh}{place if zh else ''}", name, unit)
    head, _, last = concept.rpartition(".")
    if head in concepts():
        parent = concepts()[head]
        return Concept(concept, f"{parent.zh}（{last}）", f"{parent.en} ({last})", parent.unit)
    return Concept(concept, concept, concept, "money")


def scope_name(scope: str, language: str = "zh") -> str:
    """Display name of a scope id."""
    return str(data("scopes")[scope][language])


def measure_name(measure: str, language: str = "zh") -> str:
    """Display name of a measure id; a compound one (`change.vs_…`) that is not listed shows itself."""
    row = data("measures").get(measure)
    return str(row[language]) if row else measure
