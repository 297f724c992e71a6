"""Invented numbers with right check digits, in every grouping that documents show."""

from __future__ import annotations

from random import Random

from stdnum import luhn
from stdnum.cn import ric, uscc

SEPARATORS = ("", " ", "-", ".", "·", "\u3000", "—", ",", "，", "、", "\u200b", "\n")
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def id_number(body: str = "11010519900307551") -> str:
    """An identity number: 17 digits and their check digit."""
    return body + ric.calc_check_digit(body + "0")


def bank_card(body: str = "621700123456789012") -> str:
    """A card number: the digits and their Luhn digit."""
    return body + luhn.calc_check_digit(body)


def credit_code(body: str = "91420106MA4K00001") -> str:
    """A unified social credit code: 17 characters and their check character."""
    return body + uscc.calc_check_digit(body)


def random_id_number(random: Random) -> str:
    """An identity number of somebody born between 1940 and 2020."""
    division = random.choice(("110105", "420106", "500105", "610104", "350203", "810000"))
    born = f"{random.randint(1940, 2020)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    return id_number(f"{division}{born}{random.randint(0, 999):03}")


def random_mobile(random: Random) -> str:
    """A mobile number."""
    return random.choice(("138", "159", "177", "186", "199")) + f"{random.randrange(10**8):08}"


def grouped(number: str, random: Random) -> str:
    """The number cut into up to five groups by one of the separators."""
    separator = random.choice(SEPARATORS)
    if not separator or len(number) < 2:
        return number
    cuts = sorted(random.sample(range(1, len(number)), random.randint(1, min(4, len(number) - 1))))
    pieces = [number[i:j] for i, j in zip([0, *cuts], [*cuts, len(number)], strict=True)]
    return separator.join(pieces)
