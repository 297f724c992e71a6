"""Puts blocks and their source map together while a format is read.

Every extractor feeds one `DocumentBuilder`; it owns the separators, so that offsets are
counted in one place only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from reviewer.document import (
    Block,
    BlockKind,
    Document,
    Note,
    Origin,
    Segment,
    Span,
    TableCell,
    Unread,
)

Piece = tuple[str, Origin]


class DocumentBuilder:
    """Collects text in reading order; `build` returns the finished `Document`."""

    def __init__(self, name: str, data: bytes, media_type: str) -> None:
        self._name = name
        self._digest = hashlib.sha256(data).hexdigest()
        self._media_type = media_type
        self._texts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._segments: list[Segment] = []
        self.unread: list[Unread] = []
        self.notes: list[Note] = []
        self.pages = 0

    @property
    def length(self) -> int:
        """Code points so far, that is the offset at which the next separator would stand."""
        return self._length

    def add_block(
        self,
        pieces: Iterable[Piece],
        *,
        kind: BlockKind = BlockKind.PARAGRAPH,
        cell: TableCell | None = None,
        page: int | None = None,
        heading: int = 0,
        confidence: float | None = None,
        hidden: bool = False,
    ) -> Span | None:
        """Append one paragraph; returns its span, or None where the pieces hold no text.

        Cells of one table row are separated by a tab, everything else by a newline.
        A line break inside a piece would split the paragraph and becomes a blank.
        """
        kept = [(text, origin) for text, origin in pieces if text]
        if not kept:
            return None
        if self._blocks:
            self._append("\t" if self._same_row(cell) else "\n")
        start = self._length
        for text, origin in kept:
            begin = self._length
            self._append(text.replace("\n", " ").replace("\t", " "))
            self._segments.append(Segment(begin, self._length, origin))
        span = Span(start, self._length)
        self._blocks.append(
            Block(
                span=span,
                kind=kind,
                cell=cell,
                page=page,
                heading=heading,
                confidence=confidence,
                hidden=hidden,
            )
        )
        return span

    def build(self) -> Document:
        """The document; the builder is not used again."""
        return Document(
            name=self._name,
            text="".join(self._texts),
            blocks=tuple(self._blocks),
            segments=tuple(self._segments),
            digest=self._digest,
            media_type=self._media_type,
            pages=self.pages,
            unread=tuple(self.unread),
            notes=tuple(self.notes),
        )

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def _same_row(self, cell: TableCell | None) -> bool:
        last = self._blocks[-1].cell
        return (
            cell is not None
            and last is not None
            and (cell.table, cell.row) == (last.table, last.row)
            and cell.column != last.column
        )
