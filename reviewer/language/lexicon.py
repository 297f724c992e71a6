"""Concepts (概念) of the lexicon, found in one pass of one automaton over the folded view.

A concept is a name with its terms, such as 奖补: 奖励, 补贴, 补助. Rules speak of concepts;
all terms of all concepts that any rule uses stand in one Aho-Corasick automaton, so that
another rule costs nothing where its concepts do not occur.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import ahocorasick


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A concept of the lexicon.

    Attributes:
        name: As rules write it between braces.
        terms: Its wordings, in the folded spelling.
        excluded: Longer wordings that contain a term and mean something else
            (本市场 for 本市): a hit inside one of them does not count.
    """

    name: str
    terms: tuple[str, ...]
    excluded: tuple[str, ...] = ()


class Occurrences:
    """Where concepts stand in one view: sorted start and end offsets for each."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, starts: Sequence[list[int]], ends: Sequence[list[int]]) -> None:
        self._starts = starts
        self._ends = ends

    def count(self, concept: int) -> int:
        """How often the concept occurs in the whole view."""
        return len(self._starts[concept])

    def starts(self, concept: int) -> list[int]:
        """All start offsets of the concept, ascending."""
        return self._starts[concept]

    def within(self, concept: int, start: int, end: int) -> list[tuple[int, int]]:
        """Occurrences that begin in ``start:end`` and end in it, ascending by start."""
        starts, ends = self._starts[concept], self._ends[concept]
        first, last = bisect_left(starts, start), bisect_right(starts, end - 1)
        return [(starts[i], ends[i]) for i in range(first, last) if ends[i] <= end]


class ConceptTable:
    """The concepts that the loaded rules use, numbered; closed by `automaton`.

    Args:
        lexicon: Concepts by name.
    """

    def __init__(self, lexicon: Mapping[str, Concept]) -> None:
        self._lexicon = lexicon
        self._ids: dict[str, int] = {}
        self._used: list[Concept] = []

    def concept(self, name: str) -> int:
        """Number of a concept of the lexicon.

        Raises:
            KeyError: The lexicon holds no concept of that name.
        """
        return self._add(name, self._lexicon[name])

    def known(self, name: str) -> tuple[int, ...]:
        """Number of a concept as a tuple of one, empty where the lexicon does not hold it."""
        return (self.concept(name),) if name in self._lexicon else ()

    def literal(self, text: str) -> int:
        """Number of a plain text, which is a concept with itself as its only term."""
        return self._add(f"={text}", Concept(name=text, terms=(text,)))

    def automaton(self) -> ConceptAutomaton:
        """The automaton over all concepts numbered so far."""
        return ConceptAutomaton(self._used)

    def _add(self, key: str, concept: Concept) -> int:
        number = self._ids.get(key)
        if number is None:
            number = self._ids[key] = len(self._used)
            self._used.append(concept)
        return number


class ConceptAutomaton:
    """Finds every concept in one pass."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = tuple(concepts)
        meanings: dict[str, list[int]] = {}
        for number, concept in enumerate(self._concepts):
            for term in concept.terms:
                meanings.setdefault(term, []).append(number)
            for term in concept.excluded:
                meanings.setdefault(term, []).append(~number)
        self._automaton = ahocorasick.Automaton()
        for term, numbers in meanings.items():
            self._automaton.add_word(term, (len(term) - 1, tuple(numbers)))
        if meanings:
            self._automaton.make_automaton()
        self._empty = not meanings

    def scan(self, view: str) -> Occurrences:
        """All occurrences of all concepts, overlapping ones included."""
        size = len(self._concepts)
        starts: list[list[int]] = [[] for _ in range(size)]
        ends: list[list[int]] = [[] for _ in range(size)]
        excluded: dict[int, list[tuple[int, int]]] = {}
        if not self._empty:
            for last, (reach, numbers) in self._automaton.iter(view):
                for number in numbers:
                    if number >= 0:
                        starts[number].append(last - reach)
                        ends[number].append(last + 1)
                    else:
                        excluded.setdefault(~number, []).append((last - reach, last + 1))
        for number, spans in excluded.items():
            _remove_inside(starts[number], ends[number], spans)
        for number, found in enumerate(starts):
            if len(found) > 1:
                _sort_together(found, ends[number])
        return Occurrences(starts, ends)


def _remove_inside(starts: list[int], ends: list[int], spans: list[tuple[int, int]]) -> None:
    """Drop the occurrences that lie inside one of the spans; spans are ascending by end."""
    span_ends = [end for _, end in spans]
    kept = []
    for start, end in zip(starts, ends, strict=True):
        index = bisect_left(span_ends, end)
        # A span that covers the occurrence ends at or after it and, terms being short, soon.
        inside = any(first <= start for first, _ in spans[index : index + 4])
        if not inside:
            kept.append((start, end))
    starts[:] = [start for start, _ in kept]
    ends[:] = [end for _, end in kept]


def _sort_together(starts: list[int], ends: list[int]) -> None:
    """The automaton reports by end; sort by start, longer first, only where that is not the order."""
    if all(first < second for first, second in pairwise(starts)):
        return
    order = sorted(zip(starts, ends, strict=True), key=lambda pair: (pair[0], -pair[1]))
    starts[:] = [start for start, _ in order]
    ends[:] = [end for _, end in order]
