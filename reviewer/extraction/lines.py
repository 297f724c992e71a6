"""A line of text on a page: what PDF pages, recognised pictures and other page formats have in common."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reviewer.document import BoxPlace, FixedOrigin, GlyphOrigin

_TOKEN = re.compile(
    r"""
    [“‘《〈（(【〔『「\[]*                            # opening marks stay with what follows
    (?:[A-Za-z0-9.,%/:_@+\-]+|.)                    # a word or number is not broken; Han stand alone
    (?:[“”‘’]+(?:[A-Za-z0-9.,%/:_@+\-]+|.))*        # nothing breaks at a curly quote (UAX #14, class QU)
    [”’》〉）)】〕』」\]，。；：、！？,.;:!?%％]*        # closing marks stay with what precedes
    """,
    re.VERBOSE,
)
_HALF_WIDTH = 0.5
_FULL_WIDTH_FROM = 0x2018


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it stands on a page, in the direction in which the page is read.

    Attributes:
        text: Its text, without blanks at the ends.
        page: 1-based page.
        left, top, right, bottom: Its box in points, origin at the top left of the page as read.
        em: Size of its characters in points.
        gap: Widest empty stretch inside, in em.
        origin: Where its characters stand in the file.
        sheet: Width and height of the page as read, in points.
        trailing_blank: A real blank stood at its end.
        aside: It stands apart from the flow: slanted, turned or stacked text.
        confidence: 0-1, for recognised text only.
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    em: float
    origin: GlyphOrigin | FixedOrigin
    sheet: tuple[float, float]
    gap: float = 0.0
    trailing_blank: bool = False
    aside: bool = False
    confidence: float | None = None

    @property
    def middle(self) -> float:
        """Half height."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left

    def beside(self, other: Line) -> bool:
        """Whether the two stand on one baseline, that is on one line of print."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.5 * min(self.bottom - self.top, other.bottom - other.top)

    def followed_by(self, other: Line) -> Line:
        """The two as one line, with a blank where the print shows one."""
        space = (other.left - self.right) / max(self.em, 1)
        blank = space > _blank_from(self.text[-1], other.text[0])
        text = f"{self.text} {other.text}" if blank else self.text + other.text
        return replace(
            self,
            text=text,
            right=max(self.right, other.right),
            top=min(self.top, other.top),
            bottom=max(self.bottom, other.bottom),
            em=max(self.em, other.em),
            gap=max(self.gap, other.gap, space),
            origin=_joined_origin(self.origin, other.origin, blank),
            trailing_blank=other.trailing_blank,
        )


def first_token_width(line: Line) -> float:
    """Room that the first unbreakable piece of a line needs, in points."""
    match = _TOKEN.match(line.text)
    token = match.group() if match else line.text[:1]
    return line.em * sum(1.0 if ord(each) >= _FULL_WIDTH_FROM else _HALF_WIDTH for each in token)


def with_blank(origin: GlyphOrigin | FixedOrigin) -> GlyphOrigin | FixedOrigin:
    """The origin of a line to which a blank without a glyph is added at the end."""
    if isinstance(origin, FixedOrigin):
        return origin
    _, top, right, bottom = origin.boxes[-4:]
    return glyph_origin(origin.page, [*origin.boxes, right, top, right, bottom])


def without_last(origin: GlyphOrigin | FixedOrigin) -> GlyphOrigin | FixedOrigin:
    """The origin of a line whose last character is left out."""
    return origin if isinstance(origin, FixedOrigin) else GlyphOrigin(origin.page, origin.boxes[:-4])


def glyph_origin(page: int, boxes: Iterable[float]) -> GlyphOrigin:
    """An origin that stores its boxes in four bytes a number.

    Args:
        page: 1-based page.
        boxes: Four numbers a character: left, top, right, bottom in points.
    """
    return GlyphOrigin(page, memoryview(array("f", boxes)))


def is_wide(character: str) -> bool:
    """Whether a character is written full width, as Han and their punctuation are."""
    return ord(character) >= _FULL_WIDTH_FROM


def _blank_from(before: str, after: str) -> float:
    """Em of empty space that read as a blank: less between Latin words than beside Han."""
    return 0.8 if is_wide(before) or is_wide(after) else 0.15


def _joined_origin(
    first: GlyphOrigin | FixedOrigin, second: GlyphOrigin | FixedOrigin, blank: bool
) -> GlyphOrigin | FixedOrigin:
    if isinstance(first, GlyphOrigin) and isinstance(second, GlyphOrigin):
        _, top, right, bottom = first.boxes[-4:]
        between = (right, top, max(right, second.boxes[0]), bottom) if blank else ()
        return glyph_origin(first.page, [*first.boxes, *between, *second.boxes])
    left, right_place = first.place(0, 1), second.place(0, 1)
    if not (isinstance(left, BoxPlace) and isinstance(right_place, BoxPlace)):
        return first
    edges = list(zip(left.box, right_place.box, strict=True))
    box = (min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3]))
    return FixedOrigin(BoxPlace(page=left.page, box=box))
