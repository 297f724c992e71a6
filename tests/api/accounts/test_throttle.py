"""Waiting after failed sign-ins: arithmetic."""

from datetime import UTC, datetime, timedelta

import pytest

from api.accounts.throttle import ACCOUNT_RULE, Failures, after_failure, remaining_wait

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (5, 0), (6, 5), (7, 10), (8, 20), (12, 320), (14, 900), (500, 900)],
)
def test_the_wait_doubles_after_the_free_failures_and_ends_at_a_quarter_of_an_hour(
    failures: int, seconds: int
) -> None:
    """Nobody is locked out for good."""
    wait = remaining_wait(Failures(count=failures, latest=NOW), NOW, ACCOUNT_RULE)

    assert wait == timedelta(seconds=seconds)


def test_the_wait_runs_off() -> None:
    """After it the next attempt is free to be made."""
    failures = Failures(count=6, latest=NOW)

    assert remaining_wait(failures, NOW + timedelta(seconds=3), ACCOUNT_RULE) == timedelta(seconds=2)
    assert remaining_wait(failures, NOW + timedelta(seconds=6), ACCOUNT_RULE) == timedelta(0)


def test_a_quiet_day_forgets_failures() -> None:
    """Yesterday's typing errors do not count."""
    tomorrow = NOW + timedelta(hours=25)

    assert after_failure(Failures(count=9, latest=NOW), tomorrow, ACCOUNT_RULE).count == 1
    assert after_failure(Failures(count=9, latest=NOW), NOW, ACCOUNT_RULE).count == 10
