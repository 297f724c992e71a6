"""Laws as dated facts; every legal question is asked at a date (as_of)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class LawKind(StrEnum):
    """Rank (位阶) of an instrument, highest first."""

    CONSTITUTION = "constitution"
    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    SUPERVISORY_REGULATION = "supervisory_regulation"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    LOCAL_REGULATION = "local_regulation"
    DEPARTMENT_REGULATION = "department_regulation"
    LOCAL_GOVERNMENT_REGULATION = "local_government_regulation"
    NORMATIVE_DOCUMENT = "normative_document"
    PARTY_RULE = "party_rule"
    STANDARD = "standard"
    OTHER = "other"


class LawStatus(StrEnum):
    """State of an instrument at a date."""

    IN_FORCE = "in_force"
    PENDING = "pending"
    AMENDED = "amended"
    REPEALED = "repealed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One version of one instrument; facts only, None means unknown and is never guessed.

    Attributes:
        title: Full title.
        short_titles: Other names; the first drops 中华人民共和国, later ones are colloquial.
        kind: Its rank.
        region: Division name of a local instrument.
        issuer: Issuing authority (制定机关).
        number: Document or order number (文号、令号).
        promulgated: First promulgation.
        version: Promulgation of this version.
        effective: From when this version binds.
        repealed: From when it no longer does.
        superseded_by: Title of what replaced it.
        articles: Highest article number of this version.
        verified: Whether the facts were checked against an official text.
    """

    title: str
    short_titles: tuple[str, ...] = ()
    kind: LawKind
    region: str | None = None
    issuer: str | None = None
    number: str | None = None
    promulgated: date | None = None
    version: date | None = None
    effective: date | None = None
    repealed: date | None = None
    superseded_by: str | None = None
    articles: int | None = None
    verified: bool = False

    def status(self, as_of: date) -> LawStatus:
        """State of this version at a date; an unknown effective date counts from the promulgation."""
        if self.repealed is not None and self.repealed <= as_of:
            return LawStatus.REPEALED
        begins = self.effective or self.version or self.promulgated
        if begins is not None and begins > as_of:
            return LawStatus.PENDING
        return LawStatus.IN_FORCE


class LawCatalogue(Protocol):
    """The law catalogue (法规目录) as the reviewer uses it; `corpora.catalogue` loads one.

    A *name* is normalised before it is compared: book title marks, blanks and width are
    of no account, 中华人民共和国 is (it belongs to the title or does not).
    """

    version: str

    def exact(self, name: str, as_of: date) -> Law | None:
        """The law with this full title, in the version in force at the date (else the latest)."""
        ...

    def by_short_title(self, name: str, as_of: date) -> Law | None:
        """The law with this short title; None where two laws share it."""
        ...

    def suggest(self, name: str, as_of: date) -> Law | None:
        """The likeliest meant law of a misspelt title; for suggestions only, never a resolution."""
        ...

    def versions(self, title: str) -> tuple[Law, ...]:
        """All versions of a full title, oldest first."""
        ...

    def names(self) -> tuple[str, ...]:
        """Every title and short title, for the automaton that finds bare names."""
        ...

    def complete_at(self, kind: LawKind) -> bool:
        """Whether the catalogue claims to hold every instrument of this rank."""
        ...
