"""Numbers of clauses that are left out, stand twice or run backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reviewer.checkers.base import CheckContext, Match
from reviewer.numbering.numerals import to_numeral
from reviewer.structure.outline import Clause, ClauseUnit

_Key = tuple[ClauseUnit, int | None, int]
# Articles and chapters are counted through, whatever stands between them; the rest within a series.
_COUNTED_THROUGH = frozenset({ClauseUnit.ARTICLE, ClauseUnit.CHAPTER, ClauseUnit.PART})
_AMENDS = ("修改", "修正", "修订")


def find_numbering_gaps(context: CheckContext) -> Iterator[Match]:
    """One match for each clause whose number does not follow the one before it.

    A decision that amends another instrument quotes its articles and has no numbering of its own.
    """
    title = context.profile.title
    if title is not None and title.value.endswith("决定") and any(word in title.value for word in _AMENDS):
        return
    for clauses in _series(context).values():
        yield from _breaks(context, clauses)


def _series(context: CheckContext) -> dict[_Key, list[Clause]]:
    series: defaultdict[_Key, list[Clause]] = defaultdict(list)
    clauses = context.outline.clauses
    for index, clause in enumerate(clauses):
        if clause.unit is ClauseUnit.ANNEX or clause.number is None or "之" in clause.label:
            continue
        if clause.unit in _COUNTED_THROUGH:
            series[clause.unit, _annex_of(clauses, index), 0].append(clause)
        else:
            series[clause.unit, clause.parent, clause.series].append(clause)
    return series


def _annex_of(clauses: tuple[Clause, ...], index: int) -> int | None:
    """Index of the annex that holds a clause: an instrument in an annex has a numbering of its own."""
    position: int | None = index
    while position is not None:
        if clauses[position].unit is ClauseUnit.ANNEX:
            return position
        position = clauses[position].parent
    return None


def _breaks(context: CheckContext, clauses: list[Clause]) -> Iterator[Match]:
    through = clauses[0].unit is ClauseUnit.ARTICLE
    last = 0 if through else (clauses[0].number or 1) - 1
    seen: set[int] = set()
    before = ""
    for clause in clauses:
        number = clause.number or 0
        if number != last + 1:
            yield _match(context, clause, _fault(number, last, before, twice=number in seen))
        seen.add(number)
        last, before = number, clause.label.strip()


def _fault(number: int, last: int, before: str, *, twice: bool) -> str:
    if not before:
        return f"条文从第{to_numeral(number)}开始，前面的编号缺失"
    if twice:
        return f"与前面的编号重复，“{before}”之后应为第{to_numeral(last + 1)}"
    if number < last:
        return f"编号倒退，“{before}”之后应为第{to_numeral(last + 1)}"
    return f"编号不连续，“{before}”之后缺第{to_numeral(last + 1)}"


def _match(context: CheckContext, clause: Clause, fault: str) -> Match:
    start, end = context.view_range(clause.heading)
    label = clause.label.strip()
    found = context.view.text.find(label, start, min(end, start + len(label) + 4))
    begin = found if found >= 0 else start
    return Match(start=begin, end=begin + len(label) if found >= 0 else end, values={"fault": fault})
