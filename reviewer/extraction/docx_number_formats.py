"""Numbers in the formats of Word's automatic numbering (ECMA-376-1, 17.18.59 ST_NumberFormat).

The Chinese formats differ beyond ninety-nine, and Word prints what the standard says:
``chineseCounting`` goes on by digits (一○○), ``chineseCountingThousand`` counts (一百),
``japaneseCounting`` counts without a leading one (百).
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_TRADITIONAL_DIGITS = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("", "十", "百", "千")
_FORMAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 32_767  # the largest value Word accepts; more is a damaged file


def format_number(value: int, format_name: str, custom: str | None = None) -> str:
    """The number as Word prints it.

    Args:
        value: The count, from 0.
        format_name: ``w:numFmt/@w:val``; an unknown one is printed in digits.
        custom: ``w:numFmt/@w:format``, such as ``001, 002, 003, ...``, where the name is ``custom``.
    """
    if not 0 <= value <= _LONGEST:
        return str(value)
    if format_name == "custom":
        first = (custom or "").split(",")[0].strip()
        return str(value).zfill(len(first)) if first.isdecimal() else str(value)
    return _FORMATS.get(format_name, str)(value)


def _count(value: int, digits: str, units: tuple[str, ...], leading_one: bool = False) -> str:
    """Chinese counting up to ten thousands: 一百零三; ``leading_one`` writes 一十 for ten."""
    if value >= 10_000:
        rest = value % 10_000
        head = _count(value // 10_000, digits, units, leading_one) + "万"
        gap = digits[0] if 0 < rest < 1_000 else ""
        return head + (gap + _count_below_ten_thousand(rest, digits, units) if rest else "")
    text = _count_below_ten_thousand(value, digits, units)
    short = not leading_one and 10 <= value < 20
    return text[1:] if short else text


def _count_below_ten_thousand(value: int, digits: str, units: tuple[str, ...]) -> str:
    if value == 0:
        return digits[0]
    parts: list[str] = []
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            parts.append(digits[digit] + units[power])
        elif parts and value % 10 ** (power + 1) and not parts[-1].endswith(digits[0]):
            parts.append(digits[0])
    return "".join(parts)


def _chinese(value: int) -> str:
    return _count(value, _DIGITS, _UNITS)


def _chinese_below_hundred(value: int) -> str:
    return _chinese(value) if value < 100 else _positional(value, "○")


def _japanese(value: int) -> str:
    """Neither a one before hundred and thousand nor a zero within."""
    parts = []
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            parts.append(("" if digit == 1 and power else _DIGITS[digit]) + _UNITS[power])
    return "".join(parts) if 0 < value < 10_000 else _positional(value, "〇")


def _formal(value: int) -> str:
    return _count(value, _FORMAL_DIGITS, _FORMAL_UNITS, leading_one=True)


def _formal_traditional(value: int) -> str:
    return _count(value, _FORMAL_TRADITIONAL_DIGITS, _FORMAL_UNITS, leading_one=True).replace("万", "萬")


def _positional(value: int, zero: str) -> str:
    return "".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in str(value))


def _series(first: int, last: int) -> Callable[[int], str]:
    """Symbols that Unicode numbers from one, such as ① to ⑳; digits beyond the last."""
    return lambda value: chr(first + value - 1) if 1 <= value <= last else str(value)


def _symbols(symbols: str) -> Callable[[int], str]:
    return lambda value: symbols[value - 1] if 1 <= value <= len(symbols) else str(value)


def _sexagenary(value: int) -> str:
    if not 1 <= value <= 60:
        return str(value)
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def _letters(value: int) -> str:
    """After z comes aa, then bb: Word repeats the letter."""
    if value < 1:
        return str(value)
    return _LETTERS[(value - 1) % 26] * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    if value < 1:
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        text += sign * count
    return text


def _ordinal(value: int) -> str:
    suffixes = {1: "st", 2: "nd", 3: "rd"}
    teens = 10 <= value % 100 < 20
    return f"{value}{'th' if teens else suffixes.get(value % 10, 'th')}"


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(value))


def _nothing(value: int) -> str:
    del value
    return ""


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": _nothing,
    "bullet": _nothing,
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda value: f"- {value} -",
    "decimalEnclosedCircle": _series(0x2460, 20),
    "decimalEnclosedCircleChinese": _series(0x2460, 10),
    "decimalEnclosedParen": _series(0x2474, 20),
    "decimalEnclosedFullstop": _series(0x2488, 20),
    "ideographEnclosedCircle": _series(0x3280, 10),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "hex": lambda value: f"{value:X}",
    "chineseCounting": _chinese_below_hundred,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": _formal,
    "taiwaneseCounting": _chinese_below_hundred,
    "taiwaneseCountingThousand": _chinese,
    "taiwaneseDigital": lambda value: _positional(value, "○"),
    "ideographDigital": lambda value: _positional(value, "〇"),
    "ideographLegalTraditional": _formal_traditional,
    "ideographTraditional": _symbols(_STEMS),
    "ideographZodiac": _symbols(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": lambda value: _positional(value, "〇"),
    "koreanDigital2": lambda value: _positional(value, "零"),
}
