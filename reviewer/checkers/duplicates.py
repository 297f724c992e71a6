"""Paragraphs that stand twice in one document, word for word or almost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from reviewer.checkers.base import CheckContext, Match
from reviewer.structure.outline import ClauseUnit

_LIKENESS = 95.0
_LIKENESS_OF_ITEMS = 98.0
_SHORTEST = 24
_SHORTEST_PIECE = 8
_LONGEST = 1_200
_MOST_BLOCKS = 3_000
_MOST_SHARING = 8
_ITEMS = frozenset({ClauseUnit.ITEM, ClauseUnit.SUBITEM})
_LABEL = re.compile(
    r"\s*(?:第[^\s第]{1,8}条|[一二三四五六七八九十]+、|[（(][^（）()]{1,4}[）)]|\d{1,2}[.．、])\s*"
)
_COMMAS = re.compile(r"[，。；：、]")
_FIGURES = re.compile(r"\d+|[一二三四五六七八九十百千万]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    index: int
    text: str
    list: int | None


def find_duplicates(context: CheckContext) -> Iterator[Match]:
    """Each paragraph that repeats an earlier one, with where that stands.

    Paragraphs are compared only with those that share a run of characters with them, so that
    a long document costs time in proportion to its length.
    """
    earlier: defaultdict[str, list[_Paragraph]] = defaultdict(list)
    for paragraph in _paragraphs(context):
        pieces = _pieces(paragraph.text)
        first = next((other for other in _sharing(earlier, pieces) if _alike(other, paragraph)), None)
        if first is not None:
            yield _match(context, paragraph, first)
        for piece in pieces:
            earlier[piece].append(paragraph)


def _paragraphs(context: CheckContext) -> Iterator[_Paragraph]:
    """Numbered paragraphs of the text itself: forms and lists in annexes repeat themselves by nature."""
    outline = context.outline
    for index, block in enumerate(context.document.blocks[:_MOST_BLOCKS]):
        place = outline.contexts[index]
        if block.cell is not None or not place.path or index in outline.contents:
            continue
        if place.clause is not None and _in_annex(context, place.clause):
            continue
        text = context.document.text[block.span.start : block.span.end]
        label = _LABEL.match(text)
        text = "".join(text[label.end() if label else 0 :].split()).rstrip("。；;，、")
        if _SHORTEST <= len(text) <= _LONGEST:
            yield _Paragraph(index=index, text=text, list=_list_of(context, place.clause))


def _list_of(context: CheckContext, clause: int | None) -> int | None:
    """The clause whose items the paragraph belongs to, None for a paragraph that is no item."""
    if clause is None or context.outline.clauses[clause].unit not in _ITEMS:
        return None
    return context.outline.clauses[clause].parent


def _in_annex(context: CheckContext, clause: int) -> bool:
    position: int | None = clause
    while position is not None:
        if context.outline.clauses[position].unit is ClauseUnit.ANNEX:
            return True
        position = context.outline.clauses[position].parent
    return False


def _pieces(text: str) -> list[str]:
    """What stands between commas: two paragraphs that are almost the same share such a piece."""
    return [piece for piece in _COMMAS.split(text) if len(piece) >= _SHORTEST_PIECE] or [text]


def _sharing(earlier: defaultdict[str, list[_Paragraph]], pieces: list[str]) -> list[_Paragraph]:
    shared: dict[int, _Paragraph] = {}
    for piece in pieces:
        for paragraph in earlier.get(piece, ())[:_MOST_SHARING]:
            shared.setdefault(paragraph.index, paragraph)
    return list(shared.values())


def _alike(one: _Paragraph, other: _Paragraph) -> bool:
    """Whether one repeats the other; lists of different clauses may well share an item."""
    if one.list != other.list:
        return False
    if one.text == other.text:
        return True
    least = _LIKENESS if one.list is None else _LIKENESS_OF_ITEMS
    # The likeness answers first: it tells most pairs apart by their lengths alone.
    if not fuzz.ratio(one.text, other.text, score_cutoff=least):
        return False
    return _FIGURES.findall(one.text) == _FIGURES.findall(other.text)


def _match(context: CheckContext, paragraph: _Paragraph, first: _Paragraph) -> Match:
    start, end = context.view_range(context.document.blocks[paragraph.index].span)
    path = context.outline.contexts[first.index].path
    return Match(start=start, end=end, values={"first": path or "前文"})
