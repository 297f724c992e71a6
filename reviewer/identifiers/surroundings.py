"""What stands around a number: the words of its line, its column head, the sentence it is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reviewer.identifiers.labels import Label, first_label, head_label, last_label

_REACH = 36
_SENTENCE_REACH = 120
_MEMBER_END = re.compile(r"[；;。]|\d{6,}[，,、\s]{1,2}(?=[\u4e00-\u9fff])")
_BREAKS = "\n\t|"
_SENTENCE_ENDS = re.compile(r"[。！？!?\n\t]")
# 持E12345678号护照: the paper is named behind its number.
_NAMED_AFTER = re.compile(
    r"\s?号?(?:的)?((?:因[公私])?护照|港澳通行证|通行证|回乡证|台胞证|居住证|身份证|残疾人?证|社保卡|手机|座机)"
)
_BRACKETED_AFTER = re.compile(r"\s?[（(]([^（）()\n]{1,10})[)）]")
_LETTER = re.compile(r"[A-Za-z]")
_OPEN_LABEL = re.compile(r"[：:]\s*$|(?:号码|号|电话|手机|账号|卡号|邮箱)\s*$")
_MEASURE = re.compile(
    r"\s?(?:\.\d|[元万亿圆%％‰吨亩户株册件份台套辆页字个条次]|美元|港元|人民币|平方|立方|公里|公斤|千瓦|人(?![员士的名]))"
)


def _no_heads(offset: int) -> Sequence[str]:
    return ()


@dataclass(slots=True)
class Surroundings:
    """The neighbourhood of offsets in one view.

    Attributes:
        view: The folded text.
        heads: For an offset in a table the head of its column and the cell to its left.
    """

    view: str
    heads: Callable[[int], Sequence[str]] = _no_heads
    _labels: dict[tuple[int, int], Label | None] = field(default_factory=dict)

    def before(self, start: int, reach: int = _REACH) -> str:
        """The words before an offset in its line or cell; of the line above where it begins its line."""
        floor = max(start - reach, 0)
        begin = max(self.view.rfind(mark, floor, start) for mark in _BREAKS) + 1
        words = self.view[max(begin, floor) : start]
        if words.strip() or begin == 0 or self.view[begin - 1] != "\n":
            return words
        above = self.view[max(begin - 1 - reach, 0) : begin - 1].rsplit("\n", 1)[-1]
        return above if _OPEN_LABEL.search(above) and "\t" not in above else words

    def line_before(self, start: int, reach: int = 80) -> str:
        """The words before an offset in its line, cells to the left included."""
        return self.view[max(self.view.rfind("\n", max(start - reach, 0), start) + 1, start - reach) : start]

    def line(self, start: int, reach: int = 200) -> str:
        """The line or table row around an offset, at most `reach` characters to each side."""
        begin = max(self.view.rfind("\n", max(start - reach, 0), start) + 1, start - reach)
        end = self.view.find("\n", start, start + reach)
        return self.view[begin : end if end >= 0 else start + reach]

    def after(self, end: int, reach: int = 16) -> str:
        """The words after an offset in its line."""
        return self.view[end : end + reach].split("\n", 1)[0]

    def sentence(self, start: int, end: int) -> str:
        """The sentence around a range, at most `_SENTENCE_REACH` characters to each side."""
        before = self.view[max(start - _SENTENCE_REACH, 0) : start]
        after = self.view[end : end + _SENTENCE_REACH]
        begin = [mark.end() for mark in _SENTENCE_ENDS.finditer(before)]
        stop = _SENTENCE_ENDS.search(after)
        return before[begin[-1] if begin else 0 :] + after[: stop.start() if stop else len(after)]

    def measured(self, end: int) -> bool:
        """Whether the number that ends here counts something: 13800000000元, 13812345678人次."""
        return _MEASURE.match(self.view, end) is not None

    def label(self, start: int, end: int) -> Label | None:
        """What the number at a range is said to be: by the words before it, after it, or its column head."""
        if (start, end) not in self._labels:
            self._labels[start, end] = self._label(start, end)
        return self._labels[start, end]

    def _label(self, start: int, end: int) -> Label | None:
        # 学号：2024030115；6212…: what stands before a semicolon says nothing of this number,
        # nor what stands before another number and words of its own (卡号6217…，短信通知138…).
        before = _MEMBER_END.split(self.before(start))[-1]
        label = None if before.isascii() and not _LETTER.search(before) else last_label(before)
        if label is None:
            named = _BRACKETED_AFTER.match(self.view, end) or _NAMED_AFTER.match(self.view, end)
            label = first_label(named[1]) if named else None
        if label is None:
            label = next((found for found in map(head_label, self.heads(start)) if found), None)
        return label
