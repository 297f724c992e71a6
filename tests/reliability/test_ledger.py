"""The table of reliability tests."""

from __future__ import annotations

from pathlib import Path

from tests.reliability import ledger


def test_tests_that_stand_elsewhere_are_there() -> None:
    """The table names files that exist."""
    root = Path(__file__).parents[2]

    assert [path for path in ledger.ELSEWHERE.values() if not (root / path).is_file()] == []
