"""Lists within one paragraph, such as 有下列情形之一的：（一）…；（二）….

Only labels that form a series count: 按照第十条第（一）项 and （二） alone open no list. The same
reading serves documents whose line breaks were lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewer.document import Span
from reviewer.numbering.labels import Label, LabelStyle, read_label

# Where a label may stand inside a paragraph: after a sentence, a colon, a member, a blank.
_PLACE = re.compile(
    r"""(?<=[：:；;。！？”》\ \t\u00a0\u3000])(?=[第（(\d一二三四五六七八九十①-⑳⑴-⒇⒈-⒛㈠-㈩]|[A-Za-z][.、])
        |(?<=[，,])(?=[（(①-⑳⑴-⒇㈠-㈩])""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[。！？]")
_HARD = frozenset(
    {LabelStyle.PART, LabelStyle.SUBPART, LabelStyle.CHAPTER, LabelStyle.SECTION, LabelStyle.ARTICLE}
)
_LONGEST_LEAD_IN = 1_000
_BLANKS = " \t\u00a0\u3000"


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineItem:
    """A member of a list within one paragraph.

    Attributes:
        label: Its label.
        span: From the label to the end of the member, with its own members.
        lead_ins: The sentences that introduce it, nearest first.
    """

    label: Label
    span: Span
    lead_ins: tuple[Span, ...]


def inline_items(text: str) -> tuple[InlineItem, ...]:
    """The members of every list in one paragraph, in text order, members of members among them.

    The label that the paragraph begins with counts as the first of its series where one goes on.
    """
    opening = read_label(text, 0, len(text))
    labels = find_inline_labels(text, 0, len(text), opening)
    floor = opening.body if opening is not None else 0
    if opening is not None and any(label.style == opening.style for label in labels):
        labels = [opening, *labels]
    nesting = _Nesting(text, floor)
    for label in labels:
        nesting.open(label)
    return nesting.close()


@dataclass(slots=True)
class _Open:
    """A member whose end is not known yet."""

    label: Label
    index: int
    lead_in: Span | None
    outer: tuple[Span, ...]
    continues: bool = False


class _Nesting:
    """The members that are open at a place of a paragraph, outermost first."""

    def __init__(self, text: str, floor: int) -> None:
        self._text = text
        self._floor = floor
        self._stack: list[_Open] = []
        self._items: list[InlineItem | None] = []

    def open(self, label: Label) -> None:
        """Begin a member; what is not around it ends."""
        lead_in, continues, member = None, False, None
        if any(entry.label.style == label.style for entry in self._stack):
            while self._stack:
                closed = self._stack.pop()
                self._end(closed, _trimmed(self._text, closed.label.start, label.start))
                if closed.label.style == label.style:
                    lead_in, continues, member = closed.lead_in, label.number > 1, closed.label
                    break
        if not continues:
            floor = self._stack[-1].label.body if self._stack else self._floor
            lead_in = _introduction(
                self._text, member.body if member else floor, label.start, member is not None
            )
        top = self._stack[-1] if self._stack else None
        outer = () if top is None else _chain(top)
        self._stack.append(_Open(label, len(self._items), lead_in, outer, continues))
        self._items.append(None)

    def close(self) -> tuple[InlineItem, ...]:
        """End what is still open and give all members."""
        end: int | None = None
        while self._stack:
            entry = self._stack.pop()
            if end is None:
                before = self._text[: entry.label.start].rstrip(_BLANKS)[-1:] if entry.continues else ""
                end = member_tail(self._text, entry.label, _trimmed(self._text, 0, len(self._text)), before)
            self._end(entry, end)
        return tuple(item for item in self._items if item is not None)

    def _end(self, entry: _Open, end: int) -> None:
        self._items[entry.index] = InlineItem(
            label=entry.label, span=Span(entry.label.start, end), lead_ins=_chain(entry)
        )


def _chain(entry: _Open) -> tuple[Span, ...]:
    return ((entry.lead_in,) if entry.lead_in else ()) + entry.outer


def find_inline_labels(
    text: str,
    start: int,
    end: int,
    opening: Label | None = None,
    counted: Mapping[LabelStyle, int] | None = None,
) -> list[Label]:
    """Labels within ``start:end``, not at its beginning, that form a series there.

    Args:
        text: The text.
        start: Beginning of the paragraph.
        end: Its end.
        opening: The label the paragraph begins with; the series may continue it.
        counted: Numbers that articles and chapters reached before; the next one continues them.
    """
    candidates = list(_candidates(text, opening.end if opening else start, end))
    reached: dict[LabelStyle, int] = dict(counted or {})
    if opening is not None:
        reached[opening.style] = opening.number
    chosen: list[Label] = []
    for label, continued in zip(candidates, _continued(candidates), strict=True):
        continues = reached.get(label.style) == label.number - 1 and label.number > 1
        if continues or (label.number == 1 and continued):
            reached[label.style] = label.number
            chosen.append(label)
    return chosen


def member_tail(text: str, label: Label, end: int, before: str) -> int:
    """Where the last member of a list ends: at its sentence where the members before end in ；.

    Args:
        text: The text.
        label: The last member's label.
        end: End of the paragraph.
        before: The last character of the member before.
    """
    if before not in "；;，,、":
        return end
    stop = _SENTENCE_END.search(text, label.end, end)
    if stop is None:
        return end
    return stop.end() + 1 if text[stop.end() : stop.end() + 1] in ("”", "）") else stop.end()


def _candidates(text: str, start: int, end: int) -> Iterator[Label]:
    position = start
    while (place := _PLACE.search(text, position, end)) is not None:
        label = read_label(text, place.start(), end) or _chapter(text, place.start(), end)
        weak = label is not None and label.weak and label.style is not LabelStyle.LETTER
        if label is not None and not weak and label.start > start:
            yield label
        position = label.end if label else place.end() + 1


def opening_label(text: str, start: int, end: int) -> Label | None:
    """The label a paragraph begins with, a chapter's too whose articles follow in the paragraph."""
    label = read_label(text, start, end)
    if label is not None:
        return label
    while start < end and text[start] in _BLANKS:
        start += 1
    return _chapter(text, start, end) if start < end else None


def _chapter(text: str, start: int, end: int) -> Label | None:
    """第一章 总则 第一条 …: within a paragraph a chapter's heading does not end with the paragraph."""
    if text[start] != "第":
        return None
    label = read_label(text, start, min(start + 12, end))
    return (
        label if label is not None and label.style < LabelStyle.ARTICLE and label.body > label.end else None
    )


def _continued(candidates: list[Label]) -> list[bool]:
    """For each candidate, whether the next of its style has the next number."""
    following: dict[LabelStyle, int] = {}
    continued = [False] * len(candidates)
    for index in range(len(candidates) - 1, -1, -1):
        label = candidates[index]
        lone = label.style in _HARD and label.body > label.end
        continued[index] = following.get(label.style, 0) == label.number + 1 or lone
        following[label.style] = label.number
    return continued


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return end


def _introduction(text: str, start: int, end: int, after_member: bool) -> Span | None:
    """The sentence before the first member, within what holds the list, not the member before it."""
    end = _trimmed(text, start, end)
    start = max(start, end - _LONGEST_LEAD_IN)
    signs = "。！？；;" if after_member else "。！？"
    start = max(start, *(text.rfind(sign, start, max(end - 1, start)) + 1 for sign in signs))
    return Span(start, end) if text[start:end].strip() else None
