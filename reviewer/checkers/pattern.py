"""Wording that is the problem itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.wording import WordingSearch, WordingSpec
from reviewer.language.patterns import PatternParser


class PatternChecker:
    """Yields the first match of each unit; its quote ends with a word, not within one."""

    Spec = WordingSpec
    heeds_polarity = True

    def __init__(self, spec: WordingSpec, parser: PatternParser) -> None:
        self._search = WordingSearch(spec, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Matches in text order."""
        for match in self._search.find(context):
            limit = match.passage.own[1] if match.passage else match.end
            yield replace(match, end=context.occurrences.word_end(match.end, limit, self._search.concepts))
