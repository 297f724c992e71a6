"""Lists within one cell of a table: each paragraph of the cell, and what introduces it there."""

from __future__ import annotations

from reviewer.document import Span
from reviewer.numbering.labels import LabelStyle
from reviewer.structure.lead_ins import lead_in
from reviewer.structure.units import Unit


class CellLists:
    """Follows the paragraphs of a cell; a new cell begins afresh."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cell: tuple[int, int, int] | None = None
        self._open: list[tuple[LabelStyle, Span | None]] = []
        self._introduction: Span | None = None

    def lead_ins(self, unit: Unit) -> tuple[Span, ...]:
        """The sentences of the same cell that introduce a paragraph, nearest first."""
        if unit.cell != self._cell:
            self._cell = unit.cell
            self._open.clear()
            self._introduction = None
        label = unit.cell_label
        if label is None:
            self._open.clear()
        elif any(style == label.style for style, _ in self._open):
            while self._open[-1][0] != label.style:
                self._open.pop()
        else:
            self._open.append((label.style, self._introduction))
        last = self._text[unit.end - 1]
        body = unit.start if label is None else label.body
        self._introduction = lead_in(self._text, body, unit.end) if last in "：:" else None
        return tuple(lead for _, lead in reversed(self._open) if lead is not None)
