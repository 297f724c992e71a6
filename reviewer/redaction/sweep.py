"""Finds hidden values again wherever a file repeats them: doubles, deletions, comments, properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewer.language.names import names_in
from reviewer.redaction.stretches import Stretch

_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘx", "0123456789XX")
_DIGITS = {digit: f"[{digit}{chr(ord(digit) + 0xFEE0)}]" for digit in "0123456789"}
_FEWEST = 4
_SHORT_NAME = 2
_AROUND = 12
# From this length on a number is known for what it is even within a longer one.
_UNMISTAKABLE = 15


@dataclass(frozen=True, slots=True)
class Repeat:
    """A hidden value that stands in a text once more."""

    start: int
    end: int
    replacement: str


class Sweep:
    """Looks for the values of stretches in any text.

    Args:
        stretches: What has been hidden. Values too short to be told from other words are not
            looked for; a name of two characters only where it stands as a name.
    """

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._values: dict[str, Stretch] = {}
        for stretch in stretches:
            compact = compact_value(stretch.text)
            if len(compact) >= (_SHORT_NAME if stretch.name else _FEWEST):
                self._values.setdefault(compact, stretch)
        longest_first = sorted(self._values, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_spelled, longest_first))) if longest_first else None

    @property
    def values(self) -> tuple[str, ...]:
        """The values, letters and digits only, long enough to prove something where bytes hold them."""
        return tuple(self._values)

    def find(self, text: str) -> Iterator[Repeat]:
        """The places of a text that hold a value, in any grouping of its characters."""
        if self._pattern is None or len(text) < _SHORT_NAME:
            return
        for match in self._pattern.finditer(text):
            stretch = self._values.get(compact_value(match[0]))
            if stretch is None or (stretch.name and not _is_name(text, match)):
                continue
            yield Repeat(match.start(), match.end(), _as_here(stretch, match[0]))


def compact_value(text: str) -> str:
    """A value without its grouping: what stays the same however it is written."""
    return "".join(c for c in text.translate(_FULL_WIDTH) if c.isalnum())


def _spelled(compact: str) -> str:
    spelled = r"[\W_]{0,2}".join(_DIGITS.get(c, "[XxＸ]" if c == "X" else re.escape(c)) for c in compact)
    if len(compact) >= _UNMISTAKABLE or not compact.isascii():
        return spelled
    return rf"(?<![0-9A-Za-z]){spelled}(?![0-9A-Za-z])"


def _as_here(stretch: Stretch, found: str) -> str:
    """The replacement in the grouping found here."""
    if len(stretch.text) != len(stretch.replacement):
        return stretch.replacement
    pairs = zip(stretch.text, stretch.replacement, strict=True)
    marks = iter([new for old, new in pairs if old.isalnum()])
    return "".join(next(marks, "*") if character.isalnum() else character for character in found)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a short name stands here as a name: 高山 of 高山流水 does not."""
    if match.end() - match.start() > _SHORT_NAME:
        return True
    if len(text.strip()) == match.end() - match.start():
        return True
    start, end = max(match.start() - _AROUND, 0), match.end() + _AROUND
    return any((name.start, name.end) == match.span() for name in names_in(text, start, min(end, len(text))))
