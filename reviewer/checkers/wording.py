"""Search for wording: patterns of concepts in passages, with the exceptions that make it harmless.

What the checkers that look for wording share; it is no checker itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.passages import Scope, passage_of, reach
from reviewer.language.matching import Passage, PassageMatcher, PatternMatch, Range
from reviewer.language.patterns import Group, PatternError, PatternParser, Term
from reviewer.language.patterns import Sequence as Pattern
from reviewer.language.unit_sets import members

# 区 of a cell 住所在区外 tells nobody what is meant: the whole cell does.
_TELLING = 4


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
        self._any_of = parser.parse_all(spec.any_of, "any_of")
        self._all_of = parser.parse_all(spec.all_of, "all_of", selects=False)
        # Read once: a passage of a hundred characters costs little more than asking every rule.
        self._needs = [(pattern, frozenset(parser.needs(pattern))) for pattern in self._any_of]
        self._joint_needs = frozenset(chain.from_iterable(map(parser.needs, self._all_of)))
        if self._all_of and not any(pattern.selects for pattern in self._all_of):
            raise PatternError("all_of 中没有必须出现的词（至少两个字），会在每一句上运行；请至少写上一个")
        unless = parser.parse_all(spec.unless, "unless", selects=False)
        self._unless = list(zip(spec.unless, unless, strict=True))

    @cached_property
    def concepts(self) -> frozenset[int]:
        """Numbers of all concepts of its patterns, literals included, exceptions not."""
        return frozenset(chain.from_iterable(map(_concepts, (*self._any_of, *self._all_of))))

    def find(self, context: CheckContext) -> Iterator[Match]:
        """One match a unit at most, in text order."""
        for unit, patterns in sorted(self._candidates(context).items()):
            passage = passage_of(context, unit, self._scope)
            matcher = PassageMatcher(context.view.text, context.occurrences, passage)
            found = self._joined(matcher) if self._all_of else self._first(matcher, patterns)
            if found is not None:
                yield self._match(found, passage, matcher)

    def find_every(self, context: CheckContext) -> Iterator[Match]:
        """All matches of each unit that do not overlap, those of earlier patterns first; in text order.

        For wording of which one sentence may hold several: 没收工具，处以罚款，并扣留车辆.
        """
        for unit, patterns in sorted(self._candidates(context).items()):
            passage = passage_of(context, unit, self._scope)
            matcher = PassageMatcher(context.view.text, context.occurrences, passage)
            taken: list[Match] = []
            for found in (found for pattern in patterns for found in matcher.find(pattern)):
                match = self._match(found, passage, matcher)
                if all(match.end <= other.start or other.end <= match.start for other in taken):
                    taken.append(match)
            yield from sorted(taken, key=lambda match: match.start)

    def _joined(self, matcher: PassageMatcher) -> PatternMatch | None:
        """All patterns, some of them perhaps in the lead-in alone, but not all."""
        joined = _joined([matcher.find_anywhere(pattern) for pattern in self._all_of])
        return joined if joined is not None and joined.end > matcher.own_start else None

    @staticmethod
    def _first(matcher: PassageMatcher, patterns: list[Pattern]) -> PatternMatch | None:
        return next((found for pattern in patterns for found in matcher.find(pattern)), None)

    def _match(self, found: PatternMatch, passage: Passage, matcher: PassageMatcher) -> Match:
        own_start = passage.own[0]
        inside = [part for part in found.parts if part[0] >= own_start]
        outside = [part for part in found.parts if part[0] < own_start]
        lead_in = passage.pieces[passage.piece_of(outside[0][0])] if outside else None
        unless = next((text for text, pattern in self._unless if matcher.matches(pattern)), None)
        start, end = inside[0][0], max(end for _, end in inside)
        if outside and self._scope is Scope.ROW and end - start < _TELLING:
            start, end = passage.own
        return Match(
            start=start,
            end=end,
            captures=found.captures,
            parts=found.parts,
            passage=passage,
            lead_in=lead_in,
            unless=f"例外表述“{unless}”" if unless else None,
        )

    def _candidates(self, context: CheckContext) -> dict[int, list[Pattern]]:
        """Units in whose passage everything occurs that a match needs, with the patterns to try there."""
        count = context.occurrences.hits_of_needs.__getitem__
        if self._all_of:
            return dict.fromkeys(self._reached(context, self._joint_needs), self._all_of)
        candidates: dict[int, list[Pattern]] = {}
        for pattern, needs in self._needs:
            # Nothing is compared where one is met nowhere in the document, as it is with most patterns.
            if all(map(count, needs)):
                for unit in self._reached(context, needs):
                    candidates.setdefault(unit, []).append(pattern)
        return candidates

    def _reached(self, context: CheckContext, needs: frozenset[int]) -> Iterator[int]:
        """Units that see every need met."""
        # The rarest first: most patterns have nothing left before their common words are asked for.
        first, *others = sorted(needs, key=context.occurrences.hits_of_needs.__getitem__)
        reached = reach(context, first, self._scope)
        for need in others:
            if not reached:
                break
            reached &= reach(context, need, self._scope)
        return members(reached)


def _concepts(pattern: Pattern) -> Iterator[int]:
    for step in pattern.steps:
        if isinstance(step.node, Term):
            yield step.node.concept
        elif isinstance(step.node, Group):
            for alternative in step.node.alternatives:
                yield from _concepts(alternative)


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
