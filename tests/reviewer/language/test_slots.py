"""Slots: amounts, shares, periods."""

from functools import cache
from itertools import islice

import pytest

from corpora.labelled import load_corpus
from reviewer.language.slots import SLOTS

_CORPORA = ("fair_competition_policies", "setting_power", "document_kinds", "fair_competition_probes")
_WRITTEN = {
    "发言人": "会上，王建国认为应当推迟，李明表示同意。",
    "坐标": "位于东经113度15分，北纬23.1234，坐标X：3456789，113.26543,23.12345。",
}
_AFTER = 3


@cache
def _own_texts() -> str:
    """Every fourth text of some corpora, one a line."""
    texts = [sample.sample.text for corpus in _CORPORA for sample in load_corpus(corpus).samples]
    return "\n".join([*texts[::4], ""])


@pytest.mark.parametrize("name", SLOTS)
def test_every_filling_holds_one_of_the_words_of_its_slot(name: str) -> None:
    """Where none of the words stands the slot is not looked for, so that they must be complete."""
    text = _own_texts() + _WRITTEN.get(name, "")

    fillings = list(islice(SLOTS[name].pattern.finditer(text), 500))
    without = [
        filling
        for filling in fillings
        if not any(word in text[filling.start() : filling.end() + _AFTER] for word in SLOTS[name].words)
    ]

    assert fillings
    assert not without
