"""Pages that were read to the blocks of a document: furniture out, paragraphs joined, tables as cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.document import BlockKind
from reviewer.extraction.builder import DocumentBuilder
from reviewer.extraction.furniture import find_furniture
from reviewer.extraction.lines import Line
from reviewer.extraction.open_table import OpenTable
from reviewer.extraction.page_frame import Layout
from reviewer.extraction.paragraphs import Paragraph, join_cell_lines, join_lines
from reviewer.extraction.pdf_page import PageState, PageText
from reviewer.extraction.reading_order import Table, order_page

_FOOTNOTE = re.compile(r"^(?:\d{1,2}(?!\d|[.．、年月])|[①-⑳]|\[\d{1,2}\]|[*＊])\s?\S")
_FOOTNOTE_SIZE = 0.88
_LOWER_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remark:
    """Lines that stand apart from the flow and must not cut a paragraph in two."""

    page: int
    kind: BlockKind
    lines: tuple[Line, ...]


def write_pages(builder: DocumentBuilder, pages: Sequence[PageText]) -> None:
    """Add the text of all pages to the document.

    Args:
        builder: Receives the blocks.
        pages: In order; pages that were not read hold no lines and end a paragraph.
    """
    furniture = find_furniture([page.lines for page in pages])
    remarks: list[_Remark] = []
    ordered: list[list[Line | Table]] = []
    for page in pages:
        kept = [line for line in page.lines if id(line) not in furniture.dropped]
        marked = tuple(line for line in kept if id(line) in furniture.marked)
        aside = tuple(line for line in kept if line.aside and id(line) not in furniture.marked)
        remarks.extend(_remarks(page.number, BlockKind.HEADER, marked))
        remarks.extend(_remarks(page.number, BlockKind.TEXT_BOX, aside))
        flow = [line for line in kept if not line.aside and id(line) not in furniture.marked]
        ordered.append(order_page(flow, page.tables))
    layout = Layout([[item for item in page if isinstance(item, Line)] for page in ordered])
    for page, items in zip(pages, ordered, strict=True):
        notes = _take_footnotes(items, layout)
        if notes:
            remarks.append(_Remark(page=page.number, kind=BlockKind.FOOTNOTE, lines=notes))
    remarks.sort(key=lambda remark: remark.page)
    _Writer(builder, layout, remarks).write(pages, ordered)


class _Writer:
    """Writes the flow, and each remark between two paragraphs once its page has come."""

    def __init__(self, builder: DocumentBuilder, layout: Layout, remarks: list[_Remark]) -> None:
        self._builder = builder
        self._layout = layout
        self._remarks = remarks
        self._table: OpenTable | None = None
        self._tables = 0

    def write(self, pages: Sequence[PageText], ordered: Sequence[list[Line | Table]]) -> None:
        """All pages in order."""
        run: list[Line] = []
        for page, items in zip(pages, ordered, strict=True):
            if page.state not in (PageState.READABLE, PageState.DOUBTFUL):
                self._flush(run)
                self._close_table()
            for item in items:
                if isinstance(item, Line):
                    self._close_table()
                    run.append(item)
                else:
                    self._flush(run)
                    self._add_table(item)
        self._flush(run)
        self._close_table()
        self._write_remarks(before=len(pages) + 1)

    def _flush(self, run: list[Line]) -> None:
        for paragraph in join_lines(run, self._layout):
            self._write_remarks(before=paragraph.first.page)
            self._write_paragraph(paragraph, BlockKind.PARAGRAPH)
        run.clear()

    def _write_paragraph(self, paragraph: Paragraph, kind: BlockKind) -> None:
        confidence = paragraph.confidence()
        self._builder.add_block(
            paragraph.pieces(),
            kind=kind if confidence is None else BlockKind.OCR,
            page=paragraph.first.page,
            confidence=confidence,
        )

    def _write_remarks(self, *, before: int) -> None:
        while self._remarks and self._remarks[0].page < before:
            remark = self._remarks.pop(0)
            for paragraph in join_cell_lines(remark.lines):
                self._write_paragraph(paragraph, remark.kind)

    def _close_table(self) -> None:
        if self._table is not None:
            self._write_remarks(before=self._table.page)
            self._table.write(self._builder)
            self._table = None

    def _add_table(self, table: Table) -> None:
        if self._table is not None and self._table.is_continued_by(table):
            self._table.extend(table)
            return
        self._close_table()
        self._table = OpenTable(table, self._tables)
        self._tables += 1


def _remarks(page: int, kind: BlockKind, lines: Sequence[Line]) -> list[_Remark]:
    return [_Remark(page=page, kind=kind, lines=(line,)) for line in lines]


def _take_footnotes(items: list[Line | Table], layout: Layout) -> tuple[Line, ...]:
    """Remove footnotes (脚注) from the end of a page: small print that begins with a mark."""
    start = len(items)
    for index in range(len(items) - 1, -1, -1):
        line = items[index]
        if (
            isinstance(line, Table)
            or line.em > _FOOTNOTE_SIZE * layout.em
            or line.top < _LOWER_HALF * line.sheet[1]
        ):
            break
        if _FOOTNOTE.match(line.text):
            start = index
    notes = tuple(item for item in items[start:] if isinstance(item, Line))
    has_body = any(isinstance(item, Line) and item.em > _FOOTNOTE_SIZE * layout.em for item in items[:start])
    if not has_body:
        return ()
    del items[start:]
    return notes
