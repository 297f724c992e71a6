"""What the rest of the product asks of a document's structure; `clauses.py` builds it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reviewer.document import Document, Span

# Clauses and contexts are named tuples: there is one for every paragraph, and they are made
# several times faster than frozen data classes.


class ClauseUnit(StrEnum):
    """What a clause is: a unit of an instrument in articles, an annex, or neither."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    ITEM = "item"
    SUBITEM = "subitem"
    NUMBERED = "numbered"
    ANNEX = "annex"


class Clause(NamedTuple):
    """A numbered unit: 编 章 节 条 项 目, 一、（一）1.（1） of documents without articles, an annex.

    Attributes:
        label: As written, such as ``第十条`` or ``（三）``.
        path: Label path for the user, such as ``第十条第（三）项`` or ``三、（二）``.
        level: 0 = outermost; a child's level is greater than its parent's.
        number: The ordinal that the label says, None where it says none.
        span: Its own paragraphs and those of its children.
        heading: Its heading or first paragraph.
        parent: Index of the clause around it in `Outline.clauses`, None for the outermost.
        unit: What it is; ``numbered`` in documents without articles.
        series: Ordinal of the series it belongs to among all of the document; where the labels of
            one parent start again or change their style, a new series begins.
    """

    label: str
    path: str
    level: int
    number: int | None
    span: Span
    heading: Span
    parent: int | None
    unit: ClauseUnit = ClauseUnit.NUMBERED
    series: int = 0


class BlockContext(NamedTuple):
    """What governs one block.

    Attributes:
        clause: Index of the innermost clause that holds it, None before the first.
        path: Label path with 款 counted, such as ``第十条第二款第（三）项``; empty where there is none.
        lead_ins: Spans of the sentences that introduce it (有下列情形之一的：), nearest first.
        headings: Spans of the headings above it, nearest first; the document title is not among them.
    """

    clause: int | None = None
    path: str = ""
    lead_ins: tuple[Span, ...] = ()
    headings: tuple[Span, ...] = ()


class InnerContext(NamedTuple):
    """What governs a stretch within a block: a member of a list written in one paragraph."""

    span: Span
    context: BlockContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature (署名) with its date (成文日期), which ends the text of a document.

    Attributes:
        names: The names of the issuing authorities, one span a line.
        date: The date.
    """

    names: tuple[Span, ...]
    date: Span


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The structure of a document: its clauses in order, and a context for every block.

    Attributes:
        clauses: In document order, parents before children.
        contexts: One for each of `Document.blocks`, as it holds at the block's beginning.
        inner: Stretches within blocks that have a context of their own, in order, not overlapping.
        contents: Indexes of the blocks of a table of contents (目录), which hold no clause.
        signatures: Signatures in text order.
        annexes: Spans of the entries of the list of annexes (附件：1. …), else of the annexes' titles.
    """

    clauses: tuple[Clause, ...]
    contexts: tuple[BlockContext, ...]
    inner: tuple[InnerContext, ...] = ()
    contents: frozenset[int] = frozenset()
    signatures: tuple[Signature, ...] = ()
    annexes: tuple[Span, ...] = ()
    _inner_starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        self._inner_starts.extend(inner.span.start for inner in self.inner)

    def context_at(self, document: Document, offset: int) -> BlockContext:
        """What governs the code point at an offset; within a list in one paragraph, its member."""
        if self._inner_starts:
            index = bisect_right(self._inner_starts, offset) - 1
            if index >= 0 and offset < self.inner[index].span.end:
                return self.inner[index].context
        block = document.block_index(offset)
        return self.contexts[block] if 0 <= block < len(self.contexts) else BlockContext()
