"""Figures of a classifier on labelled samples: right and wrong per label, and whether its odds hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpora.labelled import LabelledSample
from reviewer.classifiers.linear import LinearClassifier
from reviewer.classifiers.model_file import LinearModel

Matrix = NDArray[np.float64]
# Where each label may hold or not, it is taken to hold from here on.
THRESHOLD = 0.5
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFigures:
    """How one label did.

    Attributes:
        label: The label.
        support: Samples in which it holds.
        predicted: Samples in which it was said to hold.
        right: Samples in which both is true.
    """

    label: str
    support: int
    predicted: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of what was said that is true; None where nothing was said."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of what is true that was said; None where nothing is true."""
        return self.right / self.support if self.support else None

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / max(self.predicted + self.support, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Decisions whose probability lies in ``(lower, upper]``: what was promised and what came true.

    Attributes:
        lower: Lower border.
        upper: Upper border.
        count: Number of decisions.
        promised: Mean probability, 0 for an empty bin.
        kept: Share of decisions that were right, 0 for an empty bin.
    """

    lower: float
    upper: float
    count: int
    promised: float
    kept: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a classifier did.

    Attributes:
        samples: Number of samples.
        accuracy: Share of samples with all labels right.
        labels: Label by label.
        bins: The reliability curve. For exclusive labels a decision is the likeliest label of a
            sample, else every label of every sample.
        brier: Mean squared distance of the probabilities from the truth, over all labels.
    """

    samples: int
    accuracy: float
    labels: tuple[LabelFigures, ...]
    bins: tuple[ReliabilityBin, ...]
    brier: float

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the labels that occur."""
        found = [label.f1 for label in self.labels if label.support]
        return sum(found) / max(len(found), 1)

    @property
    def calibration_error(self) -> float:
        """Mean distance between what was promised and what came true (expected calibration error)."""
        total = sum(part.count for part in self.bins)
        return sum(part.count * abs(part.promised - part.kept) for part in self.bins) / max(total, 1)


def measure(classifier: LinearClassifier, items: Sequence[LabelledSample]) -> Figures:
    """Let a classifier decide on samples and compare with their labels."""
    labels = classifier.labels
    likely = classifier.probabilities([item.sample for item in items])
    truth = np.array([[label in item.labels for label in labels] for item in items], dtype=bool)
    exclusive = classifier.model.card.link == "softmax"
    said = _best(likely) if exclusive else likely >= THRESHOLD
    decided = said if exclusive else np.ones_like(said)
    return Figures(
        samples=len(items),
        accuracy=float((said == truth).all(axis=1).mean()),
        labels=tuple(
            LabelFigures(
                label=label,
                support=int(truth[:, place].sum()),
                predicted=int(said[:, place].sum()),
                right=int((truth & said)[:, place].sum()),
            )
            for place, label in enumerate(labels)
        ),
        bins=reliability(likely[decided], truth[decided]),
        brier=float(((likely - truth) ** 2).sum(axis=1).mean()),
    )


def _best(likely: Matrix) -> NDArray[np.bool_]:
    best = np.zeros(likely.shape, dtype=bool)
    best[np.arange(len(likely)), likely.argmax(axis=1)] = True
    return best


def reliability(likely: Matrix, true: NDArray[np.bool_]) -> tuple[ReliabilityBin, ...]:
    """The reliability curve of decisions: probabilities beside whether they came true."""
    bins = []
    for lower, upper in pairwise(_BINS):
        inside = (likely > lower) & (likely <= upper) if lower else likely <= upper
        count = int(inside.sum())
        bins.append(
            ReliabilityBin(
                lower=lower,
                upper=upper,
                count=count,
                promised=float(likely[inside].mean()) if count else 0.0,
                kept=float(true[inside].mean()) if count else 0.0,
            )
        )
    return tuple(bins)


def card_figures(
    model: LinearModel, seen: Sequence[LabelledSample], unseen: Sequence[LabelledSample]
) -> list[tuple[str, float]]:
    """The figures that stand on a model's card."""
    figures = measure(LinearClassifier(model), unseen)
    return [
        ("samples_trained", float(len(seen))),
        ("samples_held_out", float(len(unseen))),
        ("accuracy", figures.accuracy),
        ("macro_f1", figures.macro_f1),
        ("calibration_error", figures.calibration_error),
        ("brier", figures.brier),
    ]
