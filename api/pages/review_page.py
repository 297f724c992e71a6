"""Everything the review page shows, put together from a review and what people did with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from api.ignores.entries import MOST_DAYS
from api.pages.cards import Card, Certainty, Progress, progress_of
from api.pages.filters import Filter, Group
from api.pages.finding_words import FindingWords
from api.pages.original import has_original
from api.pages.reading_units import ReadingUnit
from api.pages.working_days import Due
from reviewer.decision import ReasonCode
from reviewer.exporters import wording
from reviewer.exporters.annotate import annotated_html
from reviewer.exporters.entry import Reviewed
from reviewer.exporters.mended import MENDABLE
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

_USUAL_DAYS = 180
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
        may_submit: Whether the reader may hand in the next version.
        me: The reader's id, empty in single-user mode.
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
    may_submit: bool = False
    me: str = ""
    my_name: str = ""
    colleagues: tuple[Colleague, ...] = ()


class ReviewPage:
    """A finished review as its page shows it.

    Args:
        head: What is known without the result.
        reviewed: Report and document.
        cards: The findings with what people decided, in document order.
        wanted: Which of them are shown.
        today: For the earliest last day of an exception.
        words: The fixed words around findings, in the reader's language.
        units: The clauses that can be ticked off, with whether the reader has read them.
        views: Filters that were saved, for the menu.
        forms_wait: Whether forms can be taken only once the review is signed off.
    """

    done = True
    error = ""
    reasons = REASONS
    circumstances = CIRCUMSTANCES

    def __init__(
        self,
        head: ReviewHead,
        reviewed: Reviewed,
        cards: Sequence[Card],
        wanted: Filter,
        today: date,
        *,
        words: FindingWords,
        units: Sequence[tuple[ReadingUnit, bool]] = (),
        views: Sequence[object] = (),
        forms_wait: bool = False,
    ) -> None:
        self.head = head
        self.reviewed = reviewed
        self.cards = tuple(cards)
        self.filter = wanted.opening(self.cards)
        self.tomorrow = today + timedelta(days=1)
        self.usual_expiry = today + timedelta(days=_USUAL_DAYS)
        self.latest_expiry = today + timedelta(days=MOST_DAYS)
        self.views = tuple(views)
        self.forms_withheld = forms_wait and not head.signed
        self._words = words
        self._units = tuple(units)

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
        kind = self._words.document_kind(profile.kind.value) if profile.kind else ""
        name = self.head.name if self.title != self.head.name else ""
        as_of = self._words.as_of(self.reviewed.report)
        return tuple(filter(None, (name, kind, *(fact.value for fact in read if fact), as_of)))

    @property
    def scope(self) -> str:
        """Whether a fair competition review applies to the document at all, with the reason."""
        read = self.reviewed.report.profile.competition_scope
        return wording.scope_words(read) if read else ""

    @property
    def result(self) -> str:
        """Counts in words; an incomplete review never reads like a clean one."""
        return self._words.result(self.reviewed.report)

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
    def groups(self) -> tuple[Group, ...]:
        """The lists with all cards; those filtered out are hidden, so that script can show them."""
        return self.filter.groups(self.cards)

    @property
    def lists(self) -> tuple[tuple[str, str], ...]:
        """The sure ones, the doubtful ones and all of them, each with how many are open of how many.

        Lists that hold nothing are left out: with one list there is nothing to choose.
        """
        split = [(c.value, [card for card in self.cards if card.certainty is c]) for c in Certainty]
        lists = [*split, ("all", list(self.cards))]
        return tuple((name, _open_of(members)) for name, members in lists if members)

    @property
    def units(self) -> list[dict[str, object]]:
        """The clauses that can be ticked off, for the script that shows them."""
        return [
            {"start": unit.start, "label": unit.label, "digest": unit.digest, "viewed": viewed}
            for unit, viewed in self._units
        ]

    @property
    def may_mend(self) -> bool:
        """Whether the reader may have replacements written into the next version."""
        return self.head.may_submit and self.reviewed.document.media_type in MENDABLE

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
        """All exports; the annotated original only where it is a docx, forms only where they may be taken."""
        names = (("docx",) if self.reviewed.document.media_type == _DOCX else ()) + _FILES
        return tuple(export_links(self.head.id, names, () if self.forms_withheld else _FORMS))


def _open_of(cards: Sequence[Card]) -> str:
    progress = progress_of(cards)
    return f"{progress.left}/{progress.total}"


def export_links(review_id: str, names: Iterable[str], forms: Iterable[str]) -> Iterable[ExportLink]:
    """Addresses of exports: forms after the annotated original, files for programs last."""
    base = f"/api/v1/reviews/{quote(review_id)}/exports"
    files = [ExportLink(name=name, address=f"{base}/{name}") for name in names]
    filled = [ExportLink(name=name, address=f"{base}/form?name={name}") for name in forms]
    first = [link for link in files if link.name == "docx"]
    return [*first, *filled, *(link for link in files if link.name != "docx")]
