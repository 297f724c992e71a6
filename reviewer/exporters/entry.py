"""What an exporter is given: results of a check, one an input, and how to write them."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.document import Document
from reviewer.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An input that was read and reviewed, wholly or in part."""

    report: Report
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreviewed:
    """An input that could not be read at all; ``error`` says why and what to do, in Chinese."""

    name: str
    error: str


Entry = Reviewed | Unreviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How to write.

    Attributes:
        explain: Tell also what was dismissed, which guards were tried and what was seen.
        masked: Put the masked quote in place of the exact one (JSON; csv and SARIF always do).
        single: One report on its own: JSON is an object rather than an array.
        colour: Colour for a terminal (text).
        width: Columns of the terminal (text).
    """

    explain: bool = False
    masked: bool = False
    single: bool = False
    colour: bool = False
    width: int = 100
