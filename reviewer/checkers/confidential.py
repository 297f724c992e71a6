"""Wording that gives away what must stay inside: deliberations, trade secrets, guard posts.

The same search as `pattern`, but the figures of the quote are masked where it is stored or shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.wording import WordingSearch, WordingSpec
from reviewer.language.patterns import PatternParser
from reviewer.redaction.masks import hide_digits


class ConfidentialChecker:
    """Yields the first match of each unit, its figures masked."""

    Spec = WordingSpec
    heeds_polarity = True

    def __init__(self, spec: WordingSpec, parser: PatternParser) -> None:
        self._search = WordingSearch(spec, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Matches in text order."""
        for match in self._search.find(context):
            yield replace(match, masked=hide_digits(context.view.text[match.start : match.end]))
