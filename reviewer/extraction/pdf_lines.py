"""Lines of a PDF page, built from its characters by where they stand.

pdfium's own line breaks and blanks are guesses from gaps; here the boxes decide: characters
on one baseline make a line, a blank is kept where ink or a visible gap stands for it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.document import GlyphOrigin
from reviewer.extraction.legibility import is_blank
from reviewer.extraction.lines import Line
from reviewer.extraction.pdf_glyphs import SLANTED, Boxes, Glyphs

_BLANK = 0x20
_BLANKS = " \u00a0\u3000\t"
_WIDE_FROM = 0x2014
_FIRST_QUOTE, _LAST_QUOTE = 0x2018, 0x201F
_HAN_FROM = 0x2E80
_SHARED_HEIGHT = 0.3
_STEP_BACK = 0.6
_WIDE_GAP = 2.0
_SMALLEST_EM = 0.1
_VISIBLE_GAP = 0.8
_HAN_GAP = 0.35
_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF
_FEWEST_STACKED = 3
_LATIN_HEIGHT = 1.1
"""Ascent plus descent of a Latin font, in em."""


def main_turn(glyphs: Glyphs) -> int:
    """Direction in which most of the page is written, in quarter turns clockwise as shown."""
    counts = np.bincount(glyphs.turns, minlength=SLANTED + 1)
    return int(counts[:SLANTED].argmax())


def to_reading(boxes: Boxes, turn: int, size: tuple[float, float]) -> Boxes:
    """Boxes as shown, turned so that writing of that direction runs from left to right.

    Args:
        boxes: Left, top, right, bottom as shown, in points.
        turn: Direction of the writing, quarter turns clockwise.
        size: Width and height of the page as shown.
    """
    width, height = size
    left, top, right, bottom = boxes.T
    turned = (
        (left, top, right, bottom),
        (top, width - right, bottom, width - left),
        (width - right, height - bottom, width - left, height - top),
        (height - bottom, left, height - top, right),
    )[turn]
    return np.stack(turned, axis=1)


def build_lines(glyphs: Glyphs, owners: NDArray[np.int32], page: int) -> list[tuple[int, Line]]:
    """Lines of a page, in the order of the page's content within each owner.

    Text in the main direction comes first; turned, slanted and stacked writing is marked
    `Line.aside`, since it is no part of the flow of paragraphs.

    Args:
        glyphs: The page's characters.
        owners: For each character the number of the cell it stands in, 0 for the flow; no
            line crosses from one to the other.
        page: 1-based page.

    Returns:
        Each line with its owner.
    """
    main = main_turn(glyphs)
    present = np.flatnonzero(np.bincount(glyphs.turns, minlength=1)).tolist()
    lines: list[tuple[int, Line]] = []
    for turn in sorted(present, key=lambda each: each != main):
        indexes = np.flatnonzero(glyphs.turns == turn)
        indexes = indexes[np.argsort(owners[indexes], kind="stable")]
        run = _Run.of(glyphs, indexes, owners[indexes], turn, page)
        lines.extend(run.lines(aside=turn != main or turn == SLANTED))
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Characters of one direction, turned so that they run from left to right.

    Attributes:
        codes, boxes: The characters and where they stand, turned.
        shown: The boxes as shown, for the source map.
        ems: Size of each character in points.
        starts: Index of each line's first character.
        owners: The owner of each line.
        stacked: Starts of the lines that run from top to bottom.
        gaps: Empty room before each character within its line, in em.
    """

    codes: NDArray[np.uint32]
    boxes: Boxes
    shown: Boxes
    ems: NDArray[np.float32]
    starts: NDArray[np.int64]
    owners: NDArray[np.int32]
    stacked: frozenset[int]
    gaps: NDArray[np.float32]
    page: int
    sheet: tuple[float, float]

    @classmethod
    def of(
        cls, glyphs: Glyphs, indexes: NDArray[np.int64], owners: NDArray[np.int32], turn: int, page: int
    ) -> _Run:
        """Find lines and blanks among the characters of one direction."""
        width, height = size = glyphs.sheet.shown_size
        shown, codes = glyphs.boxes[indexes], glyphs.codes[indexes]
        boxes = shown if turn == SLANTED else to_reading(shown, turn, size)
        ems = _ems(codes, boxes)
        if turn == SLANTED:
            breaks, stacked = np.diff(glyphs.groups[indexes], prepend=-1) != 0, np.zeros(len(codes), np.bool_)
        else:
            breaks, stacked = _find_breaks(codes, boxes, np.diff(owners, prepend=-1) != 0)
        gaps = _gaps(codes, boxes, ems, breaks | stacked)
        blanks = np.flatnonzero(_needs_blank(codes, gaps, glyphs.made[indexes], np.cumsum(breaks)))
        starts = np.flatnonzero(breaks)
        moved = starts + np.searchsorted(blanks, starts)
        return cls(
            codes=np.insert(codes, blanks, _BLANK),
            boxes=_with_blanks(boxes, blanks),
            shown=_with_blanks(shown, blanks),
            ems=np.insert(ems, blanks, ems[blanks]),
            starts=moved,
            owners=owners[starts],
            stacked=frozenset(moved[np.isin(starts + 1, np.flatnonzero(stacked))].tolist()),
            gaps=np.insert(gaps, blanks, 0),
            page=page,
            sheet=(height, width) if turn in (1, 3) else (width, height),
        )

    def lines(self, *, aside: bool) -> Iterator[tuple[int, Line]]:
        """The lines with their owners, blanks at their ends left out."""
        if not len(self.starts):
            return
        text = self.codes.tobytes().decode("utf-32-le", "replace")
        edges = [*self.starts.tolist(), len(self.codes)]
        gaps = np.maximum.reduceat(self.gaps, self.starts).tolist()
        boxes, sizes = self._outlines(), self._sizes()
        for index, owner in enumerate(self.owners.tolist()):
            first, last = edges[index], edges[index + 1]
            piece = text[first:last]
            begin = first + len(piece) - len(piece.lstrip(_BLANKS))
            end = first + len(piece.rstrip(_BLANKS))
            if begin >= end:
                continue
            left, top, right, bottom = boxes[index]
            yield (
                owner,
                Line(
                    text=text[begin:end],
                    page=self.page,
                    left=left,
                    top=top,
                    right=right,
                    bottom=bottom,
                    em=_middle(sizes[begin:end]),
                    origin=GlyphOrigin(self.page, memoryview(array("f", self.shown[begin:end].tobytes()))),
                    sheet=self.sheet,
                    gap=gaps[index],
                    trailing_blank=end < last,
                    aside=aside or first in self.stacked,
                ),
            )

    def _outlines(self) -> list[list[float]]:
        """The box of each line, blanks left out."""
        blank = is_blank(self.codes)[:, None]
        nearest = np.minimum.reduceat(np.where(blank, np.inf, self.boxes[:, :2]), self.starts)
        furthest = np.maximum.reduceat(np.where(blank, -np.inf, self.boxes[:, 2:]), self.starts)
        outlines: list[list[float]] = np.concatenate((nearest, furthest), axis=1).tolist()
        return outlines

    def _sizes(self) -> list[float | None]:
        """Size of each character that tells its line's; Latin ones count where no Han stand on the line.

        Latin fonts differ in height at one size; where Han stand beside, those tell the size.
        """
        han = (self.codes >= _FIRST_HAN) & (self.codes <= _LAST_HAN)
        with_han = np.logical_or.reduceat(han, self.starts)
        lengths = np.diff(np.append(self.starts, len(self.codes)))
        told = han | ~np.repeat(with_han, lengths)
        return [
            size if counts else None for size, counts in zip(self.ems.tolist(), told.tolist(), strict=True)
        ]


