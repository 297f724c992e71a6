"""One line that a text recogniser (OCR) read from a picture, and its way to a line of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.Image import Image

from reviewer.document import BoxPlace, FixedOrigin
from reviewer.extraction.lines import Line, is_wide

_FILLING = 0.8
"""Part of a detected box that the characters fill in height."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLine:
    """A recognised line.

    Attributes:
        text: What was recognised, without line breaks.
        box: (left, top, right, bottom) in pixels of the picture, origin at the top left.
        confidence: 0-1 as the recogniser reports it.
        turns: Quarter turns clockwise by which the writing is turned on the picture.
    """

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    turns: int = 0


PageReader = Callable[[Image], Sequence[OcrLine]]
"""Reads the picture of one page; the lines come in reading order."""


def to_lines(
    found: Sequence[OcrLine], page: int, size: tuple[float, float], scale: float = 1.0
) -> list[Line]:
    """Recognised lines as lines of a page.

    Args:
        found: In pixels, in reading order.
        page: 1-based.
        size: Width and height of the page in points, as shown.
        scale: Points that one pixel stands for.
    """
    return [_line(line, page, size, scale) for line in found if line.text.strip()]


def _line(line: OcrLine, page: int, size: tuple[float, float], scale: float) -> Line:
    left, top, right, bottom = (round(edge * scale, 2) for edge in line.box)
    shown: Box = (left, top, right, bottom)
    left, top, right, bottom = _to_reading(shown, line.turns, size)
    text = " ".join(line.text.split())
    units = sum(1.0 if is_wide(character) else 0.5 for character in text)
    # Detected boxes are padded; the width by characters tells the size of a longer line better.
    em = min(bottom - top, (right - left) / units) if units > 2 else (bottom - top) * _FILLING
    return Line(
        text=text,
        page=page,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        em=max(em, 1.0),
        origin=FixedOrigin(BoxPlace(page=page, box=shown)),
        sheet=(size[1], size[0]) if line.turns % 2 else size,
        confidence=line.confidence,
    )


def _to_reading(box: Box, turns: int, size: tuple[float, float]) -> Box:
    """A box as shown, on the page turned so that its writing runs from left to right."""
    left, top, right, bottom = box
    width, height = size
    return (
        (left, top, right, bottom),
        (top, width - right, bottom, width - left),
        (width - right, height - bottom, width - left, height - top),
        (height - bottom, left, height - top, right),
    )[turns % 4]
