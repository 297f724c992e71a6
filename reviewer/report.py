"""Everything one review found, what it dismissed, and what it could not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewer.document import Span, Unread
from reviewer.finding import Finding, Polarity, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadValue:
    """A fact read from the document, with the span it was read from (None: inferred)."""

    value: str
    span: Span | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the document is (DESIGN 4.1 ``document``): each fact with its evidence, None where not found.

    Attributes:
        kind: Value of `reviewer.structure.kinds.DocumentKind`.
        level: ``state``, ``province``, ``city``, ``county``, ``township``.
        region: Division code such as ``440300``; a division's name where the code is not known.
        competition_scope: Whether it concerns undertakings' economic activity (公平竞争审查条例第二条),
            ``concerned`` or ``not_concerned``, with the reason; None where fair competition was not reviewed.
    """

    title: ReadValue | None = None
    kind: ReadValue | None = None
    document_number: ReadValue | None = None
    issuer: ReadValue | None = None
    level: ReadValue | None = None
    region: ReadValue | None = None
    signed_on: ReadValue | None = None
    published_on: ReadValue | None = None
    effective_on: ReadValue | None = None
    validity_period: ReadValue | None = None
    disclosure_class: ReadValue | None = None
    competition_scope: ReadValue | None = None
    annexes: tuple[ReadValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A candidate that was dismissed, and why (禁止语境, 第四十六条, 上位法依据 ...)."""

    rule: str
    span: Span
    quote: str
    reason: str
    polarity: Polarity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A checker that broke on one passage; the review went on. Holds no document text."""

    rule: str
    span: Span
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What the report was made with; the same versions and inputs give the same report."""

    rules: str
    catalogue: str
    models: str
    software: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of `reviewer.review`."""

    name: str
    digest: str
    profile: Profile
    as_of: date
    versions: Versions
    unread: tuple[Unread, ...] = ()
    findings: tuple[Finding, ...] = ()
    considered: tuple[Considered, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was read and every checker ran; else the report says 未完整审查."""
        return not self.unread and not self.failures

    def worst(self) -> Severity | None:
        """The highest severity found, None without findings."""
        return max((finding.severity for finding in self.findings), key=lambda s: s.rank, default=None)
