"""Shares and their intervals."""

import pytest

from corpora.evaluate.bootstrap import ratio, share


def test_share_has_an_interval_around_its_value() -> None:
    """The interval comes from resampled documents, the same in every run."""
    cases = [(f"document {number % 10}", number % 4 != 0) for number in range(40)]

    first, second = share(cases), share(cases)

    assert first == second
    assert first.value == 0.75
    assert 0 <= first.lower <= 0.75 <= first.upper <= 1


def test_clauses_of_one_document_are_drawn_together() -> None:
    """Two documents that differ wholly give the widest interval."""
    together = share([("a", True)] * 20 + [("b", False)] * 20)
    apart = share([(str(number), number < 20) for number in range(40)])

    assert together.upper - together.lower > apart.upper - apart.lower


def test_ratio_weighs_documents_by_their_size() -> None:
    """Three findings in 30,000 characters, not the mean of the rates of two documents."""
    rate = ratio([(3, 10_000), (0, 20_000)])

    assert rate.value == pytest.approx(3 / 30_000)
    assert (rate.right, rate.total) == (3, 30_000)


@pytest.mark.parametrize("nothing", [share([]), ratio([]), ratio([(0, 0)])])
def test_share_of_nothing_is_none(nothing: object) -> None:
    """No cases, no figure."""
    assert nothing.value is None  # type: ignore[attr-defined]
