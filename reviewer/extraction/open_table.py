"""A table while it is written: it may go on over several pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer.document import BlockKind, TableCell
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.lines import Line
from reviewer.extraction.paragraphs import is_terminated, join_cell_lines
from reviewer.extraction.reading_order import Table


@dataclass(slots=True, kw_only=True)
class _Entry:
    """A cell, the lines it has so far, and its width in points."""

    place: TableCell
    lines: list[Line]
    width: float


class OpenTable:
    """Collects the parts of one table; the head (表头) that each page repeats counts once.

    Args:
        table: Its first part.
        number: Its 0-based number in the document.
    """

    def __init__(self, table: Table, number: int) -> None:
        self.page = table.page
        self._number = number
        self._last = table
        self._head = _row_text(table, 0)
        self._rows = 0
        self._entries: list[_Entry] = []
        self._append(table, skipped=0)

    def is_continued_by(self, table: Table) -> bool:
        """Whether the table at the top of the next page is the same one: its columns stand alike."""
        return table.page > self._last.page and table.grid.continues(self._last.grid)

    def extend(self, table: Table) -> None:
        """Add the part on the next page."""
        skipped = 1 if any(self._head) and _row_text(table, 0) == self._head else 0
        self._append(table, skipped=skipped)
        self._last = table

    def write(self, builder: DocumentBuilder) -> None:
        """Add the cells to the document, row by row."""
        for entry in self._entries:
            for paragraph in join_cell_lines(entry.lines, entry.width):
                builder.add_block(
                    paragraph.pieces(), kind=BlockKind.CELL, cell=entry.place, page=paragraph.first.page
                )

    def _append(self, table: Table, *, skipped: int) -> None:
        split = self._splits_row(table, skipped)
        first_row = self._rows - skipped - split
        above = {entry.place.column: entry for entry in self._entries if entry.place.row == self._rows - 1}
        for cell, lines in table.cells:
            if cell.row < skipped:
                continue
            if split and cell.row == skipped and cell.column in above:
                above[cell.column].lines.extend(lines)
                continue
            place = cell.numbered(self._number)
            left, _, right, _ = cell.box
            moved = replace(place, row=place.row + first_row)
            self._entries.append(_Entry(place=moved, lines=list(lines), width=right - left))
        self._rows = first_row + table.grid.rows

    def _splits_row(self, table: Table, skipped: int) -> bool:
        """Whether the page break went through a row: its first cell was filled on the page before.

        The rest of such a row begins with an empty cell, and some cell above stopped in mid-sentence.
        """
        cells = [(cell, lines) for cell, lines in table.cells if cell.row == skipped]
        above = {entry.place.column: entry for entry in self._entries if entry.place.row == self._rows - 1}
        if not above or not cells or cells[0][1] or len(cells) != len(above):
            return False
        filled = [cell.column for cell, lines in cells if lines]
        return bool(above[min(above)].lines) and any(
            column in above and above[column].lines and not is_terminated(above[column].lines[-1])
            for column in filled
        )


def _row_text(table: Table, row: int) -> tuple[str, ...]:
    return tuple("".join(line.text for line in lines) for cell, lines in table.cells if cell.row == row)
