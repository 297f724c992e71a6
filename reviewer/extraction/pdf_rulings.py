"""Ruling lines (表格线) and pictures of a PDF page, read from its drawing objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from reviewer.extraction.pdf_glyphs import Boxes, Sheet

_THIN = 3.0
_SHORTEST = 4.0
_MOST_OBJECTS = 50_000
_MOST_EDGES = 4_000
_MOST_SEGMENTS = 400
_DEEPEST = 4
_STRAIGHT = 0.5

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """What a page shows beside its text.

    Attributes:
        rulings: Straight horizontal and vertical lines, as boxes of (nearly) no width or height.
        pictures: Boxes of the pictures.
        overfull: More was drawn than is looked at (a map, a technical drawing): no rulings are given.
    """

    rulings: Boxes
    pictures: Boxes
    overfull: bool


@dataclass(slots=True)
class _Collector:
    """Corners (x, y, x, y) in the PDF's own plane, while a page is walked through."""

    rulings: list[_Corners] = field(default_factory=list)
    pictures: list[_Corners] = field(default_factory=list)
    objects: int = 0

    @property
    def full(self) -> bool:
        """Whether the page holds more than is worth looking at."""
        return self.objects > _MOST_OBJECTS or len(self.rulings) > _MOST_EDGES


def read_drawings(page: Any, sheet: Sheet) -> Drawings:
    """Ruling lines and pictures of a loaded page, as the page shows them.

    Args:
        page: A pdfium page handle (``FPDF_PAGE``).
        sheet: Its frame.
    """
    found = _Collector()
    count = pdfium.FPDFPage_CountObjects(page)
    items = list(map(pdfium.FPDFPage_GetObject, repeat(page), range(min(count, _MOST_OBJECTS))))
    # Nearly all objects of a page are text; they are passed over without a Python statement each.
    kinds = map(pdfium.FPDFPageObj_GetType, items)
    for index in [index for index, kind in enumerate(kinds) if kind != pdfium.FPDF_PAGEOBJ_TEXT]:
        _collect(items[index], _IDENTITY, found, depth=0)
        if found.full:
            break
    return Drawings(
        rulings=_shown([] if found.full else found.rulings, sheet),
        pictures=_shown(found.pictures, sheet),
        overfull=found.full or count > _MOST_OBJECTS,
    )


def _collect(item: Any, outer: Matrix, found: _Collector, *, depth: int) -> None:
    found.objects += 1
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        found.rulings.extend(_path_rulings(item, outer))
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        bounds = _bounds(item)
        if bounds:
            found.pictures.append(_placed_box(bounds, outer))
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _multiplied(_matrix(item), outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            _collect(pdfium.FPDFFormObj_GetObject(item, index), inner, found, depth=depth + 1)
            if found.full:
                return


def _path_rulings(path: Any, outer: Matrix) -> Iterator[_Corners]:
    bounds = _bounds(path)
    if bounds is None:
        return
    left, bottom, right, top = _placed_box(bounds, outer)
    width, height = right - left, top - bottom
    if min(width, height) <= _THIN:
        # A stroke or a thin filled bar: both are how programs draw the lines of a table.
        if max(width, height) >= _SHORTEST:
            middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
            yield (left, middle_y, right, middle_y) if width > height else (middle_x, bottom, middle_x, top)
        return
    if not _is_stroked(path):
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MOST_SEGMENTS:
        return
    yield from _straight_segments(path, count, _multiplied(_matrix(path), outer))


def _straight_segments(path: Any, count: int, matrix: Matrix) -> Iterator[_Corners]:
    """The horizontal and vertical pieces of a stroked path."""
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        across, up = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, across, up)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = _placed_point(across.value, up.value, matrix)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _straight(points)
            points = [point]
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            yield from _straight(points)
            points = [point]
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    yield from _straight(points)


def _straight(points: list[tuple[float, float]]) -> Iterator[_Corners]:
    for (left, bottom), (right, top) in pairwise(points):
        across, up = abs(right - left), abs(top - bottom)
        if min(across, up) < _STRAIGHT and max(across, up) >= _SHORTEST:
            yield (left, bottom, right, top)


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, fill, stroke)) and stroke.value != 0


def _bounds(item: Any) -> _Corners | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiplied(inner: Matrix, outer: Matrix) -> Matrix:
    if outer == _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    left_top = _placed_point(e, f, outer)
    return (
        a * outer[0] + b * outer[2], a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2], c * outer[1] + d * outer[3],
        *left_top,
    )  # fmt: skip


def _placed_point(across: float, up: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return across * a + up * c + e, across * b + up * d + f


def _placed_box(box: _Corners, matrix: Matrix) -> _Corners:
    if matrix == _IDENTITY:
        return box
    points = [_placed_point(across, up, matrix) for across in box[0::2] for up in box[1::2]]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _shown(corners: list[_Corners], sheet: Sheet) -> Boxes:
    return sheet.to_shown(np.asarray(corners, np.float32).reshape(-1, 4))
