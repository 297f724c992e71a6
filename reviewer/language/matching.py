"""Patterns on passages: positions of concepts are compared, no text is searched again.

A *passage* is a run of pieces of the view: the contexts that govern a unit (lead-in,
head, column head), outermost first, and last the unit itself. The border between two
pieces may always be crossed, whatever the gap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.language.lexicon import Occurrences
from reviewer.language.patterns import Group, Node, Sequence, Slot, Term
from reviewer.language.slots import SLOTS

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Capture:
    """A part of a match that has a role, as a view range."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A match, as view offsets.

    Attributes:
        start: Begin of the first element.
        end: End of the last element.
        captures: Elements with a role, in text order.
        parts: Ranges of all elements, in text order.
    """

    start: int
    end: int
    captures: tuple[Capture, ...]
    parts: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces of the view, ascending; the last one is the unit's own text."""

    pieces: tuple[Range, ...]

    @property
    def own(self) -> Range:
        """The unit itself."""
        return self.pieces[-1]

    def piece_of(self, offset: int) -> int:
        """Index of the piece that holds the offset."""
        for index, (start, end) in enumerate(self.pieces):
            if start <= offset < end:
                return index
        return len(self.pieces) - 1


_State = tuple[int, tuple[Capture, ...], tuple[Range, ...]]


