"""Order of recognised lines: rows from top to bottom, columns of running text one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.extraction.ocr_line import OcrLine

_SAME_ROW = 0.5
_FEWEST_OF_COLUMN = 6
_COLUMN_WIDTH = 0.25
_OVERHANG = 0.02


def in_reading_order(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """The lines as they are read.

    Columns are told from the cells of a table by their width: a column of text is at least
    a quarter of the written area wide in most of its lines.
    """
    if not lines:
        return []
    gutter = _find_gutter(lines)
    if gutter is None:
        return _by_rows(lines)
    left = [line for line in lines if line.box[2] <= gutter]
    right = [line for line in lines if line.box[0] >= gutter]
    top = min(line.box[1] for line in (*left, *right))
    across = [line for line in lines if line.box[0] < gutter < line.box[2]]
    above = [line for line in across if line.box[3] <= top + (line.box[3] - line.box[1])]
    below = [line for line in across if line not in above]
    return [*_by_rows(above), *_by_rows(left), *_by_rows(right), *_by_rows(below)]


def _by_rows(lines: Sequence[OcrLine]) -> list[OcrLine]:
    rows: list[list[OcrLine]] = []
    for line in sorted(lines, key=lambda line: (line.box[1] + line.box[3]) / 2):
        if rows and _on_row(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box[0])]


def _on_row(first: OcrLine, second: OcrLine) -> bool:
    shared = min(first.box[3], second.box[3]) - max(first.box[1], second.box[1])
    return shared > _SAME_ROW * min(first.box[3] - first.box[1], second.box[3] - second.box[1])


def _find_gutter(lines: Sequence[OcrLine]) -> float | None:
    """Position of the empty strip between two columns of running text, None where there is none."""
    left, right = min(line.box[0] for line in lines), max(line.box[2] for line in lines)
    width = right - left
    for share in (0.5, 0.48, 0.52, 0.45, 0.55, 0.4, 0.6):
        place = left + share * width
        before = [line for line in lines if line.box[2] <= place + _OVERHANG * width]
        after = [line for line in lines if line.box[0] >= place - _OVERHANG * width]
        crossing = len(lines) - len(before) - len(after)
        if _is_column(before, width) and _is_column(after, width) and crossing <= 0.2 * len(lines):
            return place
    return None


def _is_column(lines: Sequence[OcrLine], width: float) -> bool:
    wide = sum(line.box[2] - line.box[0] > _COLUMN_WIDTH * width for line in lines)
    return wide >= _FEWEST_OF_COLUMN and 2 * wide > len(lines)
