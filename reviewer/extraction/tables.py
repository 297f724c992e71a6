"""Ruled tables: ruling lines to a grid of cells, with the geometry of pdfplumber.

pdfplumber's own way to the lines is to parse the page a second time in Python, at some
thirty pages a second; here pdfium gives the lines and only the geometry is pdfplumber's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pdfplumber import table as plumber

from reviewer.document import TableCell
from reviewer.extraction.pdf_glyphs import Boxes

_SNAP = 3.0
_MOST_CROSSINGS = 3_000
_FEWEST_RULINGS = 4
_SAME_EDGE = 4.0
_FEWEST_ROWS = 3
_FEWEST_UPRIGHT = 2
_FEWEST_FLAT = 3

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Ruling = dict[str, float | str]
"""A line in the form that pdfplumber's geometry takes."""
Crossings = dict[Point, dict[str, list[Ruling]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell of a grid: its box in points and its place, rows and columns counted from 0."""

    box: Box
    row: int
    column: int
    row_span: int
    column_span: int

    def numbered(self, table: int) -> TableCell:
        """The cell as part of a document's table of that number."""
        return TableCell(
            table=table,
            row=self.row,
            column=self.column,
            row_span=self.row_span,
            column_span=self.column_span,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table on one page.

    Attributes:
        cells: By rows, then columns.
        box: The table's outline.
        edges: Left edges of its columns and the right edge of the last, in points.
        rows: Number of rows.
    """

    cells: tuple[GridCell, ...]
    box: Box
    edges: tuple[float, ...]
    rows: int

    def continues(self, other: Grid) -> bool:
        """Whether this is the same table after a page break: its columns stand where the other's stood."""
        return len(self.edges) == len(other.edges) and all(
            abs(mine - theirs) < _SAME_EDGE for mine, theirs in zip(self.edges, other.edges, strict=True)
        )


def find_grids(rulings: Boxes) -> list[Grid]:
    """Tables that ruling lines make, from top to bottom.

    A frame of one cell is no table, nor are two boxes one below the other.

    Args:
        rulings: Boxes of (nearly) no width or height, in points.
    """
    if len(rulings) < _FEWEST_RULINGS:
        return []
    edges = [_edge(*ruling) for ruling in rulings.tolist()]
    if len({edge["orientation"] for edge in edges}) < 2:
        return []
    merged = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    merged += _closing_edges(merged)
    crossings = plumber.edges_to_intersections(merged, _SNAP, _SNAP)
    if not 6 <= len(crossings) <= _MOST_CROSSINGS:
        return []
    grids = [_grid(cells) for cells in plumber.cells_to_tables(_cells(crossings))]
    return [grid for grid in grids if len(grid.edges) > 2 or grid.rows >= _FEWEST_ROWS]


def cell_numbers(boxes: Boxes, grid: Grid) -> NDArray[np.int32]:
    """For each box the number of the cell that holds its middle, counted from 1; 0 for none.

    Args:
        boxes: Boxes of characters, in points.
        grid: The table.
    """
    numbers = np.zeros(len(boxes), np.int32)
    across, down = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    left, top, right, bottom = grid.box
    near = np.flatnonzero((across >= left) & (across < right) & (down >= top) & (down < bottom))
    across, down = across[near], down[near]
    # Backwards, so that the first of two cells that overlap wins.
    for number, cell in reversed(list(enumerate(grid.cells, start=1))):
        left, top, right, bottom = cell.box
        numbers[near[(across >= left) & (across < right) & (down >= top) & (down < bottom)]] = number
    return numbers


def _closing_edges(edges: Sequence[Ruling]) -> list[Ruling]:
    """Lines that a table leaves open: its sides, or its end where a page breaks off.

    Several lines of one direction that end at one position, with none across there, are
    closed by a line. A table without any line in the one direction is not ruled.
    """
    flat = [edge for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    if min(len(flat), len(upright)) < 2:
        return []
    closing: list[Ruling] = []
    for side in ("top", "bottom"):
        for position, first, last in _open_ends(upright, flat, (side, "x0", "x1", "top"), _FEWEST_UPRIGHT):
            closing.append(_edge(first, position, last, position))
    for side in ("x0", "x1"):
        for position, first, last in _open_ends(flat, upright, (side, "top", "bottom", "x0"), _FEWEST_FLAT):
            closing.append(_edge(position, first, position, last))
    return closing


def _open_ends(
    edges: Sequence[Ruling], crossing: Sequence[Ruling], names: tuple[str, str, str, str], fewest: int
) -> Iterator[tuple[float, float, float]]:
    """Positions at which enough lines end with none across, and from where to where one is missing.

    Args:
        edges: Lines of one direction.
        crossing: Lines of the other.
        names: Of the coordinates: the end looked at, the two across it, and a crossing line's own place.
        fewest: How many must end together.
    """
    side, low, high, place = names
    for position, group in _ending_together(edges, side, fewest):
        first = min(float(edge[low]) for edge in group)
        last = max(float(edge[high]) for edge in group)
        closed = any(
            abs(float(edge[place]) - position) <= _SNAP
            and float(edge[low]) <= last - _SNAP
            and float(edge[high]) >= first + _SNAP
            for edge in crossing
        )
        if not closed and last - first > _SNAP:
            yield position, first, last


def _ending_together(edges: Sequence[Ruling], side: str, fewest: int) -> Iterator[tuple[float, list[Ruling]]]:
    """Groups of enough lines that end at one position on that side."""
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for edge in sorted(edges, key=lambda each: float(each[side])):
        position = float(edge[side])
        near = next((key for key in groups if abs(float(groups[key][0][side]) - position) <= _SNAP), None)
        groups[len(groups) if near is None else near].append(edge)
    for group in groups.values():
        if len(group) >= fewest:
            yield float(group[0][side]), group


def _cells(crossings: Crossings) -> list[Box]:
    """The smallest rectangles that crossing lines make.

    The same as pdfplumber's ``intersections_to_cells``, which compares every crossing with
    every other; here each looks along its own two lines only.
    """
    columns: dict[float, list[Point]] = defaultdict(list)
    rows: dict[float, list[Point]] = defaultdict(list)
    for point in sorted(crossings):
        columns[point[0]].append(point)
        rows[point[1]].append(point)
    lines = {
        direction: {point: {id(edge) for edge in found[direction]} for point, found in crossings.items()}
        for direction in ("v", "h")
    }

    def along(points: list[Point], start: Point, direction: str) -> Iterator[Point]:
        for point in points[points.index(start) + 1 :]:
            if not lines[direction][start] & lines[direction][point]:
                return
            yield point

    def smallest(corner: Point) -> Box | None:
        across = list(along(rows[corner[1]], corner, "h"))
        for below in along(columns[corner[0]], corner, "v"):
            for right in across:
                opposite = (right[0], below[1])
                if (
                    opposite in crossings
                    and lines["v"][opposite] & lines["v"][right]
                    and lines["h"][opposite] & lines["h"][below]
                ):
                    return (*corner, *opposite)
        return None

    return [cell for corner in sorted(crossings) if (cell := smallest(corner))]


def _grid(cells: Sequence[Box]) -> Grid:
    boxes = np.asarray(cells)
    across, down = _distinct(boxes[:, 0::2]), _distinct(boxes[:, 1::2])
    # left, top, right, bottom of each cell as numbers of grid lines
    lefts, rights = _nearest(across, boxes[:, 0]), _nearest(across, boxes[:, 2])
    tops, bottoms = _nearest(down, boxes[:, 1]), _nearest(down, boxes[:, 3])
    placed = [
        GridCell(
            box=box, row=top, column=left, row_span=max(bottom - top, 1), column_span=max(right - left, 1)
        )
        for box, left, top, right, bottom in zip(cells, lefts, tops, rights, bottoms, strict=True)
    ]
    return Grid(
        cells=tuple(sorted(placed, key=lambda cell: (cell.row, cell.column))),
        box=(across[0], down[0], across[-1], down[-1]),
        edges=tuple(across),
        rows=len(down) - 1,
    )


def _edge(left: float, top: float, right: float, bottom: float) -> Ruling:
    """A ruling in the form that pdfplumber's geometry takes."""
    flat = right - left >= bottom - top
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    x0, x1 = (left, right) if flat else (middle_x, middle_x)
    y0, y1 = (middle_y, middle_y) if flat else (top, bottom)
    return {
        "x0": x0, "x1": x1, "top": y0, "bottom": y1, "width": x1 - x0, "height": y1 - y0,
        "orientation": "h" if flat else "v",
    }  # fmt: skip


def _distinct(values: NDArray[np.float64]) -> list[float]:
    """Sorted values without those that a hair separates."""
    ordered = np.unique(values)
    kept: list[float] = ordered[np.diff(ordered, prepend=-np.inf) > _SNAP].tolist()
    return kept


def _nearest(edges: Sequence[float], values: NDArray[np.float64]) -> list[int]:
    """For each value the index of the nearest edge."""
    nearest: list[int] = np.abs(np.asarray(edges)[None, :] - values[:, None]).argmin(1).tolist()
    return nearest
