"""Everything the review page shows, put together from a review and what people did with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from api.pages.cards import Card, Progress, progress_of
from api.pages.filters import Filter
from api.pages.original import has_original
from api.pages.working_days import Due
from reviewer.decision import ReasonCode
from reviewer.exporters import wording
from reviewer.exporters.annotate import annotated_html
from reviewer.exporters.entry import Reviewed
from reviewer.finding import Severity
from reviewer.report import Considered

REASONS = tuple(code.value for code in ReasonCode)
"""Codes of the short list of reasons, in the order of their digit keys."""

CIRCUMSTANCES = (
    "维护国家安全和发展利益",
    "促进科学技术进步和自主创新",
    "节约能源、保护环境、救灾救助等社会公共利益",
    "法律、行政法规规定的其他情形",
)
"""The circumstances of 公平竞争审查条例第十二条, in our words."""

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILES = ("html", "pdf", "xlsx", "csv", "json", "sarif")
_FORMS = ("competition", "legality", "disclosure")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLink:
    """One way to take the result away."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody a finding can be given to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewHead:
    """What is known of a review before its result is read.

    Attributes:
        error: Why it failed, in Chinese, empty unless it did.
        versions: Numbers of all versions of its document.
        missing_parts: Names of materials that the submission lacks, empty where nothing is missing.
    """

    id: str
    document_id: str
    name: str
    version: int
    versions: tuple[int, ...]
    error: str = ""
    signed: bool = False
    due: Due | None = None
    missing_parts: str = ""
    may_decide: bool = False
    may_ask: bool = False
    colleagues: tuple[Colleague, ...] = ()


class ReviewPage:
    """A finished review as its page shows it.

    Args:
        head: What is known without the result.
        reviewed: Report and document.
        cards: The findings with what people decided, in document order.
        wanted: Which of them are shown.
        today: For the earliest last day of an exception.
    """

    done = True
    error = ""
    reasons = REASONS
    circumstances = CIRCUMSTANCES

    def __init__(
        self, head: ReviewHead, reviewed: Reviewed, cards: Sequence[Card], wanted: Filter, today: date
    ) -> None:
        self.head = head
        self.reviewed = reviewed
        self.cards = tuple(cards)
        self.filter = wanted
        self.tomorrow = today + timedelta(days=1)

    def __getattr__(self, name: str) -> object:
        """Facts of the head stand for themselves."""
        return getattr(self.head, name)

    @property
    def title(self) -> str:
        """The document's own title, else the name of the file."""
        read = self.reviewed.report.profile.title
        return read.value if read else self.head.name

    @property
    def facts(self) -> tuple[str, ...]:
        """Issuer, number and the like, in words."""
        profile = self.reviewed.report.profile
        read = (profile.document_number, profile.issuer)
        kind = wording.document_kind_words(profile.kind.value) if profile.kind else ""
        name = self.head.name if self.title != self.head.name else ""
        as_of = f"按 {self.reviewed.report.as_of.isoformat()} 的法律状态"
        return tuple(filter(None, (name, kind, *(fact.value for fact in read if fact), as_of)))

    @property
    def result(self) -> str:
        """Counts in words; an incomplete review never reads like a clean one."""
        return wording.result_words(self.reviewed.report)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many findings of each severity."""
        return tuple(
            (severity.value, sum(card.finding.severity is severity for card in self.cards))
            for severity in Severity
        )

    @property
    def incomplete(self) -> tuple[str, ...]:
        """What was not read."""
        return wording.unread_words(self.reviewed.report)

    @property
    def considered(self) -> tuple[Considered, ...]:
        """What was dismissed."""
        return self.reviewed.report.considered

    @property
    def progress(self) -> Progress:
        """How many are decided."""
        return progress_of(self.cards)

    @property
    def shown(self) -> tuple[Card, ...]:
        """The findings that the filter lets through."""
        return tuple(card for card in self.cards if self.filter.lets_through(card))

    @property
    def groups(self) -> tuple[tuple[str, tuple[Card, ...]], ...]:
        """The lists with all cards; those filtered out are hidden, so that script can show them."""
        return self.filter.groups(self.cards)

    @property
    def families(self) -> tuple[str, ...]:
        """Families in the usual order."""
        return tuple(wording.FAMILIES)

    @property
    def annotated(self) -> str:
        """The text with its marks and evidence, as html."""
        findings = [card.finding for card in self.cards]
        return annotated_html(self.reviewed.document, findings, evidence=True)

    @property
    def has_original(self) -> bool:
        """Whether there are pages to show."""
        return has_original(self.reviewed.document)

    @property
    def exports(self) -> tuple[ExportLink, ...]:
        """All exports; the annotated original only where it is a docx."""
        names = (("docx",) if self.reviewed.document.media_type == _DOCX else ()) + _FILES
        return tuple(export_links(self.head.id, names, _FORMS))


def export_links(review_id: str, names: Iterable[str], forms: Iterable[str]) -> Iterable[ExportLink]:
    """Addresses of exports: forms after the annotated original, files for programs last."""
    base = f"/api/v1/reviews/{quote(review_id)}/exports"
    files = [ExportLink(name=name, address=f"{base}/{name}") for name in names]
    filled = [ExportLink(name=name, address=f"{base}/form?name={name}") for name in forms]
    first = [link for link in files if link.name == "docx"]
    return [*first, *filled, *(link for link in files if link.name != "docx")]
