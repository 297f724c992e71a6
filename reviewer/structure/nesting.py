"""Puts units under each other: which clause holds a paragraph, what introduces it, what stands above it."""

from __future__ import annotations

import re
from typing import TypeAlias

from reviewer.document import Span
from reviewer.numbering.labels import Label
from reviewer.structure.cell_lists import CellLists
from reviewer.structure.lead_ins import LONGEST_HEADING, first_sentence, heading_of, lead_in
from reviewer.structure.node import Node
from reviewer.structure.order import HEADING, NestingOrder, is_upper
from reviewer.structure.units import BODY, CELL, Unit

_SENTENCE_ENDS = frozenset("。；;：:！？!?")
_MEMBER_ENDS = frozenset("；;、，,")
# 申请条件： alone on its line, and at the beginning of one.
_CAPTION = re.compile(r"[ \t\u3000]*[^，。；：:]{2,12}[：:]")
_CAPTION_ALONE = re.compile(r"[ \t\u3000]*[^，。；：:]{2,12}[：:]$")
# 本通知自印发之日起施行。 after the last 三、 is no part of it.
_FINAL = re.compile(
    r"[ \t\u3000]*(?:(?:本|此|上述|以上)"
    r"(?:通知|公告|决定|办法|规定|意见|措施|政策|方案|批复|细则|通告|文件|规则|指引)(?:自|从|由|经)"
    r"|特此|此复|请遵照|请认真)"
)
_LONGEST_PLAIN_HEADING = 20
_SHORTEST_TEXT = 25
# Level of an unnumbered heading within a clause, below every level that a source gives.
_WITHIN_CLAUSE = 100


Placement: TypeAlias = tuple[Node, int, tuple[Span, ...], tuple[Span, ...]]
"""Where a unit stands: its node, the 款 it is or stands in, its lead-ins, the headings above it."""


