"""Due dates in working days (工作日).

Weekends count off; so do the public holidays that the deployment lists, and weekends that are
worked instead (调休) count. The State Council sets both anew every year, so no calendar ships:
without a list only weekends are left out, and that is never too few days by more than the holidays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which days are worked.

    Attributes:
        holidays: Days off that are not weekends.
        worked: Weekend days that are worked.
    """

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.holidays)

    def working_days(self, after: date, until: date) -> int:
        """Working days after the first day, up to and with the last; negative where it lies before."""
        if until < after:
            return -self.working_days(until, after)
        return sum(self.is_working_day(day) for day in _days(after + timedelta(days=1), until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How far away a due date is."""

    on: date
    days: int

    @property
    def late(self) -> bool:
        """Whether it has passed."""
        return self.days < 0

    @property
    def words(self) -> str:
        """In words, for people."""
        day = self.on.isoformat()
        if self.days == 0:
            return f"今天到期（{day}）"
        if self.late:
            return f"已超 {-self.days} 个工作日（{day}）"
        return f"还有 {self.days} 个工作日（{day}）"


def due_of(on: date | None, today: date, calendar: Calendar | None = None) -> Due | None:
    """The due date seen from today; None where there is none."""
    if on is None:
        return None
    days = (calendar or Calendar()).working_days(today, on)
    # Over a weekend no working day passes, but the date has.
    return Due(on=on, days=days if on >= today else min(days, -1))


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
