"""A docx made from the text of a document that is none: PDF, OFD, txt, spreadsheets, scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from reviewer.document import Block, Document, RunOrigin, RunPlace, Segment
from reviewer.exporters.columns import display_width
from reviewer.exporters.word_writer import Cell, Style, WordWriter

_LEAST_COLUMNS, _MOST_COLUMNS = 8, 50
_SIDE_BY_SIDE = 63  # columns that Word allows in a table


def text_docx(document: Document) -> tuple[bytes, Document]:
    """The docx, and the document with the places that its characters have in it."""
    writer = WordWriter()
    segments: list[Segment] = []
    paragraph = 0
    for table, group in groupby(document.blocks, key=lambda block: block.cell and block.cell.table):
        blocks = list(group)
        if table is None or _columns(blocks) > _SIDE_BY_SIDE:
            for block in blocks:
                writer.add_paragraph(document.slice(block.span), _style(block))
                segments.append(_segment(block, paragraph))
                paragraph += 1
        else:
            paragraph = _add_table(writer, document, blocks, paragraph, segments)
    return writer.to_bytes(), replace(document, segments=tuple(segments))


def _style(block: Block) -> Style:
    if block.heading == 1:
        return Style.HEADING
    return Style.SUBHEADING if block.heading else Style.BODY


def _columns(blocks: Sequence[Block]) -> int:
    return max((block.cell.column + block.cell.column_span for block in blocks if block.cell), default=1)


def _segment(block: Block, paragraph: int) -> Segment:
    origin = RunOrigin(RunPlace(part="document", paragraph=paragraph, run=0, offset=0))
    return Segment(block.span.start, block.span.end, origin)


def _add_table(
    writer: WordWriter, document: Document, blocks: Sequence[Block], paragraph: int, segments: list[Segment]
) -> int:
    """Add a table row by row; returns the index of the paragraph after it."""
    columns = _columns(blocks)
    rows: list[list[Cell]] = []
    for _, row in groupby(blocks, key=lambda block: block.cell.row if block.cell else 0):
        cells: list[Cell] = []
        column = 0
        for at, cell_blocks in groupby(row, key=lambda block: block.cell.column if block.cell else 0):
            inside = list(cell_blocks)
            # What merged cells or empty ones leave open is filled, each with one empty paragraph.
            cells += [Cell()] * max(at - column, 0)
            paragraph += max(at - column, 0)
            for block in inside:
                segments.append(_segment(block, paragraph))
                paragraph += 1
            span = max(inside[0].cell.column_span if inside[0].cell else 1, 1)
            cells.append(Cell(text="\n".join(document.slice(block.span) for block in inside), span=span))
            column = max(at, column) + span
        cells += [Cell()] * max(columns - column, 0)
        paragraph += max(columns - column, 0)
        rows.append(cells)
    writer.add_table(rows, _widths(rows, columns))
    return paragraph + 1


def _widths(rows: Sequence[Sequence[Cell]], columns: int) -> list[int]:
    """Columns by the length of what stands in them alone, none too narrow to read."""
    longest = [_LEAST_COLUMNS] * columns
    for row in rows:
        column = 0
        for cell in row:
            if cell.span == 1:
                longest[column] = max(longest[column], min(display_width(cell.text) + 2, _MOST_COLUMNS))
            column += cell.span
    return longest
