"""The pipeline of names as one of the trained models: loaded, versioned and switched off with them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reviewer.classifiers.base import Prediction, Sample
from reviewer.language.entities import ORGANISATION, PERSON, PLACE, EntityFinder


class EntityClassifier:
    """Says which kinds of names a text holds; checks that need their places ask `finder`.

    Args:
        finder: The pipeline.
        name: The name of its file.
    """

    def __init__(self, finder: EntityFinder, name: str) -> None:
        self.finder = finder
        self.name = name
        self.labels: tuple[str, ...] = (ORGANISATION, PERSON, PLACE)
        self.version = finder.version

    def predict(self, samples: Sequence[Sample]) -> list[tuple[Prediction, ...]]:
        """One prediction for each kind of name in a text, the names as its terms; sure or silent."""
        found = [self.finder.find(sample.text) for sample in samples]
        return [
            tuple(
                Prediction(
                    label=label,
                    probability=1.0,
                    terms=tuple(sample.text[e.start : e.end] for e in entities if e.label == label),
                )
                for label in self.labels
                if any(entity.label == label for entity in entities)
            )
            for sample, entities in zip(samples, found, strict=True)
        ]

    def probability(self, samples: Sequence[Sample], label: str) -> NDArray[np.float64]:
        """1 for a text that holds such a name, else 0."""
        holds = [any(each.label == label for each in found) for found in self.predict(samples)]
        return np.asarray(holds, np.float64)
