"""The table of reliability tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reliability import ledger

_ROOT = Path(__file__).parents[2]


def test_the_table_has_all_twenty_five() -> None:
    """None is left out."""
    assert sorted(ledger.TESTS) == list(range(1, 26))


@pytest.mark.parametrize("number", list(ledger.TESTS))
def test_each_test_stands_where_the_table_says_and_counts(number: int) -> None:
    """A file of that place tells the table how often it tried."""
    place = _ROOT / ledger.TESTS[number].place
    files = [place] if place.suffix else list(place.glob(f"test_{number:02}_*.py"))

    assert len(files) == 1
    assert re.search(rf"\btried\({number}\b", files[0].read_text(encoding="utf-8"))
