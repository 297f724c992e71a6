"""Citations that a hard line break of plain text cuts in two: a title, an article number, a document number.

Only breaks that nothing else could explain are taken out: within an open book title mark, within 第…条,
between a title and the clauses that follow it, and between 〔2024〕 and 12号.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from reviewer.citation.model import Citation
from reviewer.language.fold import FoldedText
from reviewer.numbering.numerals import NUMERAL_CHARACTERS

_N = NUMERAL_CHARACTERS
_BREAK = re.compile(
    rf"""(?:《[^《》\n。；]{{1,60}}(?=\n[^《》\n。；]{{0,60}}》)          # an open title
        |第[（(]?[{_N}\d]{{0,9}}(?=\n[{_N}\d]{{0,8}}[）)]?[条款项])      # an article or item number
        |第[{_N}\d]{{1,9}}条(?:第[{_N}\d]{{1,4}}款)?(?=\n第[（(]?[{_N}\d]{{1,4}}[）)]?[款项])
        |》(?=\n第[{_N}\d]{{1,9}}条(?:[第的、和至，（]|规定))            # a title and its clauses
        |〕(?=\n\d{{1,5}}号)                                            # a document number
        )\n""",
    re.VERBOSE,
)
# 附则\n第三条 begins an article: what the second part completes must not be a heading of its own.
_HEADING = re.compile(rf"第[{_N}\d]{{1,9}}条[ 　\t]")


# Where a line ends in the midst of a sentence, and another one follows at once.
_MIDST = re.compile(r"\n(?<![。；\n]\n)(?=[^\n])")
_LONGEST_BEFORE, _LONGEST_AFTER = 64, 64


def join_lines(view: str) -> FoldedText:
    """The view without those line breaks; offsets are carried back by `FoldedText.source_offset`.

    Args:
        view: The folded text of a document in plain text.
    """
    ends = [found.start() for found in _MIDST.finditer(view)]
    breaks = [end for end in ends if _cuts(view, end) and not _HEADING.match(view, end + 1)]
    if not breaks:
        return FoldedText(view)
    edges = [-1, *breaks, len(view)]
    text = "".join(view[a + 1 : b] for a, b in pairwise(edges))
    return FoldedText(
        text,
        cuts=tuple(at - number for number, at in enumerate(breaks)),
        shifts=tuple(range(1, len(breaks) + 1)),
        returns=tuple(at + 1 for at in breaks),
    )


def _cuts(view: str, end: int) -> bool:
    """Whether the line break at an offset cuts a citation."""
    around = view[max(end - _LONGEST_BEFORE, 0) : end + _LONGEST_AFTER]
    place = min(end, _LONGEST_BEFORE)
    return any(found.end() - 1 == place for found in _BREAK.finditer(around))


def carried_back(citation: Citation, reading: FoldedText) -> Citation:
    """A citation found in the joined view, with the offsets of the view itself."""

    def moved(start: int, end: int) -> tuple[int, int]:
        span = reading.source_span(start, end)
        return span.start, span.end

    start, end = moved(citation.start, citation.end)
    name_start, name_end = moved(citation.name_start, citation.name_end)
    number = citation.number
    if number is not None:
        first, last = moved(number.start, number.end)
        number = replace(number, start=first, end=last)
    clauses = tuple(
        replace(clause, span=reading.source_span(clause.span.start, clause.span.end))
        for clause in citation.clauses
    )
    return replace(
        citation,
        start=start,
        end=end,
        name_start=name_start,
        name_end=name_end,
        number=number,
        clauses=clauses,
    )
