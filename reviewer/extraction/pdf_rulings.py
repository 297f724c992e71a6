"""Ruling lines (表格线) and pictures of a PDF page, read from its drawing objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from reviewer.extraction.pdf_glyphs import Boxes, Sheet

_THIN = 3.0
_SHORTEST = 4.0
_MOST_OBJECTS = 50_000
_MOST_EDGES = 4_000
_MOST_SEGMENTS = 400
_DEEPEST = 4
_AT_ONCE = 256
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


class DrawingReader:
    """Reads the drawings of page after page through one set of buffers."""

    def __init__(self) -> None:
        self._buffer = bytearray(16 * _AT_ONCE)
        numbers = [ctypes.c_float.from_buffer(self._buffer, 4 * index) for index in range(4 * _AT_ONCE)]
        pointers = [ctypes.byref(number) for number in numbers]
        self._pointers = [pointers[edge::4] for edge in range(4)]

    def read(self, page: Any, sheet: Sheet) -> Drawings:
        """Ruling lines and pictures of a loaded page, as the page shows them.

        Args:
            page: A pdfium page handle (``FPDF_PAGE``).
            sheet: Its frame.
        """
        count = pdfium.FPDFPage_CountObjects(page)
        found = _Found(overfull=count > _MOST_OBJECTS)
        items = list(map(pdfium.FPDFPage_GetObject, repeat(page), range(min(count, _MOST_OBJECTS))))
        self._collect(items, _IDENTITY, found, depth=0)
        return Drawings(
            rulings=_shown([] if found.overfull else found.rulings, sheet),
            pictures=_shown(found.pictures, sheet),
            overfull=found.overfull,
        )

    def _collect(self, items: list[Any], outer: Matrix, found: _Found, *, depth: int) -> None:
        """Look at objects of one level. Nearly all are text, which costs no Python statement each."""
        kinds = np.fromiter(map(pdfium.FPDFPageObj_GetType, items), np.int32, len(items))
        paths = np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_PATH).tolist()
        pictures = np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_IMAGE).tolist()
        found.pictures.extend(self._placed([items[index] for index in pictures], outer).tolist())
        self._collect_paths([items[index] for index in paths], outer, found)
        found.objects += len(items)
        found.overfull |= found.objects > _MOST_OBJECTS or len(found.rulings) > _MOST_EDGES
        for index in np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_FORM).tolist():
            if depth < _DEEPEST and not found.overfull:
                form = items[index]
                count = min(pdfium.FPDFFormObj_CountObjects(form), _MOST_OBJECTS)
                inner = list(map(pdfium.FPDFFormObj_GetObject, repeat(form), range(count)))
                self._collect(inner, _multiplied(_matrix(form), outer), found, depth=depth + 1)

    def _collect_paths(self, paths: list[Any], outer: Matrix, found: _Found) -> None:
        boxes = self._placed(paths, outer)
        sizes = boxes[:, 2:] - boxes[:, :2]
        # A stroke or a thin filled bar: both are how programs draw the lines of a table.
        thin = (sizes.min(1) <= _THIN) & (sizes.max(1) >= _SHORTEST) if len(paths) else np.zeros(0, np.bool_)
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        flat = sizes[:, 0] > sizes[:, 1]
        boxes[flat, 1] = boxes[flat, 3] = middles[flat, 1]
        boxes[~flat, 0] = boxes[~flat, 2] = middles[~flat, 0]
        found.rulings.extend(boxes[thin].tolist())
        for index in np.flatnonzero(sizes.min(1) > _THIN).tolist() if len(paths) else ():
            if len(found.rulings) > _MOST_EDGES:
                return
            found.rulings.extend(_path_rulings(paths[index], outer))

    def _placed(self, items: list[Any], outer: Matrix) -> NDArray[np.float32]:
        """Corners (left, bottom, right, top) of objects in the page's plane; nothing for what has none."""
        bounds = np.zeros((len(items), 4), np.float32)
        for first in range(0, len(items), _AT_ONCE):
            part = items[first : first + _AT_ONCE]
            results = map(pdfium.FPDFPageObj_GetBounds, part, *self._pointers)
            known = np.fromiter(results, np.int32, len(part)) != 0
            read = np.frombuffer(self._buffer, np.float32, 4 * len(part)).reshape(-1, 4)
            bounds[first : first + len(part)][known] = read[known]
        if outer == _IDENTITY:
            return bounds
        a, b, c, d, e, f = outer
        corners = np.stack([bounds[:, [across, up]] for across in (0, 2) for up in (1, 3)], axis=1)
        across = corners[:, :, 0] * a + corners[:, :, 1] * c + e
        up = corners[:, :, 0] * b + corners[:, :, 1] * d + f
        return np.stack((across.min(1), up.min(1), across.max(1), up.max(1)), axis=1).astype(np.float32)


@dataclass(slots=True)
class _Found:
    """Corners (x, y, x, y) in the PDF's own plane, while a page is walked through."""

    rulings: list[Sequence[float]] = field(default_factory=list)
    pictures: list[Sequence[float]] = field(default_factory=list)
    objects: int = 0
    overfull: bool = False


def _path_rulings(path: Any, outer: Matrix) -> Iterator[_Corners]:
    """The straight pieces of a stroked path that is more than a line."""
    if not _is_stroked(path):
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if count <= _MOST_SEGMENTS:
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


def _shown(corners: list[Sequence[float]], sheet: Sheet) -> Boxes:
    return sheet.to_shown(np.asarray(corners, np.float32).reshape(-1, 4))
