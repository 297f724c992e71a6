"""What the review page shows of one finding, beside what the library says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from corpora.law_texts import basis_text
from reviewer.decision import Verdict
from reviewer.document import Document
from reviewer.exporters import wording
from reviewer.exporters.kinds import kinds_words
from reviewer.finding import Finding, FindingOrigin, LegalBasis

SURE_FROM = 0.8
"""Confidence from which a finding of a calibrated rule stands in the first list."""


class Certainty(StrEnum):
    """In which of the two lists a finding stands: the sure ones first."""

    SURE = "sure"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a finding stands with people: decision, assignment, talk.

    Attributes:
        verdict: None where undecided.
        reason: In the officer's words.
        reason_code: One of `REASONS`, or empty.
        by: Who decided.
        at: When.
        until: Last day of an exemption.
        carried: Whether the decision was made on an earlier version.
        ask_again: Whether it was decided before but must be asked again (再确认).
        earlier: Where it must be asked again: the verdict before, else empty.
        earlier_words: Reason and author of that verdict.
        assignee: Who holds it, empty for nobody.
        comments: How many comments it has.
        exception: State of a request for an exception: ``asked``, ``granted``, ``refused`` or empty.
        ignored: Why it is not reported, where an ignore list says so; empty otherwise.
        ignore_entry: Id of the entry that says so.
        revision: For ``If-Match``, empty where unknown.
    """

    verdict: Verdict | None = None
    reason: str = ""
    reason_code: str = ""
    by: str = ""
    at: datetime | None = None
    until: date | None = None
    carried: bool = False
    ask_again: bool = False
    earlier: str = ""
    earlier_words: str = ""
    assignee: str = ""
    comments: int = 0
    exception: str = ""
    ignored: str = ""
    ignore_entry: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One finding on the page; numbers count from 1 in document order, as flags in the text do."""

    number: int
    id: str
    finding: Finding
    place: str
    standing: Standing = Standing()

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide it: what is ignored needs no decision."""
        undecided = self.standing.verdict is None or self.standing.ask_again
        return undecided and not self.standing.ignored

    @property
    def verdict(self) -> str:
        """What the page filters by: the verdict, ``ignored``, or ``none`` for what is open."""
        if self.is_open:
            return "none"
        return self.standing.verdict.value if self.standing.verdict else "ignored"

    @property
    def certainty(self) -> Certainty:
        """Doubtful where a classifier stands alone or counted cases say so; uncounted rules are not."""
        confidence = self.finding.confidence
        alone = self.finding.origin is FindingOrigin.CLASSIFIER
        doubtful = alone or (confidence is not None and confidence < SURE_FROM)
        return Certainty.DOUBTFUL if doubtful else Certainty.SURE

    @property
    def kind(self) -> str:
        """Family and kind in words."""
        family = wording.FAMILIES.get(self.finding.family, self.finding.family)
        return f"{family} · {kinds_words(self.finding)}"

    @property
    def confidence(self) -> str:
        """Confidence and origin in words."""
        origin = wording.ORIGINS[self.finding.origin]
        return f"{wording.confidence_words(self.finding)}（{origin}）"

    @property
    def shape(self) -> str:
        """The shape that tells the severity without colour."""
        return wording.SHAPES[self.finding.severity]

    @property
    def severity(self) -> str:
        """Shape and word."""
        severity = self.finding.severity
        return f"{wording.SHAPES[severity]} {wording.SEVERITIES[severity]}"

    @property
    def handling(self) -> str:
        """What a disclosure finding demands, or empty."""
        handling = self.finding.handling
        return f"{handling.value} {wording.HANDLINGS[handling]}" if handling else ""

    @property
    def bases(self) -> tuple[tuple[LegalBasis, str], ...]:
        """Each law with its words; an unverified one without article number."""
        return tuple((basis, wording.basis_words(basis)) for basis in self.finding.basis)

    @property
    def articles(self) -> tuple[tuple[str, str], ...]:
        """The articles whose text the operator imported, each with its words and text."""
        texts = ((words, basis_text(basis)) for basis, words in self.bases)
        return tuple((words, text) for words, text in texts if text)

    @property
    def polarity(self) -> str:
        """What the sentence does with the conduct."""
        return wording.POLARITIES[self.finding.evidence.polarity]

    @property
    def excusable(self) -> bool:
        """Whether an exception of 条例第十二条 can be asked for."""
        return self.finding.family == "fair_competition"

    @property
    def search_text(self) -> str:
        """What the search box looks through."""
        finding = self.finding
        laws = " ".join(words for _, words in self.bases)
        return " ".join((finding.title, finding.quote, finding.clause, finding.message, laws))


def cards_of(document: Document, findings: Sequence[tuple[str, Finding, Standing]]) -> tuple[Card, ...]:
    """Cards in document order, numbered as the flags in the text are."""
    return tuple(
        Card(
            number=number,
            id=identity,
            finding=finding,
            place=" · ".join(filter(None, (finding.clause, wording.location_words(document, finding)))),
            standing=standing,
        )
        for number, (identity, finding, standing) in enumerate(findings, 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the work on a review is."""

    decided: int
    total: int

    @property
    def left(self) -> int:
        """Findings without a decision."""
        return self.total - self.decided


def progress_of(cards: Sequence[Card]) -> Progress:
    """How many findings are decided."""
    decided = sum(not card.is_open for card in cards)
    return Progress(decided=decided, total=len(cards))
