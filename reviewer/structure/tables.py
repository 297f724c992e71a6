"""Tables as a reader takes them: which head stands over a column, which one before a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.document import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; all numbers are indexes into `Document.blocks`.

    Attributes:
        blocks: Its cells, in text order (a cell with several paragraphs has several).
        head_row: Row that names the columns: the first with two cells or more.
        last_head_row: The last row of heads, below `head_row` where heads stand in two rows.
        column_heads: Block of the head over each column.
        row_heads: Block of the first cell of each row.
        governed: For each head the cells that it stands over or before.
    """

    blocks: tuple[int, ...]
    head_row: int
    last_head_row: int
    column_heads: dict[int, int]
    row_heads: dict[int, int]
    governed: dict[int, tuple[int, ...]]


def index_tables(blocks: Sequence[Block]) -> dict[int, Table]:
    """All tables of a document by their number, in one pass."""
    members: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.cell is not None:
            members.setdefault(block.cell.table, []).append(index)
    return {number: _table(blocks, indexes) for number, indexes in members.items()}


def _table(blocks: Sequence[Block], indexes: list[int]) -> Table:
    columns_of_row: dict[int, set[int]] = {}
    for index in indexes:
        cell = blocks[index].cell
        if cell is not None:
            columns_of_row.setdefault(cell.row, set()).add(cell.column)
    head_row = next((row for row, columns in sorted(columns_of_row.items()) if len(columns) > 1), 0)
    last_head_row = _last_head_row(blocks, indexes, head_row)
    column_heads: dict[int, int] = {}
    row_heads: dict[int, int] = {}
    for index in indexes:
        cell = blocks[index].cell
        if cell is None:
            continue
        if cell.row == head_row:
            for column in range(cell.column, cell.column + cell.column_span):
                column_heads.setdefault(column, index)
        elif cell.column == 0 and cell.row > last_head_row:
            for row in range(cell.row, cell.row + cell.row_span):
                row_heads.setdefault(row, index)
    return Table(
        blocks=tuple(indexes),
        head_row=head_row,
        last_head_row=last_head_row,
        column_heads=column_heads,
        row_heads=row_heads,
        governed=_governed(blocks, indexes, column_heads, row_heads),
    )


def _last_head_row(blocks: Sequence[Block], indexes: list[int], head_row: int) -> int:
    """Heads stand in two rows where one of them is divided below and another reaches down beside it."""
    heads = [cell for index in indexes if (cell := blocks[index].cell) is not None and cell.row == head_row]
    if any(cell.column_span > 1 for cell in heads):
        return head_row + max(cell.row_span for cell in heads) - 1
    return head_row


def _governed(
    blocks: Sequence[Block], indexes: list[int], column_heads: dict[int, int], row_heads: dict[int, int]
) -> dict[int, tuple[int, ...]]:
    governed: dict[int, list[int]] = {}
    for index in indexes:
        cell = blocks[index].cell
        if cell is None:
            continue
        for head in {column_heads.get(cell.column), row_heads.get(cell.row)} - {None, index}:
            if head is not None:
                governed.setdefault(head, []).append(index)
    return {head: tuple(cells) for head, cells in governed.items()}
