"""Limits come from the environment of an installation."""

from __future__ import annotations

import pytest

from reviewer.extraction.limits import Limits, limits_from


def test_the_environment_sets_each_limit() -> None:
    """What is not named keeps its value; other variables are of no account."""
    limits = limits_from({"REVIEWER_LIMIT_SECONDS": "2.5", "REVIEWER_LIMIT_PAGES": "7", "SECONDS": "1"})

    assert limits == Limits(seconds=2.5, pages=7)


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", "nan"])
def test_a_limit_that_is_no_positive_number_is_refused(value: str) -> None:
    """The message names the variable and the value."""
    with pytest.raises(ValueError, match=f"REVIEWER_LIMIT_PAGES.*{value}"):
        limits_from({"REVIEWER_LIMIT_PAGES": value})
