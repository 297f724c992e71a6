"""Persons named in a sentence or in the row of a list: what the checks of facts about people share.

It is no checker itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.checkers.base import CheckContext, Match
from reviewer.language.matching import Capture, Range
from reviewer.language.names import Name, names_in
from reviewer.language.patterns import PatternError, PatternParser
from reviewer.structure.rows import Cell, Row

_NAME_HEAD = re.compile(
    r"姓\s*名|户主|学生|儿童|幼儿|患者|申请人|当事人|持证人|领款人|受助人|救助对象|对象|购机者|被征收人|业主|人员"
)
_NOT_A_NAME_HEAD = re.compile(r"类[别型]|关系|人数|数量|号码?|单位|编号|电话|意见|等级")

_LONGEST_UNIT, _OVERLAP = 1_500, 100
SAME_COLUMN = "同列"
"""A further cell of the column."""
SAME_NUMBER = "同号"
"""A further cell or line of one number."""


def concept_of(pattern: str, parser: PatternParser) -> int:
    """The number of the one concept that a rule names as its cues.

    Raises:
        PatternError: A pattern of more than one concept.
    """
    needs = parser.parse(pattern).needs
    if len(needs) != 1 or len(needs[0].concepts) != 1:
        raise PatternError("此处只能写一个概念，例如 {病症}")
    return next(iter(needs[0].concepts))


def units_with(context: CheckContext, concept: int) -> Iterator[Range]:
    """The units (members of sentences, cells) in which a concept occurs, ascending."""
    sentences = context.sentences
    for unit in context.occurrences.units_of(concept):
        start, end = sentences.starts[unit], sentences.ends[unit]
        # A line without punctuation may be of any length; what is looked for in a unit is short.
        for first in range(start, end, _LONGEST_UNIT):
            yield first, min(first + _LONGEST_UNIT + _OVERLAP, end)


def people_in(context: CheckContext, unit: Range, facts: Iterable[Range] = ()) -> list[Name]:
    """Names of persons in a unit, masked ones included; facts that have been found border them.

    Where the rules of names see none, yet something looks like one, the trained pipeline is asked.
    """
    facts = list(facts)
    names = list(names_in(context.view.text, *unit, facts))
    return names or context.pipeline_names(unit, facts)


def named_cell(row: Row | None) -> Cell | None:
    """The cell of a row that names a person in full; None where the row is of no list of people."""
    if row is None:
        return None
    for cell in row.cells:
        if (
            _NAME_HEAD.search(cell.head)
            and not _NOT_A_NAME_HEAD.search(cell.head)
            and is_full_name(cell.text)
        ):
            return cell
    return None


def is_full_name(text: str) -> bool:
    """Whether a cell holds a person's name and nothing else, unmasked."""
    return any(
        not name.masked and (name.start, name.end) == (0, len(text)) for name in names_in(text, 0, len(text))
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the view and how it is masked."""

    start: int
    end: int
    mask: Callable[[str], str]


def masked_words(view: str, start: int, end: int, parts: Iterable[Part]) -> str:
    """The view from one offset to another with its parts masked."""
    words: list[str] = []
    position = start
    for part in sorted(parts, key=lambda part: part.start):
        if part.start >= position:
            words += [view[position : part.start], part.mask(view[part.start : part.end])]
            position = part.end
    return "".join([*words, view[position:end]])


def list_matches(context: CheckContext, rows: Iterable[Row], mask: Callable[[str], str]) -> Iterator[Match]:
    """One match for each cell of a list in plain text, one for each column of a table, its cells counted."""
    columns: dict[tuple[int, int], list[Range]] = {}
    for row in rows:
        cell = context.view_range(row.cell.span)
        if row.table is None:
            yield cells_match(context, [cell], mask)
        else:
            columns.setdefault((row.table, row.cell.column), []).append(cell)
    for cells in columns.values():
        yield cells_match(context, cells, mask)


def cells_match(context: CheckContext, cells: Sequence[Range], mask: Callable[[str], str]) -> Match:
    """A match at the first of several cells of one column."""
    start, end = cells[0]
    return Match(
        start=start,
        end=end,
        masked=mask(context.view.text[start:end]),
        captures=tuple(Capture(SAME_COLUMN, *cell) for cell in cells[1:]),
        values={"spread": spread(len(cells)), "person": "名单所列人员"},
    )


def spread(count: int) -> str:
    """How many cells of a column are meant, in Chinese; empty for one."""
    return f"（该列共 {count} 处）" if count > 1 else ""
