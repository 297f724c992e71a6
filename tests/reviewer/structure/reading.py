"""Outlines of texts, as the tests of this folder ask for them."""

from __future__ import annotations

from reviewer.document import Document
from reviewer.structure.clauses import split_clauses
from reviewer.structure.outline import Outline
from tests.factories import make_document


def read(text: str) -> tuple[Document, Outline]:
    """A document, one block a line, and its outline."""
    document = make_document(text)
    return document, split_clauses(document)


def paths(text: str) -> list[str]:
    """The path of every block."""
    return [context.path for context in read(text)[1].contexts]


def context_of(text: str, quote: str) -> tuple[str, list[str], list[str]]:
    """Path, lead-ins and headings at a quote."""
    document, outline = read(text)
    context = outline.context_at(document, document.text.index(quote))
    return (
        context.path,
        [document.slice(span) for span in context.lead_ins],
        [document.slice(span).strip() for span in context.headings],
    )
