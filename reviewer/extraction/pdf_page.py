"""One page of a PDF: its lines, its tables, and whether its text can be trusted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.extraction.lines import Line
from reviewer.extraction.pdf_glyphs import Boxes, GlyphReader, Glyphs
from reviewer.extraction.pdf_lines import build_lines, main_turn, to_reading
from reviewer.extraction.pdf_rulings import DrawingReader, Drawings
from reviewer.extraction.reading_order import Table, order_lines
from reviewer.extraction.tables import Grid, cell_numbers, find_grids

_FEW_LETTERS = 30
_PICTURE_SHARE = 0.3
_INK_SCALE = 0.5
_INK_LEVELS = 24
_INK_PIXELS = 1_000_000
_FEWEST_FILLED = 2
_MOST_SPILLED = 2


class PageState(StrEnum):
    """What can be done with a page's own text layer."""

    READABLE = "readable"
    DOUBTFUL = "doubtful"
    """A part of its characters has no mapping; a recogniser would read it better."""
    GARBLED = "garbled"
    PICTURE = "picture"
    """What it says stands in pictures or outlines, not in text."""
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buffers:
    """What reads characters and drawings of page after page."""

    glyphs: GlyphReader = field(default_factory=GlyphReader)
    drawings: DrawingReader = field(default_factory=DrawingReader)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What was read of one page.

    Attributes:
        number: 1-based.
        lines: In the order of the content; table cells are not among them.
        tables: Ruled tables with their text.
        state: Whether the text can be trusted; only readable and doubtful pages have any.
        missing: Characters without a mapping, shown as U+FFFD.
        letters: Characters read, blanks not counted.
    """

    number: int
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    state: PageState
    missing: int = 0
    letters: int = 0


def read_page(page: Any, number: int, buffers: Buffers) -> PageText:
    """Read a page.

    Args:
        page: A `pypdfium2.PdfPage`.
        number: 1-based.
        buffers: Shared by all pages of a document.
    """
    glyphs = buffers.glyphs.read(page.raw)
    drawings = buffers.drawings.read(page.raw, glyphs.sheet)
    state = _state(page, glyphs, drawings)
    if state not in (PageState.READABLE, PageState.DOUBTFUL):
        return PageText(number=number, state=state, missing=glyphs.legibility.count)
    lines, tables = separate_tables(glyphs, drawings, number)
    return PageText(
        number=number,
        lines=tuple(lines),
        tables=tuple(tables),
        state=state,
        missing=glyphs.legibility.count,
        letters=glyphs.letters,
    )


def _state(page: Any, glyphs: Glyphs, drawings: Drawings) -> PageState:
    letters = glyphs.letters
    if glyphs.legibility.garbled:
        return PageState.GARBLED
    if letters < _FEW_LETTERS and picture_share(drawings, glyphs) > _PICTURE_SHARE:
        return PageState.PICTURE
    if letters == 0 and (len(drawings.pictures) or _has_ink(page)):
        return PageState.PICTURE
    return PageState.DOUBTFUL if glyphs.legibility.doubtful else PageState.READABLE


def picture_share(drawings: Drawings, glyphs: Glyphs) -> float:
    """Share of the page that pictures cover; scans often come in strips."""
    width, height = glyphs.sheet.shown_size
    boxes = drawings.pictures.clip(0, [width, height, width, height])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return float(areas.sum()) / max(width * height, 1)


def _has_ink(page: Any) -> bool:
    """Whether a page without text and pictures shows anything: letters drawn as outlines, fills."""
    width, height = page.get_size()
    scale = min(_INK_SCALE, (_INK_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return int(np.ptp(bitmap.to_numpy())) > _INK_LEVELS
    finally:
        bitmap.close()


def separate_tables(glyphs: Glyphs, drawings: Drawings, number: int) -> tuple[list[Line], list[Table]]:
    """Lines of the flow and tables; a character in a cell belongs to the table only."""
    turn = main_turn(glyphs)
    size = glyphs.sheet.shown_size
    placed = to_reading(glyphs.boxes, turn, size)
    owners = np.zeros(len(glyphs.codes), np.int32)
    grids: list[tuple[int, Grid]] = []
    first = 1
    for grid in find_grids(to_reading(drawings.rulings, turn, size)):
        numbers = cell_numbers(placed, grid)
        numbers[owners > 0] = 0
        if len(np.unique(numbers[numbers > 0])) < _FEWEST_FILLED:
            continue
        owners[numbers > 0] = numbers[numbers > 0] + first - 1
        grids.append((first, grid))
        first += len(grid.cells)
    _claim_spilled(owners, placed)
    owned: dict[int, list[Line]] = defaultdict(list)
    for owner, line in build_lines(glyphs, owners, number):
        owned[owner].append(line)
    tables = [
        Table(
            grid=grid,
            cells=tuple(
                (cell, tuple(order_lines(owned[start + index]))) for index, cell in enumerate(grid.cells)
            ),
            page=number,
        )
        for start, grid in grids
    ]
    return owned[0], tables


def _claim_spilled(owners: NDArray[np.int32], boxes: Boxes) -> None:
    """Give the last characters of a line that hang over the edge of their cell to that cell."""
    for index in (np.flatnonzero((owners[1:] == 0) & (owners[:-1] > 0)) + 1).tolist():
        for spilled in range(index, min(index + _MOST_SPILLED, len(owners))):
            before, box = boxes[spilled - 1], boxes[spilled]
            height = box[3] - box[1]
            level = abs(box[3] - before[3]) < 0.3 * height and abs(box[0] - before[2]) < 0.3 * height
            if owners[spilled] or not level:
                break
            owners[spilled] = owners[spilled - 1]
