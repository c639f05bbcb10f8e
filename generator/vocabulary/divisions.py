"""Administrative divisions: GB/T 2260 code -> names, and the divisions a text names.

The table is `divisions.tsv` (a tabular file, since 3,700 rows of YAML would take ten times as long to load).
It is read on the first call, and the automaton that searches is built on the first search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import ahocorasick

from generator.model import Span

Level = Literal["central", "province", "city", "county"]

UNKNOWN = "000000"
"""The code of 未注明地区: a place that neither the text nor the sidecar names."""
CENTRAL = "100000"
"""The code of 中央, for departments and units of the central level. GB/T 2260 codes divisions and has none
for it; its codes begin with 11, and those from 100000 to 109999 are free. The name is found in no text by
`find`: a report that speaks of the centre need not be of it (reading/central.py)."""

_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_NATIONS = (
    "壮族|回族|维吾尔|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|傣族|白族|景颇族|傈僳族|朝鲜族|蒙古族|蒙古"
    "|哈萨克|柯尔克孜|满族|瑶族|畲族|黎族|仫佬族|毛南族|水族|仡佬族|佤族|拉祜族|纳西族|独龙族|怒族|普米族"
    "|布朗族|裕固族|保安族|东乡族|撒拉族|土族|塔吉克|锡伯|达斡尔族|各族"
)
_NATION_TAIL = re.compile(rf"(?:{_NATIONS})+$")
# Names that are ordinary words too (城区 "the town", 来宾 "guests"): only after the division they lie in.
_ORDINARY = re.compile(
    r"(?:[城郊矿东西]|[老新]城|[东西南北]郊|[新]市|市[中南北]|城[中东西北]|[东西]市)区|来宾|东方|资源县?"
)

_COUNTY = re.compile(
    r"(?![^局委办厅院]{0,4}(?:开发|经开|园|新|景|保税|综保|自贸|功能|示范|试验|合作|产业|集聚|工业|旅游|度假|保护|管理|街|社|市|校|矿|林|库|辖|地|城|牧)区)"
    r"[\u4e00-\u9fff]{1,4}?(?:自治)?[县旗区](?=[\u4e00-\u9fff])"
)
"""A county or district as names go; a zone (开发区, 园区) is none, nor are 市区 and 城区."""


@dataclass(frozen=True, slots=True)
class Division:
    """One place. `province` and `city` are the names it lies in, None where the level does not exist.

    For a province `province` is its own name, for a city `city` is its own name. A municipality
    (直辖市) is a province and has no city. 中央 has neither.
    """

    code: str
    name: str
    province: str | None
    city: str | None
    level: Level
    until: int | None = None
    """The last year whose table carries this code with this name; None for one in use."""

    @property
    def full_name(self) -> str:
        """The name with those it lies in: 河南省焦作市中站区."""
        parts = [self.province, self.city, self.name]
        return "".join(dict.fromkeys(part for part in parts if part))


def lookup(code: str) -> Division | None:
    """The division of a code: the name in use, or the latest one for a code no longer in use."""
    if code == CENTRAL:
        return Division(CENTRAL, "中央", None, None, "central")
    rows = _rows().get(code)
    return _division(*rows[0]) if rows else None


def named(name: str) -> tuple[Division, ...]:
    """All divisions of exactly this full or short name (江苏省, 江苏), those in use first."""
    divisions = (_division(*row) for row in _names().get(name, ()))
    return tuple(sorted(divisions, key=lambda d: (d.until is not None, d.code)))


def find(text: str) -> list[tuple[Division, Span]]:
    """Every division named in `text`, in reading order, by full name or by the short one in use.

    An ambiguous name (鼓楼区, 普陀区) gives one entry for each candidate, all with the same span,
    unless the division it lies in is printed directly before it (南京市鼓楼区). County names without
    their last character (昆山) and names that are ordinary words (城区) count only in that position.
    A name right after a province or city that it does not lie in is not that place (滨湖区 of 无锡市,
    in 惠州市滨湖区): it is left out. Names in use win over the same name of earlier years.
    """
    found: list[tuple[Division, Span]] = []
    before: tuple[Division, ...] = ()
    before_start = before_end = -1
    for start, end, name in _matches(text):
        candidates = named(name)
        if start == before_end:
            inside = tuple(d for d in candidates if any(_lies_in(d, outer) for outer in before))
        else:
            inside = ()
        elsewhere = start == before_end and _encloses(text[before_start:start], before)
        if inside:
            candidates = inside
        elif elsewhere or _ORDINARY.fullmatch(name):
            continue
        else:
            candidates = tuple(d for d in candidates if not _is_bare(d, name))
        current = tuple(d for d in candidates if d.until is None)
        chosen = current or candidates
        if chosen:
            found.extend((division, (start, end)) for division in chosen)
            before, before_start, before_end = chosen, start, end
    return found


def unlisted(text: str, end: int) -> str | None:
    """The county or district that is named from `end` on, right after the place it lies in, and that the
    table does not hold: 新光县 in 广东省新光县教育局. None where no such name stands there.
    """
    match = _COUNTY.match(text, end)
    return match[0] if match else None


def _encloses(name: str, divisions: Iterable[Division]) -> bool:
    """Whether the full name of a province or a city was printed, within which a county's would follow."""
    return all(d.level in {"province", "city"} and d.name == name for d in divisions)


