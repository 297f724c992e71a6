"""Runs: letters and digits that may be one number, grouped by blanks, hyphens, commas or a break.

One pass over the view finds all of them; statutes hold next to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Between two groups of one number: at most two separators, a cell border, or a line break among blanks.
_SEPARATOR = r"(?:[ \-.·•‐‑‒–—―−,，、/_]{1,2}|[ \t]{0,3}\r?\n[ \t]{0,3}|\t)"
_SEED = re.compile(r"[0-9A-Za-z](?:[ \-.·•‐‑‒–—―−,，、/_\t\r\n]{0,2}[0-9A-Za-z]){4}")
_REST = re.compile(rf"[0-9A-Za-z]*(?:{_SEPARATOR}[0-9A-Za-z]+)*")
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_MAX_GROUPS = 18
_MAX_LENGTH = 30
_CHINESE_DIGITS = re.compile(r"[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{11,18}")
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
    for match in _CHINESE_DIGITS.finditer(view):
        compact = match[0].translate(_CHINESE_VALUES)
        yield Run(match.start(), match.end(), compact, (len(compact),))


def joined(view: str, tokens: tuple[Run, ...], index: int) -> Iterator[Run]:
    """Runs of two groups or more that begin with a token, shortest first."""
    run = tokens[index]
    for token in tokens[index + 1 : index + _MAX_GROUPS]:
        if len(run.compact) + len(token.compact) > _MAX_LENGTH:
            return
        run = Run(
            run.start,
            token.end,
            run.compact + token.compact,
            (*run.groups, *token.groups),
            (*run.separators, view[run.end : token.start]),
        )
        yield run
