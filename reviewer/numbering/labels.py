"""Labels at the beginning of a paragraph: 第十条, 三、, （二）, 1., ①, 2.3.1 and their kin.

A label is recognised by its shape alone here, with the guards that shape allows: 第三条的规定,
2024年 and 1.5万元 are none. Whether it fits the numbering around it is decided by the structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from reviewer.numbering.numerals import NUMERAL_CHARACTERS, parse_numeral


class LabelStyle(IntEnum):
    """How a label is written. The order is that in which drafters usually nest them."""

    PART = 0
    SUBPART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    CHINESE = 5
    CHINESE_BRACKETED = 6
    ARABIC = 7
    DECIMAL = 8
    ARABIC_BRACKETED = 9
    CHINESE_HALF_BRACKETED = 10
    ARABIC_HALF_BRACKETED = 11
    CIRCLED = 12
    ROMAN = 13
    LETTER = 14
    LETTER_BRACKETED = 15

    # An enum hashes the name of its member, in Python; a statute asks for it a hundred thousand times.
    __hash__ = int.__hash__

    @property
    def is_upper(self) -> bool:
        """Whether it labels the units of an instrument: 编 章 节 条."""
        return self <= LabelStyle.ARTICLE


class Label(NamedTuple):
    """A label as read.

    Attributes:
        style: How it is written.
        mark: Its punctuation or unit (、 . 章 ...); one text may use 1、 and 1. on two levels.
        number: The ordinal it says; of a decimal label the last component.
        start: Offset of its first character.
        end: Offset after it.
        body: Offset of the first character of the text that follows.
        insertion: 之一, 之二 of an inserted article or chapter, 0 without.
        prefix: The components before the last of a decimal label.
        weak: True for a shape that is a label only where its neighbours in the series exist.
    """

    style: LabelStyle
    mark: str
    number: int
    start: int
    end: int
    body: int
    insertion: int = 0
    prefix: tuple[int, ...] = ()
    weak: bool = False


_N = NUMERAL_CHARACTERS
_BLANK = r"[ \t\u00a0\u3000]"
# What may stand before a label: blanks, marks of Markdown, characters of no width.
_LEADING = re.compile(r"[ \t\u00a0\u3000\ufeff\u200b-\u200d#>*]*")
_TRAILING = re.compile(r"[ \t\u00a0\u3000*：:]*")

_LABEL = re.compile(
    rf"""
    # 第一章, 第十条之一, 第 3 节; also 第二部分
    第{_BLANK}{{0,3}}(?P<ordinal>[{_N}](?:{_BLANK}?[{_N}]){{0,8}}|\d{{1,4}}){_BLANK}{{0,3}}
        (?P<unit>分编|编|篇|卷|册|部分|章|节|条)(?:之(?P<insertion>[{_N}]{{1,3}})(?![{_N}年]))?
    # 三、 三. 三． 三， (the last is weak)
    |(?P<chinese>[{_N}]{{1,4}}){_BLANK}{{0,2}}(?P<chinese_mark>[、．.，])(?![{_N}\d]{_BLANK}?[、月年季])
    # （三） (3) （a）; brackets of either width, also mixed
    |[（(]{_BLANK}{{0,2}}(?:(?P<inner_chinese>[{_N}]{{1,4}})|(?P<inner_arabic>\d{{1,3}})|(?P<inner_letter>[A-Za-z]))
        {_BLANK}{{0,2}}[）)]
    # 2.3 2.3.1, dots of either width
    |(?P<decimal>\d{{1,2}}(?:[.．]\d{{1,3}}){{1,5}})(?!\d|[.．]?\d)(?P<decimal_mark>[.．、]?)
    # 1. 1、 1） 1, with blanks before the mark; a year may follow (1.2024年…)
    # (after a comma or a blank alone it is weak)
    |(?P<arabic>\d{{1,3}}){_BLANK}{{0,2}}
        (?P<arabic_mark>[.．、)）]|，(?=[^\d])|(?<=[ \u3000])(?=[\u4e00-\u9fff]))(?!\d(?!\d{{3}}年))
    # ① ㈠ ⑴ ⒈
    |(?P<circled>[①-⑳㉑-㉟㊱-㊿❶-❿㈠-㈩⑴-⒇⒈-⒛]){_BLANK}{{0,1}}[、.．]?
    # Ⅱ、 and letters: A. b) c、
    |(?P<roman>[Ⅰ-Ⅻ]|[IVX]{{1,5}})(?P<roman_mark>[、.．)）])
    |(?P<letter>[A-Za-z])(?P<letter_mark>[、.．)）])(?![A-Za-z.])
    # 三）
    |(?P<half_chinese>[{_N}]{{1,3}})[）)]
    """,
    re.VERBOSE,
)
# The two commonest labels without any of the doubts below: 第十条 and a blank, （一） and a word.
_COMMON = re.compile(
    rf"""第(?P<article>[{_N}]{{1,7}})条[ \u3000]{{1,4}}(?=[\u4e00-\u9fff“《])(?![的规第修])
        |[（(](?P<item>[{_N}]{{1,3}})[）)](?=[\u4e00-\u9fff“《])(?![项目款和至])""",
    re.VERBOSE,
)
# What follows the number of an article or chapter where a paragraph only speaks of it. After a
# blank only the clear cases count; without one (第三条规定…, lost blanks of a PDF) more do.
_SPOKEN_OF = re.compile(
    rf"""(?:的规|规定的|修改为|第{_BLANK}*[{_N}\d（(]+[）)]?{_BLANK}*[款项条目])
        |[，,；;。）)”》]|、(?=第)""",
    re.VERBOSE,
)
_SPOKEN_OF_CLOSELY = re.compile(
    r"""的|所(?!有)|规定|和|及|与|或|至|到|中(?![国央小介药医心标外])|内|以[上下]|之
        |改为|调整为|作为|增加|删去|删除|移至|均|已|自20|属于|是指|要求
        |[款项例件约目课辑幅]""",
    re.VERBOSE,
)
_ITEM_SPOKEN_OF = re.compile(r"(?:项|目|款)(?:[的规所和、，至中]|$)|[、，和至](?=[（(])")
# 1.5万元, 3.15％: a measure, not a decimal label.
_MEASURE = re.compile(
    r"[万亿元%％‰‱倍吨亩℃°～~×/]|米(?!线)|公[里斤顷]|平方|立方|个(?!人)|年(?!度)|月|小时|[折元]|至|(?:cm|mm|km|kg|m|MW|GW)(?![A-Za-z])"
)
_new_label = tuple.__new__
_ARTICLE, _CHINESE_BRACKETED = LabelStyle.ARTICLE, LabelStyle.CHINESE_BRACKETED
_UNIT_STYLES = {
    "分编": LabelStyle.SUBPART,
    "章": LabelStyle.CHAPTER,
    "节": LabelStyle.SECTION,
    "条": LabelStyle.ARTICLE,
}
_CIRCLED_RANGES = (
    ("①", "⑳", 1, LabelStyle.CIRCLED),
    ("㉑", "㉟", 21, LabelStyle.CIRCLED),
    ("㊱", "㊿", 36, LabelStyle.CIRCLED),
    ("❶", "❿", 1, LabelStyle.CIRCLED),
    ("㈠", "㈩", 1, LabelStyle.CHINESE_BRACKETED),
    ("⑴", "⒇", 1, LabelStyle.ARABIC_BRACKETED),
    ("⒈", "⒛", 1, LabelStyle.ARABIC),
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_FIRST = frozenset(
    "第（([" + _N + "0123456789０１２３４５６７８９" + "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
) | frozenset(
    chr(code)
    for code in (
        *range(0x2460, 0x249C),
        *range(0x3220, 0x322A),
        *range(0x3251, 0x3260),
        *range(0x32B1, 0x32C0),
        *range(0x2776, 0x2780),
    )
)


def read_label(text: str, start: int, end: int) -> Label | None:
    """The label that a paragraph ``start:end`` begins with, after blanks; None where it has none."""
    if start < end and text[start] not in _FIRST:
        start = _LEADING.match(text, start, end).end()  # type: ignore[union-attr]
        if start == end or text[start] not in _FIRST:
            return None
    common = _COMMON.match(text, start, end)
    if common is not None:
        article = common.lastindex == 1
        numeral = common[1] if article else common[2]
        number = parse_numeral(numeral)
        if number and number < 400:
            end = start + len(numeral) + 2
            style, mark = (_ARTICLE, "条") if article else (_CHINESE_BRACKETED, "")
            # Past the constructor: there is one for each paragraph of a statute.
            return _new_label(Label, (style, mark, number, start, end, common.end(), 0, (), False))
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    return _READERS[match.lastgroup or ""](text, match, end)


def _ordinal(text: str, match: re.Match[str], end: int) -> Label | None:
    number = parse_numeral(match["ordinal"])
    style = _UNIT_STYLES.get(match["unit"], LabelStyle.PART)
    body = _body(text, match.end(), end)
    if not number or _SPOKEN_OF.match(text, body, end):
        return None
    if body == match.end() and _SPOKEN_OF_CLOSELY.match(text, body, end):
        return None
    if style is not LabelStyle.ARTICLE and not _heading_like(text, body, end):
        return None
    insertion = match["insertion"]
    inserted = (parse_numeral(insertion) or 0) if insertion else 0
    return Label(style, match["unit"], number, match.start(), match.end(), body, inserted)


def _chinese(text: str, match: re.Match[str], end: int) -> Label | None:
    mark = match["chinese_mark"]
    label = _plain(text, match, end, LabelStyle.CHINESE, match["chinese"])
    return label and label._replace(mark=_narrow(mark), weak=mark == "，")


def _inner_chinese(text: str, match: re.Match[str], end: int) -> Label | None:
    if _ITEM_SPOKEN_OF.match(text, match.end(), end):
        return None
    return _plain(text, match, end, LabelStyle.CHINESE_BRACKETED, match["inner_chinese"])


def _inner_arabic(text: str, match: re.Match[str], end: int) -> Label | None:
    if _ITEM_SPOKEN_OF.match(text, match.end(), end):
        return None
    return _plain(text, match, end, LabelStyle.ARABIC_BRACKETED, match["inner_arabic"])


def _inner_letter(text: str, match: re.Match[str], end: int) -> Label | None:
    body = _body(text, match.end(), end)
    return _letter_label(match, body, LabelStyle.LETTER_BRACKETED, "", match["inner_letter"])


def _decimal(text: str, match: re.Match[str], end: int) -> Label | None:
    parts = tuple(int(part) for part in re.split(r"[.．]", match["decimal"]))
    measured = len(parts) == 2 and not match["decimal_mark"] and _MEASURE.match(text, match.end(), end)
    if measured or not parts[-1] or match.end() == end:
        return None
    body = _body(text, match.end(), end)
    return Label(
        LabelStyle.DECIMAL, "", parts[-1], match.start(), match.end(), body, prefix=parts[:-1], weak=True
    )


def _arabic(text: str, match: re.Match[str], end: int) -> Label | None:
    mark = match["arabic_mark"]
    style = LabelStyle.ARABIC_HALF_BRACKETED if mark in {")", "）"} else LabelStyle.ARABIC
    label = _plain(text, match, end, style, match["arabic"])
    return label and label._replace(mark=_narrow(mark) or " ", weak=mark in ("，", ""))


def _circled(text: str, match: re.Match[str], end: int) -> Label | None:
    sign = match["circled"]
    for first, last, number, style in _CIRCLED_RANGES:
        if first <= sign <= last:
            value = number + ord(sign) - ord(first)
            mark = "." if style is LabelStyle.ARABIC else ""
            return Label(style, mark, value, match.start(), match.end(), _body(text, match.end(), end))
    return None


def _roman(text: str, match: re.Match[str], end: int) -> Label | None:
    sign = match["roman"]
    if "Ⅰ" <= sign[0] <= "Ⅻ":
        number = 1 + ord(sign[0]) - ord("Ⅰ")
    else:
        values = [_ROMAN_VALUES[letter] for letter in sign]
        pairs = zip(values, [*values[1:], 0], strict=True)
        number = sum(-value if value < following else value for value, following in pairs)
    body = _body(text, match.end(), end)
    return Label(
        LabelStyle.ROMAN, _narrow(match["roman_mark"]), number, match.start(), match.end(), body, weak=True
    )


def _letter(text: str, match: re.Match[str], end: int) -> Label | None:
    mark = _narrow(match["letter_mark"])
    return _letter_label(match, _body(text, match.end(), end), LabelStyle.LETTER, mark, match["letter"])


def _letter_label(match: re.Match[str], body: int, style: LabelStyle, mark: str, letter: str) -> Label:
    case = "A" if letter.isupper() else "a"
    number = 1 + ord(letter) - ord(case)
    return Label(style, case + mark, number, match.start(), match.end(), body, weak=True)


def _half_chinese(text: str, match: re.Match[str], end: int) -> Label | None:
    return _plain(text, match, end, LabelStyle.CHINESE_HALF_BRACKETED, match["half_chinese"])


def _plain(text: str, match: re.Match[str], end: int, style: LabelStyle, numeral: str) -> Label | None:
    number = parse_numeral(numeral)
    if not number or number > 400:
        return None
    return Label(style, "", number, match.start(), match.end(), _body(text, match.end(), end))


def _body(text: str, position: int, end: int) -> int:
    if position < end and text[position] not in _BLANKS:
        return position
    return _TRAILING.match(text, position, end).end()  # type: ignore[union-attr]


def _narrow(mark: str) -> str:
    return _NARROW.get(mark, mark)


def _heading_like(text: str, body: int, end: int) -> bool:
    """Chapters and parts have headings, not sentences."""
    return end - body <= 80 and text[body:end].rstrip()[-1:] not in _SENTENCE_ENDS


_NARROW = {"．": ".", "）": ")"}
_BLANKS = " \t\u00a0\u3000*：:"
_SENTENCE_ENDS = frozenset("。；;，")
_READERS: dict[str, Callable[[str, re.Match[str], int], Label | None]] = {
    "unit": _ordinal,
    "insertion": _ordinal,
    "chinese_mark": _chinese,
    "inner_chinese": _inner_chinese,
    "inner_arabic": _inner_arabic,
    "inner_letter": _inner_letter,
    "decimal_mark": _decimal,
    "arabic_mark": _arabic,
    "circled": _circled,
    "roman_mark": _roman,
    "letter_mark": _letter,
    "half_chinese": _half_chinese,
}