def _matches(text: str) -> Iterable[tuple[int, int, str]]:
    """Longest non-overlapping names, left to right."""
    for last, name in _automaton().iter_long(text):
        yield last + 1 - len(name), last + 1, name


def _lies_in(inner: Division, outer: Division) -> bool:
    significant = {"central": 0, "province": 2, "city": 4, "county": 6}[outer.level]
    return inner.code != outer.code and inner.code[:significant] == outer.code[:significant]


def _is_bare(division: Division, name: str) -> bool:
    return division.level == "county" and division.name != name


@cache
def _rows() -> dict[str, list[tuple[str, str, str]]]:
    """Code -> rows of (code, name, until), the one in use first."""
    lines = (files(__package__) / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for line in lines:
        if not line.startswith("#"):
            code, name, until = (*line.split("\t"), "")[:3]
            rows.setdefault(code, []).append((code, name, until))
    return rows


def _name_of(code: str) -> str | None:
    rows = _rows().get(code)
    return rows[0][1] if rows else None


@cache
def _division(code: str, name: str, until: str) -> Division:
    """Built when asked for: all of the table at once would cost most of its loading time."""
    year = int(until) if until else None
    province = _name_of(f"{code[:2]}0000") or name
    if code.endswith("0000"):
        return Division(code, name, name, None, "province", year)
    if code.endswith("00"):
        return Division(code, name, province, name, "city", year)
    city = None if code[:2] in _MUNICIPALITIES else _name_of(f"{code[:4]}00")
    return Division(code, name, province, city, "county", year)


def _short_names(name: str) -> Iterable[str]:
    """The names a place is called by besides its full one: 江苏, 内蒙古, 恩施州, 焦作, 铜梁."""
    for tail in ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "省", "地区", "市", "盟", "县", "区"):
        if name.endswith(tail):
            stem = name.removesuffix(tail)
            break
    else:
        return
    bare = stem if stem == "内蒙古" else _NATION_TAIL.sub("", stem)
    if len(bare) >= 2:
        yield bare
        if tail in {"自治州", "自治县", "自治旗"}:
            yield f"{bare}{tail[-1]}"


@cache
def _names() -> dict[str, list[tuple[str, str, str]]]:
    """Full or short name -> the rows it may mean."""
    names: dict[str, list[tuple[str, str, str]]] = {}
    for rows in _rows().values():
        for row in rows:
            names.setdefault(row[1], []).append(row)
            for short in _short_names(row[1]):
                names.setdefault(short, []).append(row)
    return names


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in _names():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton
