"""Sentences of a view as offset arrays: no object is made until a rule has a candidate.

A sentence ends at 。！？ or where its block ends. ； separates its members, which share the
head before the colon: 对下列企业给予奖励：在本市注册的；…… A *unit* is one member.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reviewer.language.automaton import code_points
from reviewer.language.unit_sets import unit_set

_SEPARATORS = "。！？；!?;\n\t"
_MEMBER_SEPARATORS = list(map(ord, "；;"))
# Whether a code point ends a unit; the last place stands for all beyond.
_SEPARATES = np.isin(np.arange(max(map(ord, _SEPARATORS)) + 2), list(map(ord, _SEPARATORS)))
_COLON = re.compile(r"[：:]")


@dataclass(frozen=True)
class Sentences:
    """Units of a view, ascending.

    Attributes:
        view: The folded text.
        starts: View offset at which each unit begins.
        ends: View offset of the separator after it.
        firsts: Index of the first unit of the sentence that holds it.
    """

    view: str
    starts: list[int]
    ends: list[int]
    firsts: list[int]

    def unit_at(self, offset: int) -> int:
        """Index of the unit that holds the offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def sentence(self, unit: int) -> tuple[int, int]:
        """View range of the whole sentence, all members."""
        first = last = self.firsts[unit]
        while last + 1 < len(self.starts) and self.firsts[last + 1] == first:
            last += 1
        return self.starts[first], self.ends[last]

    @cached_property
    def heads(self) -> dict[int, range]:
        """For each unit that begins a sentence of several members with a head: the members that share it."""
        lasts: dict[int, int] = {}
        for unit, first in enumerate(self.firsts):
            if unit != first:
                lasts[first] = unit
        return {first: range(first + 1, last + 1) for first, last in lasts.items() if self.head_end(first)}

    @cached_property
    def head_units(self) -> int:
        """The set of units that begin a sentence of several members with a head."""
        return unit_set([np.array(list(self.heads), np.intp)], len(self.starts))

    def head_end(self, unit: int) -> int | None:
        """View offset after the colon of a unit that begins a sentence, None without one."""
        colon = _COLON.search(self.view, self.starts[unit], self.ends[unit])
        return colon.end() if colon else None

    def head(self, unit: int) -> tuple[int, int] | None:
        """View range of the head, up to the colon, that the unit shares with earlier members."""
        first = self.firsts[unit]
        end = self.head_end(first) if first != unit else None
        return (self.starts[first], end) if end else None


def split_sentences(view: str) -> Sentences:
    """Cut a view into units; blank ones are left out."""
    codes = code_points(view)
    separators = np.flatnonzero(_SEPARATES[np.minimum(codes, len(_SEPARATES) - 1)])
    starts = np.concatenate(([0], separators + 1))
    ends = np.append(separators, len(codes))
    kept = ends > starts
    starts, ends = starts[kept], ends[kept]
    # A member goes on with the sentence of the unit that ends right before it.
    members = np.isin(codes[ends[:-1]], _MEMBER_SEPARATORS) & (ends[:-1] + 1 == starts[1:])
    opens = np.append(True, ~members)[: len(starts)]
    firsts = np.maximum.accumulate(np.where(opens, np.arange(len(starts)), 0))
    return Sentences(view, starts.tolist(), ends.tolist(), firsts.tolist())
