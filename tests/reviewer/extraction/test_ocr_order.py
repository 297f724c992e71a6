"""Recognised lines are put into the order in which they are read."""

from __future__ import annotations

import random

import pytest

from reviewer.extraction.ocr_line import OcrLine
from reviewer.extraction.ocr_order import in_reading_order


def line(text: str, left: float, top: float, width: float) -> OcrLine:
    """A line 20 pixels high."""
    return OcrLine(text=text, box=(left, top, left + width, top + 20), confidence=1.0)


COLUMN = [line(f"左{row}", 100, 100 + 30 * row, 380) for row in range(8)]
SECOND = [line(f"右{row}", 520, 100 + 30 * row, 380) for row in range(8)]
TITLE = line("通知", 300, 40, 400)
FOOT = line("印发", 300, 400, 400)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ""),
        ([line("甲", 0, 0, 50), line("乙", 60, 3, 50), line("丙", 0, 40, 50)], "甲乙丙"),
        # cells of a table: short, so rows count
        ([line(f"{row}{column}", 100 + 400 * column, 30 * row, 60) for row in range(7) for column in (0, 1)],
         "0001101120213031404150516061"),
        ([TITLE, *COLUMN, *SECOND, FOOT],
         "通知" + "".join(f"左{row}" for row in range(8)) + "".join(f"右{row}" for row in range(8)) + "印发"),
    ],
    ids=["nothing", "rows", "table", "columns"],
)  # fmt: skip
def test_lines_are_read_by_rows_and_columns(lines: list[OcrLine], expected: str) -> None:
    """The order of the detector is of no account."""
    shuffled = list(lines)
    random.Random(7).shuffle(shuffled)

    assert "".join(found.text for found in in_reading_order(shuffled)) == expected
