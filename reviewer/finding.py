"""One problem at one exact place, with the law it offends and what was seen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewer.document import SourcePlace, Span


class Severity(StrEnum):
    """How bad, if true (严重程度)."""

    VIOLATION = "violation"
    RISK = "risk"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """2 for a violation, 1 for a risk, 0 for advice."""
        return {"violation": 2, "risk": 1, "advice": 0}[self.value]

    def at_most(self, ceiling: Severity) -> Severity:
        """The milder of the two."""
        return min(self, ceiling, key=lambda severity: severity.rank)


class Handling(StrEnum):
    """What a disclosure finding demands (处理), from blocking (P0) to a reminder (P3)."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class FindingOrigin(StrEnum):
    """What raised the finding."""

    RULE = "rule"
    CLASSIFIER = "classifier"
    BOTH = "both"


class Polarity(StrEnum):
    """What a sentence does with the conduct it names; only two of these can be findings."""

    COMMITS = "commits"
    FORBIDS = "forbids"
    ABOLISHES = "abolishes"
    REPORTS = "reports"
    QUOTES = "quotes"
    DEFINES = "defines"
    PURPOSE = "purpose"
    CONDITIONS_EXCLUDING = "conditions_excluding"

    @property
    def silences(self) -> bool:
        """Whether conduct that is named this way is no finding."""
        return self not in (Polarity.COMMITS, Polarity.CONDITIONS_EXCLUDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """The article offended (依据). `verified` false: no article number is shown to a user."""

    title: str
    article: str | None = None
    since: date | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One part of the conduct, such as the condition (挂钩条件) or the benefit (优惠)."""

    role: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A legal reason that was tried; where it held, the candidate was dismissed or lowered."""

    name: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEvidence:
    """What a classifier said: its name, label, calibrated probability and strongest terms."""

    name: str
    label: str
    probability: float
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why the finding was made."""

    elements: tuple[Element, ...] = ()
    lead_in: Span | None = None
    polarity: Polarity = Polarity.COMMITS
    guards: tuple[Guard, ...] = ()
    model: ModelEvidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionException:
    """An exception (例外规定, 条例第十二条) that the text claims, and what the draft still lacks."""

    claimed: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem at a place (审查发现); the contract is DESIGN 4.1.

    Attributes:
        span: Code points of `Document.text`; ``text[start:end] == quote``.
        quote: At most 200 characters, within one block.
        masked_quote: The quote with personal values masked; None where nothing is personal.
        clause: Label path such as ``第十条第二款第（三）项``, empty where the text has no numbering.
        confidence: 0-1 from counted cases, None where fewer than 20 were counted (未校准).
        fix: Replacement for the quote, only where it is mechanical and safe.
        equals: How many findings of the document differ from it in nothing but their order.
        formerly: Fingerprints that it had under the former ids of its rule (``formerly`` of a rule).
    """

    rule: str
    title: str
    family: str
    kind: str
    also: tuple[str, ...] = ()
    severity: Severity
    handling: Handling | None = None
    confidence: float | None = None
    origin: FindingOrigin = FindingOrigin.RULE
    span: Span
    quote: str
    masked_quote: str | None = None
    places: tuple[SourcePlace, ...] = ()
    clause: str = ""
    basis: tuple[LegalBasis, ...] = ()
    message: str
    suggestion: str = ""
    fix: str | None = None
    evidence: Evidence = Evidence()
    exception: CompetitionException = CompetitionException()
    fingerprint: str = ""
    equals: int = 1
    formerly: tuple[str, ...] = ()


def fingerprint(rule: str, clause_text: str, lead_in: str, quote: str, ordinal: int) -> str:
    """Identity of a finding without offsets or clause numbers: a clause that only moves keeps it.

    Args:
        rule: Rule id.
        clause_text: Folded text of the paragraph that holds the finding, personal values masked.
        lead_in: Folded text of the governing lead-in, or empty.
        quote: The quote, masked for disclosure.
        ordinal: 0-based count of equals earlier in the document.
    """
    joined = "\x1f".join((rule, clause_text, lead_in, quote, str(ordinal)))
    # A lone surrogate, which JSON can carry, has no strict UTF-8.
    return "fp1:" + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:24]
