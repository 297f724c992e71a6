"""What a citation is: a name of an instrument, a number, clauses of it, where they stand in the view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reviewer.numbering.clause_number import ClauseReference


class CitationForm(StrEnum):
    """How a text names what it cites.

    Attributes:
        TITLE: Between book title marks: 《中华人民共和国行政处罚法》.
        BARE: A known name without marks: 行政处罚法第十六条.
        NUMBER: Only its number: 国务院令第783号.
        BACK: By pointing back: 该条例第五条, 同法第八条.
        SELF: The citing instrument itself: 本办法第三条, or 第三条 alone.
        RELATIVE: A part of the citing clause: 前款, 本条第二款.
    """

    TITLE = "title"
    BARE = "bare"
    NUMBER = "number"
    BACK = "back"
    SELF = "self"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedNumber:
    """A document or order number (文号、令号) after a title or alone; offsets of the view."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One citation; every offset is one of the folded view.

    Attributes:
        form: How it names what it cites.
        start: Where it begins, book title mark included.
        end: Where it ends, with number, brackets and clauses.
        name: The name without book title marks; empty where none is given.
        name_start: Where the name begins, marks included.
        name_end: Where the name ends, marks included.
        number: The number that follows the title in brackets.
        clauses: The clauses cited, in order; ranges are kept as such.
        draft: The word that says it is a draft (草案、征求意见稿), None for an enacted text.
        year: Year of the version that the text names (2018年修正), None where it names none.
        aliases: Short names that the text gives it from here on (以下简称“《条例》”).
    """

    form: CitationForm
    start: int
    end: int
    name: str
    name_start: int
    name_end: int
    number: CitedNumber | None = None
    clauses: tuple[ClauseReference, ...] = ()
    draft: str | None = None
    year: int | None = None
    aliases: tuple[str, ...] = ()
