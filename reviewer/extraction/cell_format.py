"""A cell's value as the spreadsheet shows it: number formats of ECMA-376 Part 1, 18.8.31.

What is shown decides what a reader meets: 2024年1月3日, not 45294; 000123, not 123. A format
that hides its value (``;;;``) shows nothing here either; the caller reads the raw value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite

from openpyxl.styles.numbers import BUILTIN_FORMATS

from reviewer.numbering import to_numeral

GENERAL = "General"
# Built-in formats whose meaning depends on the language of the program; here zh-CN.
_CHINESE_FORMATS = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?                       # "年"
    | \\(?P<escaped>.)                           # \-
    | [_*](?P<filler>.)                          # room as wide as a character, or filled with it
    | \[(?P<bracket>[^\]]*)\]?                   # [$-804], [DBNum1], [红色], [h]
    | (?P<general>General|G/通用格式)
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|a{3,4}|[eE](?![+\-]))
    | (?P<exponent>[eE][+\-])
    | (?P<digit>[0#?])
    | (?P<literal>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_FORMAL = str.maketrans("一二三四五六七八九十百千〇", "壹贰叁肆伍陆柒捌玖拾佰仟零")
_LONGEST_FORMAT = 255
_LARGEST_SERIAL = 2_958_466
_NOON = 12
_ELAPSED = {"h": 24, "hh": 24, "m": 1_440, "mm": 1_440, "s": 86_400, "ss": 86_400}


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a format: its group name in `_TOKEN` and its text."""

    kind: str
    text: str


def builtin_format(identifier: int) -> str:
    """The format code of a built-in number format, as a Chinese program shows it."""
    return _CHINESE_FORMATS.get(identifier) or BUILTIN_FORMATS.get(identifier, GENERAL)


def show_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """A number, date or time as the format shows it.

    Args:
        value: The stored number; dates count days.
        code: The format code.
        from_1904: Days count from 1904, as old Macintosh workbooks do.
    """
    if not isfinite(value):
        return str(value)
    sections = _sections(code[:_LONGEST_FORMAT])
    chosen = _choose(value, sections)
    if any(part.kind in {"date", "noon"} for part in chosen):
        return _show_date(value, chosen, from_1904=from_1904)
    # With a section of its own, a negative number shows no sign.
    magnitude = abs(value) if value < 0 and len(sections) > 1 else value
    return _show_decimal(magnitude, chosen)


