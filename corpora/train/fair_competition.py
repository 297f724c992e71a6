"""Training of the classifier of fair competition (公平竞争): clause to item of 条例 第八条至第十一条."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpora.decided import DecidedClause, competition_samples
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
    # Rare turns of phrase tell most: of 218 breaching clauses not seen, 194 reach a probability of
    # 0.8 with all terms that occur twice and 182 with the 12,000 commonest; of 289 lawful ones 7 and 6.
    most_terms=60_000,
    fields=(
        FieldSpec(name="text", limit=200),
        FieldSpec(name="lead_in", longest=2, weight=0.5, limit=100),
        FieldSpec(name="heading", longest=2, weight=0.4, limit=60),
    ),
)


def train_fair_competition(day: date, decided: Sequence[DecidedClause] = ()) -> LinearModel:
    """Train on the training splits and what was decided; measure on whole policy documents not seen."""
    units = load_units()
    seen = [*units.split(TRAIN), *competition_samples(decided)]
    return fit_and_measure(
        RECIPE, units.corpus, seen, units.split(TEST, whole=True), day, natural=units.whole
    )
