"""Tables typed into plain text, their cells set apart by tabs or by `|`.

Three ways of writing are met: tabs, as a copied web page or spreadsheet gives them; one row a line
with bars (`项目 | 预算数 | 决算数 |`); and one *cell* a line, as web-page extractors leave it
(`项目 |⏎预算数 |⏎`), where a row with fewer cells than the widest is filled up with bare bars
(`||`). In the last the rows have to be found again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from generator.model import Cell
from generator.sources.captions import unit_in

MAX_COLUMNS = 30
_LONGEST = 120
"""Characters in a cell. A line with more between its tabs is prose."""
_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?%?$|[-—]+$")
_SUM = re.compile(r"^(?:总|合|小)\s*计$|合计$|总计$")
_CODE = re.compile(r"\d{3,7}$")
_BARS = re.compile(r"[|｜]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell's text with its place in the source text; `fill` marks a bare bar."""

    text: str
    start: int
    end: int
    fill: bool = False


def table_at(lines: Sequence[tuple[int, str]], number: int, titled: bool) -> tuple[int, list[Cell] | None]:
    """(where the run of typed rows ends, its cells) for a run that begins with line `number`.

    Lines are (offset, text). No cells: the run is no table; where it ends at `number`, there is none.
    `titled`: the lines before read as a table's title, so that heads without any row under them are
    a table too (an empty one).
    """
    for typed, cells in ((_piped, _cells_of_bars), (_tabbed, _cells_of_tabs)):
        end = number
        while end < len(lines) and typed(lines[end][1]):
            end += 1
        if end - number > 1 or (typed is _tabbed and end > number and titled):
            return end, cells(lines[number:end])
    return number, None


def _piped(line: str) -> bool:
    return line.rstrip().endswith(("|", "｜"))


def _tabbed(line: str) -> bool:
    """At least two cells, and none of them a paragraph; a line about the unit is not yet the table."""
    cells = [c.strip() for c in line.split("\t")]
    if "\t" not in line.strip(" ") or not any(cells) or max(map(len, cells)) > _LONGEST or unit_in(line):
        return False
    return sum(1 for c in cells if c) > 1 or (cells[0] == "" and len(cells) > 2) or line.count("\t") > 1


def _cells_of_tabs(lines: Sequence[tuple[int, str]]) -> list[Cell] | None:
    rows: list[list[Piece]] = []
    for start, line in lines:
        row: list[Piece] = []
        at = 0
        for text in line.split("\t"):
            left = start + at + len(text) - len(text.lstrip())
            stripped = text.strip()
            row.append(Piece(stripped, left, left + len(stripped), not stripped))
            at += len(text) + 1
        rows.append(row)
    below = max((len(row) for row in rows[1:]), default=0)
    if below and not rows[0][0].text and len(rows[0]) == below + 1:
        del rows[0][0]  # the line of heads is indented by a tab
    width = max(len(row) for row in rows)
    if len(rows) == 1 and width < 3:
        return None
    head = _head_rows(rows)
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        over = _over_labels(row, rows[head:], width)
        cells += [_cell(p, number, c + over * (c > 0), 1, 1 if c else 1 + over) for c, p in enumerate(row)]
    return _merged_heads(cells, head)


def _over_labels(row: Sequence[Piece], body: Sequence[Sequence[Piece]], width: int) -> int:
    """How many more columns of labels the 合计 of a row stood over: a copied merged cell leaves one."""
    missing = width - len(row)
    if missing < 1 or not _SUM.search(row[0].text) or not all(_number(p) for p in row[1:]) or len(row) < 2:
        return 0
    whole = [other for other in body if len(other) == width]
    labelled = all(
        not _number(other[missing])
        and all(_CODE.match(p.text) or not _number(p) for p in other[:missing])
        and all(_number(p) or p.fill for p in other[missing + 1 :])
        for other in whole
    )
    return missing if whole and labelled else 0


def _merged_heads(cells: Sequence[Cell], head: int) -> list[Cell]:
    """Heads that stood over several columns or rows left blanks behind: they get their spans back."""
    at = {(c.row, c.column): c for c in cells}
    swallowed: set[tuple[int, int]] = set()
    out: list[Cell] = []
    for cell in cells:
        row, column = cell.row, cell.column
        if (row, column) in swallowed:
            continue
        wide = high = 1
        if cell.text and row + 1 < head:
            if _text_below(at, row, column, head):
                while _blank(at, row, column + wide) and _text_below(at, row, column + wide, head):
                    wide += 1
            else:
                while row + high < head and _blank(at, row + high, column):
                    high += 1
        swallowed.update((row + r, column + c) for r in range(high) for c in range(wide))
        out.append(replace(cell, colspan=wide, rowspan=high))
    return out


def _blank(at: Mapping[tuple[int, int], Cell], row: int, column: int) -> bool:
    cell = at.get((row, column))
    return cell is not None and not cell.text


def _text_below(at: Mapping[tuple[int, int], Cell], row: int, column: int, head: int) -> bool:
    return any((cell := at.get((r, column))) is not None and bool(cell.text) for r in range(row + 1, head))


def _head_rows(rows: Sequence[Sequence[Piece]]) -> int:
    return next((i for i, r in enumerate(rows) if any(_number(p) for p in r)), len(rows))


