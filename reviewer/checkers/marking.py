"""Marks (标志) that a document carries: secrecy levels, internal matter, drafts.

A mark stands by itself: as a line, in brackets, behind its label, or with ★. The same words
within a sentence speak about secrecy, which is lawful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.mark_phrases import mark_at, mark_in
from reviewer.checkers.people import concept_of, units_with
from reviewer.language.matching import Range
from reviewer.language.patterns import PatternParser

_LEVEL = r"(?:绝\s*密|机\s*密|(?<!工作)秘\s*密)"
_TERM = (
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:年|个?月)|长\s*期|永久|启用前|"
    r"解密(?:前|时间|条件)?|公布前|本件"
)
# 机密★3年, 绝密▲长期, 秘密☆十年, also with a line break after each character.
_SECRET = re.compile(
    rf"{_LEVEL}级?\s*(?:[★☆▲△✩✭⭐*＊]\s*(?:{_TERM})?|[（(]\s*(?:启用前|解密前|公布前|开考前|{_TERM})\s*[)）])"
)
_LABELLED_SECRET = re.compile(
    rf"密\s*级(?:和保密期限|及保密期限)?\s*[：:]\s*(?P<mark>{_LEVEL}(?:级)?(?:\s*[★☆*]?\s*(?:{_TERM}))?)"
)
# 本件密级为机密: said of the document itself.
_SAID_SECRET = re.compile(
    rf"(?:本|此)(?:件|文件|文|材料|资料|图|表|方案|报告|通知|决定|意见|纪要|办法|清单|预案|卷宗|档案|图纸|数据|会议)[^，。；、\n]{{0,8}}(?:为|属于?|系|列入)(?P<mark>{_LEVEL}(?:级)?)(?!、)"
)
# Chinese characters on both sides, and none of those that a statement about the document has.
_WITHIN_WORDS = re.compile(r"[\u4e00-\u9fff](?<![为属系于定级])[绝机秘密][密级](?!级)[\u4e00-\u9fff]")
_BARE_LEVEL = re.compile(rf"{_LEVEL}(?:级)?(?:\s*[·•・\s]?\s*(?:{_TERM}))?")
_BRACKETS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
    "〔": "〕",
    "［": "］",
    "〖": "〗",
    "「": "」",
    "<": ">",
    "〈": "〉",
}
# What may stand beside a mark in its line: punctuation, the copy number, the urgency, the number of an issue.
_MARGIN = re.compile(
    r"(?:[\s、，。；！!·|★☆▲【】（）()\[\]0-9]|特急|特提|加急|急件|平急|份号[：:]?|编号[：:]?|No\.?|第[\d一二三四五六七八九十]+[期次稿版]|年|月|日|修改|修订)*"
)
_LABEL_BEFORE = re.compile(
    r"(?:密级|标识|属性|公开方式|公开类型|公开程度|公开类别|公开形式|公开选项|文件性质|知悉范围|传阅范围|阅读范围|使用范围|备注|注意|说明|标注|编号)[：:]\s*$"
)
# 本材料仅供内部使用: the document speaks of itself.
_OF_ITSELF = re.compile(
    r"(?:本|此|以上|上述|所附)(?:材料|文件|件|资料|文|报告|简报|刊物?|表|通知|方案|情况|内容|数据|信息|名单|纪要|汇编|稿)(?:属于?|为|系|仅|只)?$|[此本](?:为|系)$"
)
_QUOTES = re.compile(r"[“\"‘「『《][^”\"’」』》\n]{0,20}$")
# 原件标有“机密★5年”: the mark is that of this very document.
_ORIGINAL = re.compile(
    r"(?:原件|原文|底稿|来文|该文件|本文件|扫描件|封面|首页|眉首)[^。；\n]{0,10}$|(?:原件|原文|底稿|来文|该文件|本文件|扫描件|封面|首页)[^。；\n]{0,8}[“\"]$"
)
# The head of a telegram: its grade and number follow in the same line.
_TELEGRAM_NUMBER = re.compile(r"\s*(?:[\u4e00-\u9fff]{1,6}电〔|等级)")
_TELEGRAMS = frozenset({"密码电报", "内部明电"})
_CLOSING = frozenset("）)】]〕")
_FOR_WHOM = re.compile(r"[（(【\[〔][\u4e00-\u9fff\d]{0,12}$")
_LONGEST_LINE = 40
_LONGEST_MARKED, _LONGEST_BEGINNING = 60, 12
_LONGEST_BRACKETS = 24


class MarkSort(StrEnum):
    """What sort of mark a rule looks for.

    Attributes:
        SECRET: A secrecy level (密级).
        WORDS: The words of a concept, standing as a mark.
    """

    SECRET = "secret"  # noqa: S105  # the sort of a mark, no password
    WORDS = "words"


class MarkingSpec(BaseModel):
    """The ``match`` of a rule on marks.

    Attributes:
        sort: What sort of mark.
        words: The concept of its words.
        cues: The concept of words that a phrase of an internal mark may hold (`mark_phrases`).
    """

    model_config = ConfigDict(extra="forbid")

    sort: MarkSort
    words: str
    cues: str | None = None


class MarkingChecker:
    """Reports marks and leaves sentences about marks alone."""

    Spec = MarkingSpec
    heeds_polarity = False

    def __init__(self, spec: MarkingSpec, parser: PatternParser) -> None:
        self._secret = spec.sort is MarkSort.SECRET
        self._words = concept_of(spec.words, parser)
        self._cues = concept_of(spec.cues, parser) if spec.cues else None

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Marks in text order."""
        found = sorted(
            set(self._secrets(context) if self._secret else self._marks(context)), key=_longer_first
        )
        position = 0
        for start, end in found:
            if start >= position:
                position = end
                yield Match(start=start, end=end, continues=context.soft_lines)

    def _occurrences(self, context: CheckContext) -> Iterator[Range]:
        for unit in units_with(context, self._words):
            yield from context.occurrences.within(self._words, *unit)

    # --- secrecy levels ---------------------------------------------------------------------

    def _secrets(self, context: CheckContext) -> Iterator[Range]:
        view = context.view.text
        for unit in context.occurrences.units_of(self._words):
            unit_range = context.sentences.starts[unit], context.sentences.ends[unit]
            for _, end in context.occurrences.within(self._words, *unit_range):
                found = _secret_at(view, end - 2)
                if found is not None:
                    yield found
        position = view.find("\n密")
        while position >= 0:
            match = _SECRET.match(view, position - 1) if position else None
            if match is not None:
                yield match.span()
            position = view.find("\n密", position + 2)

    # --- words ------------------------------------------------------------------------------

    def _marks(self, context: CheckContext) -> Iterator[Range]:
        view = context.view.text
        ranges = list(self._occurrences(context))
        for start, end in _joined(view, ranges):
            if _stands_alone(view, start, end, twice=(start, end) not in ranges):
                yield start, end
        if self._cues is not None:
            for unit in units_with(context, self._cues):
                for cue in context.occurrences.within(self._cues, *unit):
                    yield from _phrases(view, cue)


