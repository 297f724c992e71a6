"""A clause while the outline is built: what it knows of the clauses around it and of its last member."""

from __future__ import annotations

from reviewer.document import Span
from reviewer.numbering.labels import Label, LabelStyle
from reviewer.structure.order import HEADING, UPPER_END, is_article
from reviewer.structure.outline import ClauseUnit

ROOT = -2
"""Key of a root; those of labels and headings are in `order`."""

_ITEM, _SUBITEM, _NUMBERED = ClauseUnit.ITEM, ClauseUnit.SUBITEM, ClauseUnit.NUMBERED
_UPPER_UNITS = {
    LabelStyle.PART: ClauseUnit.PART,
    LabelStyle.SUBPART: ClauseUnit.PART,
    LabelStyle.CHAPTER: ClauseUnit.CHAPTER,
    LabelStyle.SECTION: ClauseUnit.SECTION,
    LabelStyle.ARTICLE: ClauseUnit.ARTICLE,
}


class Node:
    """An open or finished clause; the outermost is the root of a part, which has no label.

    Attributes:
        key: Its label's key, `HEADING` for an unnumbered heading, `ROOT`.
        parent: The node around it, None for a root.
        index: Index of its unit.
        end: End of all that it holds so far.
        unit: What kind of clause it is.
        label: Its label.
        clause: Index among the clauses, that of the clause around it for a heading, None for a root.
        name: Its label as written, without blanks, once asked for.
        prefix: What the paths within an annex begin with.
        article: Whether it is a 条.
        upper: Whether it is a 编, 章, 节 or 条.
        in_article: Whether it stands in a 条.
        titled: Whether its own paragraph is a heading only.
        heading_level: Outline level that the source gives its paragraph.
        paragraphs: 款 of an article counted so far.
        paragraph: The 款 of the article in which an item stands.
        lead_ins: What introduces it, nearest first.
        headings: What stands above its own label.
        inner_headings: What stands above all that it holds, its own heading first.
        last_own: Index of its last unit that is not a member's.
        pending: The sentence of that unit which introduces unnumbered members.
        series: Ordinal of the open series of its members; `series_key` and `series_lead_in` are theirs.
        members_go_on: Whether a member of it ended with ；.
        own_series: Ordinal of the series to which it belongs.
        written: What paths below it begin with, once written; `path` is its own.
    """

    __slots__ = (
        "article",
        "clause",
        "end",
        "heading_level",
        "headings",
        "in_article",
        "index",
        "inner_headings",
        "key",
        "label",
        "last_own",
        "lead_ins",
        "members_go_on",
        "name",
        "own_series",
        "paragraph",
        "paragraphs",
        "parent",
        "path",
        "pending",
        "prefix",
        "series",
        "series_key",
        "series_lead_in",
        "titled",
        "unit",
        "upper",
        "written",
    )

    def __init__(self, key: int, parent: Node | None, index: int, end: int) -> None:
        self.key = key
        self.parent = parent
        self.index = self.last_own = index
        self.end = end
        self.unit = _NUMBERED
        self.label: Label | None = None
        self.name = self.prefix = ""
        self.article = self.upper = self.in_article = self.titled = self.members_go_on = False
        self.heading_level = self.paragraphs = self.series = self.series_key = self.own_series = 0
        self.pending: Span | None = None
        self.series_lead_in: Span | None = None
        self.written: str | None = None
        self.path: str | None = None
        if parent is None:
            self.clause: int | None = None
            self.paragraph = 0
            self.lead_ins: tuple[Span, ...] = ()
            self.headings: tuple[Span, ...] = ()
            self.inner_headings: tuple[Span, ...] = ()
            return
        self.clause = parent.clause
        self.paragraph = parent.paragraph
        self.lead_ins = parent.lead_ins
        self.headings = self.inner_headings = parent.inner_headings

    def take_label(self, label: Label, clause: int) -> None:
        """Make it a clause of its own."""
        self.label = label
        self.clause = clause
        parent = self.parent
        if self.key < UPPER_END:
            self.upper = True
            self.article = is_article(self.key)
            self.unit = _UPPER_UNITS[label.style]
            return
        while parent is not None and parent.key == HEADING:
            parent = parent.parent
        if parent is None:
            return
        if parent.article:
            self.unit = _ITEM
            self.in_article = True
            self.paragraph = parent.paragraphs
        elif parent.in_article:
            self.unit = _SUBITEM if parent.unit is _ITEM else _NUMBERED
            self.in_article = True
