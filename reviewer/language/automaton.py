"""Finds every place of many terms in one pass: a trie that all places of a text walk at once.

Each step takes the next character of all places that are still on a branch, as one operation on
arrays; after a few steps hardly any is left. The result is arrays too: an object for each of a
hundred thousand hits would cost more than finding them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.intp]
_WORD = 2
_FILTER_BITS = 20
# Multiplicative hashing: Knuth, The Art of Computer Programming, volume 3, 6.4.
_MULTIPLIER = np.uint64(0x9E37_79B9_7F4A_7C15)
_SHIFT = np.uint64(64 - _FILTER_BITS)


class Hits(NamedTuple):
    """Places of terms, ascending by end.

    Attributes:
        terms: Number of the term of each.
        starts: Offset of its first code point.
        ends: Offset after its last code point.
    """

    terms: Integers
    starts: Integers
    ends: Integers


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, in which no lone surrogate stands."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


class TermAutomaton:
    """A trie over terms.

    Its nodes are numbered: first one for each character, whatever terms begin with it, then those
    of two characters and more. A table gives the node of any two characters; the branches beyond
    are a sorted array of keys made of node and character.

    Args:
        terms: Texts of one character or more, all different; their indexes are their numbers.
    """

    def __init__(self, terms: Sequence[str]) -> None:
        self._longest = max(map(len, terms), default=_WORD)
        characters = {character: n for n, character in enumerate(sorted(set("".join(terms))), start=1)}
        self._width = len(characters) + 1
        # The last place stands for all characters beyond those of the terms.
        self._classes = np.zeros(max(map(ord, characters), default=0) + 2, np.intp)
        self._classes[list(map(ord, characters))] = list(characters.values())
        branches, ends = _grown(terms, characters)
        self._term_of = np.full(self._width + len(branches), -1, np.intp)
        self._term_of[list(ends)] = list(ends.values())
        self._second = np.zeros((self._width, self._width), np.int32)
        for (node, character), child in branches.items():
            if node < self._width:
                self._second[node, character] = child
        beyond = sorted(
            (node * self._width + c, to) for (node, c), to in branches.items() if node >= self._width
        )
        # A last key above all others spares the search a look at its border.
        self._keys = np.array([*(key for key, _ in beyond), np.iinfo(np.int64).max], np.int64)
        self._children = np.array([*(child for _, child in beyond), 0], np.intp)
        self._goes_on = np.zeros(len(self._term_of), bool)
        self._goes_on[self._keys[:-1] // self._width] = True
        # Most keys that a text asks for are no branch, which a table of hashes tells at once.
        self._may_be = np.zeros(1 << _FILTER_BITS, bool)
        self._may_be[_hashes(self._keys)] = True

    def find(self, text: str) -> tuple[Hits, Hits]:
        """All places of the terms of one character, and of the longer ones, overlapping ones included.

        Linear in the length of the text.
        """
        codes = np.minimum(code_points(text), len(self._classes) - 1)
        classes = np.concatenate((self._classes[codes], np.zeros(self._longest, np.intp)))
        characters = self._ended(classes[: len(text)], np.arange(len(text)), 1)
        pairs = self._second[classes[:-1], classes[1:]]
        places = np.flatnonzero(pairs)
        nodes = pairs[places].astype(np.intp)
        words: list[Hits] = []
        length = _WORD
        while places.size:
            words.append(self._ended(nodes, places, length))
            going = self._goes_on[nodes]
            places = places[going]
            kept, nodes = self._branches(nodes[going] * self._width + classes[places + length])
            places = places[kept]
            length += 1
        return characters, _joined(words)

    def _ended(self, nodes: Integers, places: Integers, length: int) -> Hits:
        """Terms of a length that end at nodes."""
        terms = self._term_of[nodes]
        ended = np.flatnonzero(terms >= 0)
        starts = places[ended]
        return Hits(terms[ended], starts, starts + length)

    def _branches(self, keys: Integers) -> tuple[Integers, Integers]:
        """Which of the keys are branches, and the nodes they lead to."""
        asked = np.flatnonzero(self._may_be[_hashes(keys)])
        keys = keys[asked]
        indexes = np.searchsorted(self._keys, keys)
        taken = self._keys[indexes] == keys
        return asked[taken], self._children[indexes[taken]]


def _grown(
    terms: Sequence[str], characters: dict[str, int]
) -> tuple[dict[tuple[int, int], int], dict[int, int]]:
    """The branches of the trie (node and character to child), and the term that ends at a node."""
    branches: dict[tuple[int, int], int] = {}
    ends: dict[int, int] = {}
    for number, term in enumerate(terms):
        node = characters[term[0]]
        for character in term[1:]:
            node = branches.setdefault((node, characters[character]), len(characters) + 1 + len(branches))
        ends[node] = number
    return branches, ends


def _hashes(keys: Integers) -> NDArray[np.uint64]:
    return (keys.astype(np.uint64) * _MULTIPLIER) >> _SHIFT


def _joined(found: list[Hits]) -> Hits:
    if not found:
        nothing = np.zeros(0, np.intp)
        return Hits(nothing, nothing, nothing)
    hits = Hits(*map(np.concatenate, zip(*found, strict=True)))
    order = np.argsort(hits.ends, kind="stable")
    return Hits(hits.terms[order], hits.starts[order], hits.ends[order])
