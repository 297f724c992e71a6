"""The corpus of passages with places that must not be published, and what the rules find in it."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from stdnum.cn import ric

from corpora.evaluate.disclosure import read_texts
from corpora.evaluate.own_corpora import PASSAGES, own_sets
from corpora.labelled import FOLDER, load_corpus
from reviewer.identifiers.id_cards import holds_id_number, is_old_id_number, plausible_id_number
from tests.reviewer.checkers.disclosure import disclosure_context

_TEXTS = read_texts(FOLDER / PASSAGES / "texts.jsonl")
_RECALL, _FALSE_RATE = 0.95, 0.05


def test_texts_and_labels_tell_the_same() -> None:
    """The kinds of a text's spans are its labels."""
    labels = {item.id: item.labels for item in load_corpus(PASSAGES).samples}

    assert {text.id: tuple(sorted({span.kind for span in text.spans})) for text in _TEXTS} == labels


def test_every_kind_has_passages_and_lawful_texts_stand_beside_them() -> None:
    """At least a dozen places a kind."""
    kinds = Counter(span.kind for text in _TEXTS for span in text.spans)

    assert len(kinds) == 16
    assert min(kinds.values()) >= 12
    assert sum(not text.spans for text in _TEXTS) >= 80


def test_invented_identity_numbers_have_right_check_digits() -> None:
    """All but those that show what a wrong one is."""
    written = [
        unicodedata.normalize("NFKC", text.text[span.span.start : span.span.end])
        for text in _TEXTS
        for span in text.spans
        if span.kind == "person.id_number"
    ]
    numbers = ["".join(filter(str.isalnum, each)) for each in written]
    wrong = [
        number
        for number in numbers
        if not is_old_id_number(number)
        and not (plausible_id_number(number) and ric.calc_check_digit(number.upper()) == number[-1].upper())
        and not holds_id_number(number)
    ]

    assert len(wrong) == 1


@pytest.mark.parametrize("own", list(own_sets("disclosure")), ids=lambda own: own.split)
def test_rules_find_what_the_labels_say(own: object) -> None:
    """Recall by kind and span, and the share of lawful texts with a finding."""
    measured = own.measure(disclosure_context())  # type: ignore[attr-defined]

    figures = {figure.name: figure.share for figure in measured.figures}
    recall = figures["查全率（种类与位置都对）"]
    alarms = figures["误报率（无问题文本）"]
    assert recall.right / recall.total >= _RECALL
    assert alarms.right / alarms.total <= _FALSE_RATE
