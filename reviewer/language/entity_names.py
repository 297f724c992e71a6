"""Names of persons as the trained pipeline sees them, kept where they are made like names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.language.entities import PERSON, EntityFinder
from reviewer.language.given_names import COMMON_SURNAMES, GIVEN_CHARACTERS
from reviewer.language.names import Name
from reviewer.language.surnames import COMPOUND_SURNAMES, ORDINARY_BEGINNINGS, RARE_SURNAMES, SURNAMES

_GIVEN = f"[{''.join(sorted(GIVEN_CHARACTERS))}]"
_FIRST = f"[{''.join(sorted(SURNAMES - RARE_SURNAMES))}]"
_SHAPE = re.compile(rf"(?:{'|'.join(COMPOUND_SURNAMES)}|{_FIRST}){_GIVEN}{{1,2}}")
_LONGEST_SIMPLE = 3


def may_hold_name(view: str, start: int, end: int) -> bool:
    """Whether a surname with characters of given names stands between two offsets."""
    return any(
        match[0][:2] not in ORDINARY_BEGINNINGS and match[0][0] in COMMON_SURNAMES
        for match in _SHAPE.finditer(view, start, end)
    )


def names_by(finder: EntityFinder, view: str, start: int, end: int) -> Iterator[Name]:
    """The persons that the pipeline sees, without those that no name is made like."""
    for entity in finder.find(view[start:end]):
        words = view[start + entity.start : start + entity.end]
        shaped = _SHAPE.fullmatch(words) and words[:2] not in ORDINARY_BEGINNINGS
        if entity.label == PERSON and shaped and len(words) >= _LONGEST_SIMPLE:
            first = start + entity.start
            yield Name(start=first, end=first + len(words), masked=False, role=first)
