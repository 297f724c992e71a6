"""Sets of units as integers, in which bit n stands for unit n: to intersect them costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray


def unit_set(parts: Iterable[NDArray[np.intp]], count: int) -> int:
    """The set of the units in several arrays.

    Args:
        parts: Indexes of units, in any order, repeated or not.
        count: How many units there are.
    """
    flags = np.zeros(count, np.uint8)
    for part in parts:
        flags[part] = 1
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def members(units: int) -> Iterator[int]:
    """The units of a set, ascending."""
    while units:
        lowest = units & -units
        yield lowest.bit_length() - 1
        units ^= lowest
