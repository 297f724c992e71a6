"""Chinese numerals (十二、一百零一、二〇二四) to integers and back."""

from __future__ import annotations

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("〇○Ｏ两壹贰叁肆伍陆柒捌玖拾佰仟萬", "零零零二一二三四五六七八九十百千万")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_LARGEST = 10**12

NUMERAL_CHARACTERS = "〇○零一二两三四五六七八九十百千万"
"""The characters of everyday numerals, for use inside a regular expression's brackets."""


def parse_numeral(text: str) -> int | None:
    """The integer a numeral says; None where it is none or is not well formed.

    Read are everyday numerals (一千二百四十二), digit strings (二〇二四, 一二), the forms of
    cheques (壹拾贰), Arabic and full-width digits. Blanks inside are of no account. A colloquial
    一百一 (for 110) is refused: in a label it could as well be a slip for 一百零一.
    """
    known = _EVERYDAY.get(text)
    if known is not None:
        return known
    compact = _BLANKS.sub("", text)
    if not compact:
        return None
    if compact.isdecimal():
        return int(compact) if len(compact) <= 12 else None
    compact = compact.translate(_FORMAL)
    if all(character in _DIGITS for character in compact):
        return int("".join(str(_DIGITS[character]) for character in compact)) if len(compact) <= 12 else None
    return _parse_grouped(compact)


def to_numeral(number: int) -> str:
    """The everyday Chinese numeral of an integer, as article numbers are written: 一百零一, 十二.

    Raises:
        ValueError: The number is negative or beyond the hundreds of 亿.
    """
    if 0 <= number < len(_WRITTEN):
        return _WRITTEN[number]
    if not 0 <= number < _LARGEST:
        raise ValueError(f"no numeral for {number}")
    return _write(number)


def _write(number: int) -> str:
    if number == 0:
        return "零"
    parts: list[str] = []
    groups = ((10**8, "亿"), (10**4, "万"), (1, ""))
    rest, gap = number, False
    for size, name in groups:
        group, rest = divmod(rest, size)
        if not group:
            gap = gap or bool(parts)
            continue
        if parts and (gap or group < 1000):
            parts.append("零")
        parts.append(_below_ten_thousand(group) + name)
        gap = False
    text = "".join(parts)
    return text.removeprefix("一") if text.startswith("一十") else text


def _below_ten_thousand(number: int) -> str:
    text, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = bool(text)
    return text


def _parse_grouped(text: str) -> int | None:
    """A numeral with units; groups of 亿 and 万 are read one after the other."""
    total = 0
    for name, size in (("亿", 10**8), ("万", 10**4)):
        head, mark, tail = text.partition(name)
        if mark:
            group = _parse_group(head)
            if not group or name in tail:
                return None
            total += group * size
            text = tail
    if not text:
        return total or None
    group = _parse_group(text)
    return None if group is None else total + group


def _parse_group(text: str) -> int | None:
    """A numeral below ten thousand; every unit may occur once, in falling order."""
    total, digit, ceiling, zero = 0, 0, 10_000, True
    for position, character in enumerate(text):
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= ceiling or not (digit or (unit == 10 and position == 0)):
                return None
            total, digit, ceiling, zero = total + (digit or 1) * unit, 0, unit, False
            continue
        value = _DIGITS.get(character)
        if value is None or digit:
            return None
        digit, zero = value, zero or value == 0
    if digit and not (zero or ceiling == 10):
        return None
    return total + digit if text else None


_WRITTEN = tuple(_write(number) for number in range(400))
_EVERYDAY: dict[str, int] = {numeral: number for number, numeral in enumerate(_WRITTEN)}
_EVERYDAY.update((str(number), number) for number in range(400))
