"""One story of a docx (body, header, footnotes) to blocks with their notes.

A story is read in document order. What its blocks do not say goes to the builder's notes:
tracked changes, comments, hidden text. Text boxes follow the paragraph that anchors them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from reviewer.document import BlockKind, Note, RunOrigin, RunPlace, Span, TableCell
from reviewer.extraction.builder import DocumentBuilder, Piece
from reviewer.extraction.docx_numbering import NumberCounters, Numbering
from reviewer.extraction.docx_parts import A, DocxPackage, Part, R, W, block_children, switched_on
from reviewer.extraction.docx_runs import (
    BREAK,
    CHART,
    DIAGRAM,
    PAGE_BREAK,
    TEXT_BOX,
    WORD_ART,
    Drawing,
    ParagraphText,
    RunReader,
    deleted_text,
)
from reviewer.extraction.docx_styles import Styles
from reviewer.extraction.docx_tables import PlacedCell, lay_out
from reviewer.extraction.line_breaks import ends_paragraph

# What a header or footer shows besides the page number: dashes, 第 页 共 页, Page of.
_PAGE_FURNITURE = re.compile(r"(?i)(?:[\s\-–—―－─·•.．/／|,，\d第页共]|page|of)*")
_BREAKS = re.compile(rf"[{BREAK}{PAGE_BREAK}](?:\s*[{BREAK}{PAGE_BREAK}])*")
_CHART_LABEL = "{http://schemas.openxmlformats.org/drawingml/2006/chart}strCache"
_CHART_VALUE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
_DIAGRAM_DATA = R + "dm"
_HEADER_KINDS = frozenset({BlockKind.HEADER, BlockKind.FOOTER})
_PAGE_BREAK_TO_BLANK = str.maketrans({PAGE_BREAK: " "})


@dataclass(slots=True, kw_only=True)
class SharedState:
    """What all stories of one document share.

    Attributes:
        package: The file.
        builder: Receives blocks and notes.
        styles: Its styles.
        numbering: Its numbering definitions.
        tables: Numbers the tables of the document.
        comment_starts: Offset in the text where a comment's range begins, by id.
        comment_ends: Offset where it ends.
        references: Footnotes and endnotes referred to, as ``(kind, id)``.
    """

    package: DocxPackage
    builder: DocumentBuilder
    styles: Styles
    numbering: Numbering
    tables: Iterator[int] = field(default_factory=itertools.count)
    comment_starts: dict[str, int] = field(default_factory=dict)
    comment_ends: dict[str, int] = field(default_factory=dict)
    references: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """Where a paragraph stands: what kind of block it makes, in which cell, counted by which numbers."""

    kind: BlockKind
    counters: NumberCounters
    cell: TableCell | None = None
    hidden: bool = False


class StoryReader:
    """Reads the stories of one part.

    Args:
        part: The part.
        kind: Kind of its blocks; ``PARAGRAPH`` for the body.
        shared: State of the document.
    """

    def __init__(self, part: Part, kind: BlockKind, shared: SharedState) -> None:
        self._part = part
        self._kind = kind
        self._shared = shared
        self._builder = shared.builder
        self._runs = RunReader(part.label, part.root, shared.styles, furniture=kind in _HEADER_KINDS)
        self._counters = NumberCounters()
        self._box_counters = NumberCounters()

    def read(self, container: etree._Element, *, hidden: bool = False) -> None:
        """Read the blocks of a body, header or note.

        Args:
            container: Element whose children are paragraphs and tables.
            hidden: Whether no page shows it; it is read all the same, and marked.
        """
        self._read_blocks(container, _Setting(kind=self._kind, counters=self._counters, hidden=hidden))

    def _read_blocks(self, container: etree._Element, setting: _Setting) -> None:
        joined: ParagraphText | None = None
        last: etree._Element | None = None
        for child in block_children(container):
            if child.tag == W + "p":
                content = joined or ParagraphText()
                self._runs.read(child, content)
                joined, last = (content, child) if _mark_deleted(child) else (None, None)
                if joined is None:
                    self._add_paragraph(child, content, setting)
            elif child.tag == W + "tbl":
                self._read_table(child, setting)
            elif child.tag in {W + "commentRangeStart", W + "commentRangeEnd"}:
                self._mark_comment(str(child.tag).removeprefix(W + "commentRange").lower(), child)
        if joined is not None and last is not None:
            self._add_paragraph(last, joined, setting)

    def _mark_comment(self, kind: str, element: etree._Element) -> None:
        offsets = self._shared.comment_starts if kind == "start" else self._shared.comment_ends
        # The next block begins one separator further on.
        separator = 1 if kind == "start" and self._builder.length else 0
        offsets[element.get(W + "id", "")] = self._builder.length + separator

    # --- tables -----------------------------------------------------------------------------

    def _read_table(self, table: etree._Element, setting: _Setting) -> None:
        number = next(self._shared.tables)
        layout = lay_out(table)
        for cell in layout.cells:
            self._read_blocks(cell.element, self._cell_setting(cell, number, setting))
        for element in layout.deleted:
            self._note_deletion(deleted_text(element), self._builder.length)

    def _cell_setting(self, cell: PlacedCell, table: int, setting: _Setting) -> _Setting:
        """A continued cell shows nothing; text that stands in one all the same is hidden text.

        It is not counted by the numbering either, so it gets counters of its own.
        """
        return _Setting(
            kind=BlockKind.CELL if setting.kind is BlockKind.PARAGRAPH else setting.kind,
            counters=NumberCounters() if cell.continued else setting.counters,
            cell=TableCell(
                table=table,
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
            ),
            hidden=setting.hidden or cell.continued,
        )

    # --- paragraphs -------------------------------------------------------------------------

    def _add_paragraph(self, paragraph: etree._Element, content: ParagraphText, setting: _Setting) -> None:
        properties = paragraph.find(W + "pPr")
        label = self._label(properties, content, setting)
        heading = self._shared.styles.heading_level(properties)
        lines = list(_split_lines(content.pieces))
        if label:
            origin = RunOrigin(self._runs.number_place(paragraph))
            lines = [[(label, origin), *(lines[0] if lines else [])], *lines[1:]]
        first = None if self._is_furniture(lines, setting) else self._add_lines(lines, heading, setting)
        base = self._builder.length if first is None else first + len(label)
        self._add_notes(content, base)
        self._add_hidden(content, heading, setting)
        for drawing in content.drawings:
            self._read_drawing(drawing, setting)

    def _label(self, properties: etree._Element | None, content: ParagraphText, setting: _Setting) -> str:
        """The automatic number; Word counts a paragraph that is hidden to its very mark, but shows no number.

        Word itself puts such empty paragraphs in to make a list begin where it should.
        """
        label = self._shared.numbering.label(properties, setting.counters)
        mark = properties.find(W + "rPr") if properties is not None else None
        shows_nothing = not any(text.strip() for text, _ in content.pieces)
        unseen = switched_on(mark, "vanish") or (setting.cell is not None and setting.hidden)
        return "" if shows_nothing and unseen else label

    def _is_furniture(self, lines: list[list[Piece]], setting: _Setting) -> bool:
        if setting.kind not in _HEADER_KINDS:
            return False
        text = "".join(text for line in lines for text, _ in line)
        return _PAGE_FURNITURE.fullmatch(text) is not None

    def _add_lines(self, lines: list[list[Piece]], heading: int, setting: _Setting) -> int | None:
        """Add the blocks of a paragraph; returns the offset of the first."""
        first: int | None = None
        for line in lines:
            text = "".join(text for text, _ in line)
            if not text.strip():
                continue
            span = self._builder.add_block(
                line, kind=setting.kind, cell=setting.cell, heading=heading, hidden=setting.hidden
            )
            if span is not None and setting.hidden:
                self._builder.notes.append(Note(kind="hidden", text=text.strip(), span=span))
            first = span.start if first is None and span is not None else first
        return first

    def _add_notes(self, content: ParagraphText, base: int) -> None:
        starts = _starts(content.pieces) if content.insertions else []
        for start, end in content.insertions:
            text = "".join(text for text, _ in _between(content.pieces, starts, start, end))
            if text.strip():
                self._builder.notes.append(
                    Note(kind="insertion", text=text, span=Span(base + start, base + end))
                )
        for offset, text in content.deletions:
            self._note_deletion(text, base + offset)
        for anchor in content.anchors:
            if anchor.kind in {"footnote", "endnote"}:
                self._shared.references.add((anchor.kind, anchor.key))
            elif anchor.kind == "start":
                self._shared.comment_starts[anchor.key] = base + anchor.offset
            else:  # the reference mark stands at the end of the range; alone it is the whole of it
                self._shared.comment_ends.setdefault(anchor.key, base + anchor.offset)

    def _add_hidden(self, content: ParagraphText, heading: int, setting: _Setting) -> None:
        """Hidden text makes a block of its own, so that what the reader sees stays whole."""
        text = "".join(text for text, _ in content.hidden)
        if text.strip():
            pieces = [(text, RunOrigin(place)) for text, place in _blanked(content.hidden)]
            span = self._builder.add_block(
                pieces, kind=setting.kind, cell=setting.cell, heading=heading, hidden=True
            )
            self._builder.notes.append(Note(kind="hidden", text=text.strip(), span=span))

    def _note_deletion(self, text: str, offset: int) -> None:
        if text.strip():
            self._builder.notes.append(Note(kind="deletion", text=text, span=Span(offset, offset)))

    # --- drawings ---------------------------------------------------------------------------

    def _read_drawing(self, drawing: Drawing, setting: _Setting) -> None:
        element = drawing.element
        within = _Setting(
            kind=setting.kind if setting.kind in _HEADER_KINDS else BlockKind.TEXT_BOX,
            counters=self._box_counters,
            cell=setting.cell,
            hidden=setting.hidden,
        )
        if element.tag == TEXT_BOX:
            self._read_blocks(element, within)
        elif element.tag == WORD_ART:
            self._add_lines([[(element.get("string", ""), RunOrigin(drawing.place))]], 0, within)
        elif element.tag in {CHART, DIAGRAM}:
            identifier = element.get(R + "id") or element.get(_DIAGRAM_DATA) or ""
            for text in self._drawn_texts(identifier):
                self._add_lines([[(text, RunOrigin(drawing.place))]], 0, within)

    def _drawn_texts(self, identifier: str) -> Iterator[str]:
        """The words of a chart or diagram: titles, labels, shapes; its figures are left out."""
        relationship = self._part.relationships.get(identifier)
        if relationship is None or relationship.external:
            return
        part = self._shared.package.part(relationship.target, f"图形 {relationship.target}")
        if part is None:
            return
        for paragraph in part.root.iter(A + "p"):
            yield "".join(run.text or "" for run in paragraph.iter(A + "t"))
        for cache in part.root.iter(_CHART_LABEL):
            for value in cache.iter(_CHART_VALUE):
                yield value.text or ""


def _mark_deleted(paragraph: etree._Element) -> bool:
    """Whether tracking has deleted or moved the paragraph's end, which joins it to the next."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(W + tag) is not None for tag in ("del", "moveFrom"))


