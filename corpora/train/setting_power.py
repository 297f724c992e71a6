"""Training of the classifier of setting power (设定权): what a clause sets, if it sets anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpora.decided import DecidedClause, power_samples
from corpora.labelled import HELD_OUT, TRAIN
from corpora.setting_power_clauses import SETS, load_clauses
from corpora.train.fit import Recipe
from corpora.train.measured import fit_and_measure
from reviewer.classifiers.features import FieldSpec
from reviewer.classifiers.model_file import LinearModel

KINDS = (
    "power.licence",
    "power.penalty",
    "power.coercion",
    "power.fee",
    "power.proof",
    "power.rights",
    "power.assessment",
    "power.delegation",
)

# Headings, neighbours, the kind of document and jieba's words were tried and added nothing in
# cross-validation; a field that adds nothing only costs time.
RECIPE = Recipe(
    name="setting_power",
    labels=(SETS, *KINDS),
    link="sigmoid",
    fields=(
        FieldSpec(name="text", limit=400),
        FieldSpec(name="lead_in", longest=2, weight=0.5, limit=80),
    ),
)


def train_setting_power(day: date, decided: Sequence[DecidedClause] = ()) -> LinearModel:
    """Train on the training splits and what was decided; measure on the others."""
    corpus = load_clauses()
    seen = [*corpus.split(TRAIN), *power_samples(decided, KINDS)]
    return fit_and_measure(RECIPE, corpus, seen, corpus.split(HELD_OUT), day)