def _longer_first(found: Range) -> Range:
    return found[0], -found[1]


def _phrases(view: str, cue: Range) -> Iterator[Range]:
    """The internal marks that a cue may stand in: its line, its brackets, what follows a label."""
    start, end = _line_around(view, *cue)
    before = view[start : cue[0]]
    opening = max(map(before.rfind, _BRACKETS))
    places = [(start, end)]
    if opening >= 0:
        closing = view.find(_BRACKETS[before[opening]], cue[1], end)
        places.append((start + opening + 1, closing))
    if "：" in before:
        places.append((start + before.rindex("：") + 1, end))
    found = [mark_in(view, *place) for place in places if place[1] > place[0]]
    if len(before) <= _LONGEST_BEGINNING:
        found.append(mark_at(view, start, end))
    for mark in found:
        if mark is not None and not _QUOTES.search(view[max(mark[0] - 21, 0) : mark[0]]):
            yield mark


def _line_around(view: str, start: int, end: int) -> Range:
    """The line or cell around a range, at most `_LONGEST_MARKED` to each side."""
    floor, limit = max(start - _LONGEST_MARKED, 0), min(end + _LONGEST_MARKED, len(view))
    first = max(view.rfind(border, floor, start) for border in "\n\t") + 1
    ends = [position for border in "\n\t" if (position := view.find(border, end, limit)) >= 0]
    return max(first, floor), min(ends, default=limit)


