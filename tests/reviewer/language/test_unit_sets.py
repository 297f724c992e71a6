"""Sets of units as integers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reviewer.language.unit_sets import members, unit_set

_UNITS = st.lists(st.integers(0, 199), max_size=50)


@given(_UNITS, _UNITS)
def test_a_set_has_the_units_of_all_parts_ascending(first: list[int], second: list[int]) -> None:
    """Repeated units count once, whatever their order."""
    parts = [np.array(part, np.intp) for part in (first, second)]

    assert list(members(unit_set(parts, 200))) == sorted({*first, *second})


@given(_UNITS, _UNITS)
def test_sets_are_joined_and_intersected_as_integers(first: list[int], second: list[int]) -> None:
    """``|`` and ``&`` are union and intersection."""
    one, other = (unit_set([np.array(part, np.intp)], 200) for part in (first, second))

    assert set(members(one | other)) == set(first) | set(second)
    assert set(members(one & other)) == set(first) & set(second)
