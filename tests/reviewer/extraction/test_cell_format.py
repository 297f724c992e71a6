"""A number is shown as the spreadsheet shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction.cell_format import builtin_format, show_number, show_plain

NEW_YEAR = 45292  # 1 January 2024


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (NEW_YEAR, 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        (NEW_YEAR, "yyyy年m月d日", "2024年1月1日"),
        (NEW_YEAR, "yyyy/m/d;@", "2024/1/1"),
        (NEW_YEAR, "yyyy-mm-dd", "2024-01-01"),
        (NEW_YEAR, "[$-804]yyyy\\-mm\\-dd", "2024-01-01"),
        (NEW_YEAR, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二四年一月一日"),
        (NEW_YEAR + 22, '[DBNum1][$-804]m"月"d"日"', "一月二十三日"),
        (NEW_YEAR, "[$-804]aaaa", "星期一"),
        (NEW_YEAR, "d-mmm-yy", "1-Jan-24"),
        (NEW_YEAR + 0.5625, "yyyy/m/d h:mm", "2024/1/1 13:30"),
        (NEW_YEAR + 0.5625, "h:mm AM/PM", "1:30 PM"),
        (NEW_YEAR + 0.5625, '上午/下午h"时"mm"分"', "下午1时30分"),
        (0.5625, "h:mm:ss", "13:30:00"),
        (1.5, "[h]:mm", "36:00"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (-5, "yyyy-mm-dd", "-5"),
    ],
)
def test_dates_are_shown_as_dates(value: float, code: str, shown: str) -> None:
    """The stored day count is turned into the date that a person reads."""
    assert show_number(value, code) == shown


def test_days_may_count_from_1904() -> None:
    """Workbooks of old Macintosh programs begin four years later."""
    assert show_number(NEW_YEAR - 1462, "yyyy-mm-dd", from_1904=True) == "2024-01-01"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, "General", "1234.5"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567, "#,##0", "1,234,567"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "0%", "50%"),
        (123, "000000", "000123"),
        (1.5, "0", "2"),
        (2.5, "0", "3"),
        (-1.5, "0.00", "-1.50"),
        (-1234, "#,##0;(#,##0)", "(1,234)"),
        (0, '0.00;-0.00;"—"', "—"),
        (1234.5, '"¥"#,##0.00', "¥1,234.50"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (1234.5, '#,##0.00"元"', "1,234.50元"),
        (12345678, '0.0,,"百万"', "12.3百万"),
        (1.5, "0.##", "1.5"),
        (1.0, "0.##", "1"),
        (1.0, "0.0#", "1.0"),
        (57112345, "000-00000", "571-12345"),
        (1e10, "0.00E+00", "10000000000"),
        (0.5, "# ?/?", "0.5"),
        (123, "[DBNum1][$-804]General", "一百二十三"),
        (123, "[DBNum2][$-804]General", "壹佰贰拾叁"),
        (5, ";;;", ""),
        (5, '"免征"', "免征"),
        (-0.001, "0.00", "0.00"),
    ],
)
def test_numbers_are_shown_as_formatted(value: float, code: str, shown: str) -> None:
    """Rounding, signs, groups, units and leading noughts are those of the format."""
    assert show_number(value, code) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (110101199003070000.0, "110101199003070000"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-3.0, "-3"),
        (float("inf"), "inf"),
    ],
)
def test_a_plain_number_keeps_its_digits(value: float, shown: str) -> None:
    """No exponent hides the digits of a number that identifies a person."""
    assert show_plain(value) == shown


@pytest.mark.parametrize(
    ("identifier", "code"), [(31, 'yyyy"年"m"月"d"日"'), (14, "yyyy/m/d"), (9, "0%"), (999, "General")]
)
def test_builtin_formats_are_those_of_a_chinese_program(identifier: int, code: str) -> None:
    """Formats that depend on the language are read as Chinese offices see them."""
    assert builtin_format(identifier) == code


@given(
    st.floats(),
    st.text(alphabet='0#?,.%;[]\\"_*ymdhsaeEG年$-/@ (1General', max_size=40),
)
def test_no_format_breaks_the_reading(value: float, code: str) -> None:
    """Whatever a file claims as its format, some text comes out."""
    assert isinstance(show_number(value, code), str)
