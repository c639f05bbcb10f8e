"""Downloading everything, and what was corrected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator import vocabulary
from generator.site import addresses, citations, data_package, data_tables
from generator.site.data_tables import Part, Written
from generator.site.figures import figure_name
from generator.site.rendering import RenderedFile, RenderedPage, render
from generator.site.site import Site

_FEW = 40
"""Files of figures that are listed without being asked for."""


@dataclass(frozen=True, slots=True)
class Province:
    """The files of one province, the latest year first."""

    name: str
    parts: Sequence[Part]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def reports(self) -> int:
        return sum(part.reports for part in self.parts)


def data(site: Site, folder: Path) -> tuple[RenderedPage, list[RenderedFile]]:
    """The page of downloads, and the downloads, which lie in `folder` until they are published."""
    written = data_tables.write(site, folder)
    description = json.dumps(data_package.describe(site, written), ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(f"{description}\n", encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return _page(site, written), [
        RenderedFile(f"{addresses.DATA}{path.relative_to(folder).as_posix()}", path, promised=True)
        for path in files
    ]


def _page(site: Site, written: Written) -> RenderedPage:
    html = render(
        site,
        "data.html",
        addresses.DATA,
        written=written,
        size=size,
        most=f"{data_tables.WHOLE // 1_000_000} MB",
        open=len(written.parts) <= _FEW,
        provinces=[
            Province(name, tuple(reversed(tuple(parts))))
            for name, parts in groupby(written.parts, key=lambda part: part.province_name)
        ],
        tables=[(name, vocabulary.data("fields")[name]) for name in data_tables.TABLES],
        reference=citations.gbt7714_2025(citations.data_reference(site.url, written.version)),
    )
    return RenderedPage(
        addresses.DATA, "数据下载", "全部数字、报告目录和疑点提示，CSV 与 SQLite，可按省份和年度下载。", html
    )


def size(count: int) -> str:
    """Bytes as readers know them: `12 KB`, `1.3 MB`."""
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{max(count, 1000) / 1000:.0f} KB"


def corrections(site: Site) -> RenderedPage:
    by_id = {part.report.id: (page, part) for page in site.archive.pages for part in page.parts}
    html = render(
        site,
        "corrections.html",
        addresses.CORRECTIONS,
        corrections=sorted(site.corrections, key=lambda c: (c.date, c.report), reverse=True),
        replies=sorted(site.replies, key=lambda r: (r.date, r.report), reverse=True),
        by_id=by_id,
        figure_name=figure_name,
    )
    return RenderedPage(addresses.CORRECTIONS, "更正与回应", "对解析的更正，以及部门对提示的回应。", html)
