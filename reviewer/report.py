"""Everything one review found, what it dismissed, and what it could not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reviewer.document import Document, Span, Unread
from reviewer.finding import Finding, LegalBasis, Polarity, Severity

if TYPE_CHECKING:
    from spacy.tokens import Doc

# The span group of `Report.to_spacy`.
SPANS_KEY = "findings"


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
class Checked:
    """Something that was checked for legality and found in order.

    Attributes:
        subject: What was checked, in Chinese: 制定依据, 法律依据, 设定权：行政处罚, 施行日期 ...
        result: What the check says.
        items: What was looked at: titles, articles, a date.
        basis: The articles that it was held against.
    """

    subject: str
    result: str
    items: tuple[str, ...] = ()
    basis: tuple[LegalBasis, ...] = ()


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
    checked: tuple[Checked, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was read and every checker ran; else the report says 未完整审查."""
        return not self.unread and not self.failures

    def worst(self) -> Severity | None:
        """The highest severity found, None without findings."""
        return max((finding.severity for finding in self.findings), key=lambda s: s.rank, default=None)

    def to_spacy(self, document: Document) -> Doc:
        """The text as a spaCy document whose span group ``findings`` holds the findings.

        A token is a code point, so offsets are those of the report; a span's label is the kind,
        its id the fingerprint. ``displacy.render(doc, style="span", options={"spans_key":
        SPANS_KEY})`` shows it, ``DocBin(docs=[doc])`` stores it. Needs the extra ``entities``.

        Args:
            document: The document that the report is about.

        Raises:
            ImportError: spaCy is not installed.
            ValueError: The report is about another document.
        """
        from spacy.tokens import Doc, Span as Tokens  # noqa: PLC0415, I001  optional and slow to load
        from spacy.vocab import Vocab  # noqa: PLC0415

        if document.digest != self.digest:
            raise ValueError("the report is about another document")
        # A lone surrogate, which JSON can carry, has no place in spaCy's strings.
        text = "".join(
            "\ufffd" if "\ud800" <= character <= "\udfff" else character for character in document.text
        )
        doc = Doc(Vocab(), words=list(text), spaces=[False] * len(text))
        doc.spans[SPANS_KEY] = [
            Tokens(doc, f.span.start, f.span.end, label=f.kind, span_id=f.fingerprint) for f in self.findings
        ]
        return doc