def show_plain(value: float) -> str:
    """A number without a format: all its digits, since a truncated identity number would be lost."""
    if not isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e18:
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[_Part, ...], ...]:
    sections: list[list[_Part]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "literal"
        if kind == "literal" and match.group() == ";":
            sections.append([])
        else:
            sections[-1].append(_Part(kind, match.group(kind)))
    return tuple(tuple(section) for section in sections)


def _choose(value: float, sections: tuple[tuple[_Part, ...], ...]) -> tuple[_Part, ...]:
    """Sections stand for positive, negative, zero and text, in this order."""
    numeric = sections[:3]
    if value < 0 and len(numeric) > 1:
        return numeric[1]
    if value == 0 and len(numeric) > 2:
        return numeric[2]
    return numeric[0]


def _literal(part: _Part) -> str:
    """What a piece that is no placeholder prints."""
    match part.kind:
        case "filler":
            return " " if part.text == " " else ""
        case "bracket":
            return part.text[1:].split("-")[0] if part.text.startswith("$") else ""
        case "literal":
            return "" if part.text == "@" else part.text
        case "quoted" | "escaped":
            return part.text
        case _:
            return ""


def _chinese_digits(parts: tuple[_Part, ...]) -> str:
    """``DBNum1`` or ``DBNum2`` where the format asks for Chinese numerals, else nothing."""
    marks = [part.text for part in parts if part.kind == "bracket" and part.text.startswith("DBNum")]
    return marks[0] if marks else ""


# --- numbers --------------------------------------------------------------------------------


def _show_decimal(value: float, parts: tuple[_Part, ...]) -> str:
    if not any(part.kind in {"digit", "general"} for part in parts):
        # Only text: "免征", or nothing at all where the format hides its value.
        return "".join(_literal(part) for part in parts)
    chinese = _chinese_digits(parts)
    if any(part.kind == "general" for part in parts):
        shown = _in_chinese(value, chinese) or show_plain(value)
        return "".join(shown if part.kind == "general" else _literal(part) for part in parts)
    if any(part.kind == "exponent" or part == _Part("literal", "/") for part in parts):
        return show_plain(value)  # Powers and fractions: same value in decimals, no guess at the layout.
    try:
        return _fill(Decimal(repr(value)), parts)
    except InvalidOperation:
        return show_plain(value)


def _in_chinese(value: float, mark: str) -> str:
    if not mark or value != int(value) or not 0 <= value < 10**12:
        return ""
    shown = to_numeral(int(value))
    return shown.translate(_FORMAL) if mark == "DBNum2" else shown


def _fill(value: Decimal, parts: tuple[_Part, ...]) -> str:
    """Digits put into the placeholders, from the point to both sides."""
    kinds = [(part.kind, part.text) for part in parts]
    point = kinds.index(("literal", ".")) if ("literal", ".") in kinds else len(parts)
    digits = [index for index, part in enumerate(parts) if part.kind == "digit"]
    whole = [index for index in digits if index < point]
    places = [index for index in digits if index > point]
    last = digits[-1]
    commas = [index for index, kind in enumerate(kinds) if kind == ("literal", ",")]
    grouped = any(whole and whole[0] < index < whole[-1] for index in commas)
    scale = sum(1 for index in commas if index > (whole[-1] if whole else last))
    percent = sum(1 for kind in kinds if kind == ("literal", "%"))
    shifted = value.scaleb(2 * percent - 3 * scale)
    rounded = abs(shifted).quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    integer, _, fraction = format(rounded, "f").partition(".")
    needed = sum(parts[index].text == "0" for index in whole)
    integer = integer.lstrip("0").rjust(needed, "0")
    optional = sum(parts[index].text != "0" for index in places)
    kept = fraction[: len(fraction) - optional] + fraction[len(fraction) - optional :].rstrip("0")
    shown = _place_digits(parts, whole, _group(integer) if grouped else integer, dropped=set(commas))
    for index in [*places, point]:
        shown.pop(index, None)
    if point < len(parts) and places:
        shown[point] = f".{kept}" if kept else ""
    sign = "-" if shifted < 0 and rounded != 0 else ""
    return sign + "".join(shown[index] for index in sorted(shown))


def _place_digits(
    parts: tuple[_Part, ...], whole: list[int], integer: str, dropped: set[int]
) -> dict[int, str]:
    """The printed pieces by their index; the first placeholder takes what is left."""
    shown = {index: _literal(part) for index, part in enumerate(parts) if index not in dropped}
    split = any(
        parts[index].kind != "digit" and index not in dropped
        for index in range(whole[0] if whole else 0, whole[-1] if whole else 0)
    )
    if not whole:
        return shown
    if not split:
        return shown | {whole[0]: integer} | dict.fromkeys(whole[1:], "")
    left = integer
    for index in reversed(whole[1:]):
        shown[index], left = left[-1:], left[:-1]
    return shown | {whole[0]: left}


def _group(integer: str) -> str:
    head = len(integer) % 3
    groups = [integer[:head]] if head else []
    groups += [integer[index : index + 3] for index in range(head, len(integer), 3)]
    return ",".join(groups)


# --- dates and times ------------------------------------------------------------------------


def _show_date(value: float, parts: tuple[_Part, ...], *, from_1904: bool) -> str:
    moment = _moment(value, from_1904=from_1904)
    if moment is None:
        return show_plain(value)
    chinese = _chinese_digits(parts)
    noon = any(part.kind == "noon" for part in parts)
    units = [
        part.text[0].lower()
        if part.kind == "date" or (part.kind == "bracket" and part.text.lower() in _ELAPSED)
        else ""
        for part in parts
    ]
    shown = []
    for index, part in enumerate(parts):
        if part.kind == "noon":
            shown.append(_show_noon(moment, part.text))
        elif part.kind == "date":
            shown.append(_show_unit(moment, part.text, _is_minute(units, index), noon, chinese))
        elif part.kind == "bracket" and part.text.lower() in _ELAPSED:
            shown.append(_show_elapsed(value, part.text.lower()))
        elif part.kind == "digit":
            shown.append("")
        else:
            shown.append(_literal(part))
    return "".join(shown)


def _moment(value: float, *, from_1904: bool) -> datetime | None:
    """The moment of a serial number; Excel counts a 29 February 1900 that never was."""
    if not 0 <= value < _LARGEST_SERIAL:
        return None
    if from_1904:
        return datetime(1904, 1, 1) + timedelta(seconds=round(value * 86_400))
    epoch = datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    return epoch + timedelta(seconds=round(value * 86_400))


def _is_minute(units: list[str], index: int) -> bool:
    """Whether an ``m`` means minutes: next to hours before it or seconds after it."""
    if units[index] != "m":
        return False
    before = next((unit for unit in reversed(units[:index]) if unit), "")
    after = next((unit for unit in units[index + 1 :] if unit), "")
    return before == "h" or after == "s"


def _show_noon(moment: datetime, text: str) -> str:
    before, after = ("上午", "下午") if text == "上午/下午" else text.split("/")
    return before if moment.hour < _NOON else after


def _show_unit(moment: datetime, text: str, is_minute: bool, noon: bool, chinese: str) -> str:
    unit, length = text[0].lower(), len(text.partition(".")[0])
    match unit:
        case "y" | "e":
            year = f"{moment.year:04d}"
            shown = year[2:] if unit == "y" and length <= 2 else year
            return _digit_by_digit(shown, chinese)
        case "a":
            return f"{'星期' if length > 3 else ''}{_WEEKDAYS[moment.weekday()]}"
        case "m" if not is_minute and length >= 3:
            return _english_month(moment, length)
        case "d" if length >= 3:
            return moment.strftime("%A" if length > 3 else "%a")
    number = {
        "m": moment.minute if is_minute else moment.month,
        "d": moment.day,
        "h": (moment.hour % _NOON or _NOON) if noon else moment.hour,
        "s": moment.second,
    }[unit]
    return _in_chinese(number, chinese) or f"{number:0{min(length, 2)}d}"


def _english_month(moment: datetime, length: int) -> str:
    name = moment.strftime("%B")
    return name if length == 4 else name[:1] if length == 5 else name[:3]


def _digit_by_digit(digits: str, chinese: str) -> str:
    if not chinese:
        return digits
    shown = "".join("〇一二三四五六七八九"[int(digit)] for digit in digits)
    return shown.translate(_FORMAL) if chinese == "DBNum2" else shown


def _show_elapsed(value: float, text: str) -> str:
    """``[h]:mm``: hours, minutes or seconds counted on beyond a day."""
    return f"{int(abs(value) * _ELAPSED[text]):0{len(text)}d}"
