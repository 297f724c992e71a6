"""How long a sign-in has to wait after failures: pure arithmetic, the counts are kept by the store.

Two counters run side by side. The one of the account stops guessing one person's password from many
addresses; the one of the address stops trying one password on many accounts. Waiting instead of locking:
nobody can shut a colleague out for good (ASVS 6.3.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleRule:
    """When and how long to wait.

    Attributes:
        free: Failures that cost nothing.
        first_wait: The wait after the next one; it doubles with each further failure.
        longest_wait: Where the doubling ends.
        forget_after: Quiet time after which failures are forgotten.
    """

    free: int
    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(minutes=15)
    forget_after: timedelta = timedelta(hours=24)


ACCOUNT_RULE = ThrottleRule(free=5)
# An office behind one proxy shares its address.
ADDRESS_RULE = ThrottleRule(free=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """Failed sign-ins in a row of one account or address."""

    count: int = 0
    latest: datetime | None = None


def after_failure(failures: Failures, now: datetime, rule: ThrottleRule) -> Failures:
    """The count with one more failure; a long quiet time begins anew."""
    return Failures(count=_counted(failures, now, rule) + 1, latest=now)


def remaining_wait(failures: Failures, now: datetime, rule: ThrottleRule) -> timedelta:
    """How long the next attempt has to wait; zero where it may be made now."""
    excess = _counted(failures, now, rule) - rule.free - 1
    if excess < 0 or failures.latest is None:
        return timedelta(0)
    # The exponent is bounded: a number of thousands of digits helps nobody.
    wait = min(rule.first_wait * (1 << min(excess, 20)), rule.longest_wait)
    return max(failures.latest + wait - now, timedelta(0))


def _counted(failures: Failures, now: datetime, rule: ThrottleRule) -> int:
    if failures.latest is None or now - failures.latest > rule.forget_after:
        return 0
    return failures.count
