"""Due dates in working days (工作日)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from reviewer.structure.working_days import working_days_after

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How far away a due date is; negative days have passed."""

    on: date
    days: int

    @property
    def late(self) -> bool:
        """Whether it has passed."""
        return self.days < 0

    @property
    def key(self) -> str:
        """Under which key the message catalogue tells it: ``in``, ``today`` or ``late``."""
        if self.days == 0:
            return "today"
        return "late" if self.late else "in"


def due_of(on: date | None, today: date) -> Due | None:
    """The due date seen from today; None where there is none."""
    if on is None:
        return None
    if on >= today:
        return Due(on=on, days=_working_days(today, on))
    # Over a weekend no working day passes, but the date has.
    return Due(on=on, days=min(-_working_days(on, today), -1))


def day_after(start: date, days: int) -> date:
    """The day on which so many working days have passed; the first day does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= _working_days(day - timedelta(days=1), day)
    return day


def _working_days(start: date, end: date) -> int:
    """By the State Council's notices; where a year has none yet, every weekday counts."""
    known = working_days_after(start, end)
    if known is not None:
        return known
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(day.weekday() < _SATURDAY for day in days)
