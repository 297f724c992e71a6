"""Concepts (概念) of the lexicon, found in one pass of one automaton over the folded view.

A concept is a name with its terms, such as 奖补: 奖励, 补贴, 补助. Rules speak of concepts;
all terms of all concepts that any rule uses stand in one Aho-Corasick automaton, so that
another rule costs nothing where its concepts do not occur.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

# No term has more than 1,024 characters.
_REACH_BITS = 10
_REACH_MASK = (1 << _REACH_BITS) - 1


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
    """Where concepts stand in one view. A concept is looked at when a rule first asks for it.

    Args:
        hits: For each term the offsets of its last characters, ascending.
        meanings: For each concept its terms and, apart, its look-alikes.
    """

    __slots__ = ("_counts", "_hits", "_meanings", "_ranges", "_starts")

    def __init__(self, hits: Sequence[list[int]], meanings: Sequence[Meaning]) -> None:
        self._hits = hits
        self._meanings = meanings
        self._starts: dict[int, list[int]] = {}
        self._ranges: dict[int, list[tuple[int, int]]] = {}
        self._counts: dict[int, int] = {}

    def count(self, concept: int) -> int:
        """How often the concept's terms occur in the whole view, look-alikes included."""
        count = self._counts.get(concept)
        if count is None:
            hits = self._hits
            count = self._counts[concept] = sum(len(hits[term]) for term, _ in self._meanings[concept].terms)
        return count

    def ranges(self, concept: int) -> list[tuple[int, int]]:
        """All occurrences of the concept, ascending by start, longer first."""
        found = self._ranges.get(concept)
        if found is None:
            meaning = self._meanings[concept]
            found = self._spans(meaning.terms)
            if meaning.excluded and found:
                found = _outside(found, self._spans(meaning.excluded))
            self._ranges[concept] = found
            self._starts[concept] = [start for start, _ in found]
        return found

    def starts(self, concept: int) -> list[int]:
        """All start offsets of the concept, ascending."""
        self.ranges(concept)
        return self._starts[concept]

    def within(self, concept: int, start: int, end: int) -> list[tuple[int, int]]:
        """Occurrences that begin and end in ``start:end``, ascending by start, longer first."""
        ranges = self.ranges(concept)
        if not ranges:
            return ranges
        starts = self._starts[concept]
        chosen = ranges[bisect_left(starts, start) : bisect_left(starts, end)]
        if chosen and chosen[-1][1] > end:
            return [found for found in chosen if found[1] <= end]
        return chosen

    def _spans(self, terms: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        # Start first, longer before shorter; whole numbers sort several times faster than pairs.
        hits = self._hits
        coded = [
            (last - reach << _REACH_BITS) + _REACH_MASK - reach
            for term, reach in terms
            for last in hits[term]
        ]
        coded.sort()
        return [
            (code >> _REACH_BITS, (code >> _REACH_BITS) + _REACH_MASK + 1 - (code & _REACH_MASK))
            for code in coded
        ]


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


@dataclass(frozen=True, slots=True)
class Meaning:
    """Terms and look-alikes of a concept, each as (number of the term, its length less one)."""

    terms: tuple[tuple[int, int], ...]
    excluded: tuple[tuple[int, int], ...]


class ConceptAutomaton:
    """Finds every concept in one pass."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        terms: dict[str, int] = {}
        self._meanings = tuple(
            Meaning(_numbered(concept.terms, terms), _numbered(concept.excluded, terms))
            for concept in concepts
        )
        self._terms = len(terms)
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for term, number in terms.items():
            self._automaton.add_word(term, number)
        if terms:
            self._automaton.make_automaton()

    def scan(self, view: str) -> Occurrences:
        """All occurrences of all concepts, overlapping ones included."""
        hits: list[list[int]] = [[] for _ in range(self._terms)]
        if self._terms:
            appenders = [hit.append for hit in hits]
            for last, term in self._automaton.iter(view):
                appenders[term](last)
        return Occurrences(hits, self._meanings)


def _numbered(words: Iterable[str], terms: dict[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple((terms.setdefault(word, len(terms)), len(word) - 1) for word in words)


def _outside(found: list[tuple[int, int]], look_alikes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that lie in no look-alike; both are ascending by start."""
    kept: list[tuple[int, int]] = []
    reach = index = 0
    for start, end in found:
        while index < len(look_alikes) and look_alikes[index][0] <= start:
            reach = max(reach, look_alikes[index][1])
            index += 1
        if reach < end:
            kept.append((start, end))
    return kept
