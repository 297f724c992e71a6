"""Where numbering begins anew: the document, an instrument that it carries, each annex."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reviewer.numbering.labels import LabelStyle
from reviewer.structure.annexes import Annex, Signed
from reviewer.structure.units import ANNEX, ANNEX_LIST, BODY, CLOSING, Unit

_SENTENCE_ENDS = frozenset("。；;：:，,")
_ARTICLE = LabelStyle.ARTICLE
_LONGEST_TITLE = 60
_MOST_TITLE_LINES = 6


class Root(NamedTuple):
    """A part with a numbering of its own: its first unit, and its annex heading where it has one."""

    start: int
    annex: Annex | None = None


def find_roots(text: str, units: list[Unit], signed: list[Signed], annexes: list[Annex]) -> list[Root]:
    """The roots in order; the first begins with the document."""
    roots = {0: Root(0)}
    roots.update((annex.unit, Root(annex.unit, annex)) for annex in annexes)
    for start in _after_signatures(units, signed):
        roots.setdefault(start, Root(start))
    bounds = sorted(roots)
    for first, last in zip(bounds, [*bounds[1:], len(units)], strict=True):
        for start in _article_restarts(text, units, first, last):
            roots.setdefault(start, Root(start))
    return [roots[start] for start in sorted(roots)]


def next_labelled(units: list[Unit]) -> list[int]:
    """For each unit the index of the next one with a label after it, the number of units without one."""
    following = [len(units)] * len(units)
    latest = len(units)
    for index in range(len(units) - 1, -1, -1):
        following[index] = latest
        if units[index].label is not None:
            latest = index
    return following


def _after_signatures(units: list[Unit], signed: list[Signed]) -> Iterator[int]:
    """Units with which an instrument begins after a signature, not where the text just goes on."""
    if not signed:
        return
    following = next_labelled(units)
    open_again = _after_closings(units)
    latest: dict[LabelStyle, int] = {}
    position = 0
    for index, _ in signed:
        for unit in units[position:index]:
            if unit.label is not None:
                latest[unit.label.style] = unit.label.number
        position, start = index, open_again[index]
        if start >= len(units) or units[start].role is ANNEX:
            continue
        labelled = start if units[start].label is not None else following[start]
        label = units[labelled].label if labelled < len(units) else None
        if label is None or label.number == 1 or latest.get(label.style) != label.number - 1:
            yield start


def _after_closings(units: list[Unit]) -> list[int]:
    """For each unit the first from there on that is no signature, note after the text or list of annexes."""
    after = [len(units)] * len(units)
    latest = len(units)
    for index in range(len(units) - 1, -1, -1):
        if units[index].role not in (CLOSING, ANNEX_LIST):
            latest = index
        after[index] = latest
    return after


def _article_restarts(text: str, units: list[Unit], first: int, last: int) -> list[int]:
    """Where 第一条 comes again without a chapter of the same instrument above it."""
    starts: list[int] = []
    highest = 0
    uppers: list[int] = []
    chapters = False
    for index in range(first, last):
        label = units[index].label
        if label is None or label.style > _ARTICLE or units[index].role is not BODY:
            continue
        if label.style < _ARTICLE:
            uppers.append(index)
            continue
        if label.number == 1 and not label.insertion and highest:
            begins_anew = not uppers or (_label_number(units[uppers[0]]) == 1 and chapters)
            if begins_anew:
                starts.append(_with_title(text, units, uppers[0] if uppers else index, first))
                highest, chapters = 0, False
        highest = max(highest, label.number)
        chapters = chapters or bool(uppers)
        uppers = []
    return starts


def _label_number(unit: Unit) -> int | None:
    return unit.label.number if unit.label is not None else None


def _with_title(text: str, units: list[Unit], index: int, first: int) -> int:
    """The first of the title's lines above a unit."""
    start = index
    for position in range(index - 1, max(first, index - 1 - _MOST_TITLE_LINES), -1):
        unit = units[position]
        title_like = (
            unit.role is BODY
            and unit.label is None
            and unit.end - unit.start <= _LONGEST_TITLE
            and text[unit.end - 1] not in _SENTENCE_ENDS
        )
        if not title_like:
            break
        start = position
    return start
