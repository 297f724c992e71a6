"""Numbers as legal texts write them: numerals, clause numbers, labels, lists within a paragraph.

It stands low in the house so that citations, structure and language can all use it.
"""

from reviewer.numbering.clause_number import (
    ClauseNumber,
    ClauseReference,
    clause_range,
    read_clause_references,
)
from reviewer.numbering.inline import InlineItem, inline_items
from reviewer.numbering.labels import Label, LabelStyle, read_label
from reviewer.numbering.numerals import NUMERAL_CHARACTERS, parse_numeral, to_numeral

__all__ = [
    "NUMERAL_CHARACTERS",
    "ClauseNumber",
    "ClauseReference",
    "InlineItem",
    "Label",
    "LabelStyle",
    "clause_range",
    "inline_items",
    "parse_numeral",
    "read_clause_references",
    "read_label",
    "to_numeral",
]
