"""The shipped model of a name, for measuring it on the held-out part of its corpus."""

from __future__ import annotations

from corpora.labelled import LabelledCorpus
from corpora.trained import load_classifiers
from reviewer.classifiers.linear import LinearClassifier
from reviewer.errors import ModelError


def shipped(name: str, corpus: LabelledCorpus) -> LinearClassifier:
    """The shipped model.

    Raises:
        ModelError: There is none, or it was trained on another state of the corpus: its split may
            have been another one, so that what is held out now may have been seen then.
    """
    remedy = f"请先运行 reviewer train {name.replace('_', '-')}"
    classifier = load_classifiers().get(name)
    if not isinstance(classifier, LinearClassifier):
        raise ModelError(f"没有名为 {name} 的线性模型，{remedy}")
    if classifier.model.card.corpus_digest != corpus.digest:
        raise ModelError(
            f"模型 {name} 不是用当前语料训练的，请先运行 reviewer train {name.replace('_', '-')}"
        )
    return classifier
