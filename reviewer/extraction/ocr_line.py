"""One line that a text recogniser (OCR) read from a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.Image import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLine:
    """A recognised line.

    Attributes:
        text: What was recognised, without line breaks.
        box: (left, top, right, bottom) in pixels of the picture, origin at the top left.
        confidence: 0-1 as the recogniser reports it.
    """

    text: str
    box: tuple[float, float, float, float]
    confidence: float


PageReader = Callable[[Image], Sequence[OcrLine]]
"""Reads the picture of one page; the lines come in reading order."""
