"""What a classifier says of a clause, where it says it with enough certainty.

A classifier of clauses has one label that decides whether there is anything (``breach``) and one
for each kind of it. All rules of a family ask the same model; it runs once a document, over all
clauses in one batch. From ``agrees_from`` on it supports what a rule finds in the clause; only from
``alone_from`` on, which the corpora must justify, it makes a finding by itself. What it looks at is
`reviewer.checkers.clause_samples`; whether the sentence forbids the conduct is the engine's question.
A rule on setting power (设定权) names its matter: what the document may set, or what only applies a
superior law, the classifier does not flag either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from reviewer.checkers.authority import Matter, permitted
from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.clause_samples import clause_samples, trimmed_unit
from reviewer.checkers.passages import Scope, passage_of
from reviewer.checkers.restatement import sets_nothing
from reviewer.classifiers.base import Classifier
from reviewer.finding import ModelEvidence
from reviewer.language.matching import Range
from reviewer.language.patterns import PatternParser

# Whatever sets something orders, forbids, conditions, charges or punishes; the model also knows topics.
_ORDERS = re.compile(
    r"""应|须|不得|不准|不许|不能|禁止|严禁|方可|方能|才能|才可|一律|责令|予以|给予|处|罚|没收|收|缴|交|征|取消|停|清退|扣|拆
        |强|采取|断|清出|凭|由|限|统一|列入|不予|不再|委托|下放|纳入|注销|吊销|要|均|每|经|需""",
    re.VERBOSE,
)
_SCORED = re.compile(r"(?:得|加|计)\s?\d+(?:\.\d+)?\s?分|最高\s?\d+\s?分|满分")


class ClassifiedSpec(BaseModel):
    """The ``match`` of a rule that asks a classifier.

    Attributes:
        model: Name of the classifier; where it is not loaded the rule finds nothing.
        decides: The label whose probability says whether there is anything at all.
        label: The label of this rule; of a clause the likeliest label beside ``decides`` counts.
        agrees_from: From this probability on it supports a rule.
        alone_from: From this probability on it makes a finding of its own; above 1 never.
        matter: What a rule on setting power speaks of (`reviewer.checkers.authority`).
    """

    model_config = ConfigDict(extra="forbid")

    model: str
    decides: str
    label: str
    agrees_from: float = Field(default=0.5, gt=0, le=1)
    alone_from: float = Field(gt=0)
    matter: Matter | None = None

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
        if classifier is None or (spec.matter is not None and permitted(spec.matter, context)):
            return
        for unit, opinion in opinions(context, classifier, spec.decides, spec.agrees_from).items():
            if opinion.label == spec.label and not (spec.matter and _only_leads_in(context, unit)):
                match = _match(context, unit, opinion, alone=opinion.probability >= spec.alone_from)
                yield match if spec.matter is None else _with_reason(context, match)


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


def _only_leads_in(context: CheckContext, unit: int) -> bool:
    """Whether the unit is an address or a lead-in: what it introduces sets something, if anything does."""
    end = trimmed_unit(context, unit)[1]
    return context.view.text[end - 1 : end] in ("：", ":")


def _with_reason(context: CheckContext, match: Match) -> Match:
    """The match, with the reason where the clause sets nothing after all."""
    own = match.passage.own if match.passage else (match.start, match.end)
    parts = match.parts or ((match.start, match.end),)
    view = context.view.text
    scored = "评分标准只用于评审，没有设定" if _SCORED.search(view, *own) else None
    told = None if _ORDERS.search(view, *own) else "该句没有要求、禁止、处罚等内容"
    nothing = scored or told or sets_nothing(context, replace(match, parts=parts), own, restated=True)
    return replace(match, unless=match.unless or nothing)


def _places(view: str, start: int, end: int, terms: tuple[str, ...]) -> tuple[Range, ...]:
    """Where the strongest terms stand in the clause; they are the conduct whose polarity counts."""
    places = ((view.find(term, start, end), len(term)) for term in terms)
    return tuple(sorted((place, place + length) for place, length in places if place >= 0))
