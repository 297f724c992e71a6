"""What the rest of the product asks of a document's structure; `clauses.py` builds it."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.document import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered unit: 编 章 节 条 项 目, or 一、（一）1.（1） of documents without articles.

    Attributes:
        label: As written, such as ``第十条`` or ``（三）``.
        path: Label path for the user, such as ``第十条第（三）项`` or ``三、（二）``.
        level: 0 = outermost; a child's level is greater than its parent's.
        number: The ordinal that the label says, None where it says none.
        span: Its own paragraphs and those of its children.
        heading: Its heading or first paragraph.
        parent: Index of the clause around it in `Outline.clauses`, None for the outermost.
    """

    label: str
    path: str
    level: int
    number: int | None
    span: Span
    heading: Span
    parent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockContext:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The structure of a document: its clauses in order, and a context for every block."""

    clauses: tuple[Clause, ...]
    contexts: tuple[BlockContext, ...]
