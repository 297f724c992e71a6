"""The clauses that a reader ticks off as read: articles, or the outermost numbers where there are none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from reviewer.document import Document
from reviewer.structure.clauses import split_clauses
from reviewer.structure.outline import Clause, ClauseUnit, Outline

_OUTERMOST = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingUnit:
    """A clause as a reader ticks it off.

    Attributes:
        start: Offset of its first paragraph.
        label: As written, such as ``第十条``.
        digest: sha256 of its words without blanks: a clause that is only moved is the same one, a
            clause whose words change is another.
    """

    start: int
    label: str
    digest: str


def reading_units(document: Document) -> tuple[ReadingUnit, ...]:
    """The clauses of a document in order; equal clauses are ticked off together."""
    outline = split_clauses(document)
    return tuple(
        ReadingUnit(start=clause.span.start, label=clause.path, digest=_digest(document.slice(clause.span)))
        for clause in _chosen(outline)
    )


def _chosen(outline: Outline) -> list[Clause]:
    annexes = [clause for clause in outline.clauses if clause.unit is ClauseUnit.ANNEX]
    articles = [clause for clause in outline.clauses if clause.unit is ClauseUnit.ARTICLE]
    if not articles:
        articles = [
            clause
            for clause in outline.clauses
            if clause.level == _OUTERMOST and clause.unit is not ClauseUnit.ANNEX
        ]
    inside = [a for a in annexes if not any(a.span.start <= c.span.start < a.span.end for c in articles)]
    return sorted([*articles, *inside], key=lambda clause: clause.span)


def _digest(words: str) -> str:
    return hashlib.sha256("".join(words.split()).encode("utf-8", "replace")).hexdigest()
