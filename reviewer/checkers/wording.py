"""Search for wording: patterns of concepts in passages, with the exceptions that make it harmless.

What the checkers that look for wording share; it is no checker itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.passages import Scope, passage_of
from reviewer.language.matching import Passage, PassageMatcher, PatternMatch, Range
from reviewer.language.patterns import PatternParser


class WordingSpec(BaseModel):
    """Wording as a rule writes it under ``match``.

    Attributes:
        within: What a pattern may reach over.
        any_of: Patterns of which one is enough.
        all_of: Patterns that must all match, in any order.
        unless: Patterns that make the wording harmless; they look at the same passage.
    """

    model_config = ConfigDict(extra="forbid")

    within: Scope = Scope.SENTENCE
    any_of: list[str] = []
    all_of: list[str] = []
    unless: list[str] = []

    @model_validator(mode="after")
    def _has_patterns(self) -> Self:
        if bool(self.any_of) == bool(self.all_of):
            raise ValueError("any_of 与 all_of 须写其一，且只写其一")
        return self


class WordingSearch:
    """Finds the first match of each unit; the units are those in which a needed concept occurs.

    Args:
        spec: The wording.
        parser: Numbers its concepts.

    Raises:
        PatternError: A pattern that cannot be read.
    """

    def __init__(self, spec: WordingSpec, parser: PatternParser) -> None:
        self._scope = spec.within
        self._any_of = [parser.parse(text) for text in spec.any_of]
        self._all_of = [parser.parse(text) for text in spec.all_of]
        self._unless = [(text, parser.parse(text)) for text in spec.unless]

    def find(self, context: CheckContext) -> Iterator[Match]:
        """One match a unit at most, in text order."""
        for unit in self._candidates(context):
            passage = passage_of(context, unit, self._scope)
            matcher = PassageMatcher(context.view.text, context.occurrences, passage)
            found = self._first(matcher)
            if found is not None:
                yield self._match(found, passage, matcher)

    def _first(self, matcher: PassageMatcher) -> PatternMatch | None:
        if self._all_of:
            return _joined([next(matcher.find(pattern), None) for pattern in self._all_of])
        for pattern in self._any_of:
            found = next(matcher.find(pattern), None)
            if found is not None:
                return found
        return None

    def _match(self, found: PatternMatch, passage: Passage, matcher: PassageMatcher) -> Match:
        own_start = passage.own[0]
        inside = [part for part in found.parts if part[0] >= own_start]
        outside = [part for part in found.parts if part[0] < own_start]
        lead_in = passage.pieces[passage.piece_of(outside[0][0])] if outside else None
        unless = next((text for text, pattern in self._unless if matcher.matches(pattern)), None)
        return Match(
            start=inside[0][0],
            end=max(end for _, end in inside),
            captures=found.captures,
            parts=found.parts,
            passage=passage,
            lead_in=lead_in,
            unless=f"例外表述“{unless}”" if unless else None,
        )

    def _candidates(self, context: CheckContext) -> list[int]:
        if self._all_of:
            # Every pattern is needed: the rarest of all required sets selects the units.
            sets = [needed for pattern in self._all_of for needed in pattern.required]
            return sorted(self._units(context, _rarest(context, sets)))
        units: set[int] = set()
        for pattern in self._any_of:
            units |= self._units(context, _rarest(context, pattern.required))
        return sorted(units)

    def _units(self, context: CheckContext, concepts: frozenset[int]) -> set[int]:
        units: set[int] = set()
        for concept in concepts:
            for start in context.occurrences.starts(concept):
                unit = context.sentences.unit_at(start)
                units.add(unit)
                units.update(self._governed(context, unit, start))
        return units

    def _governed(self, context: CheckContext, unit: int, start: int) -> Iterator[int]:
        """Units that see the occurrence as part of their context."""
        yield from context.sentences.followers(unit)
        if self._scope is Scope.ITEM:
            yield from context.governed_units.get(unit, ())
        if self._scope is Scope.ROW:
            yield from _cells_below(context, start)


def _rarest(context: CheckContext, sets: tuple[frozenset[int], ...] | list[frozenset[int]]) -> frozenset[int]:
    return min(sets, key=lambda needed: sum(context.occurrences.count(concept) for concept in needed))


def _cells_below(context: CheckContext, start: int) -> Iterator[int]:
    """Units of the cells that have the block at an offset as their column or row head."""
    index = context.block_at(start)
    cell = context.document.blocks[index].cell if index >= 0 else None
    if cell is None:
        return
    for member in context.tables[cell.table].governed.get(index, ()):
        yield from context.units_of(context.document.blocks[member].span)


def _joined(found: list[PatternMatch | None]) -> PatternMatch | None:
    """One match from the first to the last of several; None where one is missing."""
    matches = [match for match in found if match is not None]
    if len(matches) < len(found):
        return None
    parts: list[Range] = sorted(part for match in matches for part in match.parts)
    captures = sorted((c for match in matches for c in match.captures), key=lambda c: (c.start, c.end))
    return PatternMatch(
        min(match.start for match in matches),
        max(match.end for match in matches),
        tuple(captures),
        tuple(parts),
    )
