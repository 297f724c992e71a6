"""Masks (遮盖) by kind: what is left of a personal value where it is shown, stored or logged.

A mask keeps the length and the separators of the value, so that offsets around it stay right.
"""

from __future__ import annotations

import re
from collections.abc import Callable

HIDDEN = "*"

_DIGITS = re.compile(r"[0-9０-９]|[〇零○一二三四五六七八九十百千幺壹贰叁肆伍陆柒捌玖]{2,}")
_SIGN = re.compile(r"[^\s，。；：、（）《》“”()\[\]【】]")
_HAN = re.compile(r"[\u3400-\u9fff]")
# The parts of an address that a public list may show: down to the town, street office or village.
_PUBLIC_ADDRESS = re.compile(r"^.*?(?:街道办事处|街道|办事处|镇|乡|苏木)|^.*?(?:社区|村|区|县|旗|市|州|省)")


def mask(kind: str, value: str) -> str:
    """The value with what identifies a person or gives access hidden.

    Args:
        kind: Kind of the finding, such as ``person.id_number``; an unknown one hides everything.
        value: The words of the document.
    """
    return _MASKS.get(kind, hide)(value)


def hide(value: str) -> str:
    """Every letter, digit and Chinese character hidden; blanks and punctuation stay."""
    return _SIGN.sub(HIDDEN, value)


def hide_digits(value: str) -> str:
    """Every digit hidden, for wording whose figures are what must not be published."""
    return _DIGITS.sub(lambda digits: HIDDEN * len(digits[0]), value)


def mask_name(value: str) -> str:
    """The surname stays: 张*, 欧阳**."""
    surname = 2 if len(value) > 3 and "·" not in value else 1
    return value[:surname] + hide(value[surname:])


def _keep(first: int, last: int) -> Callable[[str], str]:
    """A mask that keeps so many letters and digits at each end."""

    def masked(value: str) -> str:
        positions = [
            index for index, character in enumerate(value) if character.isalnum() or character in "○〇"
        ]
        kept_first = first if len(positions) > first + last else 1
        kept_last = last if len(positions) > first + last else 0
        hidden = set(positions[kept_first : len(positions) - kept_last])
        return "".join(HIDDEN if index in hidden else character for index, character in enumerate(value))

    return masked


def _mask_phone(value: str) -> str:
    """A mobile as 138****1234, also behind +86; a land line with area code and last two digits."""
    digits = [index for index, character in enumerate(value) if character.isalnum()]
    hidden = set(digits[-8:-4] if len(digits) >= _MOBILE_LENGTH else digits[-6:-2])
    return "".join(HIDDEN if index in hidden else character for index, character in enumerate(value))


_MOBILE_LENGTH = 11


def _mask_email(value: str) -> str:
    """The first letter and the domain stay."""
    name, at, domain = value.replace("＠", "@").partition("@")
    return name[:1] + HIDDEN * max(len(name) - 1, 1) + at + domain if at else hide(value)


def _mask_address(value: str) -> str:
    public = _PUBLIC_ADDRESS.match(value)
    kept = public.end() if public else 0
    return value[:kept] + hide(value[kept:])


def _mask_network(value: str) -> str:
    """The first part of an address stays: 10.*.*.*."""
    first, dot, rest = value.partition(".")
    return first + dot + hide_digits(rest) if dot else hide_digits(value)


_MASKS: dict[str, Callable[[str], str]] = {
    "person.id_number": _keep(6, 4),
    "person.phone": _mask_phone,
    "person.bank_card": _keep(4, 4),
    "person.document_number": _keep(2, 2),
    "person.vehicle_plate": _keep(2, 2),
    "person.social_account": _keep(2, 1),
    "person.email": _mask_email,
    "person.address": _mask_address,
    "infrastructure": _mask_network,
    "trade_secret": hide_digits,
    "internal.process": hide_digits,
    "secret.marking": str,
    "secret.internal_marking": str,
}
