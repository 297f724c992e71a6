"""CSV files that a spreadsheet opens as they are, and never runs."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from reviewer.exporters.csv import neutralise


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> None:
    """UTF-8 with a byte order mark; a cell that a spreadsheet would take for a formula is made text."""
    unfinished = path.with_name(f"_{path.name}")
    with unfinished.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    os.replace(unfinished, path)


def safe_cell(cell: str | float) -> str | float:
    """Numbers as they are, texts without formulas."""
    return neutralise(cell) if isinstance(cell, str) else cell
