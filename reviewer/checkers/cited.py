"""Cited laws: repealed, not yet in force, out of range, misnamed, unknown, badly written."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.citation.verdict_types import CitationVerdict, Fault
from reviewer.finding import LegalBasis, Severity
from reviewer.language.patterns import PatternParser
from reviewer.structure.kinds import DocumentKind

# The law itself is the basis: it says how many articles it has and how they are numbered.
_BY_THE_LAW = frozenset({Fault.ARTICLE_OUT_OF_RANGE, Fault.RENUMBERED})


class CitedSpec(BaseModel):
    """The ``match`` of a rule on citations.

    Attributes:
        verdict: The fault that the rule reports.
    """

    model_config = ConfigDict(extra="forbid")

    verdict: Fault


class CitedChecker:
    """Reports one kind of fault of the citations, which are judged once a document."""

    Spec = CitedSpec
    heeds_polarity = False

    def __init__(self, spec: CitedSpec, parser: PatternParser) -> None:
        self._fault = spec.verdict

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Every citation with the fault; those that are none after all say why."""
        for verdict in context.citation_verdicts:
            if verdict.fault is self._fault:
                yield Match(
                    start=verdict.start,
                    end=verdict.end,
                    continues=context.soft_lines,
                    values=verdict.values,
                    unless=verdict.dismissed,
                    severity=_severity(verdict, context),
                    basis=_basis(verdict),
                )


def _severity(verdict: CitationVerdict, context: CheckContext) -> Severity | None:
    """Milder than the rule's where the case is weaker, or where a report only tells of the law."""
    told = context.kind is DocumentKind.REPORT and verdict.fault in _GRAVE
    return Severity.RISK if told else verdict.ceiling


_GRAVE = frozenset(
    {
        Fault.REPEALED,
        Fault.NOT_YET_EFFECTIVE,
        Fault.ARTICLE_OUT_OF_RANGE,
        Fault.NOT_FOUND,
        Fault.DRAFT,
    }
)


def _basis(verdict: CitationVerdict) -> tuple[LegalBasis, ...] | None:
    law = verdict.law
    if law is None or verdict.fault not in _BY_THE_LAW:
        return None
    article = verdict.values.get("right_article") if law.verified else None
    return (LegalBasis(title=law.title, article=article, since=law.begins, verified=article is not None),)
