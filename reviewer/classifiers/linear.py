"""Linear classifier over character n-grams and words: fast, small, and able to say why.

A label's score is the sum of its terms' weights; two numbers a label, fitted on texts that the
weights had not seen, make it a probability that can be taken at its word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.classifiers.base import Prediction, Sample
from reviewer.classifiers.features import Features, Rows
from reviewer.classifiers.model_file import LinearModel

_MOST_TERMS = 5
_PARTICLES = frozenset("的了在和或以与为由其之于及等对把被")
# A label less likely than this is not explained: explaining takes longer than deciding.
_WORTH_EXPLAINING = 0.2
# Probabilities stand in reports, which are the same byte for byte on every machine.
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class _Scored:
    """A portion of samples with what was computed for it."""

    rows: Rows
    starts: NDArray[np.int64]
    parts: NDArray[np.float32]
    probabilities: NDArray[np.float64]


class LinearClassifier:
    """A `Classifier` over a `LinearModel`.

    Attributes:
        name: Name of the classifier.
        labels: Its labels.
        version: Day of the training and the beginning of the file's digest.
        model: What it computes with.
    """

    def __init__(self, model: LinearModel) -> None:
        self.name = model.card.name
        self.labels = model.card.labels
        self.version = f"{model.card.trained_on}+{model.digest[:12]}"
        self.model = model
        self._features = Features(model.card.fields, model.vocabularies)
        # One row a term, so that the weights of a term stand together in memory.
        self._weights = np.ascontiguousarray(model.coefficients.T)

    def predict(self, samples: Sequence[Sample]) -> list[tuple[Prediction, ...]]:
        """For each sample all labels, likeliest first; among equals in the model's order."""
        return [predictions for portion in self._score(samples) for predictions in self._explain(portion)]

    def probabilities(self, samples: Sequence[Sample]) -> NDArray[np.float64]:
        """Calibrated probabilities, one row a sample, one column a label, without explanations."""
        portions = [portion.probabilities for portion in self._score(samples)]
        return np.concatenate(portions) if portions else np.empty((0, len(self.labels)))

    def probability(self, samples: Sequence[Sample], label: str) -> NDArray[np.float64]:
        """Calibrated probability of one label, a sample each; where labels are apart, without the others."""
        place = self.labels.index(label)
        if self.model.card.link == "softmax":
            return self.probabilities(samples)[:, place]
        model = self.model
        likely = [np.empty(0)]
        for _, count, rows in self._features.portions(samples, model.idf):
            parts = model.coefficients[place, rows.terms] * rows.values
            scores = _row_sums(parts[:, None], np.searchsorted(rows.rows, np.arange(count + 1)))[:, 0]
            calibrated = (scores + model.intercepts[place]) * model.slopes[place] + model.offsets[place]
            likely.append(_link(calibrated, model.card.link))
        return np.concatenate(likely)

    def _score(self, samples: Sequence[Sample]) -> Iterator[_Scored]:
        for _, count, rows in self._features.portions(samples, self.model.idf):
            starts = np.searchsorted(rows.rows, np.arange(count + 1))
            parts = self._weights[rows.terms] * rows.values[:, None]
            scores = _row_sums(parts, starts) + self.model.intercepts
            calibrated = scores * self.model.slopes + self.model.offsets
            yield _Scored(rows, starts, parts, _link(calibrated, self.model.card.link))

    def _explain(self, portion: _Scored) -> Iterator[tuple[Prediction, ...]]:
        order = np.argsort(-portion.probabilities, axis=1, kind="stable")
        for row, ranked in enumerate(order.tolist()):
            likely = portion.probabilities[row].tolist()
            yield tuple(
                Prediction(
                    label=self.labels[label],
                    probability=likely[label],
                    terms=self._terms(portion, row, label) if self._worth(label, likely[label]) else (),
                )
                for label in ranked
            )

    def _worth(self, label: int, probability: float) -> bool:
        return probability >= _WORTH_EXPLAINING and self.labels[label] != self.model.card.background

    def _terms(self, portion: _Scored, row: int, label: int) -> tuple[str, ...]:
        """The terms that spoke for the label most; none that is part of another, none without a letter.

        Single characters, and pieces cut through at a comma or a 的, tell a reader little: they are
        named only where nothing better spoke for it.
        """
        first, last = portion.starts[row], portion.starts[row + 1]
        parts = portion.parts[first:last, label]
        ranked = [place for place in np.argsort(-parts, kind="stable").tolist() if parts[place] > 0]
        terms = [
            self._features.term(int(portion.rows.terms[first + place]))[1].strip("\n\t") for place in ranked
        ]
        worded = [term for term in terms if any(character.isalpha() for character in term)]
        return _apart([term for term in worded if _telling(term)] or worded)


def _telling(term: str) -> bool:
    """Whether a term can be a word: two letters or more, no particle at its ends."""
    return len(term) > 1 and term.isalpha() and not (term[0] in _PARTICLES or term[-1] in _PARTICLES)


def _apart(terms: Sequence[str]) -> tuple[str, ...]:
    """The first of the terms, without those that hold an earlier one or stand in it."""
    chosen: list[str] = []
    for term in terms:
        if len(chosen) == _MOST_TERMS:
            break
        if not any(term in other or other in term for other in chosen):
            chosen.append(term)
    return tuple(chosen)


def _row_sums(parts: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sums of the stretches that begin at ``starts``; an empty stretch gives nought."""
    sums = np.zeros((len(starts) - 1, parts.shape[1]))
    filled = starts[:-1] < starts[1:]
    if filled.any():
        sums[filled] = np.add.reduceat(parts, starts[:-1][filled], axis=0, dtype=np.float64)
    return sums


def _link(scores: NDArray[np.float64], link: str) -> NDArray[np.float64]:
    if link == "sigmoid":
        likely = 1 / (1 + np.exp(-np.clip(scores, -500, 500)))
    else:
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely = raised / raised.sum(axis=1, keepdims=True)
    rounded: NDArray[np.float64] = np.round(likely, _DECIMALS)
    return rounded
