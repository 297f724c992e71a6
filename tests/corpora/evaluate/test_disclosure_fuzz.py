"""Numbers in every grouping break nothing and are quoted exactly."""

from corpora.evaluate.disclosure_fuzz import broken, fuzz_texts
from tests.reviewer.checkers.disclosure import disclosure_context

_COUNT = 250
"""The command ``python -m corpora.evaluate.disclosure_fuzz`` goes through ten thousand."""


def test_numbers_in_every_grouping_break_nothing() -> None:
    """No rule fails, every quote and element stands where the finding says."""
    assert list(broken(fuzz_texts(_COUNT), disclosure_context())) == []


def test_texts_are_the_same_at_each_run() -> None:
    """A text that breaks something can be looked at again by its number."""
    assert list(fuzz_texts(20)) == list(fuzz_texts(20))
