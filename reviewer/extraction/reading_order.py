"""Order of what stands on a page: the content's own order, mended where it jumps.

Programs write a page mostly in the order in which it is read, columns included. What they
write out of turn (headers, bold print, filled-in fields) is put where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.extraction.lines import Line
from reviewer.extraction.tables import Box, Grid, GridCell

_MOST_LINES = 1_500
"""A page with more lines is a drawing; its own order is kept, since mending takes quadratic time."""


_GUTTER = 1.5
"""Room between two columns, in em; words are nearer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table with its text.

    Attributes:
        grid: Its cells' places.
        cells: Each cell with its lines.
        page: 1-based page.
    """

    grid: Grid
    cells: tuple[tuple[GridCell, tuple[Line, ...]], ...]
    page: int


def order_page(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line | Table]:
    """What stands on one page, as it is read.

    Args:
        lines: Lines of the flow in the order of the content, without furniture.
        tables: The page's tables.
    """
    items: list[Line | Table] = [*order_lines(lines)]
    for table in tables:
        items.insert(_place(items, table), table)
    return items


def order_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines as they are read; pieces of one line of print become one line.

    Args:
        lines: In the order of the content, all of the flow or all of one cell.
    """
    if len(lines) > _MOST_LINES:
        return list(lines)
    ordered: list[Line] = []
    for line in lines:
        if not ordered or _follows(ordered, line):
            ordered.append(line)
        else:
            ordered.insert(_place(ordered, line), line)
    return _closed_up(ordered)


def _follows(ordered: Sequence[Line], line: Line) -> bool:
    """Whether a line stands where reading goes on: to the right, below, or at the head of a new column."""
    last = ordered[-1]
    if line.beside(last):
        return line.left >= last.left
    return line.middle > last.middle or _begins_column(ordered, line)


def _closed_up(ordered: Sequence[Line]) -> list[Line]:
    """Pieces that stand side by side as one line."""
    closed: list[Line] = []
    for line in ordered:
        if closed and closed[-1].beside(line) and line.left > closed[-1].right - line.em / 2:
            closed[-1] = closed[-1].followed_by(line)
        else:
            closed.append(line)
    return closed


def _begins_column(ordered: Sequence[Line], line: Line) -> bool:
    """Whether a line above the last one begins a column.

    All that stands lower so far is left of it then, and no piece of its own line of print is
    as near as words are.
    """
    lower = [each for each in ordered if each.bottom > line.top]
    touches = any(each.beside(line) and line.left - each.right < _GUTTER * line.em for each in lower)
    return not touches and all(each.right <= line.left + line.em / 2 for each in lower)


def _place(items: Sequence[Line | Table], new: Line | Table) -> int:
    """Index at which something that was written out of turn is read.

    That is among the pieces of its own line of print, else before the first item below it in
    its column, else behind what stands above.
    """
    left, top, right, bottom = _box(new)
    middle, behind = (top + bottom) / 2, None
    for index, item in enumerate(items):
        item_left, item_top, item_right, item_bottom = _box(item)
        if isinstance(item, Line) and isinstance(new, Line) and item.beside(new):
            if item_left > left:
                return index
            behind = index + 1
        elif item_left < right and item_right > left:
            if (item_top + item_bottom) / 2 > middle:
                return index if behind is None or not _is_beside(items[behind - 1], new) else behind
            behind = index + 1
    if behind is not None:
        return behind
    lower = (index for index, item in enumerate(items) if _box(item)[1] > middle)
    return next(lower, len(items))


def _is_beside(item: Line | Table, new: Line | Table) -> bool:
    return isinstance(item, Line) and isinstance(new, Line) and item.beside(new)


def _box(item: Line | Table) -> Box:
    return item.grid.box if isinstance(item, Table) else (item.left, item.top, item.right, item.bottom)
