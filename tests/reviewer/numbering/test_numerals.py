"""Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.numbering import parse_numeral, to_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零一", 101),
        ("一百〇一", 101),
        ("一百一十", 110),
        ("二百五十", 250),
        ("一千二百四十二", 1242),
        ("一千零一十", 1010),
        ("一万零三", 10003),
        ("两百", 200),
        ("〇", 0),
        ("二〇二四", 2024),
        ("二○一九", 2019),
        ("壹佰贰拾叁", 123),
        ("12", 12),
        ("１２", 12),
        ("一 百 零 一", 101),
    ],
)
def test_numeral_is_read(text: str, number: int) -> None:
    """Everyday, positional, formal, Arabic and full-width numerals say a number."""
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    "text", ["", " ", "百", "万", "十百", "十十", "一百一", "二三十", "第", "十条", "1.5"]
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    """A malformed or ambiguous numeral is None, never a guess."""
    assert parse_numeral(text) is None


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_number_survives_the_way_to_chinese_and_back(number: int) -> None:
    """What is written is read as the same number."""
    assert parse_numeral(to_numeral(number)) == number


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_beyond_the_numerals_is_an_error(number: int) -> None:
    """Negative and very large numbers have no numeral here."""
    with pytest.raises(ValueError, match="no numeral"):
        to_numeral(number)
