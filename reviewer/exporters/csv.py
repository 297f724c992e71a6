"""Findings as a table that Excel opens as it is: one row a finding, personal values masked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from reviewer.exporters.entry import Entry, ExportOptions
from reviewer.exporters.rows import COLUMNS, neutralise, rows_of

__all__ = ["COLUMNS", "export_csv", "neutralise"]


def export_csv(entries: Iterable[Entry], options: ExportOptions) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, lines ended by CRLF; parts that were not read have rows too."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for entry in entries:
        yield b"".join(_line(row) for row in rows_of(entry, options))


def _line(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(neutralise(cell) for cell in cells)
    return buffer.getvalue().encode("utf-8", "replace")
