"""Which label styles stand above which in one document, learnt from how they follow each other.

Most drafters nest 一、（一）1.（1）, but some put 1. above （1）, others the other way round, and
some number straight on across sections. A series that begins again below every label of another
style is nested in it; that is evidence, and the customary order only decides where there is none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from reviewer.numbering.labels import Label, LabelStyle

_VARIANTS = 16
_DECIMAL, _LETTER = LabelStyle.DECIMAL, LabelStyle.LETTER
_ARTICLE = int(LabelStyle.ARTICLE) * _VARIANTS
UPPER_END = _ARTICLE + _VARIANTS
"""Keys of 编 章 节 条 are below it."""
_MARKS = {
    "": 0,
    "章": 0,
    "节": 0,
    "条": 0,
    "分编": 0,
    "编": 0,
    "篇": 1,
    "卷": 2,
    "册": 3,
    "部分": 4,
    ".": 0,
    "、": 1,
    "，": 2,
    " ": 3,
}
_MARKED = frozenset({LabelStyle.CHINESE, LabelStyle.ARABIC})
_MARKS_OF_NUMBERS = (".", "、", "，", " ")
_LETTER_MARKS = {"a": 0, "a.": 0, "a、": 1, "a)": 2, "A": 3, "A.": 3, "A、": 4, "A)": 5}

_RETURNED = 2

HEADING = -1
"""Key of an unnumbered heading; numbered ones have a key of their style."""


def is_upper(key: int) -> bool:
    """Whether the key is that of 编 章 节 条."""
    return 0 <= key < UPPER_END


def is_article(key: int) -> bool:
    """Whether the key is that of 条."""
    return key == _ARTICLE


def label_keys(labels: list[Label]) -> list[int]:
    """The keys of the labels of one root: style, and variant within the style.

    1. and 1、 are two keys only where each has a first number; else one is a slip for the other.
    """
    table: dict[tuple[LabelStyle, str], int] = {}
    for style in _MARKED:
        firsts = {label.mark for label in labels if label.style is style and label.number == 1}
        usual = next((mark for mark in _MARKS_OF_NUMBERS if mark in firsts), "")
        for mark in _MARKS_OF_NUMBERS:
            table[style, mark] = style * _VARIANTS + _MARKS[mark if mark in firsts or not usual else usual]
    keys: list[int] = []
    for label in labels:
        key = table.get((label.style, label.mark), -1)
        if key < 0:
            key = _key(label)
            if label.style is not _DECIMAL:
                table[label.style, label.mark] = key
        keys.append(key)
    return keys


def _key(label: Label) -> int:
    style = label.style
    if style is _DECIMAL:
        return style * _VARIANTS + min(len(label.prefix), _VARIANTS - 1)
    if style >= _LETTER:
        return style * _VARIANTS + _LETTER_MARKS.get(label.mark, 6)
    return style * _VARIANTS + _MARKS.get(label.mark, 0)


class NestingOrder:
    """The order of the label keys of one root.

    Attributes:
        has_articles: Whether a 条 is among the labels.

    Args:
        keys: Key of each label, in text order.
        numbers: The number that each says.
    """

    def __init__(self, keys: list[int], numbers: list[int]) -> None:
        self.has_articles = _ARTICLE in keys
        self._votes: dict[tuple[int, int], int] = defaultdict(int)
        positions: dict[int, list[int]] = defaultdict(list)
        numbered: dict[tuple[int, int], int] = {}
        opened: dict[int, int] = {}
        previous = -1
        for position, (key, number) in enumerate(zip(keys, numbers, strict=True)):
            if number == 1:
                opened[key] = position
                if previous >= 0 and previous != key:
                    self._votes[previous, key] += 1
            elif previous >= 0 and previous != key:
                before = numbered.get((key, number - 1))
                if before is not None:
                    between = len(positions[previous]) - bisect_right(positions[previous], before)
                    if opened.get(previous, -1) > before or between > 1:
                        self._votes[key, previous] += _RETURNED
            positions[key].append(position)
            numbered[key, number] = position
            previous = key

    def above(self, first: int, second: int) -> bool:
        """Whether labels of the first key stand above those of the second."""
        difference = self._votes.get((first, second), 0) - self._votes.get((second, first), 0)
        if is_upper(first) and is_upper(second) and first // _VARIANTS != second // _VARIANTS:
            return first < second
        if is_upper(first) != is_upper(second):
            # A list before 第一章 is no evidence; only sections that come back above articles are.
            return difference > -_RETURNED if is_upper(first) else difference >= _RETURNED
        if difference:
            return difference > 0
        return first < second
