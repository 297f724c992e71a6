"""Runs: letters and digits that may be one number, grouped by blanks, hyphens, commas or a break.

One pass over the view finds all of them; statutes hold next to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# Between two groups of one number: at most two separators, a cell border, or a line break among blanks.
_SEPARATOR = r"(?:[ \-.·•‐‑‒–—―−,，、/_]{1,2}|[ \t]{0,3}\r?\n[ \t]{0,3}|\t)"
_SEED = re.compile(r"[0-9A-Za-z](?:[ \-.·•‐‑‒–—―−,，、/_\t\r\n]{0,2}[0-9A-Za-z]){4}")
_REST = re.compile(rf"[0-9A-Za-z]*(?:{_SEPARATOR}[0-9A-Za-z]+)*")
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_MAX_GROUPS = 18
_MIN_JOINED, _MAX_LENGTH = 8, 25
_ID_LENGTH, _MARRIAGE_LENGTH, _CARD_LENGTHS = 18, 17, (16, 19)
_CENTURIES = ("18", "19", "20")
_CHINESE = "[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
# Mobiles and identity numbers by their first characters: a pattern that begins with one given
# character is found many times faster than one that begins with any of twenty.
_CHINESE_NUMBERS = (
    *(
        re.compile(rf"{first}[三四五六七八九叁肆伍陆柒捌玖]{_CHINESE}{{9}}(?!{_CHINESE})")
        for first in "一幺壹"
    ),
    *(re.compile(rf"{first}{_CHINESE}{{17}}(?!{_CHINESE})") for first in "一二三四五六"),
)
_CHINESE_VALUES = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters and digits that stand together.

    Attributes:
        start: View offset of the first character.
        end: View offset after the last.
        compact: The letters and digits alone.
        groups: Lengths of the groups.
        separators: What stands between the groups.
    """

    start: int
    end: int
    compact: str
    groups: tuple[int, ...]
    separators: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether a line break or cell border stands in it."""
        return any("\n" in separator or "\t" in separator for separator in self.separators)


def find_runs(view: str) -> Iterator[tuple[Run, ...]]:
    """For each stretch of letters and digits its tokens, as runs of one group, in text order."""
    position = 0
    while (seed := _SEED.search(view, position)) is not None:
        rest = _REST.match(view, seed.end())
        end = rest.end() if rest else seed.end()
        yield tuple(
            Run(token.start(), token.end(), token[0], (len(token[0]),))
            for token in _TOKEN.finditer(view, seed.start(), end)
        )
        position = end


def chinese_runs(view: str) -> Iterator[Run]:
    """Numbers written in Chinese digits: 一三八…."""
    for pattern in _CHINESE_NUMBERS:
        for match in pattern.finditer(view):
            compact = match[0].translate(_CHINESE_VALUES)
            yield Run(match.start(), match.end(), compact, (len(compact),))


def joined(view: str, tokens: tuple[Run, ...], index: int, *, labelled: bool) -> Iterator[Run]:
    """Runs of two groups or more that begin with a token, shortest first.

    Args:
        view: The folded text.
        tokens: The tokens of one stretch.
        index: Of the first group.
        labelled: Whether words say what the number is; else only likely shapes are joined.
    """
    compact = tokens[index].compact
    for last in range(index + 1, min(index + _MAX_GROUPS, len(tokens))):
        compact += tokens[last].compact
        if len(compact) > _MAX_LENGTH:
            return
        if len(compact) >= _MIN_JOINED and (labelled or _likely(compact)):
            yield _run(view, tokens[index : last + 1])


def _likely(compact: str) -> bool:
    """Whether the digits alone may be a mobile, a card, an identity number, or hold one."""
    length = len(compact)
    if length in (11, 13, 15):
        return compact.startswith(("1", "86", "0086"))
    if length == _MARRIAGE_LENGTH and compact[0] in "JLB":
        return True
    if _CARD_LENGTHS[0] <= length <= _CARD_LENGTHS[1] and compact.startswith("62"):
        return True
    return length >= _ID_LENGTH and (compact[6:8] in _CENTURIES or compact[7:9] in _CENTURIES)


def _run(view: str, groups: tuple[Run, ...]) -> Run:
    return Run(
        groups[0].start,
        groups[-1].end,
        "".join(group.compact for group in groups),
        tuple(len(group.compact) for group in groups),
        tuple(view[left.end : right.start] for left, right in pairwise(groups)),
    )