def _cells_of_bars(lines: Sequence[tuple[int, str]]) -> list[Cell] | None:
    rows = [_pieces(start, line) for start, line in lines]
    if any(sum(1 for p in row if not p.fill) > 1 for row in rows):
        rows = [row for row in rows if row]
        cells = [_cell(piece, r, c) for r, row in enumerate(rows) for c, piece in enumerate(row)]
        wide = max((len(row) for row in rows), default=0)
        return _merged_heads(cells, _head_rows(rows)) if wide > 1 and len(rows) > 1 else None
    flat = [piece for row in rows for piece in row]
    columns = _columns(flat)
    if columns is None:
        return None
    return _placed([flat[i : i + columns] for i in range(0, len(flat), columns)])


def _pieces(start: int, line: str) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    ends = [m.start() for m in _BARS.finditer(line)]
    for end in ends:
        text = line[at:end]
        left = at + len(text) - len(text.lstrip())
        stripped = text.strip()
        blank = Piece("", start + end, start + end, True)
        found.append(Piece(stripped, start + left, start + left + len(stripped)) if stripped else blank)
        at = end + 1
    if len(found) > 1 and found[0].fill and not found[1].fill:
        found = found[1:]  # a row that opens with a bar
    rule = [p for p in found if not p.fill]
    return [] if rule and all(set(p.text) <= set("-: ") for p in rule) and len(rule) > 1 else found


def _columns(flat: Sequence[Piece]) -> int | None:
    """How many columns make the flat run of cells the most table-like."""
    best: tuple[float, int] | None = None
    for columns in range(2, min(MAX_COLUMNS, len(flat) // 2 + 1) + 1):
        score = _consistency(flat, columns)
        if score > 0.5 and (best is None or score > best[0] + 1e-9):
            best = (score, columns)
    return best[1] if best else None


def _consistency(flat: Sequence[Piece], columns: int) -> float:
    """Between 0 and 1: how well columns hold one kind of thing and rows end where they should."""
    rows = [flat[i : i + columns] for i in range(0, len(flat), columns)]
    if len(rows) < 2 or any(_number(p) for p in rows[0]):
        return 0.0
    agree = total = 0
    for column in range(columns):
        held = [_number(r[column]) for r in rows[1:] if column < len(r) and not r[column].fill]
        agree += max(sum(held), len(held) - sum(held))
        total += len(held)
    runs = _fill_ends(flat)
    square = sum(1 for end in runs if end % columns == 0) / len(runs) if runs else 1.0
    whole = 1.0 if len(flat) % columns in (0, 1) else 0.85
    figures = 1.0 if any(_number(p) for p in flat) else 0.8
    return (agree / total if total else 0.0) * (0.5 + 0.5 * square) * whole * figures


def _fill_ends(flat: Sequence[Piece]) -> list[int]:
    """Where runs of two and more bare bars end: the ends of rows that were filled up."""
    ends: list[int] = []
    for index, piece in enumerate(flat):
        last = index + 1 == len(flat) or not flat[index + 1].fill
        if piece.fill and last and index and flat[index - 1].fill:
            ends.append(index + 1)
    return ends


def _number(piece: Piece) -> bool:
    return _NUMBER.match(piece.text) is not None


def _placed(rows: Sequence[Sequence[Piece]]) -> list[Cell] | None:
    width = max((len(r) for r in rows), default=0)
    if width < 2 or len(rows) < 2:
        return None
    cells: list[Cell] = []
    head = _head_rows(rows)
    number = 0
    while number < len(rows):
        named = [p for p in rows[number] if not p.fill]
        below = [p for p in rows[number + 1] if not p.fill] if number + 1 < head else []
        if number < head and len(named) == 1 and len(rows[number]) == width:
            cells.append(_cell(named[0], number, 0, 1, width))
            number += 1
        elif number < head and len(named) < width and below and (spans := _spans(named, below, width)):
            column = 0
            child = iter(below)
            for piece, span in zip(named, spans, strict=True):
                cells.append(_cell(piece, number, column, 1 if span > 1 else 2, span))
                for offset in range(span if span > 1 else 0):
                    cells.append(_cell(next(child), number + 1, column + offset))
                column += span
            number += 2
        else:
            cells.extend(_cell(p, number, c) for c, p in enumerate(rows[number]))
            number += 1
    return sorted(cells, key=lambda c: (c.row, c.column))


def _cell(piece: Piece, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(row, column, piece.text, piece.start, piece.end, rowspan, colspan)


def _spans(named: Sequence[Piece], below: Sequence[Piece], width: int) -> list[int] | None:
    """Column spans of a header row above `below`: which headings have sub-headings, and how many.

    Only the counts survive in such text, so parents are chosen by the words they share with
    their sub-headings.
    """
    parents = len(named) + len(below) - width
    if not 1 <= parents <= min(3, len(named)) or len(named) > 14:
        return None
    best: tuple[int, list[int]] | None = None
    for chosen in combinations(range(len(named)), parents):
        for cuts in combinations(range(1, len(below)), parents - 1):
            edges = [0, *cuts, len(below)]
            score, spans = 0, [1] * len(named)
            for place, left, right in zip(chosen, edges[:-1], edges[1:], strict=True):
                spans[place] = right - left
                score += sum(_shared(named[place].text, b.text) for b in below[left:right])
            if min(spans[c] for c in chosen) > 1 and (best is None or score > best[0]):
                best = (score, spans)
    return best[1] if best else None


def _shared(one: str, other: str) -> int:
    """Length of the longest run of characters that two headings share."""
    one, other = "".join(one.split()), "".join(other.split())
    longest = 0
    for i in range(len(one)):
        while i + longest < len(one) and one[i : i + longest + 1] in other:
            longest += 1
    return longest
