"""Identity numbers: check digit, date, province."""

from __future__ import annotations

import pytest

from reviewer.identifiers.id_cards import (
    holds_id_number,
    is_credit_code,
    is_id_number,
    is_old_id_number,
    plausible_id_number,
)
from tests.reviewer.identifiers.numbers import credit_code, id_number


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        (id_number(), True),
        (id_number("50010519800203771"), True),
        (id_number("81000019880716213"), True),
        (id_number("10010519900307551"), False),
        (id_number("11010519901307551"), False),
        (id_number("11010519900230551"), False),
        (id_number("11010517900307551"), False),
        (id_number()[:17] + ("1" if id_number()[-1] != "1" else "2"), False),
        (id_number()[:17], False),
    ],
)
def test_an_identity_number_needs_province_date_and_check_digit(number: str, valid: bool) -> None:
    """A county that was renamed or founded after the birth does not make it wrong."""
    assert is_id_number(number) is valid


def test_a_small_x_is_the_check_digit_too() -> None:
    """The letter is written in either case."""
    number = next(each for n in range(100) if (each := id_number(f"350203199107080{n:02}"))[-1] == "X")

    assert is_id_number(number.lower())


def test_a_wrong_check_digit_leaves_it_plausible() -> None:
    """Behind its label such a number is worth a question."""
    assert plausible_id_number("110105199003075510")
    assert not is_id_number("110105199003075510")


@pytest.mark.parametrize(("number", "valid"), [("420106650319211", True), ("420106651319211", False)])
def test_old_numbers_have_a_date_but_no_check_digit(number: str, valid: bool) -> None:
    """Fifteen digits, given out before 1999."""
    assert is_old_id_number(number) is valid


@pytest.mark.parametrize("suffix", ["43", "12B1", "11b2"])
def test_a_disability_card_holds_the_identity_number(suffix: str) -> None:
    """Kind and grade follow it, and B1 after a reissue."""
    assert holds_id_number(id_number() + suffix)
    assert not holds_id_number("1" * 18 + suffix)


def test_a_credit_code_is_no_identity_number() -> None:
    """Both have eighteen characters."""
    assert is_credit_code(credit_code())
    assert not is_id_number(credit_code())