class Nesting:
    """Places the units of a document one after the other.

    Attributes:
        nodes: The clauses, in text order.
        placements: Where each unit stands, None for units that belong to no clause.
        tops: Keys of the labels of the current root that paths begin with.
    """

    def __init__(self, text: str, units: list[Unit], following: list[int]) -> None:
        self.nodes: list[Node] = []
        self.tops: set[int] = set()
        self.placements: list[Placement | None] = [None] * len(units)
        self._text = text
        self._units = units
        self._following = following
        self._cells = CellLists(text)
        self._stack: list[Node] = []
        self._order = NestingOrder([], [])
        self._last = len(units)
        self._series = 0
        self._plain_headings = False
        self._opening = True
        self._title_level: int | None = 0
        self._block_depth = 0

    def begin_root(self, root: Node, last: int, order: NestingOrder, *, plain_headings: bool) -> None:
        """Start a part whose units end before `last`."""
        self.finish()
        self._stack = [root]
        self._last = last
        self._order = order
        self._plain_headings = plain_headings
        self._opening = True
        self._title_level = 0
        self.tops = set()

    def finish(self) -> None:
        """Close all that is open."""
        self._pop_to(1)

    def place(self, index: int) -> None:
        """Place the next unit."""
        unit = self._units[index]
        if unit.role is CELL:
            self._place_cell(index, unit)
        elif unit.label is not None:
            self._place_label(index, unit, unit.label)
        elif unit.heading and self._is_title(unit):
            self._place_text(index, unit)
        elif unit.heading or (self._plain_headings and self._is_plain_heading(index, unit)):
            self._place_heading(index, unit)
        else:
            self._place_text(index, unit)

    # --- labels ---------------------------------------------------------------------------

    def _place_label(self, index: int, unit: Unit, label: Label) -> None:
        key = unit.key
        stack = self._stack
        depth = len(stack) - 1
        while depth > 0 and stack[depth].key != key:
            depth -= 1
        if depth:
            self._pop_to(depth)
        else:
            while len(stack) > 1 and self._stands_above(key, unit, stack[-1]):
                self._pop_to(len(stack) - 1)
        parent = stack[-1]
        if not depth or label.number == 1 or parent.series_key != key:
            self._open_series(parent, key, index)
        node = Node(key, parent, index, unit.end)
        node.take_label(label, len(self.nodes))
        node.own_series = parent.series
        if unit.heading:
            node.heading_level = unit.heading
        if parent.series_lead_in is not None and not node.upper:
            node.lead_ins = (parent.series_lead_in, *parent.lead_ins)
        self._read_heading(node, unit, label)
        self._opening = False
        if node.article or parent.parent is None:
            self.tops.add(key)
        self.nodes.append(node)
        stack.append(node)
        if unit.fresh:
            self._block_depth = len(stack)
        self.placements[index] = (node, node.paragraphs or node.paragraph, node.lead_ins, node.headings)
        self._note_end(node, unit, label.body)

    def _stands_above(self, key: int, unit: Unit, node: Node) -> bool:
        """Whether a label with this key ends a node that is open."""
        if node.key == HEADING:
            return is_upper(key) or (0 < unit.heading <= node.heading_level)
        return self._order.above(key, node.key)

    def _open_series(self, parent: Node, key: int, index: int) -> None:
        self._series += 1
        parent.series = self._series
        parent.series_key = key
        parent.members_go_on = False
        parent.series_lead_in = None
        if is_upper(key) or self._previous(index) != parent.last_own:
            return
        introducing = self._units[parent.last_own]
        start = introducing.label.body if introducing.label is not None else introducing.start
        parent.series_lead_in = parent.pending or lead_in(
            self._text, start, introducing.end, opening=self._opening
        )
        if parent.series_lead_in is None and parent.article and self._text[introducing.end - 1] == "。":
            parent.series_lead_in = first_sentence(self._text, start, introducing.end)

    def _previous(self, index: int) -> int:
        """The unit before, cells of a table between not counted."""
        index -= 1
        while index > 0 and self._units[index].role is CELL:
            index -= 1
        return index

    def _read_heading(self, node: Node, unit: Unit, label: Label) -> None:
        text, body, end = self._text, label.body, unit.end
        if body >= end:
            node.titled = True  # a label alone on its line; its text is the next paragraph
            return
        if node.article:
            node.paragraphs = 1
            plain = text[body] not in "【〔[（(" and "。" not in text[body : body + 12]
            if plain and end - body > LONGEST_HEADING:
                return
        elif text[end - 1] in "；;":
            return
        heading = heading_of(text, label.start, body, end)
        if heading is None:
            return
        node.titled = heading.end == end
        if node.article:
            node.paragraphs = 0 if node.titled else 1
            short = heading.end - body <= 12 and "，" not in text[body : heading.end]
            if not node.titled and not short and text[body] not in "【〔[（(":
                return
        node.inner_headings = (heading, *node.headings)

    # --- headings -------------------------------------------------------------------------

    def _is_title(self, unit: Unit) -> bool:
        """Whether a heading is the title of its part: the first, and further lines of the same level."""
        if self._title_level == 0:
            self._title_level = unit.heading
        return self._title_level == unit.heading

    def _is_plain_heading(self, index: int, unit: Unit) -> bool:
        """A short line without punctuation between texts, in a document whose headings have no numbers."""
        if unit.end - unit.start > _LONGEST_PLAIN_HEADING or not unit.fresh or index + 1 >= self._last:
            return False
        line = self._text[unit.start : unit.end].strip()
        if len(line) < 2 or any(sign in line for sign in "。；：:，,！？!?0123456789"):
            return False
        before, after = self._units[index - 1], self._units[index + 1]
        top = self._stack[-1]
        after_heading = top.titled and top.index == index - 1
        if index == 0 or after.role is not BODY:
            return False
        if not after_heading and self._text[before.end - 1] not in _SENTENCE_ENDS:
            return False
        if after.label is not None:
            return after.label.number == 1
        return after.end - after.start >= _SHORTEST_TEXT or self._text[after.end - 1] in "。：:"

    def _place_heading(self, index: int, unit: Unit) -> None:
        following = self._following[index]
        stack = self._stack
        level = unit.heading or 1
        if not unit.heading and following < self._last and self._continued_depth(following):
            level = _WITHIN_CLAUSE
            while stack[-1].heading_level == level:
                self._pop_to(len(stack) - 1)
            self._owner(index, unit)
        else:
            while len(stack) > 1 and not 0 < stack[-1].heading_level < level:
                self._pop_to(len(stack) - 1)
        node = Node(HEADING, stack[-1], index, unit.end)
        node.heading_level = level
        node.inner_headings = (Span(unit.start, unit.end), *node.headings)
        self.placements[index] = (stack[-1], 0, (), node.headings)
        stack.append(node)
        self._block_depth = len(stack)

    # --- text -----------------------------------------------------------------------------

    def _place_text(self, index: int, unit: Unit) -> None:
        if not unit.heading:
            self._title_level = None
        owner = self._owner(index, unit)
        lead_ins = owner.lead_ins
        pending = owner.pending
        if pending is not None and owner.last_own == self._previous(index):
            lead_ins = (pending, *lead_ins)
        paragraph = owner.paragraph
        if owner.article:
            if unit.fresh:
                owner.paragraphs += 1
            paragraph = owner.paragraphs
        self.placements[index] = (owner, paragraph, lead_ins, owner.inner_headings)
        owner.last_own = index
        owner.end = unit.end
        if unit.fresh:
            self._block_depth = len(self._stack)
        last = self._text[unit.end - 1]
        goes_on = last in _MEMBER_ENDS or (last not in _SENTENCE_ENDS and unit.end - unit.start <= 40)
        if not goes_on:
            owner.pending = None
        self._note_end(owner, unit, unit.start)

    def _place_cell(self, index: int, unit: Unit) -> None:
        owner = self._stack[-1]
        lead_ins = owner.lead_ins if owner.pending is None else (owner.pending, *owner.lead_ins)
        lead_ins = self._cells.lead_ins(unit) + lead_ins
        paragraph = owner.paragraphs if owner.article else owner.paragraph
        self.placements[index] = (owner, paragraph, lead_ins, owner.inner_headings)
        owner.end = unit.end

    def _note_end(self, node: Node, unit: Unit, body: int) -> None:
        """Remember a sentence that introduces what follows, and whether members end with ；."""
        last = self._text[unit.end - 1]
        if last in "：:":
            node.pending = lead_in(self._text, body, unit.end, opening=self._opening)
        elif last in "；;" and node.parent is not None:
            node.parent.members_go_on = True

    def _owner(self, index: int, unit: Unit) -> Node:
        """The node that an unlabelled paragraph belongs to; what it ends is closed."""
        stack = self._stack
        if unit.tail:
            self._pop_to(max(self._block_depth, 1))
            return stack[-1]
        top = stack[-1]
        if len(stack) == 1 or top.key == HEADING or top.upper:
            return top
        following = self._following[index]
        depth = 0
        if following < self._last:
            depth = self._continued_depth(following)
            begins_again = depth and self._number(following) == 1
            if begins_again and following == index + 1:
                self._pop_to(depth)
                return stack[-1]
            if depth and not begins_again:
                return self._after_members(depth, unit)
        if not top.in_article and _FINAL.match(self._text, unit.start, unit.end):
            self._pop_to(1)
            return stack[-1]
        article = len(stack) - 1
        while article > 0 and not stack[article].article:
            article -= 1
        return self._after_members(article or 1, unit)

    def _continued_depth(self, following: int) -> int:
        """Depth of the open series that a labelled unit goes on or begins again, 0 where it opens another."""
        key = self._units[following].key
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].key == key:
                return depth
        return 0

    def _number(self, index: int) -> int:
        label = self._units[index].label
        return label.number if label is not None else 0

    def _after_members(self, limit: int, unit: Unit) -> Node:
        """Close the lists that are complete, down to a depth that stays open."""
        stack = self._stack
        while len(stack) - 1 > limit and self._is_complete(stack[-1], unit):
            self._pop_to(len(stack) - 1)
        return stack[-1]

    def _is_complete(self, node: Node, unit: Unit) -> bool:
        """Whether a paragraph after this member is no longer part of it.

        In an article every paragraph after the items is a new 款. Elsewhere only a list whose
        members ended with ； and whose last one ends with 。 is over, or one that 申请条件： introduced
        and after which 申请材料： follows.
        """
        if node.pending is not None or node.titled:
            return False
        if node.in_article:
            return True
        parent = node.parent
        if parent is None or parent.series_lead_in is None:
            return False
        introducing = self._units[parent.last_own]
        if introducing.label is None and _CAPTION_ALONE.match(self._text, introducing.start, introducing.end):
            return _CAPTION.match(self._text, unit.start, unit.end) is not None
        return parent.members_go_on and self._text[self._units[node.last_own].end - 1] == "。"

    def _pop_to(self, depth: int) -> None:
        stack = self._stack
        while len(stack) > depth:
            node = stack.pop()
            if node.parent is not None and node.parent.end < node.end:
                node.parent.end = node.end
