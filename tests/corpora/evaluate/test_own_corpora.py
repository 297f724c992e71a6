"""The project's own corpora as sets to measure."""

import json

import pytest

from corpora.evaluate.cases import Label
from corpora.evaluate.own_corpora import LEGALITY, POLICIES, own_sets, policy_documents
from corpora.labelled import FOLDER, load_corpus
from reviewer.review import ReviewContext

_SETS = own_sets()


def test_clauses_of_whole_documents_stand_where_their_labels_say() -> None:
    """All text belongs to a case: what is not labelled is formal text, of which nothing is wrong."""
    documents = policy_documents(POLICIES, "test")

    for labelled in documents:
        text = labelled.document.text
        covered = set[int]()
        for case in labelled.cases:
            assert case.span is not None
            assert text[case.span.start : case.span.end] == case.text
            assert not covered & set(range(case.span.start, case.span.end))
            covered |= set(range(case.span.start, case.span.end))
        assert not [i for i, character in enumerate(text) if character.strip() and i not in covered]


def test_labels_reach_the_measurement() -> None:
    """As many violations and risks as the file of labels has in the split."""
    records = (FOLDER / POLICIES / "labels.jsonl").read_text("utf-8").splitlines()
    labels = {record["id"]: record["label"] for record in map(json.loads, records)}
    wanted = [labels[item.id] for item in load_corpus(POLICIES).split("test")]

    cases = [case for labelled in policy_documents(POLICIES, "test") for case in labelled.cases]

    assert sum(case.label is Label.VIOLATION for case in cases) == wanted.count("violation") > 0
    assert sum(case.label is Label.NEUTRAL for case in cases) == wanted.count("risk")


@pytest.mark.parametrize("own", _SETS, ids=lambda own: f"{own.corpus}-{own.split}")
def test_every_set_can_be_measured(own: object, context: ReviewContext) -> None:
    """Each has violations and lawful text; with two small rules next to nothing is found.

    Of whole documents only the faults are labelled: what is lawful in them shows where a rule errs.
    """
    measured = own.measure(context)  # type: ignore[attr-defined]

    labels = {outcome.case.label for outcome in measured.outcomes}
    whole = own.corpus == LEGALITY  # type: ignore[attr-defined]
    assert labels >= ({Label.VIOLATION} if whole else {Label.VIOLATION, Label.LAWFUL})
    assert measured.figures[0].share.total > 0


def test_every_split_is_measured_and_the_names_differ() -> None:
    """Two measurements are compared by the names of their sets."""
    splits = {(own.corpus, own.split) for own in _SETS}

    assert len({own.name for own in _SETS}) == len(_SETS)
    assert splits == {
        (name, split) for name in {own.corpus for own in _SETS} for split in load_corpus(name).splits
    }


def test_what_models_are_trained_on_is_marked() -> None:
    """Its findings are counted without them."""
    assert all(own.seen_by_models or own.seen_by_rules for own in _SETS if own.split == "train")
    assert not any(own.seen_by_models for own in _SETS if own.split in ("test", "held_out"))


def test_the_name_of_a_set_says_that_it_was_read() -> None:
    """Whoever reads a figure sees whether it is evidence of anything."""
    assert [own.name for own in _SETS if own.seen_by_rules != ("读过" in own.name)] == []
