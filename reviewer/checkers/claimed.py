"""Checks claims of the exception of 条例第十二条 that name no period and no condition to end them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.exception_claims import find_claims, is_limited
from reviewer.checkers.passages import Scope, passage_of
from reviewer.language.matching import PassageMatcher
from reviewer.language.patterns import PatternParser


class ClaimedSpec(BaseModel):
    """The ``match`` of a rule on claims.

    Attributes:
        circumstance: Patterns of the case of the article that is claimed, one is enough; none means any.
        unless: Patterns of the cases that other rules have.
    """

    model_config = ConfigDict(extra="forbid")

    circumstance: list[str] = []
    unless: list[str] = []


class ClaimedChecker:
    """Reports claims without a limit in time; where conduct is found that they cover, that is told there."""

    Spec = ClaimedSpec
    heeds_polarity = False

    def __init__(self, spec: ClaimedSpec, parser: PatternParser) -> None:
        self._circumstance = parser.parse_all(spec.circumstance, "circumstance")
        self._unless = parser.parse_all(spec.unless, "unless", selects=False)

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Claims of the rule's case that are not limited, in text order."""
        for claim in find_claims(context):
            matcher = self._matcher(context, claim.where[0])
            named = not self._circumstance or any(map(matcher.matches, self._circumstance))
            if not named or any(map(matcher.matches, self._unless)) or is_limited(context, claim.span):
                continue
            yield Match(start=claim.where[0], end=claim.where[1])

    @staticmethod
    def _matcher(context: CheckContext, offset: int) -> PassageMatcher:
        passage = passage_of(context, context.sentences.unit_at(offset), Scope.CLAUSE)
        return PassageMatcher(context.view.text, context.occurrences, passage)
