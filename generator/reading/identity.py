"""Which report this is: title, place, department, year, kind and unit of money, each with its evidence.

What the caller knows (path, sidecar, options) wins; what neither it nor the text says stays
unknown. A place is never guessed: an ambiguous name is settled by the divisions named around it,
or it stays 未注明地区.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from generator import vocabulary
from generator.model import Evidence, Hints, Identity, Kind, SourceText, Span
from generator.reading.central import central_evidence
from generator.reading.normalise import Normalised, normalise
from generator.reading.outline import Outline
from generator.vocabulary import divisions
from generator.vocabulary.divisions import Division

UNKNOWN_PLACE = "未注明地区"
UNKNOWN_DEPARTMENT = "unknown"

_TITLE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年?度?[^。；，：]{0,24}?(?:预算|决算|三公经费)")
_PART = re.compile(
    r"^第[一二三四五六七八九十0-9]{1,3}(?:部分|章)[、：. ]?"
    r"|^[一二三四五六七八九十]{1,3}、|^（[一二三四五六七八九十]{1,3}）"
)
_BODY = (
    r"(?:人民政府办公室|政府办公室|办公室|办公厅|人民政府|政府办|委员会|人民法院|人民检察院|检察院|法院|协会|联合会|管理局|局|厅|部"
    r"|总工会|大学|学院|学校|中学|小学|幼儿园|医院|中心|街道办事处|办事处|管理处|服务处|保护处|工程处|政协|人大|团委|党校|党委|站|所|队|馆|院|委|办)"
)
_DEPARTMENT = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{1,24}}?{_BODY}(?:（[\u4e00-\u9fff]{{2,6}}）)?)(?=部门|单位|本级|机关|(?:19|20)[0-9]{{2}}年)"
)
_AFTER_YEAR = re.compile(
    rf"(?:19|20)[0-9]{{2}}年度?(?P<name>[\u4e00-\u9fff]{{2,24}}?{_BODY}(?:（[\u4e00-\u9fff]{{2,6}}）)?)"
    r"(?=部门|单位|[“\"]?三公|预算|决算|收支)"
)
_LEADING = re.compile(
    r"^(?:年度|年|我局|我|关于|附件[0-9：]*|我|本|按照|根据|经|和|与|及|由|比|各|为|对|向|在|是)+"
)
_SEARCHED = 60_000
"""Code points searched for a place: identity stands near the start of a report, or nowhere."""
_HEAD = 300
"""Code points in which the lines of a cover stand."""


@dataclass(frozen=True, slots=True)
class _Text:
    source: str
    normalised: Normalised

    def evidence(self, start: int, end: int) -> Evidence:
        span = self.normalised.span(start, end)
        quote = re.sub(r"\s*\n\s*", "", self.source[span[0] : span[1]])
        return Evidence("text", quote[:120], span)


def identify(source: SourceText, outline: Outline, hints: Hints) -> Identity:
    """The identity of a report with the evidence for every part that is known."""
    text = _Text(source.text, normalise(source.text[:_SEARCHED]))
    evidence: dict[str, Evidence] = {}
    title, title_span = _title(source, outline)
    if title_span:
        evidence["title"] = Evidence("text", title, title_span)
    normal_title = normalise(title).text
    year = hints.year or _year(text, normal_title, evidence)
    kind = hints.kind or _kind(text, normal_title, evidence)
    department = _department(text, normal_title, evidence)
    place = divisions.lookup(hints.code) if hints.code else _place(text, normal_title, department, evidence)
    unit = _unit(text, evidence)
    for name, value in (("year", hints.year), ("kind", hints.kind), ("code", hints.code)):
        if value:
            evidence[name] = Evidence(hints.origin)
    if hints.department:
        evidence["department"] = Evidence(hints.origin)
    return Identity(
        title=title,
        code=hints.code or (place.code if place else divisions.UNKNOWN),
        place=place.name if place else UNKNOWN_PLACE,
        province=place.province if place else None,
        city=place.city if place else None,
        department=hints.department or slug(department),
        department_name=department,
        year=year,
        kind=kind,
        unit=unit,
        evidence=evidence,
    )


def slug(department: str) -> str:
    """The ASCII slug of a department's printed name, `unknown` where its kind is not known."""
    names: dict[str, str] = vocabulary.data("departments")
    bare = re.sub(r"（.*?）|[（(].*$|本级$|机关$|本部$|部门$|单位$", "", department)
    for match in (str.endswith, str.__contains__):
        fitting = [name for name in names if match(bare, name)]
        if fitting:
            return names[max(fitting, key=len)]
    return UNKNOWN_DEPARTMENT


