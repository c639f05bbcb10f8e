"""References ready to paste: GB/T 7714—2025 and 2015, BibTeX, RIS, CSL-JSON, and what Zotero reads.

GB/T 7714—2025, electronic report: `责任者. 题名[R/OL]. （发布日期）[引用日期]. URL.` An unknown date is
left out with its brackets. The access date is the reader's: the page fills it in, the template
leaves `ACCESSED` in its place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from generator.model import Report
from generator.site import addresses
from generator.site.archive import DepartmentYear, department_name, place_name

ACCESSED = "YYYY-MM-DD"
"""Stands where the reader's date of access belongs."""
SITE_AUTHOR = "明账"
UNREGISTERED = "未登记"


@dataclass(frozen=True, slots=True)
class Reference:
    """What every style needs to know. `url` is complete; `version` is the digest of the data."""

    key: str
    author: str
    title: str
    year: int | None
    published: str | None
    url: str | None
    version: str
    publisher: str
    medium: str = "R"
    """GB/T 7714's mark of what it is: R a report, DS a data set."""


def page_reference(page: DepartmentYear, site_url: str, version: str) -> Reference:
    """The reference for a department-year page of this site."""
    return Reference(
        key=f"mingzhang-{page.code}-{page.slug}-{page.year or '0000'}",
        author=SITE_AUTHOR,
        title=f"{page.title}公开报告解读与核对（数据版本 {version}）",
        year=None,
        published=None,
        url=f"{site_url}{page.address}",
        version=version,
        publisher=SITE_AUTHOR,
    )


def data_reference(site_url: str, version: str) -> Reference:
    """The reference for all data of this site together."""
    return Reference(
        key=f"mingzhang-data-{version}",
        author=SITE_AUTHOR,
        title=f"部门预算与决算公开数据（数据版本 {version}）",
        year=None,
        published=None,
        url=f"{site_url}{addresses.DATA}",
        version=version,
        publisher=SITE_AUTHOR,
        medium="DS",
    )


def source_reference(report: Report, version: str) -> Reference:
    """The reference for the report itself, as the department published it."""
    identity, provenance = report.reading.identity, report.provenance
    issuer = provenance.issuer or department_name(report)
    return Reference(
        key=f"{identity.code}-{identity.department}-{identity.year or '0000'}-{identity.kind or 'report'}",
        author=issuer,
        title=identity.title or f"{place_name(report)}{department_name(report)}",
        year=int(provenance.published[:4]) if provenance.published else None,
        published=provenance.published,
        url=provenance.url,
        version=version,
        publisher=issuer,
    )


def gbt7714_2025(reference: Reference) -> str:
    published = f"（{reference.published}）" if reference.published else ""
    where = f" {reference.url}." if reference.url else f" 来源网址{UNREGISTERED}."
    return f"{reference.author}. {reference.title}[{reference.medium}/OL]. {published}[{ACCESSED}].{where}"


def gbt7714_2015(reference: Reference) -> str:
    published = f"({reference.published})" if reference.published else ""
    where = f" {reference.url}." if reference.url else f" 来源网址{UNREGISTERED}."
    return f"{reference.author}. {reference.title}[{reference.medium}/OL]. {published}[{ACCESSED}].{where}"


_BIBTEX_SPECIAL = str.maketrans({char: f"\\{char}" for char in "&%$#_{}"} | {"\\": r"\textbackslash{}"})


def bibtex(reference: Reference) -> str:
    rows = {
        "author": "{" + reference.author.translate(_BIBTEX_SPECIAL) + "}",
        "title": "{" + reference.title.translate(_BIBTEX_SPECIAL) + "}",
        "institution": reference.publisher.translate(_BIBTEX_SPECIAL),
        "year": str(reference.year) if reference.year else "",
        "date": reference.published or "",
        "url": reference.url or "",
        "urldate": ACCESSED,
        "version": reference.version,
        "langid": "chinese",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items() if value)
    return f"@techreport{{{reference.key},\n{body}}}\n"


def ris(reference: Reference) -> str:
    rows = [
        ("TY", "RPRT"),
        ("AU", reference.author),
        ("TI", reference.title),
        ("PB", reference.publisher),
        ("DA", (reference.published or "").replace("-", "/")),
        ("PY", str(reference.year) if reference.year else ""),
        ("UR", reference.url or ""),
        ("ET", reference.version),
        ("Y2", ACCESSED.replace("-", "/")),
        ("LA", "zh-CN"),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def csl(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "report",
        "title": reference.title,
        "author": [{"literal": reference.author}],
        "publisher": reference.publisher,
        "version": reference.version,
        "language": "zh-CN",
    }
    if reference.url:
        item["URL"] = reference.url
    if reference.published:
        item["issued"] = {"date-parts": [[int(part) for part in reference.published.split("-")]]}
    return item


def csl_json(reference: Reference) -> str:
    return json.dumps([csl(reference)], ensure_ascii=False, indent=2) + "\n"


def dataset_json_ld(
    page: DepartmentYear, site_url: str, files: dict[str, str], version: str
) -> dict[str, Any]:
    """schema.org `Dataset` of one page. `files` maps a media type to the address of a download."""
    report = page.main
    description = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": page.title,
        "description": f"{page.title}公开报告中的全部数字，逐个注明原文位置，并经过核对。",
        "url": f"{site_url}{page.address}",
        "version": version,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": SITE_AUTHOR},
        "spatialCoverage": page.place,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{site_url}{address}"}
            for media, address in files.items()
        ],
    }
    if page.year:
        description["temporalCoverage"] = str(page.year)
    if report.provenance.url:
        description["isBasedOn"] = report.provenance.url
    if report.provenance.licence:
        description["license"] = report.provenance.licence
    return description