def _split_lines(pieces: list[tuple[str, RunPlace]]) -> Iterator[list[Piece]]:
    """The pieces, cut at the breaks that end a paragraph; other breaks become blanks.

    A cut takes the place of the last break of a group, as the newline between two blocks
    does, so offsets within the paragraph stay true across cuts.
    """
    text = "".join(text for text, _ in pieces)
    if BREAK not in text and PAGE_BREAK not in text:
        yield [(piece, RunOrigin(place)) for piece, place in pieces]
        return
    end = len(text.rstrip())
    starts = _starts(pieces)
    start = line_start = 0
    has_text = False
    for group in _BREAKS.finditer(text):
        cut = group.end() - 1
        before, after = text[line_start : group.start()], text[group.end() : group.end() + 80]
        line_start = group.end()
        has_text = has_text or bool(before.strip())
        whole = len(group[0]) > 1 or PAGE_BREAK in group[0]
        if has_text and cut < end and (whole or ends_paragraph(before, after)):
            yield list(_between(pieces, starts, start, cut))
            start = cut + 1
            has_text = False
    yield list(_between(pieces, starts, start, len(text)))


def _starts(pieces: list[tuple[str, RunPlace]]) -> list[int]:
    return list(itertools.accumulate((len(text) for text, _ in pieces), initial=0))


def _between(pieces: list[tuple[str, RunPlace]], starts: list[int], start: int, end: int) -> Iterator[Piece]:
    """The pieces of a stretch of the paragraph; ``starts`` are their offsets in it."""
    for index in range(max(bisect_right(starts, start) - 1, 0), len(pieces)):
        if starts[index] >= end:
            return
        text, place = pieces[index]
        first, last = max(start - starts[index], 0), min(end - starts[index], len(text))
        moved = place.offset + first if place.offset >= 0 else place.offset
        yield text[first:last].translate(_PAGE_BREAK_TO_BLANK), RunOrigin(replace(place, offset=moved))


def _blanked(pieces: list[tuple[str, RunPlace]]) -> Iterator[tuple[str, RunPlace]]:
    return ((text.translate(_PAGE_BREAK_TO_BLANK), place) for text, place in pieces)
