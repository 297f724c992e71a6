"""Working days by the notices of holidays."""

from datetime import date

import pytest

from reviewer.structure.working_days import working_days_after


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 6, 1), date(2026, 6, 2), 1),
        (date(2026, 6, 5), date(2026, 6, 8), 1),  # over a weekend
        (date(2026, 6, 1), date(2026, 6, 1), 0),
        (date(2025, 9, 28), date(2025, 10, 11), 5),  # 29, 30 September, 9, 10 October, Saturday 11 October
    ],
)
def test_first_day_does_not_count_and_holidays_do_not(start: date, end: date, days: int) -> None:
    """Weekends and holidays are left out, Saturdays worked in their place count."""
    assert working_days_after(start, end) == days


@pytest.mark.parametrize(
    ("start", "end"), [(date(2039, 1, 4), date(2039, 2, 1)), (date(2026, 6, 2), date(2026, 6, 1))]
)
def test_years_without_notice_and_reversed_days_have_no_count(start: date, end: date) -> None:
    """No verdict is better than a wrong one."""
    assert working_days_after(start, end) is None
