"""Which code points of a page are text, and which only look like it.

A font without a usable mapping makes pdfium return glyph numbers as if they were code
points. On a page of Chinese that shows as rare Han characters, stray alphabets, control
characters or private-use characters. Such a page must never pass as text, or the audit
would say "no findings" on a page that nobody read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

REPLACEMENT = 0xFFFD
"""Stands in `Document.text` for a glyph that has no mapping; it is counted and reported."""

_ORDINARY, _RARE, _UNUSABLE, _SYMBOL = range(4)
_RARE_SHARE = 0.3
_FEWEST_RARE = 8
_GARBLED_SHARE = 0.5
_REPEATED_SHARE = 0.02
_COMMON_SHARE = 0.25
"""Chinese of any kind has more than 0.5 of common Han, glyph numbers taken for Han at most 0.2."""
_FEWEST_HAN = 100
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF

_ORDINARY_RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x2B0, 0x2DF), (0x370, 0x4FF),      # Latin, Greek, Cyrillic
    (0x600, 0x6FF), (0xF00, 0xFFF), (0x1800, 0x18AF),                 # Uyghur, Tibetan, Mongolian
    (0x2000, 0x206F), (0x2070, 0x27BF), (0x2900, 0x2BFF),             # punctuation, signs, arrows
    (0x2E80, 0x2FFF), (0x3000, 0x33FF),                               # radicals, CJK signs, kana
    (0xA960, 0xA97F), (0xAC00, 0xD7AF),                               # Hangul
    (0xF900, 0xFAFF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF),             # compatibility and full-width forms
    (0x1F000, 0x1FAFF),                                               # pictographs
)  # fmt: skip
_UNUSABLE_RANGES = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x9F), (0xD800, 0xDFFF), (0xE000, 0xF8FF),
    (0xFFF0, 0xFFFF), (0xF0000, 0x10FFFF),
)  # fmt: skip
_COMMON_HAN = (
    "一丁七万三上下不与专业东个中为主丽之乔九书予事二于云五交产亮人他代以件价任企会伟传位体何余作使例供依"
    "侯俊保信傅元入全八公六兰共关其具内军冯决况准出分划列刘刚创利制前力办加务动勇化区医十华协单卢原县及反"
    "发取受可史叶各合同后向吕吴告员周和品唐商四国在地场域基境处备复夏外大委姚姜娜娟子孔孙孟学宁宇安宋定实"
    "审家密对导将尹局展履峰崔工市常平年并应府度康廖建开式张强当形彭律徐得志怡性息情意成或戴所执批技投护报"
    "招持指按据接推措提支收改政敏数文料新方施日时明易春晓曹曾月有服期未本术朱机权李杜条杨杰构林查标核根格"
    "桂案梁梅梓检次欣款止正武段毛民求江汤汪沈治法波洋活济浩海涛涵潘照熊燕物特玉王现玲理琴生用田由申电病登"
    "白的益监目直相省督知石确磊社秀科秦程税立章第等策算管系红级纳组织经结给络统网罗罚置者职胡能自艳芳苏英"
    "范荣药萍营萧董蒋蔡薛行表袁要规计议记许设证评请调谢谭负财责质购费贺贾资赖赵起超车轩辉过运进违通邓邱邵"
    "邹郑郝部郭采重金钟钱长门阎防陆陈限院除险集雪雷需霞静面韩项顾预飞马验高魏鹏黄黎龙龚"
)
"""Han that carry more than half of any official text: its function words, and surnames and given names."""
_SYMBOL_RANGE = (0xF020, 0xF0FF)
"""Where Word puts the signs of Symbol and Wingdings: bullets and boxes, no letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legibility:
    """What can be made of a page's characters.

    Attributes:
        unusable: One flag a character: it has no mapping to text.
        count: How many of them there are.
        garbled: The page as a whole is not text.
        doubtful: More than a stray sign is missing: a recogniser would read the page better.
    """

    unusable: NDArray[np.bool_]
    count: int
    garbled: bool
    doubtful: bool


def judge_characters(codes: NDArray[np.uint32], unmapped: NDArray[np.bool_]) -> Legibility:
    """Tell text from mojibake (乱码).

    Args:
        codes: Code points of one page, blanks included.
        unmapped: One flag a code point: the font gave no mapping for it.
    """
    letters = ~is_blank(codes)
    total = int(letters.sum())
    classes = _classes()[np.minimum(codes, 0x10FFFF)]
    # A sign of Symbol or Wingdings is a bullet; an unmapped blank is still a blank.
    unusable = letters & ((classes == _UNUSABLE) | (unmapped & (classes != _SYMBOL)))
    rare = letters & (classes == _RARE) & ~unusable
    count, rare_count = int(unusable.sum()), int(rare.sum())
    strange = (rare_count >= _FEWEST_RARE and rare_count > _RARE_SHARE * total) or _is_senseless(codes)
    bad = count + (rare_count if strange else 0)
    return Legibility(
        unusable=unusable,
        count=count,
        garbled=strange or (total > 0 and bad > _GARBLED_SHARE * total),
        doubtful=bad > max(_REPEATED_SHARE * total, 1),
    )


def _is_senseless(codes: NDArray[np.uint32]) -> bool:
    """Whether Han stand in no order of a language.

    A subset font that claims a standard ordering without following it yields ordinary Han,
    each at the place of another.
    """
    han = codes[(codes >= _FIRST_HAN) & (codes <= _LAST_HAN)]
    return len(han) >= _FEWEST_HAN and float(_common_han()[han - _FIRST_HAN].mean()) < _COMMON_SHARE


@cache
def _common_han() -> NDArray[np.bool_]:
    """One flag for each Han of the basic block."""
    table = np.zeros(_LAST_HAN - _FIRST_HAN + 1, np.bool_)
    table[[ord(character) - _FIRST_HAN for character in _COMMON_HAN]] = True
    return table


def is_blank(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which code points are blanks: space, no-break space, ideographic space, tab."""
    blank: NDArray[np.bool_] = (codes == 0x20) | (codes == 0x3000) | (codes == 0xA0) | (codes == 0x09)
    return blank


@cache
def _classes() -> NDArray[np.uint8]:
    """A class for each code point: Han is ordinary where GB2312 or Big5's common part holds it."""
    table = np.full(0x110000, _RARE, dtype=np.uint8)
    for first, last in _ORDINARY_RANGES:
        table[first : last + 1] = _ORDINARY
    table[[0x09, 0x0A, 0x0D]] = _ORDINARY
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    for encoding, rows in (("gb2312", range(0xB0, 0xF8)), ("big5", range(0xA4, 0xC7))):
        for row in rows:
            known = "".join(bytes((row, cell)).decode(encoding, "ignore") for cell in cells)
            table[[ord(character) for character in known if ord(character) > 0x7F]] = _ORDINARY
    for first, last in _UNUSABLE_RANGES:
        table[first : last + 1] = _UNUSABLE
    table[_SYMBOL_RANGE[0] : _SYMBOL_RANGE[1] + 1] = _SYMBOL
    return table
