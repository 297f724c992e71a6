"""Working days (工作日) by the State Council's yearly notices of holidays."""

from __future__ import annotations

from datetime import date, timedelta

_MOST_DAYS = 400


def working_days_after(start: date, end: date) -> int | None:
    """How many working days lie after one day up to and with another; the first day does not count.

    Returns:
        None where the notices of a year are not known yet, or `end` does not follow within a year or so.
    """
    if not start <= end <= start + timedelta(days=_MOST_DAYS):
        return None
    import chinese_calendar  # noqa: PLC0415  # only replies to requests need it

    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    try:
        return sum(bool(chinese_calendar.is_workday(day)) for day in days)
    except NotImplementedError:
        return None