def _title(source: SourceText, outline: Outline) -> tuple[str, Span | None]:
    """The report's own title: the first short line that names a year and a budget or an account."""
    previous: tuple[str, Span] | None = None
    for paragraph in source.paragraphs[:400]:
        raw = re.sub(r"\s+", "", source.text[paragraph.start : paragraph.end])
        if paragraph.index in outline.contents or paragraph.index in outline.names or not raw:
            continue
        line = _PART.sub("", normalise(raw).text)
        span = (paragraph.start, paragraph.end)
        match = _TITLE.search(line)
        if match and len(line) <= 60 and not re.search(r"[0-9](?:万元|元|%)|。", line):
            title = _PART.sub("", raw)
            if (
                match.start() == 0
                and previous
                and re.search(rf"{_BODY}(?:（.{{2,6}}）)?$", normalise(previous[0]).text)
            ):
                return previous[0] + title, (previous[1][0], span[1])
            return title, span
        previous = (raw, span) if len(raw) <= 40 else None
    return "", None


def _year(text: _Text, title: str, evidence: dict[str, Evidence]) -> int | None:
    if match := _TITLE.search(title):
        evidence["year"] = Evidence("text", title, evidence["title"].span)
        return int(match["year"])
    found = [
        m
        for m in re.finditer(
            r"((?:19|20)[0-9]{2})年度?[^。，；0-9]{0,20}?(?:预算|决算|收入|支出|三公)", text.normalised.text
        )
        if text.normalised.text[max(0, m.start() - 1) : m.start()] not in {"比", "较", "与", "同", "于"}
    ]
    if not found:
        return None
    year, _ = Counter(m[1] for m in found).most_common(1)[0]
    first = next(m for m in found if m[1] == year)
    evidence["year"] = text.evidence(first.start(), first.end())
    return int(year)


def _kind(text: _Text, title: str, evidence: dict[str, Evidence]) -> Kind | None:
    for word, kind in (("决算", "final"), ("预算", "budget")):
        if word in title:
            evidence["kind"] = evidence["title"]
            return kind  # type: ignore[return-value]
    body = re.sub(
        r"一般公共预算|政府性基金预算|国有资本经营预算|预算法|财政预算|年初预算|预算单位|预算数",
        "",
        text.normalised.text,
    )
    budget, final = body.count("预算"), body.count("决算")
    if not budget and not final:
        return None
    word, kind = ("决算", "final") if final >= budget else ("预算", "budget")
    at = text.normalised.text.find(word)
    evidence["kind"] = text.evidence(max(0, at - 10), at + 2)
    return kind  # type: ignore[return-value]


def _department(text: _Text, title: str, evidence: dict[str, Evidence]) -> str:
    """The department as the title names it before or after the year, else as the sentences most often do."""
    before = re.split(r"(?:19|20)[0-9]{2}年", title)[0] if title else ""
    match = re.match(
        rf"^(?P<name>[\u4e00-\u9fff（）]{{2,40}}?{_BODY}(?:（[\u4e00-\u9fff]{{2,6}}）)?)(?:部门|单位)?$",
        before,
    )
    match = match or _AFTER_YEAR.match(title)
    if match and not _LEADING.match(match["name"]):
        evidence["department"] = evidence["title"]
        return match["name"]
    names: Counter[str] = Counter()
    where: dict[str, tuple[int, int]] = {}
    for found in _DEPARTMENT.finditer(text.normalised.text[:20_000]):
        name = _LEADING.sub("", found["name"])
        if 3 <= len(name) <= 24 and not re.search(r"预算|支出|收入|财政部门|情况", name):
            names[name] += 1
            where.setdefault(name, found.span("name"))
    if not names:
        return ""
    name = max(names, key=lambda n: (names[n], -where[n][0]))
    evidence["department"] = text.evidence(*where[name])
    return name


