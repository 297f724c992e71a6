"""Training of the classifier of fair competition (公平竞争): clause to item of 条例 第八条至第十一条."""

from __future__ import annotations

from datetime import date

from corpora.fair_competition_units import BREACH, ITEMS, TEST, load_units
from corpora.labelled import TRAIN
from corpora.train.fit import Recipe
from corpora.train.measured import fit_and_measure
from reviewer.classifiers.features import FieldSpec
from reviewer.classifiers.model_file import LinearModel

RECIPE = Recipe(
    name="fair_competition",
    labels=(BREACH, *ITEMS),
    link="sigmoid",
    decides=BREACH,
    fields=(
        FieldSpec(name="text", limit=200),
        FieldSpec(name="lead_in", longest=2, weight=0.5, limit=100),
        FieldSpec(name="heading", longest=2, weight=0.4, limit=60),
    ),
)


def train_fair_competition(day: date) -> LinearModel:
    """Train on the training splits; measure on whole policy documents that were not seen."""
    units = load_units()
    return fit_and_measure(
        RECIPE, units.corpus, units.split(TRAIN), units.split(TEST, whole=True), day, natural=units.whole
    )
