"""The clauses that the classifier of fair competition is trained on, and how well it does."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpora.annotated import CLAUSES, POLICIES
from corpora.evaluate.shipped import shipped
from corpora.fair_competition_units import BACKGROUND, BREACH, ITEMS, TEST, VALIDATION, UnitCorpus, load_units
from corpora.labelled import TRAIN, LabelledSample, load_corpus
from corpora.skeletons import repeated_skeletons
from corpora.train import train
from corpora.trained import FOLDER, load_classifiers
from reviewer.classifiers.linear import LinearClassifier
from reviewer.classifiers.model_file import MOST_BYTES


@cache
def units() -> UnitCorpus:
    return load_units()


@cache
def classifier() -> LinearClassifier:
    return shipped("fair_competition", units().corpus)


def likely(items: tuple[LabelledSample, ...]) -> NDArray[np.float64]:
    return classifier().probability([item.sample for item in items], BREACH)


def breaches(items: tuple[LabelledSample, ...]) -> NDArray[np.bool_]:
    return np.array([bool(item.labels) for item in items])


def test_the_background_is_lawful_and_written() -> None:
    """At least 600 clauses that breach nothing; no mould stands behind more than three of all clauses."""
    background = load_corpus(BACKGROUND)
    texts = [
        (item.id, item.sample.text)
        for name in (BACKGROUND, POLICIES, CLAUSES)
        for item in load_corpus(name).samples
    ]

    assert len(background.samples) >= 600
    assert not any(item.labels for item in background.samples)
    assert repeated_skeletons(texts, most=3) == {}


def test_clauses_of_one_document_are_in_one_split() -> None:
    """Nothing of a document that serves for measuring was seen in training."""
    corpus = units().corpus

    documents = [{item.document for item in corpus.split(name)} for name in (TRAIN, VALIDATION, TEST)]

    assert all(documents)
    assert not documents[0] & documents[1]
    assert not documents[0] & documents[2]
    assert not documents[1] & documents[2]


def test_a_clause_holds_items_exactly_where_it_breaches() -> None:
    """The label that decides stands with every breach, the catch-all items included."""
    labelled = [item for item in units().corpus.samples if item.labels]

    assert labelled
    assert all(item.labels[0] == BREACH for item in labelled)
    assert {label for item in labelled for label in item.labels} == {BREACH, *ITEMS}


def test_clauses_come_with_their_context() -> None:
    """Members of a list stand below their lead-in and headings, as they do in a review."""
    whole = units().split(TRAIN, whole=True)

    assert sum(bool(item.sample.heading) for item in whole) > len(whole) / 2
    assert any(item.sample.lead_in for item in whole)
    assert all("\n" not in item.sample.text for item in whole)


def test_most_clauses_of_whole_documents_are_lawful() -> None:
    """As in use: fewer than one clause in ten breaches."""
    whole = breaches(units().split(TRAIN, whole=True))

    assert 0.03 < whole.mean() < 0.1


def test_what_stands_alone_is_right_in_documents_not_seen() -> None:
    """From 0.9 on nine of ten flagged clauses breach, and a third of all breaches is found."""
    unseen = (*units().split(VALIDATION, whole=True), *units().split(TEST, whole=True))

    flagged = likely(unseen) >= 0.9

    assert breaches(unseen)[flagged].mean() >= 0.9
    assert flagged[breaches(unseen)].mean() >= 1 / 3


def test_probabilities_can_be_taken_at_their_word() -> None:
    """On unseen whole documents the mean probability is near the share of breaches."""
    unseen = (*units().split(VALIDATION, whole=True), *units().split(TEST, whole=True))

    assert abs(likely(unseen).mean() - breaches(unseen).mean()) < 0.03


def test_unseen_single_clauses_are_told_apart() -> None:
    """At one half, four of five breaches are found and nine of ten flagged clauses breach."""
    unseen = units().split(TEST, whole=False)

    flagged = likely(unseen) >= 0.5

    assert breaches(unseen)[flagged].mean() >= 0.9
    assert flagged[breaches(unseen)].mean() >= 0.8


@pytest.mark.skipif(
    not os.environ.get("REVIEWER_PROOF"), reason="trains for minutes; runs before a release, with make proof"
)
def test_the_command_makes_the_shipped_file_again(tmp_path: Path) -> None:
    """The same corpora, software and day give the same bytes."""
    card = classifier().model.card

    path = train("fair-competition", tmp_path, date.fromisoformat(card.trained_on))

    again = load_classifiers(tmp_path)["fair_competition"]
    assert isinstance(again, LinearClassifier)
    assert path.stat().st_size <= MOST_BYTES
    if again.model.card.software != card.software:
        pytest.skip("trained with other versions of the software than those installed")
    assert path.read_bytes() == (FOLDER / path.name).read_bytes()