def _place(text: _Text, title: str, department: str, evidence: dict[str, Evidence]) -> Division | None:
    """The division the report is about: 中央 where it proves to be of the central level, else the deepest
    one its title or department names, the one that has a line of its own under the title, or the one whose
    organs (…区人民政府, …市财政局) the text most often speaks of."""
    proof = central_evidence(title, department, text.normalised.text)
    if proof is not None:
        evidence["code"] = evidence["title"] if proof == "title" else text.evidence(*proof)
        return divisions.lookup(divisions.CENTRAL)
    for name, where in ((title, "title"), (department, "department")):
        named = divisions.find(name)
        if named and named[-1][0].level != "county" and divisions.unlisted(name, named[-1][1][1]):
            return None  # a department of a county that the table does not hold is not one of its city
        found = _settled(named, text)
        if found and where in evidence:
            evidence["code"] = evidence[where]
            return found
    return _from_line(text, evidence) or _from_organs(text, evidence)


def _from_line(text: _Text, evidence: dict[str, Evidence]) -> Division | None:
    """The division that one of the first lines is and nothing else: `（甘肃省）`."""
    for line in re.finditer(r"[^\n]+", text.source[:_HEAD]):
        name = normalise(line[0]).text.strip("（）() ")
        found = [d for d in divisions.named(name) if d.name == name and d.until is None]
        if len(found) == 1:
            evidence["code"] = Evidence("text", line[0].strip(), line.span())
            return found[0]
    return None


def _settled(found: list[tuple[Division, Span]], text: _Text) -> Division | None:
    """The deepest division named; among namesakes the one whose province or city the text names."""
    if not found:
        return None
    order = {"province": 0, "city": 1, "county": 2}
    deepest = max(order[d.level] for d, _ in found)
    last = max(span for d, span in found if order[d.level] == deepest)
    candidates = [d for d, span in found if span == last and order[d.level] == deepest]
    if len(candidates) == 1:
        return candidates[0]
    around = [d for d in candidates if any(p and p in text.normalised.text for p in (d.city, d.province))]
    return around[0] if len(around) == 1 else None


def _from_organs(text: _Text, evidence: dict[str, Evidence]) -> Division | None:
    body = text.normalised.text
    organs: Counter[str] = Counter()
    spans: dict[str, Span] = {}
    by_code: dict[str, list[tuple[Division, Span]]] = {}
    for division, span in divisions.find(body[:20_000]):
        if re.match(
            r"(?:人民政府|政府|财政局|市?区?委|各级|本级|级|.{0,6}(?:局|办公室|委员会|厅|办))",
            body[span[1] : span[1] + 10],
        ):
            key = body[span[0] : span[1]]
            organs[key] += 1
            spans.setdefault(key, span)
            by_code.setdefault(key, []).append((division, span))
    if not organs:
        return None
    deepest = {
        k: max({"province": 0, "city": 1, "county": 2}[d.level] for d, _ in by_code[k]) for k in organs
    }
    name = max(organs, key=lambda k: (deepest[k], organs[k]))
    found = _settled([(d, (0, 1)) for d in {d.code: d for d, _ in by_code[name]}.values()], text)
    if found:
        evidence["code"] = text.evidence(*spans[name])
    return found


def _unit(text: _Text, evidence: dict[str, Evidence]) -> str | None:
    """The unit of money most figures are printed in, else the one a 单位：… line states."""
    found = list(re.finditer(r"[0-9](?P<unit>亿元|万元|千元|元)", text.normalised.text))
    if not found:
        found = list(
            re.finditer(r"(?:金额)?单位：(?:人民币)?(?P<unit>亿元|万元|千元|元)", text.normalised.text)
        )
    if not found:
        return None
    unit, _ = Counter(m["unit"] for m in found).most_common(1)[0]
    first = next(m for m in found if m["unit"] == unit)
    evidence["unit"] = text.evidence(first.start("unit"), first.end("unit"))
    return unit
