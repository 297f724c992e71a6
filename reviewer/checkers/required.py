"""A part that must exist does not: the finding is anchored to the document's title."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.instruments import is_instrument, title_range
from reviewer.language.matching import Passage, PassageMatcher, Range
from reviewer.language.patterns import PatternParser, Sequence
from reviewer.language.unit_sets import members

_OPENING_CHARACTERS = 1_500


class Place(StrEnum):
    """Where the wording is looked for."""

    DOCUMENT = "document"
    OPENING = "opening"


class RequiredSpec(BaseModel):
    """The ``match`` of a rule about absence.

    Attributes:
        facts: Facts of the profile, such as ``effective_on``; any one of them is enough.
        any_of: Patterns; a match of any one is enough.
        place: Where the patterns are looked for.
        only_if: Patterns of which one must match for the part to be required at all.
        instrument: Only of instruments in articles or named 办法, 规定 and the like.
        title_has: Words of which the title must hold one for the part to be required at all.
    """

    model_config = ConfigDict(extra="forbid")

    facts: list[str] = []
    any_of: list[str] = []
    place: Place = Place.DOCUMENT
    only_if: list[str] = []
    instrument: bool = False
    title_has: list[str] = []

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.facts and not self.any_of:
            raise ValueError("facts 与 any_of 至少写一项")
        return self


class RequiredChecker:
    """Yields one match, at the title, where nothing of what is required is there."""

    Spec = RequiredSpec
    heeds_polarity = False

    def __init__(self, spec: RequiredSpec, parser: PatternParser) -> None:
        self._facts = spec.facts
        self._any_of = [(p, parser.needs(p)) for p in parser.parse_all(spec.any_of, "any_of")]
        self._only_if = [(p, parser.needs(p)) for p in parser.parse_all(spec.only_if, "only_if")]
        self._place = spec.place
        self._instrument = spec.instrument
        self._title_has = spec.title_has

    def find(self, context: CheckContext) -> Iterator[Match]:
        """At most one match."""
        title = title_range(context)
        if title is None or any(getattr(context.profile, fact) for fact in self._facts):
            return
        if not self._owed(context, title):
            return
        units = self._units(context)
        if any(_matches_somewhere(context, units, *pattern) for pattern in self._any_of):
            return
        everywhere = range(len(context.sentences.starts))
        if self._only_if and not any(_matches_somewhere(context, everywhere, *p) for p in self._only_if):
            return
        yield Match(start=title[0], end=title[1])

    def is_owed(self, context: CheckContext) -> bool:
        """Whether the document owes the part at all, be it there or not."""
        title = title_range(context)
        return title is not None and self._owed(context, title)

    def _owed(self, context: CheckContext, title: Range) -> bool:
        """Whether a document of this title and form owes the part."""
        text = context.view.text[title[0] : title[1]]
        named = not self._title_has or any(word in text for word in self._title_has)
        return named and (not self._instrument or is_instrument(context))

    def _units(self, context: CheckContext) -> range:
        if self._place is Place.DOCUMENT:
            return range(len(context.sentences.starts))
        return range(context.sentences.unit_at(_OPENING_CHARACTERS) + 1)


def _matches_somewhere(
    context: CheckContext, units: range, pattern: Sequence, needs: tuple[int, ...]
) -> bool:
    sentences = context.sentences
    for unit in members(reduce(and_, map(context.occurrences.units, needs))):
        if unit in units:
            passage = Passage(((sentences.starts[unit], sentences.ends[unit]),))
            if PassageMatcher(context.view.text, context.occurrences, passage).matches(pattern):
                return True
    return False
