"""Concepts (概念) of the lexicon, found in one pass of one automaton over the folded view.

A concept is a name with its terms, such as 奖补: 奖励, 补贴, 补助. Rules speak of concepts;
all terms of all concepts that any rule uses stand in one Aho-Corasick automaton, so that
another rule costs nothing where its concepts do not occur.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter

import numpy as np

from reviewer.language.automaton import Hits, Integers, TermAutomaton
from reviewer.language.unit_sets import unit_set

Range = tuple[int, int]
Hit = tuple[int, int, int]
_CUTS = 3
_LONGEST_WORD = 12
# 须先, 提供的, 控制在: terms of patterns that end with a particle are no words.
_PARTICLES = frozenset("的在先向本我满从由与于须应不")
_NOTHING: list[Range] = []
_term = itemgetter(0)


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

    @property
    def common(self) -> bool:
        """Whether it has a term of one character: its places are told only where a rule asks.

        One-character terms (的, 和, 未) are half of all hits; they help to select units, no more.
        """
        return any(len(term) == 1 for term in self.terms)


class Occurrences:
    """Where concepts stand in one view. Ranges are made when a rule first asks for a stretch of text.

    Args:
        view: The folded text.
        characters: Places of the terms of one character, which only select units.
        words: Places of all longer terms.
        unit_starts: Offsets at which the units of the view begin, ascending.
        meanings: What each term means.
    """

    def __init__(
        self, view: str, characters: Hits, words: Hits, unit_starts: list[int], meanings: Meanings
    ) -> None:
        self._view = view
        self._words = words
        # A search in a view of memory is several times faster than one in an array.
        self._ends = memoryview(words.ends.data)
        self._meanings = meanings
        self._stretches: dict[Range, tuple[list[Hit], frozenset[int]]] = {}
        self._unit_count = len(unit_starts)
        self._need_units: dict[int, int] = {}
        terms = np.concatenate((characters.terms, words.terms))
        units = np.concatenate([_units_at(hits.ends, unit_starts) for hits in (characters, words)])
        # Sorting the smallest type that holds the numbers is ten times faster.
        by_term = np.argsort(terms.astype(np.min_scalar_type(meanings.terms)), kind="stable")
        self._units_by_term = units[by_term]
        self._counts = np.bincount(terms, minlength=meanings.terms)
        present = np.flatnonzero(self._counts)
        lasts = np.cumsum(self._counts[present])
        places = zip([0, *lasts.tolist()], lasts.tolist(), strict=False)
        self._places = dict(zip(present.tolist(), places, strict=True))

    @cached_property
    def hits_of_needs(self) -> memoryview:
        """How often the text meets each need, look-alikes included."""
        terms, needs = self._meanings.served
        served = np.bincount(needs, weights=self._counts[terms], minlength=len(self._meanings.need_terms))
        return memoryview(served.astype(np.intp).data)

    def units(self, need: int) -> int:
        """The set of units in which a need is met, look-alikes included (`unit_sets`)."""
        found = self._need_units.get(need)
        if found is None:
            parts = self._units_of_terms(self._meanings.need_terms[need])
            found = self._need_units[need] = unit_set(parts, self._unit_count)
        return found

    def units_of(self, concept: int) -> list[int]:
        """Units in which a concept that is not common occurs, ascending, look-alikes included."""
        parts = self._units_of_terms(self._meanings.term_sets[concept])
        return sorted(set(chain.from_iterable(part.tolist() for part in parts)))

    def within(self, concept: int, start: int, end: int) -> list[Range]:
        """Occurrences that begin and end in ``start:end``, ascending by start, longer first."""
        pattern = self._meanings.common.get(concept)
        if pattern is not None:
            return [m.span() for m in pattern.finditer(self._view, start, end) if m.lastgroup]
        terms = self._meanings.term_sets[concept]
        hits, present = self._stretch(start, end)
        if terms.isdisjoint(present):
            return _NOTHING
        found = _ordered([hit[1:] for hit in hits if hit[0] in terms])
        excluded = self._meanings.excluded_sets.get(concept)
        if excluded and not excluded.isdisjoint(present):
            found = _outside(found, _ordered([hit[1:] for hit in hits if hit[0] in excluded]))
        return found

    def word_end(self, offset: int, limit: int, concepts: frozenset[int]) -> int:
        """Where the word ends that an offset cuts (给予奖 + 励), the offset itself where it cuts none.

        What follows may be cut by that word in turn (进入本 + 县), so it is asked a few times.

        Args:
            offset: A view offset.
            limit: How far a word may reach.
            concepts: Whose terms are the words; those of other rules must not change a quote.
        """
        terms = self._meanings.terms_of(concepts)
        for _ in range(_CUTS):
            first = bisect_right(self._ends, offset)
            last = bisect_right(self._ends, min(limit, offset + _LONGEST_WORD))
            ends = (
                end
                for term, start, end in self._between(first, last)
                if term in terms and start < offset and self._view[end - 1] not in _PARTICLES
            )
            longest = max(ends, default=offset)
            if longest == offset:
                break
            offset = longest
        return offset

    def _units_of_terms(self, terms: frozenset[int]) -> Iterator[Integers]:
        # Of two sets the smaller is gone through.
        return (self._units_by_term[slice(*self._places[term])] for term in terms & self._places.keys())

    def _between(self, first: int, last: int) -> Iterator[Hit]:
        """The words from one index to another."""
        columns = (column[first:last].tolist() for column in self._words)
        return zip(*columns, strict=True)

    def _stretch(self, start: int, end: int) -> tuple[list[Hit], frozenset[int]]:
        """Hits that begin and end in a stretch, ascending by end; and their terms."""
        stretch = self._stretches.get((start, end))
        if stretch is None:
            found = self._between(bisect_right(self._ends, start), bisect_right(self._ends, end))
            chosen = [hit for hit in found if hit[1] >= start]
            stretch = self._stretches[start, end] = (chosen, frozenset(map(_term, chosen)))
        return stretch


class ConceptTable:
    """The concepts that the loaded rules use, numbered; closed by `automaton`.

    Args:
        lexicon: Concepts by name.
    """

    def __init__(self, lexicon: Mapping[str, Concept]) -> None:
        self._lexicon = lexicon
        self._ids: dict[str, int] = {}
        self._used: list[Concept] = []
        self._needs: dict[frozenset[int], int] = {}

    def concept(self, name: str) -> int:
        """Number of a concept of the lexicon.

        Raises:
            KeyError: The lexicon holds no concept of that name.
        """
        return self._add(name, self._lexicon[name])

    def is_common(self, number: int) -> bool:
        """Whether the concept is looked for only where a rule asks."""
        return self._used[number].common

    def terms(self, number: int) -> tuple[str, ...]:
        """The wordings of a concept."""
        return self._used[number].terms

    def known(self, name: str) -> tuple[int, ...]:
        """Number of a concept as a tuple of one, empty where the lexicon does not hold it."""
        return (self.concept(name),) if name in self._lexicon else ()

    def literal(self, *texts: str) -> int:
        """Number of plain texts that stand for each other: a concept with these terms."""
        name = "|".join(sorted(set(texts)))
        return self._add(f"={name}", Concept(name=name, terms=tuple(sorted(set(texts)))))

    def need(self, concepts: frozenset[int]) -> int:
        """Number of a need: a set of concepts of which a match holds one."""
        return self._needs.setdefault(concepts, len(self._needs))

    def automaton(self) -> ConceptAutomaton:
        """The automaton over all concepts and needs numbered so far."""
        return ConceptAutomaton(self._used, self._needs)

    def _add(self, key: str, concept: Concept) -> int:
        number = self._ids.get(key)
        if number is None:
            number = self._ids[key] = len(self._used)
            self._used.append(concept)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """What the terms of an automaton mean, by the numbers of terms and concepts.

    Attributes:
        term_sets: Terms of each concept; empty for common ones.
        excluded_sets: Look-alikes of the concepts that have any.
        common: Patterns of the common concepts; the group that matched a term, not a look-alike, has a name.
        need_terms: Terms of each need.
        terms: How many terms there are.
        served: Terms and the needs they serve, as two arrays of pairs.
    """

    term_sets: tuple[frozenset[int], ...]
    excluded_sets: dict[int, frozenset[int]]
    common: dict[int, re.Pattern[str]]
    need_terms: tuple[frozenset[int], ...]
    terms: int
    served: tuple[Integers, Integers]
    _unions: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def terms_of(self, concepts: frozenset[int]) -> frozenset[int]:
        """Terms of several concepts."""
        terms = self._unions.get(concepts)
        if terms is None:
            terms = self._unions[concepts] = frozenset().union(*(self.term_sets[each] for each in concepts))
        return terms


class ConceptAutomaton:
    """Finds every concept in one pass."""

    def __init__(self, concepts: Iterable[Concept], needs: Iterable[frozenset[int]] = ()) -> None:
        numbered = tuple(concepts)
        terms: dict[str, int] = {}
        for concept in numbered:
            for term in (*concept.terms, *(() if concept.common else concept.excluded)):
                terms.setdefault(term, len(terms))
        self._meanings = _meanings(numbered, terms, tuple(needs))
        self._automaton = TermAutomaton(list(terms))

    def scan(self, view: str, unit_starts: list[int]) -> Occurrences:
        """All occurrences of all concepts, overlapping ones included.

        Args:
            view: The folded text.
            unit_starts: Offsets at which its units begin, ascending.
        """
        # Without a unit there is nothing but separators, and nothing that a rule could ask for.
        characters, words = self._automaton.find(view if unit_starts else "")
        return Occurrences(view, characters, words, unit_starts or [0], self._meanings)


def _meanings(
    concepts: tuple[Concept, ...], terms: dict[str, int], needs: tuple[frozenset[int], ...]
) -> Meanings:
    term_sets = tuple(
        frozenset() if concept.common else frozenset(terms[term] for term in concept.terms)
        for concept in concepts
    )
    need_terms = tuple(
        frozenset(terms[term] for concept in need for term in concepts[concept].terms) for need in needs
    )
    served = np.array(
        [(term, need) for need, each in enumerate(need_terms) for term in each], np.intp
    ).reshape(-1, 2)
    return Meanings(
        term_sets=term_sets,
        excluded_sets={
            number: frozenset(terms[term] for term in concept.excluded)
            for number, concept in enumerate(concepts)
            if concept.excluded and not concept.common
        },
        common={n: _common_pattern(concept) for n, concept in enumerate(concepts) if concept.common},
        need_terms=need_terms,
        terms=len(terms),
        served=(served[:, 0], served[:, 1]),
    )


def _common_pattern(concept: Concept) -> re.Pattern[str]:
    """Look-alikes first, then terms, each longer before shorter."""
    begins = "".join(sorted({re.escape(word[0]) for word in (*concept.terms, *concept.excluded)}))
    terms = f"(?P<term>{_any_of(concept.terms)})"
    words = f"(?:{_any_of(concept.excluded)}|{terms})" if concept.excluded else terms
    # The look ahead spares most characters the tour through all branches.
    return re.compile(f"(?=[{begins}]){words}")


def _any_of(words: Iterable[str]) -> str:
    """A regular expression for the longest of several words, branching by character and not by word."""
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1], []).append(word[1:])
    ends = branches.pop("", None) is not None
    if not branches:
        return ""
    chosen = "|".join(re.escape(first) + _any_of(rests) for first, rests in sorted(branches.items()))
    return f"(?:{chosen})?" if ends else f"(?:{chosen})"


def _units_at(ends: Integers, unit_starts: list[int]) -> Integers:
    """The unit that holds each of the hits, whose ends are ascending; the last before it for a separator."""
    borders = np.searchsorted(ends, unit_starts, side="right")
    borders[0] = 0
    return np.repeat(np.arange(len(unit_starts)), np.diff(borders, append=len(ends)))


def _ordered(ranges: list[Range]) -> list[Range]:
    """The ranges by start, longer before shorter."""
    if len(ranges) > 1:
        ranges.sort(key=lambda found: (found[0], -found[1]))
    return ranges


def _outside(found: list[Range], look_alikes: list[Range]) -> list[Range]:
    """Those that lie in no look-alike; both are ascending by start."""
    kept: list[Range] = []
    reach = index = 0
    for start, end in found:
        while index < len(look_alikes) and look_alikes[index][0] <= start:
            reach = max(reach, look_alikes[index][1])
            index += 1
        if reach < end:
            kept.append((start, end))
    return kept
