"""Columns of a terminal: how wide Chinese text is, and a quote shown in its line with marks below."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_CONTEXT = 40
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of an excerpt.

    Attributes:
        before: Text of the row before the quote.
        quoted: The part of the quote that stands in this row; empty where none does.
        after: Text of the row after the quote.
    """

    before: str
    quoted: str
    after: str


def display_width(text: str) -> int:
    """Columns that a terminal needs: 2 for wide East Asian characters, 0 for combining ones."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def printable(text: str) -> str:
    """The text with what could move the cursor or reorder the line made harmless, one for one."""
    if text.isprintable():
        return text
    return "".join(_harmless(character) for character in text)


def _harmless(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


def excerpt(line: str, start: int, end: int, width: int) -> Iterator[Row]:
    """The quote ``line[start:end]`` with some text on both sides, broken into rows.

    Args:
        line: The paragraph that holds the quote; may be megabytes long.
        start: Where the quote begins.
        end: Where it ends.
        width: Columns of a row, at least 2.
    """
    first, last = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(line))
    opening = _ELLIPSIS if first > 0 else ""
    closing = _ELLIPSIS if last < len(line) else ""
    shown = printable(opening + line[first:last] + closing)
    quote = (start - first + len(opening), end - first + len(opening))
    for begin, stop in _rows(shown, width):
        left = min(max(quote[0], begin), stop)
        right = max(min(quote[1], stop), left)
        yield Row(before=shown[begin:left], quoted=shown[left:right], after=shown[right:stop])


def _rows(text: str, width: int) -> Iterator[tuple[int, int]]:
    begin, used = 0, 0
    for index, character in enumerate(text):
        columns = _character_width(character)
        if used + columns > width:
            yield begin, index
            begin, used = index, 0
        used += columns
    yield begin, len(text)