class PassageMatcher:
    """Matches patterns on one passage.

    Args:
        view: The folded text.
        occurrences: Where the concepts stand in it.
        passage: The pieces that may be used.
    """

    def __init__(self, view: str, occurrences: Occurrences, passage: Passage) -> None:
        self._view = view
        self._occurrences = occurrences
        self._passage = passage
        self._found: dict[int | str, list[Range]] = {}
        self._beginnings: dict[int, list[Range]] = {}

    @property
    def own_start(self) -> int:
        """Where the unit itself begins."""
        return self._passage.own[0]

    def find(self, pattern: Sequence) -> Iterator[PatternMatch]:
        """Matches from left to right that do not overlap and touch the unit itself."""
        floor = self._passage.pieces[0][0]
        while True:
            match = self._first(pattern, floor, beyond=self._passage.own[0])
            if match is None:
                return
            yield match
            floor = match.end

    def find_anywhere(self, pattern: Sequence) -> PatternMatch | None:
        """The first match that touches the unit itself, or else the first of its contexts alone."""
        own = next(self.find(pattern), None)
        floor = self._passage.pieces[0][0]
        return own or self._first(pattern, floor, beyond=floor)

    def matches(self, pattern: Sequence) -> bool:
        """Whether the pattern matches anywhere in the passage."""
        floor = self._passage.pieces[0][0]
        return self._first(pattern, floor, beyond=floor) is not None

    def _first(self, pattern: Sequence, floor: int, *, beyond: int) -> PatternMatch | None:
        """The first match from the floor on that ends after ``beyond``."""
        # Most candidates match nowhere, which is told much faster than where a match stands.
        ends = self._ends(pattern, None, floor)
        if not ends or ends[-1] <= beyond:
            return None
        dead: set[tuple[int, int, int]] = set()
        for start, _ in self._ranges(pattern.steps[0].node):
            if start < floor:
                continue
            for end, captures, parts in self._run(pattern, 0, start, first=True, dead=dead):
                if end > beyond:
                    return PatternMatch(parts[0][0], end, captures, parts)
        return None

    def _ends(self, sequence: Sequence, before: list[int] | None, gap: int) -> list[int]:
        """Where a sequence can end, ascending.

        Args:
            sequence: The sequence.
            before: Where what stands before it can end, ascending; None at the beginning of a pattern.
            gap: Gap to what stands before it; at the beginning of a pattern, the first offset allowed.
        """
        ends = before
        for index, step in enumerate(sequence.steps):
            ends = self._node_ends(step.node, ends, gap if index == 0 else step.gap)
            if not ends:
                return []
        return ends or []

    def _node_ends(self, node: Node, before: list[int] | None, gap: int) -> list[int]:
        if isinstance(node, Group):
            found: set[int] = set()
            for alternative in node.alternatives:
                found.update(self._ends(alternative, before, gap) if alternative.steps else before or ())
            return sorted(found)
        ranges = self._positions(node.concept if isinstance(node, Term) else node.name)
        if before is None:
            return sorted({end for start, end in ranges if start >= gap})
        return sorted({end for start, end in ranges if self._follows(before, start, gap)})

    def _follows(self, before: list[int], start: int, gap: int) -> bool:
        """Whether one of the ends lies within the gap before a start, or in an earlier piece."""
        index = bisect_right(before, start) - 1
        if index < 0:
            return False
        if start - before[index] <= gap:
            return True
        pieces = self._passage.pieces
        return len(pieces) > 1 and before[0] <= pieces[self._passage.piece_of(start)][0]

    def _ranges(self, node: Node) -> list[Range]:
        """Where a node can begin, by start, longer first; the end is right for terms and slots only."""
        if isinstance(node, Term):
            return self._positions(node.concept)
        if isinstance(node, Slot):
            return self._positions(node.name)
        found = self._beginnings.get(id(node))
        if found is None:
            firsts = [alternative.steps[0].node for alternative in node.alternatives if alternative.steps]
            merged = {found for first in firsts for found in self._ranges(first)}
            found = self._beginnings[id(node)] = sorted(merged, key=_by_start)
        return found

    def _positions(self, key: int | str) -> list[Range]:
        """All ranges of a concept (by number) or slot (by name) in the passage."""
        found = self._found.get(key)
        if found is None:
            found = []
            for start, end in self._passage.pieces:
                if isinstance(key, int):
                    found += self._occurrences.within(key, start, end)
                else:
                    found += [m.span() for m in SLOTS[key].pattern.finditer(self._view, start, end)]
            self._found[key] = found
        return found

    def _run(
        self, sequence: Sequence, index: int, position: int, *, first: bool, dead: set[tuple[int, int, int]]
    ) -> Iterator[_State]:
        """All ways to match ``sequence.steps[index:]`` from a position on.

        ``dead`` remembers (sequence, step, position) that led nowhere, so that the work is
        bounded by steps times positions however many gaps a pattern has.
        """
        if index == len(sequence.steps):
            yield position, (), ()
            return
        key = (id(sequence), index, -position - 1 if first else position)
        if key in dead:
            return
        alive = False
        step = sequence.steps[index]
        gap = 0 if first else step.gap
        for end, captures, parts in self._node(step.node, position, gap, dead):
            for rest in self._run(sequence, index + 1, end, first=False, dead=dead):
                alive = True
                yield rest[0], captures + rest[1], parts + rest[2]
        if not alive:
            dead.add(key)

    def _node(self, node: Node, position: int, gap: int, dead: set[tuple[int, int, int]]) -> Iterator[_State]:
        if isinstance(node, Group):
            yield from self._group(node, position, gap, dead)
            return
        key = node.concept if isinstance(node, Term) else node.name
        for start, end in self._reachable(self._positions(key), position, gap):
            captures = (Capture(node.role, start, end),) if node.role else ()
            yield end, captures, ((start, end),)

    def _group(
        self, group: Group, position: int, gap: int, dead: set[tuple[int, int, int]]
    ) -> Iterator[_State]:
        for alternative in group.alternatives:
            if not alternative.steps:
                yield position, (), ()
                continue
            ranges = self._ranges(alternative.steps[0].node)
            begins = dict.fromkeys(start for start, _ in self._reachable(ranges, position, gap))
            for begin in begins:
                for end, captures, parts in self._run(alternative, 0, begin, first=True, dead=dead):
                    if group.role and parts:
                        captures = (Capture(group.role, parts[0][0], end), *captures)  # noqa: PLW2901
                    yield end, captures, parts

    def _reachable(self, ranges: list[Range], position: int, gap: int) -> Iterator[Range]:
        """Those of the sorted ranges that may follow a position: within the gap, or in a later piece."""
        index = bisect_left(ranges, (position, 0))
        while index < len(ranges) and ranges[index][0] - position <= gap:
            yield ranges[index]
            index += 1
        following = self._passage.piece_of(max(position - 1, 0)) + 1
        if following < len(self._passage.pieces):
            border = max(self._passage.pieces[following][0], position + gap + 1)
            yield from ranges[bisect_left(ranges, (border, 0)) :]


def _by_start(found: Range) -> Range:
    return found[0], -found[1]
