"""Spreadsheets (.xlsx): each visible sheet a table, or several, numbers as the sheet shows them."""

from __future__ import annotations

import datetime
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from generator.model import SourceText
from generator.sources.assembly import Assembly, GridCell
from generator.sources.grid_text import put, stacked
from generator.sources.package import check_package
from generator.sources.unreadable import UnreadableSource

MAX_ROWS = 20_000
MAX_COLUMNS = 300
MAX_SHEETS = 200
_DIGITS_AFTER = re.compile(r"0\.(0+)")
_PADDED = re.compile(r"^0{2,7}$")


def read_xlsx(path: Path, data: bytes, sha256: str, form: str = "xlsx") -> SourceText:
    """A spreadsheet. Hidden sheets, rows and columns are not what was published: sheets are noted, not read.

    Raises UnreadableSource for damaged or hostile packages and workbooks without content.
    """
    check_package(path, data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, BadZipFile, SyntaxError) as error:
        raise UnreadableSource(
            path, "Excel 文件已损坏或不完整", "请用 Excel 或 WPS 打开后另存一份，再添加"
        ) from error
    assembly = Assembly()
    hidden: list[str] = []
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        cells = _cells(sheet)
        if any(c.text for c in cells):
            for block in stacked(cells):
                put(assembly, block, name=sheet.title)
    for title in hidden:
        assembly.table((), name=title, problem="工作表已隐藏，没有读取")
    source = assembly.source(str(path), sha256, form)
    if not any(c.isalnum() for c in source.text):
        raise UnreadableSource(path, "Excel 文件里没有内容", "请确认工作表没有隐藏，公式已经计算并保存")
    return source


def _cells(sheet: Any) -> list[GridCell]:
    """Cells of the used, visible range; rows and columns are counted without the hidden ones."""
    height = min(sheet.max_row or 0, MAX_ROWS)
    width = min(sheet.max_column or 0, MAX_COLUMNS)
    rows = [r for r in range(1, height + 1) if not sheet.row_dimensions[r].hidden]
    hidden_columns = _hidden_columns(sheet, width)
    columns = [c for c in range(1, width + 1) if c not in hidden_columns]
    row_at = {r: i for i, r in enumerate(rows)}
    column_at = {c: i for i, c in enumerate(columns)}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        inside_rows = [r for r in range(merged.min_row, min(merged.max_row, height) + 1) if r in row_at]
        inside_columns = [c for c in range(merged.min_col, min(merged.max_col, width) + 1) if c in column_at]
        if inside_rows and inside_columns:
            origin = inside_rows[0], inside_columns[0]
            spans[origin] = len(inside_rows), len(inside_columns)
            covered.update((r, c) for r in inside_rows for c in inside_columns)
            covered.discard(origin)
    last = max((r for r in rows if any(sheet.cell(r, c).value is not None for c in columns)), default=0)
    found: list[GridCell] = []
    for r in rows:
        if r > last:
            break
        for c in columns:
            if (r, c) in covered:
                continue
            high, wide = spans.get((r, c), (1, 1))
            found.append(GridCell(row_at[r], column_at[c], _shown(sheet.cell(r, c)), high, wide))
    return found


def _hidden_columns(sheet: Any, width: int) -> set[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            first, last = dimension.min or 0, dimension.max or 0
            hidden.update(range(first, min(last, width) + 1))
    return hidden


def _shown(cell: Any) -> str:
    """A value as the sheet shows it: its number format decides decimals, separators and percent signs."""
    value, form = cell.value, str(cell.number_format or "General").split(";")[0]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return str(value.date() if isinstance(value, datetime.datetime) else value)
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value), form)
    return str(value).strip()


def _number(value: Decimal, form: str) -> str:
    if not value.is_finite():
        return ""
    percent = "%" in form
    if percent:
        value *= 100
    places = _DIGITS_AFTER.search(form)
    if places:
        value = value.quantize(Decimal(1).scaleb(-len(places[1])), rounding=ROUND_HALF_UP)
    elif _PADDED.match(form):
        return str(int(value)).zfill(len(form))
    elif re.search(r"[#0]", form) and "General" not in form and not re.search(r"\.#", form):
        value = value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    elif value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    else:
        value = value.normalize()
    text = format(value, ",f") if "," in form else format(value, "f")
    return f"{text}%" if percent else text
