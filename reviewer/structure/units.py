"""The document as a row of units: paragraphs, and the members of lists within one paragraph.

Texts that lost their line breaks are cut at their labels and at the blanks that once began a
paragraph, so that all that follows sees paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from reviewer.document import Block, BlockKind, Document
from reviewer.numbering.inline import find_inline_labels, member_tail, opening_label
from reviewer.numbering.labels import Label, LabelStyle, read_label

_PARAGRAPH = BlockKind.PARAGRAPH
_FLOWING = frozenset({BlockKind.PARAGRAPH, BlockKind.OCR, BlockKind.TEXT_BOX})
# A second label, or a sentence followed by the blanks of an indent, inside a paragraph.
_SECOND_LABELS = ("（二）", "(二)", "（2）", "(2)", "二、", "㈡", "⑵", "②")
_SECOND_MARKED = ("2", "b", "B")
_MARKS = frozenset(".．、")
_INDENTS = ("　　", "    ")
_BEFORE_LABEL = frozenset("：:；;。！？”》，, \t\u00a0\u3000")
_BEFORE_INDENT = frozenset("。；：;:！？）")
_INDENT = re.compile(r"(?<=[。；：;:！？）])[ \t\u00a0\u3000]{2,}(?=[^ \t\u00a0\u3000])")
_LOST_BREAKS = re.compile(r"[。；：\s]第[一二三四五六七八九十百零〇]{1,7}[条章][ \t\u00a0\u3000]")
_LONG_PARAGRAPH = 400
_BLANKS = " \t\u00a0\u3000"


class Role(IntEnum):
    """What part a unit plays in the document."""

    BODY = 0
    CELL = 1
    CONTENTS = 2
    CLOSING = 3
    ANNEX_LIST = 4
    ANNEX = 5


BODY, CELL, CONTENTS, CLOSING, ANNEX_LIST, ANNEX = Role
"""The roles by short names: to look one up on the enumeration takes longer than most tests here."""


class Unit:
    """A paragraph, or a part of one that is governed by itself.

    Attributes:
        start: First code point; blanks before the label belong to it.
        end: After the last code point that is no blank.
        block: Index of its block.
        label: Its label.
        role: What part it plays.
        fresh: Whether a new paragraph begins with it.
        heading: Outline level that the source gives, 0 without.
        tail: True for what follows a list within the same paragraph.
        key: Style of its label as `order` compares them.
        cell: Table, row and column of a cell; `cell_label` is a label within it, which opens no clause.
    """

    __slots__ = (
        "block",
        "cell",
        "cell_label",
        "end",
        "fresh",
        "heading",
        "key",
        "label",
        "role",
        "start",
        "tail",
    )

    def __init__(self, start: int, end: int, block: int, label: Label | None, heading: int) -> None:
        self.start = start
        self.end = end
        self.block = block
        self.label = label
        self.heading = heading
        self.role = BODY
        self.fresh = True
        self.tail = False
        self.key = 0
        self.cell: tuple[int, int, int] | None = None
        self.cell_label: Label | None = None


def split_units(document: Document) -> list[Unit]:
    """The units of a document in order; headers, footers and notes have none."""
    text = document.text
    layout_tables = _layout_tables(document.blocks)
    divisible = _divisible_blocks(document)
    counted: dict[LabelStyle, int] = {}
    units: list[Unit] = []
    for index, block in enumerate(document.blocks):
        span = block.span
        start, end = span.start, span.end
        while end > start and text[end - 1] in _BLANKS:
            end -= 1
        if start == end:
            continue
        kind, cell = block.kind, block.cell
        # Asked first because an enumeration's members are slow to look up in a set.
        flowing = kind is _PARAGRAPH or kind in _FLOWING
        if flowing and (cell is None or cell.table in layout_tables):
            long = end - start > _LONG_PARAGRAPH
            if index in divisible or (long and _LOST_BREAKS.search(text, start, end)):
                label = opening_label(text, start, end)
                units.extend(_divide(text, Unit(start, end, index, label, block.heading), counted))
            else:
                label = read_label(text, start, end)
                units.append(Unit(start, end, index, label, block.heading))
                if label is not None:
                    counted[label.style] = label.number
        elif block.kind is BlockKind.CELL or block.cell is not None:
            unit = Unit(start, end, index, None, 0)
            if block.cell is not None and block.cell.table in layout_tables:
                unit.label = read_label(text, start, end)
            else:
                unit.role = CELL
                unit.cell_label = read_label(text, start, end)
                if block.cell is not None:
                    unit.cell = (block.cell.table, block.cell.row, block.cell.column)
            units.append(unit)
    return units


def _layout_tables(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Tables of one column: frames around running text rather than tables."""
    columns: dict[int, int] = {}
    for block in blocks:
        if block.cell is not None:
            last = block.cell.column + block.cell.column_span - 1
            columns[block.cell.table] = max(columns.get(block.cell.table, 0), last)
    return frozenset(table for table, last in columns.items() if last == 0)


