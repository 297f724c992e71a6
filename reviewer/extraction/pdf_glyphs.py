"""The characters of a PDF page with their boxes, read from pdfium in bulk.

One call a character is unavoidable with pdfium, but no Python statement a character is:
the calls run inside `map`, the boxes land in one buffer that numpy then looks at.
"""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from math import pi
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from reviewer.extraction.legibility import REPLACEMENT, Legibility, is_blank, judge_characters

Boxes = NDArray[np.float32]
"""A row each: left, top, right, bottom in points, origin at the top left of the page as shown."""

SLANTED = 4
"""A direction that is no quarter turn: stamps and watermarks (水印)."""

_HYPHEN = 0x2D
_SOFT_HYPHENS = (0x02, 0xAD, 0xFFFE)
_OVERPRINT_CELL = 0.4
_AT_ONCE = 2_048
_DIRECTION_TOLERANCE = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page's frame: what part of the PDF's plane is shown, and how it is turned.

    Attributes:
        left, bottom, width, height: The visible box in the PDF's own plane (origin bottom left, points).
        turns: Quarter turns clockwise when shown.
    """

    left: float
    bottom: float
    width: float
    height: float
    turns: int

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height as the reader sees the page, in points."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)

    def to_shown(self, corners: NDArray[np.float32]) -> Boxes:
        """Boxes given by two opposite corners (x, y, x, y) in the PDF's plane, as the page shows them."""
        across = corners[:, 0::2] - np.float32(self.left)
        up = corners[:, 1::2] - np.float32(self.bottom)
        return _ordered(
            *(
                (across, self.height - up),
                (up, across),
                (self.width - across, up),
                (self.height - up, self.width - across),
            )[self.turns]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """The visible characters of a page in the order of its content, line breaks and doubles left out.

    Attributes:
        codes: Code points; unreadable ones are U+FFFD.
        boxes: Where each stands.
        made: The character is preceded by a blank that pdfium made from a gap.
        turns: Direction of writing, quarter turns clockwise as shown, or `SLANTED`.
        groups: pdfium's own line, counted from 0; only stacked and slanted writing needs it.
        legibility: What can be made of the characters.
        sheet: The page's frame.
    """

    codes: NDArray[np.uint32]
    boxes: Boxes
    made: NDArray[np.bool_]
    turns: NDArray[np.uint8]
    groups: NDArray[np.int32]
    legibility: Legibility
    sheet: Sheet

    @property
    def letters(self) -> int:
        """Number of characters that are no blanks."""
        return int((~is_blank(self.codes)).sum())


class RawGlyphs(NamedTuple):
    """All entries of pdfium's text page, one row each.

    Attributes:
        codes: UTF-16 units or code points.
        unmapped: The font gave no mapping.
        corners: Two opposite corners in the PDF's own plane.
        made: pdfium made this blank from a gap.
        groups: pdfium's own line, counted from 0.
        turns: Direction, quarter turns clockwise in the PDF's own plane, or `SLANTED`.
    """

    codes: NDArray[np.uint32]
    unmapped: NDArray[np.bool_]
    corners: NDArray[np.float32]
    made: NDArray[np.bool_]
    groups: NDArray[np.int32]
    turns: NDArray[np.uint8]


class GlyphReader:
    """Reads page after page through one buffer."""

    def __init__(self) -> None:
        self._buffer = (pdfium.FS_RECTF * _AT_ONCE)()
        self._pointers = [ctypes.byref(self._buffer[index]) for index in range(_AT_ONCE)]

    def read(self, page: Any) -> Glyphs:
        """The characters of a loaded page.

        Args:
            page: A pdfium page handle (``FPDF_PAGE``).
        """
        sheet = read_sheet(page)
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            return select_glyphs(sheet, _nothing())
        try:
            return select_glyphs(sheet, self._read_raw(text_page))
        finally:
            pdfium.FPDFText_ClosePage(text_page)

    def _read_raw(self, text_page: Any) -> RawGlyphs:
        count = max(pdfium.FPDFText_CountChars(text_page), 0)
        each = repeat(text_page)
        indexes = range(count)
        codes = np.fromiter(map(pdfium.FPDFText_GetUnicode, each, indexes), np.uint32, count)
        unmapped = np.fromiter(map(pdfium.FPDFText_HasUnicodeMapError, each, indexes), np.int32, count) == 1
        corners = np.nan_to_num(self._read_boxes(text_page, count), posinf=0, neginf=0)
        blanks = np.flatnonzero(codes == 0x20)
        made = np.zeros(count, np.bool_)
        made[blanks] = [pdfium.FPDFText_IsGenerated(text_page, index) == 1 for index in blanks.tolist()]
        groups = np.cumsum(_is_break(codes), dtype=np.int32)
        turns = self._turns(text_page, codes, groups)
        return RawGlyphs(codes, unmapped, corners, made, groups, turns)

    @staticmethod
    def _turns(text_page: Any, codes: NDArray[np.uint32], groups: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Direction of each line, taken from its first character (pdfium gives it clockwise in radians)."""
        printed = np.flatnonzero(~_is_break(codes) & ~is_blank(codes))
        numbers, firsts = np.unique(groups[printed], return_index=True)
        angles = [pdfium.FPDFText_GetCharAngle(text_page, index) for index in printed[firsts].tolist()]
        quarters = np.asarray(angles, np.float32) / np.float32(pi / 2)
        whole = np.rint(quarters)
        directions = np.where(np.abs(quarters - whole) < _DIRECTION_TOLERANCE, whole % 4, SLANTED)
        by_group = np.zeros(int(groups.max(initial=0)) + 1, np.uint8)
        by_group[numbers] = directions.astype(np.uint8)
        return by_group[groups]

    def _read_boxes(self, text_page: Any, count: int) -> NDArray[np.float32]:
        """Two opposite corners of each character's cell (FS_RECTF: left, top, right, bottom)."""
        corners = np.empty((count, 4), np.float32)
        for first in range(0, count, _AT_ONCE):
            last = min(first + _AT_ONCE, count)
            boxes = map(
                pdfium.FPDFText_GetLooseCharBox, repeat(text_page), range(first, last), self._pointers
            )
            deque(boxes, maxlen=0)
            read = np.frombuffer(self._buffer, np.float32, 4 * (last - first))
            corners[first:last] = read.reshape(-1, 4)
        return corners


def read_sheet(page: Any) -> Sheet:
    """The frame of a loaded page."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    turns = pdfium.FPDFPage_GetRotation(page) % 4
    width, height = abs(box.right - box.left), abs(box.top - box.bottom)
    left, bottom = min(box.left, box.right), min(box.bottom, box.top)
    return Sheet(left=left, bottom=bottom, width=width, height=height, turns=turns)


def _nothing() -> RawGlyphs:
    flags = np.zeros(0, np.bool_)
    return RawGlyphs(
        codes=np.zeros(0, np.uint32),
        unmapped=flags,
        corners=np.zeros((0, 4), np.float32),
        made=flags,
        groups=np.zeros(0, np.int32),
        turns=np.zeros(0, np.uint8),
    )


def select_glyphs(sheet: Sheet, raw: RawGlyphs) -> Glyphs:
    """Keep what the reader sees once: no made blanks, no line breaks, no doubles, nothing off the page."""
    boxes = sheet.to_shown(raw.corners)
    codes = _join_surrogates(raw.codes)
    for soft in _SOFT_HYPHENS:
        codes[codes == soft] = _HYPHEN
    # A font without a mapping yields any number, line breaks too.
    keep = ~raw.made & (raw.unmapped | (~_is_break(codes) & (codes != 0)))
    keep &= ~_second_halves(codes) & _on_page(boxes, sheet)
    kept = np.flatnonzero(keep)
    kept = kept[~_overprinted(codes[kept], boxes[kept])]
    legibility = judge_characters(codes[kept], raw.unmapped[kept])
    chosen = codes[kept]
    chosen[legibility.unusable] = REPLACEMENT
    blanks_so_far = np.cumsum(raw.made)[kept]
    # pdfium counts its angle in the PDF's plane; the page may be shown turned.
    turns = np.where(raw.turns == SLANTED, SLANTED, (raw.turns + sheet.turns) % 4)
    return Glyphs(
        codes=chosen,
        boxes=boxes[kept],
        made=np.diff(blanks_so_far, prepend=blanks_so_far[:1]) > 0,
        turns=turns[kept].astype(np.uint8),
        groups=raw.groups[kept],
        legibility=legibility,
        sheet=sheet,
    )


def _is_break(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    breaks: NDArray[np.bool_] = (codes == 0x0A) | (codes == 0x0D)
    return breaks


def _join_surrogates(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A code point above U+FFFF comes as two entries with one box; the first becomes the whole."""
    joined = codes.copy()
    pairs = np.flatnonzero((codes[:-1] & 0xFFFFFC00 == 0xD800) & (codes[1:] & 0xFFFFFC00 == 0xDC00))
    joined[pairs] = 0x10000 + ((codes[pairs] & 0x3FF) << 10) + (codes[pairs + 1] & 0x3FF)
    return joined


def _second_halves(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    follows = np.zeros(len(codes), np.bool_)
    follows[1:] = codes[:-1] > 0xFFFF
    halves: NDArray[np.bool_] = follows & (codes & 0xFFFFFC00 == 0xDC00)
    return halves


def _on_page(boxes: Boxes, sheet: Sheet) -> NDArray[np.bool_]:
    width, height = sheet.shown_size
    across, down = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: NDArray[np.bool_] = (across >= 0) & (across <= width) & (down >= 0) & (down <= height)
    return inside


def _overprinted(codes: NDArray[np.uint32], boxes: Boxes) -> NDArray[np.bool_]:
    """Later prints of one character on nearly the same spot: bold by overprinting (叠印), shadows.

    Spots are compared on four grids shifted by half a step, so that two prints closer than
    half a step share a cell of at least one. Blanks have no ink and are left alone.
    """
    doubled = np.zeros(len(codes), np.bool_)
    width = np.maximum(boxes[:, 2] - boxes[:, 0], 1) * _OVERPRINT_CELL
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 1) * _OVERPRINT_CELL
    across, down = boxes[:, 0] / width, boxes[:, 1] / height
    inked = ~is_blank(codes)
    for shift_across, shift_down in ((0, 0), (0.5, 0), (0, 0.5), (0.5, 0.5)):
        cells = codes.astype(np.int64) << 40
        cells |= (np.floor(across + shift_across).astype(np.int64) & 0xFFFFF) << 20
        cells |= np.floor(down + shift_down).astype(np.int64) & 0xFFFFF
        _, firsts, groups = np.unique(cells, return_index=True, return_inverse=True)
        if len(firsts) == len(codes):
            continue
        # Cells are counted in units of the character's own size: look at the distance itself too.
        away = np.abs(boxes - boxes[firsts[groups]])
        near = (away[:, 0] < width) & (away[:, 1] < height)
        doubled |= near & (firsts[groups] != np.arange(len(codes)))
    # One glyph may stand for several characters, such as a ligature ff or a long dash: neighbours
    # with the very same box are such, printed again or not as the first of them is.
    same = (codes[1:] == codes[:-1]) & (boxes[1:] == boxes[:-1]).all(1)
    for index in (np.flatnonzero(same) + 1).tolist():
        doubled[index] = doubled[index - 1]
    return doubled & inked


def _ordered(across: NDArray[np.float32], down: NDArray[np.float32]) -> Boxes:
    """Corners to left, top, right, bottom."""
    return np.stack((across.min(1), down.min(1), across.max(1), down.max(1)), axis=1).astype(np.float32)
