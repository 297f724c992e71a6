"""What 前款, 本条第二款 and the like stand for, where the citing clause is known."""

from __future__ import annotations

import re
from dataclasses import replace

from reviewer.numbering.clause_number import ClauseNumber
from reviewer.numbering.numerals import parse_numeral

_FORM = re.compile(
    r"(?P<which>前|本|上)(?P<count>[一二两三四五六七八九十]{1,3})?(?P<unit>[款条项])(?:第(?P<paragraph>[一二三四五六七八九十]{1,3})款)?"
)
_ORDER = ("article", "paragraph", "item", "subitem")
_LEVELS = {"条": "article", "款": "paragraph", "项": "item"}


def stands_for(words: str, here: ClauseNumber) -> tuple[ClauseNumber, ...]:
    """The clauses that a relative reference means; empty where there are none before the citing one.

    Args:
        words: Such as 前款, 前两款, 前条, 本条第二款, 前三项.
        here: The citing clause; its paragraph counts even where the text does not number it.
    """
    form = _FORM.fullmatch(words)
    if form is None:
        return ()
    level = _LEVELS[form["unit"]]
    value = int(getattr(here, level))
    if form["which"] == "本":
        number = _down_to(here, level)
        paragraph = parse_numeral(form["paragraph"]) if form["paragraph"] else None
        return (replace(number, paragraph=paragraph),) if paragraph else (number,)
    count = parse_numeral(form["count"] or "一") or 1
    first = value - count
    if first < 1:
        return ()
    return tuple(replace(_down_to(here, level), **{level: step}) for step in range(first, value))


def _down_to(here: ClauseNumber, level: str) -> ClauseNumber:
    """The citing clause without what lies below a level."""
    below = {
        "article": ("paragraph", "item", "subitem"),
        "paragraph": ("item", "subitem"),
        "item": ("subitem",),
    }
    return replace(here, **dict.fromkeys(below[level], 0))
