"""When a document ceases to bind, as far as it says so itself (有效期)."""

from __future__ import annotations

import calendar
import re
from datetime import date

_LENGTH = re.compile(r"(\d+)(年|个月)")


def last_day(validity_period: str, *begins: str) -> date | None:
    """The last day of validity, None where it cannot be told.

    Args:
        validity_period: An ISO date, or a length such as ``5年`` or ``18个月``.
        begins: ISO dates from which a length may count, the best first; others are passed over.
    """
    stated = _day(validity_period)
    if stated is not None:
        return stated
    length = _LENGTH.fullmatch(validity_period)
    begin = next((day for day in map(_day, begins) if day is not None), None)
    if length is None or begin is None:
        return None
    return _months_later(begin, int(length[1]) * (12 if length[2] == "年" else 1))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _months_later(begin: date, months: int) -> date | None:
    """The day before the same day so many months later: five years from 1 May end on 30 April."""
    count = begin.year * 12 + begin.month - 1 + months
    year, month = divmod(count, 12)
    if year > date.max.year:
        return None
    day = min(begin.day, calendar.monthrange(year, month + 1)[1])
    later = date(year, month + 1, day)
    return date.fromordinal(later.toordinal() - 1)
