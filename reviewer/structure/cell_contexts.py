"""What a reader sees together with a cell: the heads of its table and the labels of its row.

A scoring table (评分表) puts what is scored, the points and the criterion into columns of one row:
注册地为本市 stands under 评分标准, five points in the column beside it. None of them says it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from reviewer.document import Block, TableCell
from reviewer.structure.tables import Table

_LONGEST_HEAD = 24
_LONGEST_LABEL = 16


class CellContexts:
    """The contexts of the cells of one table; all numbers are indexes into `Document.blocks`.

    Args:
        blocks: The blocks of the document.
        table: The table.
    """

    def __init__(self, blocks: Sequence[Block], table: Table) -> None:
        self._blocks = blocks
        self._table = table

    def before(self, index: int) -> tuple[int, ...]:
        """The heads and labels that are seen with the cell of a block, in text order."""
        own = self._cell(index)
        if own.row <= self._table.last_head_row:
            return ()
        heads = {*self._heads, *self._own_heads(own)}
        labels = {label for label in self._labels.get(own.row, ()) if self._cell(label).column < own.column}
        return tuple(sorted((heads | labels) - {index}))

    def after(self, index: int) -> Iterator[int]:
        """The blocks whose cells are seen with that of a head or label."""
        own = self._cell(index)
        if own.row <= self._table.last_head_row:
            yield from self._body if index in self._heads else self._table.governed.get(index, ())
            return
        for row in self._rows_of.get(index, ()):
            yield from (member for member in self._members[row] if self._cell(member).column > own.column)

    def _cell(self, index: int) -> TableCell:
        cell = self._blocks[index].cell
        assert cell is not None  # noqa: S101  # the table has only blocks in cells
        return cell

    def _own_heads(self, own: TableCell) -> Iterator[int]:
        for head in (self._table.column_heads.get(own.column), self._table.row_heads.get(own.row)):
            if head is not None:
                yield head

    @cached_property
    def _heads(self) -> frozenset[int]:
        """Short blocks of the head rows."""
        last = self._table.last_head_row
        return frozenset(
            index
            for index in self._table.blocks
            if self._cell(index).row <= last and 0 < len(self._blocks[index].span) <= _LONGEST_HEAD
        )

    @cached_property
    def _body(self) -> tuple[int, ...]:
        last = self._table.last_head_row
        return tuple(index for index in self._table.blocks if self._cell(index).row > last)

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        """Blocks of each row below the heads."""
        members: dict[int, list[int]] = {}
        for index in self._body:
            members.setdefault(self._cell(index).row, []).append(index)
        return members

    @cached_property
    def _labels(self) -> dict[int, list[int]]:
        """Short blocks of each row, merged cells in all rows that they reach.

        Where the first cell of a row is blank, the label above goes on: a criterion in several rows.
        """
        labels: dict[int, list[int]] = {}
        covered: dict[int, bool] = {}
        for index in self._body:
            cell = self._cell(index)
            length = len(self._blocks[index].span)
            for row in range(cell.row, cell.row + cell.row_span) if length else ():
                covered[row] = covered.get(row, False) or cell.column == 0
                if length <= _LONGEST_LABEL:
                    labels.setdefault(row, []).append(index)
        first: list[int] = []
        for row in sorted(self._members):
            if covered.get(row):
                first = [label for label in labels.get(row, ()) if self._cell(label).column == 0]
            else:
                labels[row] = [*first, *labels.get(row, ())]
        return labels

    @cached_property
    def _rows_of(self) -> dict[int, list[int]]:
        """For each label the rows that it is seen in."""
        rows: dict[int, list[int]] = {}
        for row, labels in self._labels.items():
            if row in self._members:
                for label in labels:
                    rows.setdefault(label, []).append(row)
        return rows
