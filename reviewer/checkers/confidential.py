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

# Closer than this, two matches are one statement.
_APART = 4


class ConfidentialChecker:
    """Yields the matches of each unit that do not overlap, their figures masked."""

    Spec = WordingSpec
    heeds_polarity = True

    def __init__(self, spec: WordingSpec, parser: PatternParser) -> None:
        self._search = WordingSearch(spec, parser)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Matches in text order."""
        position = 0
        for match in self._search.find_every(context):
            if match.start < position:
                continue
            position = match.end + _APART
            yield replace(match, masked=hide_digits(context.view.text[match.start : match.end]))