def _divisible_blocks(document: Document) -> frozenset[int]:
    """Indexes of the blocks that may hold more than one unit; found without looking at each."""
    text = document.text
    found: set[int] = set()
    for sign in _SECOND_LABELS:
        found.update(document.block_index(at) for at in _positions(text, sign, _BEFORE_LABEL))
    for sign in _INDENTS:
        found.update(document.block_index(at) for at in _positions(text, sign, _BEFORE_INDENT))
    for sign in _SECOND_MARKED:
        for at in _positions(text, sign, _BEFORE_LABEL):
            if text[at + 1 : at + 2] in _MARKS:
                found.add(document.block_index(at))
    return frozenset(found)


def _positions(text: str, sign: str, before: frozenset[str]) -> Iterator[int]:
    """Where a sign stands after one of some characters."""
    position = text.find(sign, 1)
    while position >= 0:
        if text[position - 1] in before:
            yield position
        position = text.find(sign, position + len(sign))


def _divide(text: str, whole: Unit, counted: dict[LabelStyle, int]) -> Iterator[Unit]:
    """A paragraph as its members, paragraphs that lost their line break, and what follows a list."""
    labels = find_inline_labels(text, whole.start, whole.end, whole.label, counted)
    starts: list[tuple[int, Label | None, bool]] = [(whole.start, whole.label, False)]
    starts.extend((label.start, label, False) for label in labels)
    tail = _tail_start(text, whole, labels)
    if tail is not None:
        starts.append((tail, None, True))
    bounds = [*(start for start, _, _ in starts[1:]), whole.end]
    for (start, label, is_tail), bound in zip(starts, bounds, strict=True):
        if label is not None:
            counted[label.style] = label.number
        for part, position, stop in _paragraphs(text, start, bound):
            own = label if part == 0 else None
            unit = Unit(position, stop, whole.block, own, whole.heading if start == whole.start else 0)
            unit.fresh = (
                part > 0 or start == whole.start or (own is not None and own.style <= LabelStyle.ARTICLE)
            )
            unit.tail = is_tail and part == 0
            yield unit


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The stretch in pieces at the blanks of lost indents."""
    position, part = start, 0
    for indent in _INDENT.finditer(text, start, end):
        yield part, position, indent.start()
        position, part = indent.end(), part + 1
    while end > position and text[end - 1] in _BLANKS:
        end -= 1
    if end > position:
        yield part, position, end


def _tail_start(text: str, whole: Unit, labels: list[Label]) -> int | None:
    """Where the sentence after a list begins, if one follows within the paragraph."""
    if not labels or labels[-1].style <= LabelStyle.ARTICLE or labels[-1].number == 1:
        return None
    last = labels[-1]
    before = text[whole.start : last.start].rstrip(_BLANKS)[-1:]
    end = member_tail(text, last, whole.end, before)
    return end if text[end : whole.end].strip() else None
