"""What a classifier is: text with its context in, calibrated label probabilities out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text to classify, with what surrounds it in the document.

    Attributes:
        text: The clause, passage or beginning of the document.
        heading: Headings above it, nearest first, joined by blanks.
        lead_in: The lead-in that governs it.
        before: The paragraph before it.
        after: The paragraph after it.
        kind: Value of the document's kind, empty where unknown.
    """

    text: str
    heading: str = ""
    lead_in: str = ""
    before: str = ""
    after: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One label with its calibrated probability and the terms that spoke for it most."""

    label: str
    probability: float
    terms: tuple[str, ...] = ()


class Classifier(Protocol):
    """A trained classifier; deterministic, safe to share between threads for reading."""

    name: str
    labels: tuple[str, ...]
    version: str

    def predict(self, samples: Sequence[Sample]) -> list[tuple[Prediction, ...]]:
        """For each sample all labels, likeliest first. One call for many samples is fastest."""
        ...

    def probability(self, samples: Sequence[Sample], label: str) -> NDArray[np.float64]:
        """The probability of one label, a sample each, without explanation: much faster."""
        ...
