"""A model together with its figures on what it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from corpora.figures import card_figures
from corpora.labelled import LabelledCorpus, LabelledSample
from corpora.train.fit import Recipe, fit, with_metrics
from reviewer.classifiers.model_file import LinearModel


def fit_and_measure(
    recipe: Recipe,
    corpus: LabelledCorpus,
    seen: Sequence[LabelledSample],
    unseen: Sequence[LabelledSample],
    day: date,
    *,
    natural: AbstractSet[str] = frozenset(),
) -> LinearModel:
    """Fit a model to the first samples and put its figures on the others on its card.

    Args:
        recipe: How.
        corpus: Where the samples come from.
        seen: The samples of the training.
        unseen: The samples that it is measured on.
        day: Written into the card.
        natural: Documents in which labels are as frequent as in use (`corpora.train.fit.fit`).
    """
    model = fit(recipe, corpus, seen, day, natural=natural)
    return with_metrics(model, card_figures(model, seen, unseen))
