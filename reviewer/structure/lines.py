"""Lines of a document's head and what each of them is."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from reviewer.document import Span


class LineKind(IntEnum):
    """What a line of the head is."""

    TITLE = 0
    DRAFT_MARK = 1
    ISSUERS = 2
    NUMBER = 3
    RED_HEAD = 4
    ORDER = 5
    PASSED = 6
    DATE = 7
    META = 8
    SALUTATION = 9
    TEXT = 10


class Line(NamedTuple):
    """A line of the head: its text without blanks at its ends, where that stands, what it is."""

    text: str
    span: Span
    kind: LineKind
    heading: int
    cell: bool
