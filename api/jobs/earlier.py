"""What was found and decided in the version before, seen from the findings of this one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from api.store.archive import unpack_report
from api.store.documents import Version
from api.store.reviews import FindingChange, ReviewState, StoredFinding, StoredReview
from reviewer.decision import Carried, Decision, Verdict, carry_over
from reviewer.finding import Finding
from reviewer.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The version before.

    Attributes:
        fingerprints: Of its findings; None where there is no version before.
        carried: Its decisions.
    """

    fingerprints: frozenset[str] | None = None
    carried: Carried = field(default_factory=Carried)

    def change(self, finding: Finding) -> str | None:
        """Whether the finding is new; None in the first version."""
        if self.fingerprints is None:
            return None
        known = self.fingerprints.intersection((finding.fingerprint, *finding.formerly))
        return (FindingChange.UNCHANGED if known else FindingChange.NEW).value


def find_earlier(session: Session, stored: StoredReview, report: Report) -> Earlier:
    """What the version before says about the findings of this report."""
    former = _review_before(session, stored)
    if former is None or former.report is None:
        return Earlier()
    before = unpack_report(former.report).findings
    carried = carry_over(decisions_of(session, former.id), report.findings, as_of=report.as_of, before=before)
    return Earlier(fingerprints=frozenset(finding.fingerprint for finding in before), carried=carried)


def decisions_of(session: Session, review_id: str) -> list[Decision]:
    """What is decided about the findings of a review, oldest first."""
    query = (
        select(StoredFinding)
        .where(StoredFinding.review_id == review_id, StoredFinding.verdict.is_not(None))
        .order_by(StoredFinding.decided_at)
    )
    return [decision for finding in session.scalars(query) if (decision := decision_of(finding)) is not None]


def decision_of(finding: StoredFinding) -> Decision | None:
    """What is decided about a finding; None where nothing is."""
    if finding.verdict is None or finding.decided_at is None:
        return None
    return Decision(
        fingerprint=finding.fingerprint,
        verdict=Verdict(finding.verdict),
        author=finding.decider,
        decided_at=finding.decided_at,
        reason=finding.reason,
        reason_code=finding.reason_code,
        rule=finding.rule,
        equals=finding.equals,
        until=finding.until,
    )


def has_lapsed(finding: StoredFinding, today: date) -> bool:
    """Whether it was exempted and the exemption is over: the finding is open again."""
    return finding.verdict == Verdict.EXEMPTED and finding.until is not None and finding.until < today


def _review_before(session: Session, stored: StoredReview) -> StoredReview | None:
    """The latest finished review of an earlier version of the same document."""
    number = select(Version.number).where(Version.id == stored.version_id).scalar_subquery()
    query = (
        select(StoredReview)
        .join(Version, Version.id == StoredReview.version_id)
        .where(
            StoredReview.document_id == stored.document_id,
            StoredReview.state == ReviewState.DONE,
            Version.number < number,
        )
        .order_by(Version.number.desc(), StoredReview.sequence.desc())
        .limit(1)
        .options(undefer(StoredReview.report))
    )
    return session.scalars(query).first()
