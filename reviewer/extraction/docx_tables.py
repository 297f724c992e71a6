"""Where the cells of a docx table stand once merged cells are put together.

A row begins after ``w:gridBefore`` columns; a cell covers ``w:gridSpan`` columns and, by
``w:vMerge``, the cells below it that continue it (ECMA-376-1, 17.4.84).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reviewer.extraction.docx_parts import W, block_children, value_of, whole_number


@dataclass(slots=True, kw_only=True)
class PlacedCell:
    """A cell with its place in the grid, counted from 0.

    Attributes:
        element: The ``w:tc``.
        continued: True for a cell that only continues the one above or before it; what it
            holds is not shown.
    """

    element: etree._Element
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    continued: bool = False


@dataclass(slots=True)
class TableLayout:
    """The cells row by row, and the rows and cells that tracking has deleted."""

    cells: list[PlacedCell] = field(default_factory=list)
    deleted: list[etree._Element] = field(default_factory=list)


def lay_out(table: etree._Element) -> TableLayout:
    """Place the cells of a ``w:tbl``."""
    layout = TableLayout()
    open_merges: dict[int, PlacedCell] = {}
    row = 0
    for element in block_children(table):
        if element.tag != W + "tr":
            continue
        if element.find(f"{W}trPr/{W}del") is not None:
            layout.deleted.append(element)
            continue
        open_merges = _place_row(element, row, open_merges, layout)
        row += 1
    return layout


def _place_row(
    row_element: etree._Element, row: int, above: dict[int, PlacedCell], layout: TableLayout
) -> dict[int, PlacedCell]:
    """Place one row; returns the vertical merges that go on below it, by column."""
    merges: dict[int, PlacedCell] = {}
    column = whole_number(value_of(row_element.find(W + "trPr"), "gridBefore"), 0)
    before: PlacedCell | None = None
    for element in _cells(row_element, layout):
        properties = element.find(W + "tcPr")
        span = max(whole_number(value_of(properties, "gridSpan"), 1), 1)
        cell = PlacedCell(element=element, row=row, column=column, column_span=span)
        if _merge(properties, "hMerge") == "continue" and before is not None:
            cell.continued = True
            before.column_span += span
        elif _merge(properties, "vMerge") == "continue" and column in above:
            cell.continued = True
            above[column].row_span = row - above[column].row + 1
            merges[column] = above[column]
        elif _merge(properties, "vMerge") is not None:
            merges[column] = cell
        before = before if cell.continued and before is not None else cell
        layout.cells.append(cell)
        column += span
    return merges


def _cells(row: etree._Element, layout: TableLayout) -> Iterator[etree._Element]:
    for element in block_children(row):
        if element.tag != W + "tc":
            continue
        if element.find(f"{W}tcPr/{W}cellDel") is not None:
            layout.deleted.append(element)
        else:
            yield element


def _merge(properties: etree._Element | None, tag: str) -> str | None:
    """``restart`` or ``continue`` of a merged cell, None of another; without a value it continues."""
    merge = properties.find(W + tag) if properties is not None else None
    return None if merge is None else merge.get(W + "val", "continue")
