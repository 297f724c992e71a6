"""Wording that is the problem itself."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.wording import WordingSearch, WordingSpec
from reviewer.language.patterns import PatternParser


class PatternChecker:
    """Yields the first match of each unit."""

    Spec = WordingSpec
    heeds_polarity = True

    def __init__(self, spec: WordingSpec, parser: PatternParser) -> None:
        self._search = WordingSearch(spec, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Matches in text order."""
        return self._search.find(context)
