"""How a document is set: edges of its columns, size of its type, distance of its lines.

Whether a line goes on from the one before is a question to the layout: did the line
before reach the right edge, is this one indented, is it further away than lines are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reviewer.extraction.lines import Line, first_token_width

_COMMON_SHARE = 0.04
_FEWEST_ALIKE = 2
_PAGE_SHARE = 0.4
_FEWEST_OF_PAGE = 5
_FEWEST_OF_COLUMN = 3
_NARROWEST = 0.5
_NEAR = 0.5
_INDENT = 1.3
_DEEPEST_INDENT = 3.2
_SLACK = 0.4
_DEFAULT_PITCH = 1.8
_TYPICAL_EM = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Left and right edge of the column in which a line stands, in points."""

    left: float
    right: float


class Layout:
    """What is usual in one document; answers questions about single lines.

    Args:
        pages: The lines of each page that belong to the flow, in reading order.
    """

    def __init__(self, pages: Iterable[Sequence[Line]]) -> None:
        self._frames: dict[int, Frame] = {}
        stretches = [stretch for page in pages for stretch in _stretches(page)]
        self._measure_frames(stretches)
        columns = [stretch.lines for stretch in stretches]
        lines = [line for column in columns for line in column]
        self.em = _weighted_mode((round(line.em * 2) / 2, len(line.text)) for line in lines) or _TYPICAL_EM
        self._pitches = _pitches(columns)
        self.indented = self._starts_are_indented(columns)

    def frame(self, line: Line) -> Frame:
        """The column of a line that was given to the constructor."""
        return self._frames[id(line)]

    def indent(self, line: Line) -> float:
        """How far a line stands from the left edge, in em."""
        return (line.left - self.frame(line).left) / line.em

    def is_centred(self, line: Line) -> bool:
        """Whether a line stands in the middle, with room on both sides."""
        frame = self.frame(line)
        before, after = line.left - frame.left, frame.right - line.right
        return min(before, after) > _INDENT * line.em and abs(before - after) < 1.2 * line.em

    def is_heading(self, line: Line) -> bool:
        """Whether a line is set larger than the body."""
        return line.em > 1.15 * self.em

    def ends_early(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word would still have fitted: the author ended the line."""
        room = self.frame(line).right - line.right
        return room > first_token_width(following) + _SLACK * line.em

    def is_set_apart(self, line: Line, following: Line) -> bool:
        """Whether the distance to the next line of the page is larger than usual for that size."""
        usual = self._pitches.get(round(line.em), _DEFAULT_PITCH * line.em)
        return following.middle - line.middle > 1.18 * usual + 0.1 * line.em

    def _measure_frames(self, stretches: list[Stretch]) -> None:
        groups: dict[Hashable, list[list[Line]]] = defaultdict(list)
        for stretch in stretches:
            first = stretch.lines[0]
            if stretch.narrow:
                edges = Frame(
                    left=_left_edge(stretch.lines, _COMMON_SHARE),
                    right=_right_edge(stretch.lines, _COMMON_SHARE),
                )
                self._frames.update((id(line), edges) for line in stretch.lines)
            else:
                groups[round(first.sheet[0]), round(first.sheet[1]), first.page % 2].append(stretch.lines)
        for members in groups.values():
            whole = _whole_frame([line for lines in members for line in lines])
            for lines in members:
                own = _own_frame(lines, whole)
                self._frames.update((id(line), own) for line in lines)

    def _starts_are_indented(self, columns: list[list[Line]]) -> bool:
        """Whether a new paragraph is marked by an indent (首行缩进), as official documents do."""
        indented = flush = 0
        for column in columns:
            for before, line in pairwise(column):
                if self.ends_early(before, line) and not self.is_centred(line):
                    indented += _INDENT <= self.indent(line) <= _DEEPEST_INDENT
                    flush += abs(self.indent(line)) < _NEAR
        return indented >= 2 * flush and indented > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Lines of one page that run downwards; narrow where they are one of several columns (分栏)."""

    lines: list[Line]
    narrow: bool


def _stretches(page: Sequence[Line]) -> list[Stretch]:
    """Divide a page where its lines jump up to a further column, and where columns begin and end."""
    neighbours = enumerate(pairwise(page), start=1)
    jumps = [index for index, (before, line) in neighbours if line.top < before.top - line.em]
    borders = {0, len(page), *jumps}
    narrow: set[int] = set()
    for jump in jumps:
        first, last = _beside_jump(page, jump)
        if min(jump - first, last - jump) >= _FEWEST_OF_COLUMN:
            borders |= {first, last}
            narrow |= {first, jump}
    ordered = sorted(borders)
    return [
        Stretch(lines=list(page[first:last]), narrow=first in narrow)
        for first, last in pairwise(ordered)
        if first < last
    ]


def _beside_jump(page: Sequence[Line], jump: int) -> tuple[int, int]:
    """Where the column that ends at a jump began, and where the one that begins there ends."""
    head = page[jump]
    furthest = head.left - _DEEPEST_INDENT * head.em
    last = jump + 1
    while last < len(page) and page[last].left > furthest and page[last].top > page[last - 1].top:
        last += 1
    left = min(line.left for line in page[jump:last])
    first = jump
    while first > 0 and page[first - 1].right <= left and page[first - 1].bottom > head.top:
        if first < jump and page[first - 1].top > page[first].top:
            break
        first -= 1
    return first, last


def _whole_frame(lines: list[Line]) -> Frame:
    """Edges that pages of one size share. A few short lines do not show the right edge: margins are alike."""
    left, right = _left_edge(lines, _COMMON_SHARE), _right_edge(lines, _COMMON_SHARE)
    width = lines[0].sheet[0]
    if right - left < _NARROWEST * width:
        right = max(right, width - left)
    return Frame(left=left, right=right)


def _own_frame(column: list[Line], whole: Frame) -> Frame:
    """A page that is set otherwise than the rest has edges of its own, if enough lines show them."""
    if len(column) < _FEWEST_OF_PAGE:
        return whole
    em = _middle([line.em for line in column])
    left, right = _left_edge(column, _PAGE_SHARE), _right_edge(column, _PAGE_SHARE)
    lefts = sum(abs(line.left - left) < _NEAR * em for line in column)
    rights = sum(abs(line.right - right) < _NEAR * em for line in column)
    only_indented = 0 <= left - whole.left <= _DEEPEST_INDENT * em
    moved_left = lefts >= _PAGE_SHARE * len(column) and not only_indented
    frame = Frame(left=left if moved_left else whole.left, right=whole.right)
    wide = right - frame.left >= _NARROWEST * column[0].sheet[0]
    return replace(frame, right=right) if wide and rights >= _PAGE_SHARE * len(column) else frame


def _left_edge(lines: Sequence[Line], share: float) -> float:
    """The leftmost position at which enough lines begin."""
    return _edge([(line.left, line.em) for line in lines], share)


def _right_edge(lines: Sequence[Line], share: float) -> float:
    """The rightmost position at which enough lines end."""
    return -_edge([(-line.right, line.em) for line in lines], share)


def _edge(positions: list[tuple[float, float]], share: float) -> float:
    """The first position, from the left, that enough others share within half an em."""
    needed = max(_FEWEST_ALIKE, share * len(positions))
    ordered = sorted(positions)
    end = 0
    for index, (position, em) in enumerate(ordered):
        while end < len(ordered) and ordered[end][0] - position < _NEAR * em:
            end += 1
        if end - index >= needed:
            return _middle([each for each, _ in ordered[index:end]])
    return ordered[0][0]


def _pitches(columns: list[list[Line]]) -> dict[int, float]:
    """Usual distance from line to line for each size of type, in points."""
    distances: dict[int, list[float]] = defaultdict(list)
    for column in columns:
        for before, line in pairwise(column):
            if round(before.em) == round(line.em) and line.middle > before.middle:
                distances[round(line.em)].append(line.middle - before.middle)
    return {em: _common(values) for em, values in distances.items() if len(values) > 1}


def _common(values: list[float]) -> float:
    """The commonest value, to the point; the smaller of two equally common ones."""
    counts = Counter(round(value) for value in values)
    most = max(counts.values())
    commonest = min(value for value, count in counts.items() if count == most)
    return _middle([value for value in values if round(value) == commonest])


def _weighted_mode(values: Iterable[tuple[float, int]]) -> float:
    weights: Counter[float] = Counter()
    for value, weight in values:
        weights[value] += weight
    return weights.most_common(1)[0][0] if weights else 0.0


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
