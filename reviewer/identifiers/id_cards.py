"""Resident identity numbers (公民身份号码, GB 11643) and numbers that hold one.

python-stdnum checks the digit and the date. Its check of the division is not used: it knows
from when to when a division code was given out and refuses people who were registered later.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum.cn import ric, uscc

_SHAPE = re.compile(r"[1-9]\d{16}[\dXx]")
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_EARLIEST, _LATEST = 1880, 2100
_OLD_SHAPE = re.compile(r"([1-8]\d{5})(\d{2})(\d{2})(\d{2})\d{3}")
# 残疾人证: the identity number, one digit for the kind, one for the grade, B1 … for a reissue.
_DISABILITY = re.compile(r"([1-9]\d{16}[\dXx])[1-7][1-4](?:[Bb]\d)?")
# 学籍号: a letter and an identity number.
_PUPIL = re.compile(r"[GJLgjl]([1-9]\d{16}[\dXx])")
_COMPATRIOTS = ("81", "82", "83")


def is_id_number(compact: str) -> bool:
    """Whether 18 characters are an identity number: province, date of birth and check digit are right."""
    return plausible_id_number(compact) and ric.calc_check_digit(compact.upper()) == compact[-1].upper()


def plausible_id_number(compact: str) -> bool:
    """Whether 18 characters have the shape, a province and a date, whatever the check digit."""
    return (
        _SHAPE.fullmatch(compact) is not None
        and compact[:2] in _PROVINCES
        and _is_date(compact[6:10], compact[10:12], compact[12:14])
    )


def is_old_id_number(compact: str) -> bool:
    """Whether 15 digits may be an identity number of before 1999, which has no check digit."""
    match = _OLD_SHAPE.fullmatch(compact)
    return match is not None and match[1][:2] in _PROVINCES and _is_date("19" + match[2], match[3], match[4])


def holds_id_number(compact: str) -> bool:
    """Whether it is the number of a disability card or a school record, which hold an identity number."""
    match = _DISABILITY.fullmatch(compact) or _PUPIL.fullmatch(compact)
    return match is not None and is_id_number(match[1])


def is_compatriot_permit(compact: str) -> bool:
    """Whether an identity number is that of a residence permit of Hong Kong, Macao or Taiwan residents."""
    return compact[:2] in _COMPATRIOTS


def is_credit_code(compact: str) -> bool:
    """Whether it is a unified social credit code (统一社会信用代码), which no person has."""
    return len(compact) == 18 and uscc.is_valid(compact)


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return False
    return _EARLIEST <= born.year < _LATEST
