"""Setting power (设定权): what a clause sets, against what the instrument may set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.checkers.authority import Matter, permitted, severity_for
from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.consequence import begin_of_consequence
from reviewer.checkers.restatement import sets_nothing
from reviewer.checkers.wording import WordingSearch, WordingSpec
from reviewer.language.matching import Passage, Range
from reviewer.language.patterns import PatternParser


class SetsSpec(WordingSpec):
    """The ``match`` of a rule on setting power.

    Attributes:
        matter: What the wording sets.
        restated: Whether 依法 and the like make it a mere restatement; false for what cannot be
            restated without naming the law, such as the amount of a fine.
    """

    matter: Matter
    restated: bool = True


class SetsChecker:
    """Yields the wording; where the instrument may set it, or only applies it, with the reason."""

    Spec = SetsSpec
    heeds_polarity = True

    def __init__(self, spec: SetsSpec, parser: PatternParser) -> None:
        self._search = WordingSearch(spec, parser)
        self._matter = spec.matter
        self._restated = spec.restated

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Matches in text order, several in a unit where they do not overlap."""
        allowed = permitted(self._matter, context)
        if allowed and context.kind is not None and context.kind.is_statute:
            # A statute is full of powers that it may set: listing each of them as dismissed would
            # tell the reader nothing and cost more than all other rules.
            return
        severity = severity_for(context)
        for match in self._search.find_every(context):
            own = match.passage.own if match.passage else (match.start, match.end)
            nothing = sets_nothing(context, match, own, restated=self._restated)
            yield replace(
                _narrowed(context, match, own), unless=match.unless or allowed or nothing, severity=severity
            )


def _narrowed(context: CheckContext, match: Match, own: Range) -> Match:
    """The match with only those words around it that decide its polarity."""
    begin, consequence = begin_of_consequence(context.view.text, own[0], match.parts[-1][0])
    contexts = match.passage.pieces[:-1] if match.passage else ()
    return replace(match, passage=Passage((*contexts, (begin, own[1]))), governed=not consequence)
