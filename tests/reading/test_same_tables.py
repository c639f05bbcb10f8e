"""The same tables give the same figures, whatever file they come in."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from generator import sources
from generator.model import Table
from generator.reading.tables import read_all_tables


def as_html(tables: tuple[Table, ...]) -> bytes:
    out = ["<html><head><meta charset='gb18030'></head><body>"]
    for table in tables:
        out.append(f"<p>{table.caption}</p><p>单位：{table.unit or ''}</p><table>")
        for row in range(max(c.row for c in table.cells) + 1):
            cells = [c for c in table.cells if c.row == row]
            spans = (f"<td rowspan={c.rowspan} colspan={c.colspan}>{html.escape(c.text)}</td>" for c in cells)
            out.append(f"<tr>{''.join(spans)}</tr>")
        out.append("</table><p>以上为本表全部内容。</p>")
    return "".join([*out, "</body></html>"]).encode("gb18030")


def as_docx(tables: tuple[Table, ...]) -> bytes:
    document = docx.Document()
    for table in tables:
        document.add_paragraph(table.caption)
        document.add_paragraph(f"单位：{table.unit or ''}")
        rows = max(c.row + c.rowspan for c in table.cells)
        made = document.add_table(rows, max(c.column + c.colspan for c in table.cells))
        for cell in table.cells:
            place = made.cell(cell.row, cell.column)
            place.merge(
                made.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
            ).text = cell.text
        document.add_paragraph("以上为本表全部内容。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(tables: tuple[Table, ...]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(f"表{table.index}")
        sheet.append([table.caption])
        sheet.append([None, None, f"单位：{table.unit or ''}"])
        for cell in table.cells:
            row, column = cell.row + 3, cell.column + 1
            number = cell.text.replace(",", "")
            place = sheet.cell(row, column, cell.text or None)
            if "." in number and number.replace(".", "").isdigit():
                place.value, place.number_format = float(number), "#,##0." + "0" * len(number.split(".")[1])
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=row,
                    start_column=column,
                    end_row=row + cell.rowspan - 1,
                    end_column=column + cell.colspan - 1,
                )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "write", "suffix"),
    [
        ("js_gy_2018ys", as_html, "html"),
        ("js_gy_2018ys", as_xlsx, "xlsx"),
        ("sh_putuo_zfb_2025ys_dept", as_html, "html"),
        ("sh_putuo_zfb_2025ys_dept", as_xlsx, "xlsx"),
        ("sh_putuo_wanli_2024ys", as_xlsx, "xlsx"),
        ("js_swb_2018ys_tables", as_docx, "docx"),  # python-docx merges cells slowly: a small one
    ],
)
def test_every_format_gives_the_figures_of_the_pdf(
    corpus: Path, tmp_path: Path, name: str, write: Callable[[tuple[Table, ...]], bytes], suffix: str
) -> None:
    given = sources.read(corpus / "reports" / f"{name}.pdf")
    path = tmp_path / f"report.{suffix}"
    path.write_bytes(write(given.tables))
    again = sources.read(path)
    expected = [(f.id, f.value, f.unit, f.whole) for f in read_all_tables(given, 2025, "budget").facts]
    assert [
        (f.id, f.value, f.unit, f.whole) for f in read_all_tables(again, 2025, "budget").facts
    ] == expected
