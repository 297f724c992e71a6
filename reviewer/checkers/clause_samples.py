"""The clauses of a document as a classifier sees them: each member of a sentence in its context."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.checkers.base import CheckContext
from reviewer.checkers.passages import Scope, passage_of
from reviewer.classifiers.base import Sample
from reviewer.language.matching import Range

# Shorter ones are numbers, dates and table marks, which say nothing alone.
_SHORTEST = 6


def clause_samples(context: CheckContext) -> Iterator[tuple[int, Sample]]:
    """The units that can say something, with what governs each of them; in text order.

    The title, headings and the table of contents name topics and order nothing, so they are only
    context. Training and review both go through here: a model sees in use what it was trained on.
    """
    sentences, view = context.sentences, context.view.text
    silent = context.heading_blocks | context.outline.contents
    for block, units in enumerate(context.block_units):
        if block in silent:
            continue
        for unit in units:
            if sentences.ends[unit] - sentences.starts[unit] >= _SHORTEST:
                yield unit, _sample(context, unit, view)


def _sample(context: CheckContext, unit: int, view: str) -> Sample:
    start, end = trimmed_unit(context, unit)
    headings = context.block_context(start).headings
    return Sample(
        text=view[start:end],
        heading=" ".join(view[slice(*context.view_range(heading))] for heading in headings),
        lead_in=" ".join(view[first:last].strip() for first, last in _governors(context, unit)),
    )


def trimmed_unit(context: CheckContext, unit: int) -> Range:
    """Where a unit stands, without the blanks around it."""
    sentences, view = context.sentences, context.view.text
    start, end = sentences.starts[unit], sentences.ends[unit]
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return start, end


def _governors(context: CheckContext, unit: int) -> list[Range]:
    """Lead-ins, the head that members of a sentence share, and the heads of a table cell; nearest first."""
    pieces = set(passage_of(context, unit, Scope.ITEM).pieces[:-1])
    if context.tables:
        pieces.update(passage_of(context, unit, Scope.ROW).pieces[:-1])
    return sorted(pieces, reverse=True)
