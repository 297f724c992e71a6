"""The faults of a citation, and a verdict that names one at a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reviewer.finding import Severity
from reviewer.law import Law


class Fault(StrEnum):
    """What can be wrong with a citation; a rule of checker ``cited`` names one.

    Attributes:
        REPEALED: Repealed or declared void.
        NOT_YET_EFFECTIVE: Promulgated, not yet in force.
        ARTICLE_OUT_OF_RANGE: An article beyond the last.
        RENUMBERED: The number that an earlier version gave the article.
        MISNAMED: A title that can only mean another one.
        COLLOQUIAL: A short name of everyday speech, without marks.
        NOT_FOUND: A statute of the state that does not exist.
        UNLISTED: A regulation of a rank that the catalogue does not hold completely.
        DRAFT: A draft, cited as law.
        NUMBER_FORMAT: A document number that is badly written.
        ARABIC_ARTICLE: An article number in Arabic digits.
        SHORT_TITLE: First mention without 中华人民共和国.
        TITLE_MARKS: A name in other marks than book title marks, or after one that nothing closes.
    """

    REPEALED = "repealed"
    NOT_YET_EFFECTIVE = "not_yet_effective"
    ARTICLE_OUT_OF_RANGE = "article_out_of_range"
    RENUMBERED = "renumbered"
    MISNAMED = "misnamed"
    COLLOQUIAL = "colloquial"
    NOT_FOUND = "not_found"
    UNLISTED = "unlisted"
    DRAFT = "draft"
    NUMBER_FORMAT = "number_format"
    ARABIC_ARTICLE = "arabic_article"
    SHORT_TITLE = "short_title"
    TITLE_MARKS = "title_marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationVerdict:
    """One fault at one place; offsets of the view.

    Attributes:
        values: What the rule's message may name: ``law``, ``article``, ``right_title`` ...
        law: The law that the catalogue holds for it.
        dismissed: Why it is no fault after all, None where it is one.
        ceiling: The most severe it can be, where the case is weaker than the rule's.
    """

    fault: Fault
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    law: Law | None = None
    dismissed: str | None = None
    ceiling: Severity | None = None


def said_date(day: date) -> str:
    """A date as a message says it."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_marks(titles: str) -> str:
    """Titles joined by ``；`` as a message names them."""
    return "、".join(f"《{title}》" for title in titles.split("；"))
