"""Lists that plain text writes with tabs, bars, commas or blanks: cells and the heads over them.

A txt file or a passage has no cells; yet 姓名⇥身份证号 over 张三⇥… is a table to its reader.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from reviewer.document import Span

# What divides cells, and how many of them make a row.
_SEPARATORS = (
    (re.compile(r"\t"), 2),
    (re.compile(r"\|"), 2),
    (re.compile(r"[ \u3000\u00a0]+"), 3),
    (re.compile(r"[,，]"), 3),
)
_LONG_NUMBER = re.compile(r"[0-9０-９]{5}")
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRow:
    """A line that is a row.

    Attributes:
        cells: Its cells.
        heads: The cells of the line of heads above it, as many; empty where there is none.
    """

    cells: tuple[Span, ...]
    heads: tuple[Span, ...]

    def column(self, offset: int) -> int:
        """Index of the cell that holds an offset."""
        return max(bisect_right(self.cells, offset, key=_start) - 1, 0)


def _start(cell: Span) -> int:
    return cell.start


@dataclass(slots=True)
class PlainTables:
    """The lists of one text; nothing is computed until a row is asked for.

    Attributes:
        text: `Document.text`.
    """

    text: str
    _starts: list[int] = field(default_factory=list)
    _tops: dict[tuple[int, int], int] = field(default_factory=dict)
    _rows: dict[int, PlainRow | None] = field(default_factory=dict)

    def row(self, offset: int) -> PlainRow | None:
        """The row that holds an offset; None where its line is none."""
        if not self._starts:
            lengths = (len(line) + 1 for line in self.text.split("\n"))
            self._starts.extend(accumulate(lengths, initial=0))
            del self._starts[-1]
        number = bisect_right(self._starts, offset) - 1
        if number not in self._rows:
            self._rows[number] = self._row(number)
        return self._rows[number]

    def _row(self, number: int) -> PlainRow | None:
        line = self._line(number)
        if len(line) > _LONGEST_LINE:
            return None
        for index, (separator, least) in enumerate(_SEPARATORS):
            count = len(separator.findall(line)) + 1
            if count < least:
                continue
            top = self._top_line(number, index, count)
            headed = top != number and _LONG_NUMBER.search(self._line(top)) is None
            if headed or index == 0:
                heads = self._cells(top, separator) if headed else ()
                return PlainRow(cells=self._cells(number, separator), heads=heads)
        return None

    def _line(self, number: int) -> str:
        end = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(self.text)
        return self.text[self._starts[number] : end].rstrip("\r")

    def _cells(self, number: int, separator: re.Pattern[str]) -> tuple[Span, ...]:
        line, start = self._line(number), self._starts[number]
        borders = [(0, 0), *(match.span() for match in separator.finditer(line)), (len(line), len(line))]
        return tuple(Span(start + left[1], start + right[0]) for left, right in pairwise(borders))

    def _top_line(self, number: int, index: int, count: int) -> int:
        """First of the lines with as many cells that end in a line; each line is looked at once."""
        separator = _SEPARATORS[index][0]
        visited: list[int] = []
        current = number
        while (current, index) not in self._tops:
            visited.append(current)
            above = self._line(current - 1) if current else ""
            if not above or len(above) > _LONGEST_LINE or len(separator.findall(above)) + 1 != count:
                break
            current -= 1
        top = self._tops.get((current, index), current)
        for line in visited:
            self._tops[line, index] = top
        return top
