"""Laws as dated facts; every legal question is asked at a date (as_of)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

_BRACKETS = str.maketrans(
    {
        **dict.fromkeys('《》〈〉<>“”"‘’ \t\u3000\u00a0、', None),
        "（": "(",
        "）": ")",
        "﹝": "〔",
        "﹞": "〕",
        "徵": "征",
        "於": "于",
    }
)


def normalise_name(name: str) -> str:
    """A title as it is compared: without book title marks, quotes, blanks and 、, in one width."""
    return name.translate(_BRACKETS)


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
        amended: Days of its amendments up to this version.
        effective: From when this version binds.
        until: From when the next version of the same instrument binds in its place.
        repealed: From when it no longer does.
        ended_by: A day by which it was known to be repealed, where the day itself is unknown.
        lapsed: Declared void (宣告失效) rather than repealed.
        superseded_by: Title of what replaced it; several are joined by ``；``.
        repealed_through: The decision that repealed it, where nothing replaced it.
        articles: Highest article number of this version.
        verified: Whether the facts were checked against an official text.
        recalled: Whether they rest on memory only, and whoever relies on them must be told to check.
    """

    title: str
    short_titles: tuple[str, ...] = ()
    kind: LawKind
    region: str | None = None
    issuer: str | None = None
    number: str | None = None
    promulgated: date | None = None
    version: date | None = None
    amended: tuple[date, ...] = ()
    effective: date | None = None
    until: date | None = None
    repealed: date | None = None
    ended_by: date | None = None
    lapsed: bool = False
    superseded_by: str | None = None
    repealed_through: str | None = None
    articles: int | None = None
    verified: bool = False
    recalled: bool = False

    @property
    def begins(self) -> date | None:
        """From when it binds; the promulgation where the effective date is unknown."""
        return self.effective or self.version or self.promulgated

    def status(self, as_of: date) -> LawStatus:
        """State of this version at a date."""
        ended = self.repealed or self.ended_by
        if ended is not None and ended <= as_of:
            return LawStatus.LAPSED if self.lapsed else LawStatus.REPEALED
        if self.begins is not None and self.begins > as_of:
            return LawStatus.PENDING
        if self.until is not None and self.until <= as_of:
            return LawStatus.AMENDED
        return LawStatus.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """An article that a later version numbers otherwise; from a hand-made table, never computed.

    Attributes:
        title: Full title of the instrument.
        since: From when the new number counts.
        old: Article number before.
        new: Article number since.
        topics: Words that the sentence must hold one of before the old number is called wrong.
    """

    title: str
    since: date
    old: int
    new: int
    topics: tuple[str, ...]


class LawCatalogue(Protocol):
    """The law catalogue (法规目录) as the reviewer uses it; `corpora.catalogue` loads one.

    A *name* is normalised before it is compared: book title marks, blanks and width are
    of no account, 中华人民共和国 is (it belongs to the title or does not).
    """

    version: str

    def __hash__(self) -> int:
        """By identity: what is made from a catalogue is kept with it."""
        ...

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

    def by_number(self, number: str, as_of: date) -> Law | None:
        """The instrument promulgated under this order or document number (令号、文号)."""
        ...

    def renumberings(self, title: str) -> tuple[Renumbering, ...]:
        """Articles of a full title that bear another number than before."""
        ...

    def names(self) -> tuple[str, ...]:
        """Every title and short title, for the automaton that finds bare names."""
        ...

    def complete_at(self, kind: LawKind) -> bool:
        """Whether the catalogue claims to hold every instrument of this rank."""
        ...
