"""Training of the classifier of document kinds (文件种类)."""

from __future__ import annotations

from datetime import date

from corpora.document_kinds import CORPUS, beginnings
from corpora.labelled import HELD_OUT, TRAIN, load_corpus
from corpora.train.fit import Recipe
from corpora.train.measured import fit_and_measure
from reviewer.classifiers.features import FieldSpec
from reviewer.classifiers.model_file import LinearModel
from reviewer.structure.kinds import DocumentKind

RECIPE = Recipe(
    name="document_kind",
    labels=tuple(kind.value for kind in DocumentKind),
    fields=(
        FieldSpec(name="text", longest=2),
        FieldSpec(name="heading"),
        FieldSpec(name="lead_in", shortest=2, weight=0.5),
        FieldSpec(name="words", shortest=0, longest=0),
    ),
)


def train_document_kind(day: date) -> LinearModel:
    """Train on the training split and measure on the other."""
    corpus = load_corpus(CORPUS)
    return fit_and_measure(RECIPE, corpus, beginnings(corpus, TRAIN), beginnings(corpus, HELD_OUT), day)
