"""One PDF page as geometry: glyphs and ruling lines, in points from the top left as it is seen.

This is the only module that talks to PDFium. Everything after it is plain geometry and can be
tested without a PDF.
"""

from __future__ import annotations

import ctypes
import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MAX_GLYPHS = 200_000
MAX_PATHS = 60_000
_THIN = 2.6
"""A box thinner than this (points) is a drawn line; no cell is as thin."""
_MAX_FORM_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character; `baseline` and the box are in points, y downwards."""

    char: str
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line: `at` is its position across, `start`–`end` along."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageShapes:
    """Everything drawn on a page that reading needs."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    images: int


class _View:
    """Page space (y upwards, unrotated) -> what a reader sees (y downwards, rotated)."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        self.turn = page.get_rotation() % 360
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self.turn in (90, 270) else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def page_shapes(page: pypdfium2.PdfPage, number: int) -> PageShapes:
    """Glyphs and rules of one page; what exceeds the limits is left out."""
    view = _View(page)
    rules, images = _rules(page, view)
    return PageShapes(number, view.width, view.height, tuple(_glyphs(page, view)), tuple(rules), images)


def _glyphs(page: pypdfium2.PdfPage, view: _View) -> Iterator[Glyph]:
    textpage = page.get_textpage()
    raw = textpage.raw
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    seen: dict[str, tuple[float, float]] = {}
    for index in range(min(textpage.count_chars(), MAX_GLYPHS)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code < 0x20 or code in (0xFFFE, 0xFFFF) or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        angle = pdfium.FPDFText_GetCharAngle(raw, index)
        if angle > 0.2 and (angle + 0.1) % 1.5708 > 0.2:
            continue  # slanted: a watermark
        x0, top, x1, bottom = view.box(box.left, box.bottom, box.right, box.top)
        _, baseline = view.point(x.value, y.value)
        char = _plain(chr(code))
        before = seen.get(char)
        if before and abs(before[0] - x0) < 1.2 and abs(before[1] - baseline) < 1.2 and not char.isspace():
            continue  # printed twice a hair apart: imitated bold
        seen[char] = (x0, baseline)
        yield Glyph(char, x0, x1, top, bottom, baseline, bottom - top)
    textpage.close()


def _plain(char: str) -> str:
    """Radicals and compatibility forms that some fonts map to: ⽀ -> 支. Everything else stays."""
    code = ord(char)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", char)
    return " " if char in "\u00a0\u2002\u2003\u3000" else char


def _rules(page: pypdfium2.PdfPage, view: _View) -> tuple[list[Rule], int]:
    rules: list[Rule] = []
    images = paths = 0
    for item in page.get_objects(max_depth=_MAX_FORM_DEPTH):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            images += 1
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if paths > MAX_PATHS:
                break
            rules.extend(_path_rules(item, view))
    return rules, images


def _path_rules(item: pypdfium2.PdfObject, view: _View) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for corners in _subpaths(item, view):
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 <= _THIN and x1 - x0 > _THIN:
            yield Rule(True, (y0 + y1) / 2, x0, x1)
        elif x1 - x0 <= _THIN and y1 - y0 > _THIN:
            yield Rule(False, (x0 + x1) / 2, y0, y1)
        elif stroke.value:
            for (ax, ay), (bx, by) in itertools.pairwise(corners):
                if abs(ay - by) <= 0.5 and abs(ax - bx) > _THIN:
                    yield Rule(True, (ay + by) / 2, min(ax, bx), max(ax, bx))
                elif abs(ax - bx) <= 0.5 and abs(ay - by) > _THIN:
                    yield Rule(False, (ax + bx) / 2, min(ay, by), max(ay, by))


def _subpaths(item: pypdfium2.PdfObject, view: _View) -> Iterator[list[tuple[float, float]]]:
    matrix = item.get_matrix()
    container = item.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(item.raw), MAX_PATHS)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = view.point(*matrix.on_point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1:
                yield corners
            corners = [point]
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            corners.append(point)
        else:  # a curve is no ruling line
            corners = []
        if pdfium.FPDFPathSegment_GetClose(segment) and len(corners) > 2:
            corners.append(corners[0])
    if len(corners) > 1:
        yield corners
