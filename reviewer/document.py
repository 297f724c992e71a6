"""The document as the reader sees it, and where each of its characters came from.

`Document.text` never changes after extraction. Every offset in the product counts its
code points, half-open; a `SourcePlace` says where those code points stand in the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in `Document.text`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a code point."""
        return self.start < other.end and other.start < self.end


# --- places ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlace:
    """A 1-based line of a plain text file."""

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlace:
    """A character offset within a run of a docx part, exact enough to anchor a comment.

    Attributes:
        part: Part name without folder and ending: ``document``, ``header1``, ``footnotes``.
        paragraph: 0-based index of the ``w:p`` among all of that part, in document order.
        run: 0-based index of the ``w:r`` among all of that paragraph.
        offset: 0-based code points within the run; -1 for an automatic number, which no run holds.
    """

    part: str
    paragraph: int
    run: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxPlace:
    """A rectangle on a page: (left, top, right, bottom) in points, origin at the top left."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlace:
    """A cell of a worksheet, such as ``B12``; csv files have the one sheet ``csv``."""

    sheet: str
    cell: str


SourcePlace = LinePlace | RunPlace | BoxPlace | CellPlace


class Origin(Protocol):
    """Where one stretch of text came from; offsets are relative to the stretch."""

    def place(self, start: int, end: int) -> SourcePlace:
        """The place of the code points ``start:end`` of the stretch."""
        ...


@dataclass(frozen=True, slots=True)
class FixedOrigin:
    """A stretch that has one place however much of it is meant (line, cell, box of a scan)."""

    at: SourcePlace

    def place(self, start: int, end: int) -> SourcePlace:
        """The one place."""
        return self.at


@dataclass(frozen=True, slots=True)
class RunOrigin:
    """A stretch of a docx run that begins at ``at.offset``."""

    at: RunPlace

    def place(self, start: int, end: int) -> RunPlace:
        """The run with the offset of the first code point meant."""
        at = self.at
        offset = at.offset if at.offset < 0 else at.offset + start
        return RunPlace(part=at.part, paragraph=at.paragraph, run=at.run, offset=offset)


@dataclass(frozen=True, slots=True)
class GlyphOrigin:
    """A line of glyphs on a page, four numbers (left, top, right, bottom; points) a code point."""

    page: int
    boxes: tuple[float, ...] | memoryview

    def place(self, start: int, end: int) -> BoxPlace:
        """The smallest rectangle around the glyphs meant."""
        chosen = self.boxes[4 * start : 4 * max(end, start + 1)]
        left, top, right, bottom = chosen[0::4], chosen[1::4], chosen[2::4], chosen[3::4]
        edges = (min(left), min(top), max(right), max(bottom))
        return BoxPlace(page=self.page, box=tuple(round(float(edge), 2) for edge in edges))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of `Document.text` with one origin."""

    start: int
    end: int
    origin: Origin


# --- blocks ---------------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What part of the page a block is."""

    PARAGRAPH = "paragraph"
    CELL = "cell"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text_box"
    ANNOTATION = "annotation"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """Where a block stands in a table. Indexes are 0-based; merged cells keep their first position."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph of text: no finding's quote crosses its border.

    Attributes:
        span: The text, without the separator that follows.
        kind: What part of the page it is.
        cell: Its place in a table, where it is in one.
        page: 1-based page where known.
        heading: Outline level the source gives (1 = highest), 0 for body text.
        confidence: 0-1 as the recogniser reports it, for OCR only.
        hidden: True for hidden sheets, rows, columns and hidden text: read, and reported as hidden.
    """

    span: Span
    kind: BlockKind = BlockKind.PARAGRAPH
    cell: TableCell | None = None
    page: int | None = None
    heading: int = 0
    confidence: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A part that was not read: the review is then incomplete and says so.

    Attributes:
        part: What was not read, in Chinese: ``第3页``, ``附件 a.bin``.
        reason: Why, in Chinese.
        remedy: What the user can do, in Chinese.
    """

    part: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the file carries beside its text: a comment, a deletion, a hidden sheet.

    Attributes:
        kind: ``comment``, ``deletion``, ``insertion``, ``hidden``, ``attachment``, ``macro``, ``signature``.
        text: Its text, or a description where it has none.
        span: Where in `Document.text` it is anchored, where known.
    """

    kind: str
    text: str
    span: Span | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A draft, read.

    Attributes:
        name: File name as given.
        text: What the reader sees. Blocks are separated by one newline, cells of a row by one tab.
        blocks: The paragraphs, in reading order, not overlapping.
        segments: Source map, in text order, not overlapping; separators belong to none.
        digest: sha256 of the file's bytes (of the text's UTF-8 where there was no file), in hex.
        media_type: By content, not by name.
        pages: Number of pages, 0 where the format has none.
        unread: What was not read and why. Empty means fully read.
        notes: Comments, deletions and other things apart from the text.
        passage: True for a passage of ``--jsonl``: checks that need a whole document stay silent.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...] = ()
    digest: str
    media_type: str = "text/plain"
    pages: int = 0
    unread: tuple[Unread, ...] = ()
    notes: tuple[Note, ...] = ()
    passage: bool = False
    _block_starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        self._block_starts.extend(block.span.start for block in self.blocks)

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    @property
    def complete(self) -> bool:
        """Whether everything was read."""
        return not self.unread

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def block_index(self, offset: int) -> int:
        """Index of the block that holds the offset, or of the last one before it; -1 before the first."""
        return bisect_right(self._block_starts, offset) - 1

    def places(self, span: Span) -> tuple[SourcePlace, ...]:
        """Where the span stands in the file, one place a run, line or page box it touches.

        Neighbouring boxes of one text line stay apart; a span over two pages has two places.
        """
        return tuple(self._places(span))

    def _places(self, span: Span) -> Iterator[SourcePlace]:
        index = max(bisect_right(self._segment_starts, span.start) - 1, 0)
        for segment in self.segments[index:]:
            if segment.start >= span.end:
                return
            start, end = max(segment.start, span.start), min(segment.end, span.end)
            if start < end:
                yield segment.origin.place(start - segment.start, end - segment.start)
