"""`datapackage.json`: what the tables are, for programs (Frictionless Data Package).

All files of figures are one resource with several paths, which tools read as one table; they are compressed
as the pattern for compressed resources says (https://specs.frictionlessdata.io/patterns/).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from generator import vocabulary
from generator.site.data_tables import TABLES, Written
from generator.site.site import Site

_REFERENCES = {
    "figures": (("report", "reports", "report"), ("cofog", "cofog", "code")),
    "findings": (("report", "reports", "report"),),
}
_KEYS: Mapping[str, str | list[str]] = {
    "reports": "report",
    "findings": ["report", "id"],
    "cofog": "code",
    "parts": "path",
}


def describe(site: Site, written: Written) -> dict[str, Any]:
    """The description of what was written; columns the Fiscal Data Package has a type for carry it.

    The amounts of `figures` are in yuan (CNY) in the one column `yuan`; its report says which
    department, year and phase (budget or final account) they belong to. A table without rows of figures
    is no resource: a list of paths may not be empty.
    """
    return {
        "profile": "tabular-data-package",
        "name": "mingzhang",
        "title": "明账：部门预算与决算公开数据",
        "description": "各部门公开的报告里印的每个数字，以原文为准。国际功能分类（COFOG）是近似对应。",
        "homepage": site.url,
        "version": written.version,
        "countryCode": "CN",
        "sources": [{"title": title} for title in vocabulary.data("cofog")["sources"]],
        "resources": [_resource(name, written) for name in TABLES if name != "figures" or written.parts],
    }


def _resource(name: str, written: Written) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field, row) for field, row in vocabulary.data("fields")[name].items()],
        "missingValues": [""],
    }
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    if name in _REFERENCES:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": resource, "fields": there}}
            for field, resource, there in _REFERENCES[name]
        ]
    return {
        "name": name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **(_several(written) if name == "figures" else _one(f"{name}.csv", written)),
        "schema": schema,
    }


def _several(written: Written) -> dict[str, Any]:
    """Sizes and hashes of the single files are in the table `parts`: the standard has them for one file."""
    return {"path": [part.path for part in written.parts], "compression": "gz"}


def _one(path: str, written: Written) -> dict[str, Any]:
    with (written.folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path, "bytes": written.size(path), "hash": f"sha256:{digest}"}


def _field(name: str, row: Mapping[str, str]) -> dict[str, str]:
    described = {"name": name, "type": row.get("type", "string"), "title": row["title"]}
    for key, into in (("about", "description"), ("fiscal", "columnType"), ("unit", "unit")):
        if key in row:
            described[into] = row[key]
    return described