def _secret_at(view: str, start: int) -> Range | None:
    if _WITHIN_WORDS.match(view, max(start - 1, 0)):
        return None
    starred = _SECRET.match(view, start)
    quoted = _QUOTES.search(view[max(start - 21, 0) : start])
    if starred is not None and (not quoted or _ORIGINAL.search(view[max(start - 24, 0) : start])):
        return starred.span()
    near = max(start - 16, 0)
    line = view.rfind("\n", near, start) + 1
    labelled = _LABELLED_SECRET.search(view, max(line, near), start + 14)
    if labelled is not None and labelled.end() > start:
        return labelled.span("mark")
    said = _SAID_SECRET.search(view, max(line, start - 16), start + 3)
    if said is not None and said.end() > start:
        return said.span("mark")
    level = _BARE_LEVEL.match(view, start)
    if level is None:
        return None
    found = level.span()
    stands = _is_line(view, *found) or _in_brackets(view, *found, within=0) or _ends_citation(view, *found)
    return found if stands else None


def _ends_citation(view: str, start: int, end: int) -> bool:
    """（某委发〔2024〕12号，秘密）: the level of the document that is cited."""
    return (
        view[end : end + 1] in ("）", ")")
        and re.search(r"号[，,、\s]\s*$", view[max(start - 4, 0) : start]) is not None
    )


def _joined(view: str, ranges: list[Range]) -> Iterator[Range]:
    """Marks with nothing but blanks or a comma between them as one: 内部资料 注意保存."""
    current: Range | None = None
    for start, end in ranges:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
        elif (
            current is not None
            and _MARGIN.fullmatch(view, current[1], start)
            and "\n" not in view[current[1] : start]
        ):
            current = (current[0], end)
        else:
            if current is not None:
                yield current
            current = (start, end)
    if current is not None:
        yield current


def _stands_alone(view: str, start: int, end: int, *, twice: bool) -> bool:
    """Whether words stand as a mark: a line or brackets to themselves, behind a label, or doubled."""
    before = view[max(start - 24, 0) : start]
    if _QUOTES.search(before):
        return False
    # （送局长办公会讨论稿）: a draft's brackets may say for whom it was.
    if view[end - 1] == "稿" and view[end : end + 1] in _CLOSING and _FOR_WHOM.search(before):
        return True
    if _LABEL_BEFORE.search(before) or _is_line(view, start, end) or _in_brackets(view, start, end):
        return True
    if _OF_ITSELF.search(before):
        return True
    if view[start:end] in _TELEGRAMS and _TELEGRAM_NUMBER.match(view, end):
        return True
    begins_line = _MARGIN.fullmatch(before.rsplit("\n", 1)[-1]) is not None
    return begins_line and (twice or view[start:end] in _TELEGRAMS)


def _is_line(view: str, start: int, end: int) -> bool:
    """Whether nothing else but punctuation and numbers stands in its line or cell."""
    # Looked for no further than the longest line: a text without tabs would be searched to its end.
    window = view[max(start - _LONGEST_LINE, 0) : end + _LONGEST_LINE]
    at = start - max(start - _LONGEST_LINE, 0)
    before = re.split(r"[\n\t]", window[:at])[-1]
    after = re.split(r"[\n\t]", window[at + end - start :], maxsplit=1)[0]
    if len(before) + (end - start) + len(after) > _LONGEST_LINE:
        return False
    return _MARGIN.fullmatch(before) is not None and _MARGIN.fullmatch(after) is not None


def _in_brackets(view: str, start: int, end: int, within: int = _LONGEST_BRACKETS) -> bool:
    """Whether the words begin right after an opening bracket that closes soon after them."""
    closing = _BRACKETS.get(view[start - 1 : start])
    return closing is not None and view.find(closing, end, end + within + 1) >= 0
