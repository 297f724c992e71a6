"""Numbers as legal texts write them: numerals, clause numbers, labels, lists within a sentence.

It stands low in the house so that citations, structure and language can all use it.
"""

from reviewer.numbering.clause_number import (
    ClauseNumber,
    ClauseReference,
    clause_range,
    read_clause_references,
)
from reviewer.numbering.numerals import NUMERAL_CHARACTERS, parse_numeral, to_numeral

__all__ = [
    "NUMERAL_CHARACTERS",
    "ClauseNumber",
    "ClauseReference",
    "clause_range",
    "parse_numeral",
    "read_clause_references",
    "to_numeral",
]