def _middle(sizes: list[float | None]) -> float:
    ordered = sorted(size for size in sizes if size is not None)
    return max(ordered[len(ordered) // 2], _SMALLEST_EM)


def _ems(codes: NDArray[np.uint32], boxes: Boxes) -> NDArray[np.float32]:
    """Size of the characters: Han are as wide as they are large, other letters are judged by height."""
    widths, heights = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    return np.where((codes >= _HAN_FROM) & (widths > 1), widths, heights / _LATIN_HEIGHT).astype(np.float32)


def _find_breaks(
    codes: NDArray[np.uint32], boxes: Boxes, borders: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which characters begin a line, and which stand below the one before in stacked writing.

    No line or column goes on over a border.
    """
    before, after = boxes[:-1], boxes[1:]
    heights = boxes[:, 3] - boxes[:, 1]
    lowest = np.minimum(heights[:-1], heights[1:])
    shared = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    breaks = np.ones(len(codes), np.bool_)
    back = after[:, 0] < before[:, 0] - _STEP_BACK * lowest
    # Something else may stand in a wide gap, such as a filled-in field; if not, the pieces are joined again.
    away = after[:, 0] > before[:, 2] + _WIDE_GAP * lowest
    breaks[1:] = (shared < _SHARED_HEIGHT * lowest) | back | away
    breaks |= borders
    stacked = _find_stacked(codes, boxes, breaks) & ~borders
    return breaks & ~stacked, stacked


def _find_stacked(codes: NDArray[np.uint32], boxes: Boxes, breaks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Han that stand one below the other, each alone on its line: 装订线, 备注 in a narrow cell."""
    stacked = np.zeros(len(codes), np.bool_)
    alone = breaks & np.append(breaks[1:], True) & (codes >= _HAN_FROM)
    if alone.sum() < _FEWEST_STACKED:
        return stacked
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    steps = np.diff(centres, axis=0)
    heights = boxes[1:, 3] - boxes[1:, 1]
    below = (np.abs(steps[:, 0]) < 0.4 * heights) & (steps[:, 1] > 0.5 * heights)
    stacked[1:] = alone[:-1] & alone[1:] & below & (steps[:, 1] < 1.7 * heights)
    # Two characters are a short line that happens to wrap; three are a column.
    edges = np.flatnonzero(np.diff(stacked.astype(np.int8), prepend=0, append=0))
    for first, last in edges.reshape(-1, 2).tolist():
        if last - first < _FEWEST_STACKED - 1:
            stacked[first:last] = False
    return stacked


def _gaps(
    codes: NDArray[np.uint32], boxes: Boxes, ems: NDArray[np.float32], breaks: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Empty room between each inked character and the inked one before it on its line, in em."""
    gaps = np.zeros(len(codes), np.float32)
    inked = np.flatnonzero(~is_blank(codes))
    rooms = boxes[inked[1:], 0] - boxes[inked[:-1], 2]
    lines = np.cumsum(breaks)
    same = lines[inked[1:]] == lines[inked[:-1]]
    sizes = np.maximum(np.maximum(ems[inked[1:]], ems[inked[:-1]]), 1)
    gaps[inked[1:]] = np.where(same, rooms / sizes, 0)
    return gaps


def _needs_blank(
    codes: NDArray[np.uint32], gaps: NDArray[np.float32], made: NDArray[np.bool_], lines: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Where a gap reads as a blank though no blank is printed.

    Beside Han, pdfium makes blanks out of the small room that typesetting leaves between
    Han and figures; there only a gap of nearly one character counts. Between two Han nothing
    is left by itself, so less counts, unless the whole line is spread out.
    """
    needs = np.zeros(len(codes), np.bool_)
    wide = (codes >= _WIDE_FROM) & ~((codes >= _FIRST_QUOTE) & (codes <= _LAST_QUOTE))
    han = (codes >= _FIRST_HAN) & (codes <= _LAST_HAN)
    blank = is_blank(codes)
    room, beside_wide = gaps[1:], wide[1:] | wide[:-1]
    visible = np.where(beside_wide, room > _VISIBLE_GAP, made[1:])
    between_han = np.flatnonzero(han[1:] & han[:-1] & (room > _HAN_GAP))
    for index in between_han.tolist():
        own = lines[1:] == lines[index + 1]
        visible[index] |= room[index] > float(np.median(room[own])) + _HAN_GAP
    needs[1:] = visible & (room > 0) & ~blank[1:] & ~blank[:-1]
    return needs


def _with_blanks(boxes: Boxes, blanks: NDArray[np.int64]) -> Boxes:
    """Boxes with one for each inserted blank, reaching from the character before to the one after."""
    if not len(blanks):
        return boxes
    before, after = boxes[blanks - 1], boxes[blanks]
    corners = np.stack((before[:, 2], before[:, 1], after[:, 0], before[:, 3]), axis=1)
    ordered = np.concatenate(
        (np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])), axis=1
    )
    return np.insert(boxes, blanks, ordered, axis=0)
