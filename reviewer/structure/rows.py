"""Rows of lists: each cell with the head over it, from real tables and from tables of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reviewer.document import Document, Span
from reviewer.structure.plain_tables import PlainRow, PlainTables
from reviewer.structure.tables import Table

_LONGEST_HEAD = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a row.

    Attributes:
        span: Its text in the document.
        text: Its words, without blanks at the ends.
        head: Words of the head over its column; empty in the row of heads, or where there is none.
        column: 0-based index of its column.
    """

    span: Span
    text: str
    head: str
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row, as seen from one of its cells.

    Attributes:
        cells: Its cells, in text order.
        own: Index of the cell that was asked for.
        table: Number of the table in the document, None for a list in plain text.
    """

    cells: tuple[Cell, ...]
    own: int
    table: int | None = None

    @property
    def cell(self) -> Cell:
        """The cell that was asked for."""
        return self.cells[self.own]

    def seen_from(self, index: int) -> Row:
        """The same row, asked for by another of its cells."""
        return replace(self, own=index)


class Rows:
    """The rows of one document, found when asked for.

    Args:
        document: The document.
        tables: Its tables by number.
    """

    def __init__(self, document: Document, tables: Mapping[int, Table]) -> None:
        self._document = document
        self._tables = tables
        self._plain = PlainTables(document.text)

    def row(self, offset: int) -> Row | None:
        """The row around an offset of the document, None outside lists."""
        index = self._document.block_index(offset)
        if index >= 0 and self._document.blocks[index].cell is not None:
            return self._table_row(index)
        plain = self._plain.row(offset)
        if plain is None:
            return None
        return self._plain_row(plain, plain.column(offset))

    def labels(self, offset: int) -> tuple[str, ...]:
        """What may say what the cell at an offset holds: the head of its column, the cell to its left."""
        index = self._document.block_index(offset)
        place = self._document.blocks[index].cell if index >= 0 else None
        spans: list[Span] = []
        if place is not None:
            head = self._tables[place.table].column_heads.get(place.column)
            left = self._document.blocks[index - 1] if index else None
            if head is not None and head != index:
                spans.append(self._document.blocks[head].span)
            if left is not None and left.cell is not None and left.cell.row == place.row:
                spans.append(left.span)
        elif (plain := self._plain.row(offset)) is not None:
            own = plain.column(offset)
            spans = [*plain.heads[own : own + 1], *plain.cells[max(own - 1, 0) : own]]
        words = (self._document.slice(span).strip() for span in spans if len(span) <= _LONGEST_HEAD)
        return tuple(each for each in words if each)

    def below(self, offset: int) -> Iterator[Row]:
        """The rows below the head of a column, each seen from its cell of that column."""
        index = self._document.block_index(offset)
        cell = self._document.blocks[index].cell if index >= 0 else None
        if cell is not None:
            table = self._tables[cell.table]
            if table.column_heads.get(cell.column) == index:
                for member in table.governed.get(index, ()):
                    yield self._table_row(member)
            return
        head = self._plain.row(offset)
        if head is not None and not head.heads:
            yield from self._plain_below(head, offset)

    def _plain_below(self, head: PlainRow, offset: int) -> Iterator[Row]:
        own = head.column(offset)
        start = self._document.text.find("\n", head.cells[-1].end) + 1
        while start and (row := self._plain.row(start)) is not None and row.heads == head.cells:
            yield self._plain_row(row, own)
            start = self._document.text.find("\n", row.cells[-1].end) + 1

    def _plain_row(self, plain: PlainRow, own: int) -> Row:
        slice_ = self._document.slice
        heads = plain.heads or (Span(0, 0),) * len(plain.cells)
        cells = tuple(
            Cell(span=span, text=slice_(span).strip(), head=slice_(head).strip(), column=column)
            for column, (span, head) in enumerate(zip(plain.cells, heads, strict=True))
        )
        return Row(cells=cells, own=own)

    def _table_row(self, index: int) -> Row:
        place = self._document.blocks[index].cell
        assert place is not None  # noqa: S101  # callers have asked
        members = self._members[place.table, place.row]
        cells = tuple(self._cell(member) for member in members)
        return Row(cells=cells, own=members.index(index), table=place.table)

    def _cell(self, index: int) -> Cell:
        block = self._document.blocks[index]
        head, column = None, 0
        if block.cell is not None:
            column = block.cell.column
            head = self._tables[block.cell.table].column_heads.get(column)
        words = "" if head is None or head == index else self._words(head)
        return Cell(span=block.span, text=self._words(index), head=words, column=column)

    def _words(self, index: int) -> str:
        return self._document.slice(self._document.blocks[index].span).strip()

    @cached_property
    def _members(self) -> dict[tuple[int, int], list[int]]:
        """Blocks of each row of each table."""
        members: dict[tuple[int, int], list[int]] = {}
        for index, block in enumerate(self._document.blocks):
            if block.cell is not None:
                members.setdefault((block.cell.table, block.cell.row), []).append(index)
        return members
