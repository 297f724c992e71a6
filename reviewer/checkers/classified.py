"""What a classifier says of a clause, where it says it with enough certainty.

A classifier of clauses has one label that decides whether there is anything (``breach``) and one
for each kind of it. All rules of a family ask the same model; it runs once a document, over all
clauses in one batch. From ``agrees_from`` on it supports what a rule finds in the clause; only from
``alone_from`` on, which the corpora must justify, it makes a finding by itself. What it looks at is
`reviewer.checkers.clause_samples`; whether the sentence forbids the conduct is the engine's question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.clause_samples import clause_samples, trimmed_unit
from reviewer.checkers.passages import Scope, passage_of
from reviewer.classifiers.base import Classifier
from reviewer.finding import ModelEvidence
from reviewer.language.matching import Range
from reviewer.language.patterns import PatternParser


class ClassifiedSpec(BaseModel):
    """The ``match`` of a rule that asks a classifier.

    Attributes:
        model: Name of the classifier; where it is not loaded the rule finds nothing.
        decides: The label whose probability says whether there is anything at all.
        label: The label of this rule; of a clause the likeliest label beside ``decides`` counts.
        agrees_from: From this probability on it supports a rule.
        alone_from: From this probability on it makes a finding of its own; above 1 never.
    """

    model_config = ConfigDict(extra="forbid")

    model: str
    decides: str
    label: str
    agrees_from: float = Field(default=0.5, gt=0, le=1)
    alone_from: float = Field(gt=0)

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.alone_from < self.agrees_from:
            raise ValueError("alone_from 不应低于 agrees_from")
        return self


class ClassifiedChecker:
    """Yields the clauses to which a classifier gives the label of the rule."""

    Spec = ClassifiedSpec
    heeds_polarity = True

    def __init__(self, spec: ClassifiedSpec, parser: PatternParser) -> None:
        self._spec = spec

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Clauses in text order, those included that only support a rule."""
        spec = self._spec
        classifier = context.classifiers.get(spec.model)
        if classifier is None:
            return
        for unit, opinion in opinions(context, classifier, spec.decides, spec.agrees_from).items():
            if opinion.label == spec.label:
                yield _match(context, unit, opinion, alone=opinion.probability >= spec.alone_from)


def opinions(
    context: CheckContext, classifier: Classifier, decides: str, least: float
) -> Mapping[int, ModelEvidence]:
    """The clauses in which the deciding label is likely enough, each with its likeliest other label.

    Args:
        context: The document.
        classifier: The classifier; it is asked once a document.
        decides: The deciding label, whose probability and strongest terms the opinion gives.
        least: Least probability of the deciding label.
    """
    key = (classifier.name, decides, least)
    known = context.opinions.get(key)
    if known is None:
        known = context.opinions[key] = _ask(context, classifier, decides, least)
    return known


def _ask(
    context: CheckContext, classifier: Classifier, decides: str, least: float
) -> dict[int, ModelEvidence]:
    units, samples = [], []
    for unit, sample in clause_samples(context):
        units.append(unit)
        samples.append(sample)
    likely = classifier.probability(samples, decides)
    chosen = np.flatnonzero(likely >= least).tolist()
    found = {}
    for place, predictions in zip(chosen, classifier.predict([samples[i] for i in chosen]), strict=True):
        deciding = next(each for each in predictions if each.label == decides)
        best = next(each for each in predictions if each.label != decides)
        found[units[place]] = ModelEvidence(
            name=classifier.name, label=best.label, probability=deciding.probability, terms=deciding.terms
        )
    return found


def _match(context: CheckContext, unit: int, opinion: ModelEvidence, *, alone: bool) -> Match:
    start, end = trimmed_unit(context, unit)
    return Match(
        start=start,
        end=end,
        parts=_places(context.view.text, start, end, opinion.terms),
        passage=passage_of(context, unit, Scope.SENTENCE),
        model=opinion,
        alone=alone,
    )


def _places(view: str, start: int, end: int, terms: tuple[str, ...]) -> tuple[Range, ...]:
    """Where the strongest terms stand in the clause; they are the conduct whose polarity counts."""
    places = ((view.find(term, start, end), len(term)) for term in terms)
    return tuple(sorted((place, place + length) for place, length in places if place >= 0))
