"""Which pieces of text a rule looks at together (the rule's ``within``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from reviewer.checkers.base import CheckContext
from reviewer.language.matching import Passage, Range
from reviewer.language.unit_sets import members


class Scope(StrEnum):
    """What a pattern may reach over.

    Attributes:
        SENTENCE: One member of a sentence, with the head it shares.
        ITEM: The same, with the lead-ins above it.
        CLAUSE: All sentences of its block.
        ROW: A table cell, with the heads of its table and the labels of its row.
    """

    SENTENCE = "sentence"
    ITEM = "item"
    CLAUSE = "clause"
    ROW = "row"


def passage_of(context: CheckContext, unit: int, scope: Scope) -> Passage:
    """The passage of one unit, contexts first."""
    known = context.passages.get((unit, scope))
    if known is None:
        known = context.passages[unit, scope] = _passage(context, unit, scope)
    return known


def _passage(context: CheckContext, unit: int, scope: Scope) -> Passage:
    sentences = context.sentences
    own = (sentences.starts[unit], sentences.ends[unit])
    if scope is Scope.CLAUSE:
        return Passage((_block_range(context, own[0]) or own,))
    before: list[Range] = []
    if scope is Scope.ROW:
        before += _heads(context, own[0])
    if scope is Scope.ITEM:
        lead_ins = context.block_context(own[0]).lead_ins
        before += [context.view_range(lead_in) for lead_in in reversed(lead_ins)]
    head = sentences.head(unit)
    if head is not None:
        before.append(head)
    return Passage((*_ascending(before, own[0]), own))


def reach(context: CheckContext, need: int, scope: Scope) -> int:
    """The set of units in whose passage a need is met: where it stands, and what that governs."""
    known = context.reaches.get((need, scope))
    if known is None:
        known = context.occurrences.units(need)
        for unit in _governed(context, known, scope):
            known |= 1 << unit
        context.reaches[need, scope] = known
    return known


def _governed(context: CheckContext, units: int, scope: Scope) -> Iterator[int]:
    """Units that see one of the units as part of their context."""
    for unit in members(units & context.sentences.head_units):
        yield from context.sentences.heads[unit]
    if scope is Scope.ITEM:
        for unit in members(units & context.governing_units):
            yield from context.governed_units[unit]
    elif scope is Scope.ROW and context.tables:
        for unit in members(units):
            yield from _cells_below(context, context.sentences.starts[unit])
    elif scope is Scope.CLAUSE:
        for index in {context.block_at(context.sentences.starts[unit]) for unit in members(units)} - {-1}:
            yield from context.block_units[index]


def _cells_below(context: CheckContext, start: int) -> Iterator[int]:
    """Units of the cells that are read together with the block at an offset, their head or label."""
    index = context.block_at(start)
    cell = context.document.blocks[index].cell if index >= 0 else None
    if cell is None:
        return
    for member in context.cell_contexts(cell.table).after(index):
        yield from context.block_units[member]


def _ascending(ranges: Iterable[Range], limit: int) -> list[Range]:
    """The ranges in text order, without those that overlap an earlier one or reach beyond the limit."""
    kept: list[Range] = []
    for start, end in sorted(ranges):
        if start < end <= limit and (not kept or kept[-1][1] <= start):
            kept.append((start, end))
    return kept


def _block_range(context: CheckContext, offset: int) -> Range | None:
    index = context.block_at(offset)
    return context.view_range(context.document.blocks[index].span) if index >= 0 else None


def _heads(context: CheckContext, offset: int) -> list[Range]:
    """Heads and labels of the cell at an offset; nothing outside tables."""
    index = context.block_at(offset)
    cell = context.document.blocks[index].cell if index >= 0 else None
    if cell is None:
        return []
    heads = context.cell_contexts(cell.table).before(index)
    return [context.view_range(context.document.blocks[head].span) for head in heads]
