"""Tables of reviews: the review, its findings, what people decided, said and asked about them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from api.store.base import Base, Sequence, new_id, utc_now


class ReviewState(StrEnum):
    """Where a review stands; ``parked`` = its document ended the worker too often."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PARKED = "parked"

    @property
    def ended(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in (ReviewState.DONE, ReviewState.FAILED, ReviewState.PARKED)


class FindingChange(StrEnum):
    """A finding against the version before."""

    NEW = "new"
    UNCHANGED = "unchanged"


class StoredReview(Base):
    """One review of one version.

    Attributes:
        sequence: Order of creation, for cursors.
        report: The typed report, packed (`api.store.archive`); None until done.
        reading: Digest of the document as read, in the file store; None until done.
        rules: Version of the rules that it was made with, as in its report; None until done.
        error: In Chinese: why it failed or was parked, and what to do.
        signed_by: Who signed it off; None = 未签发.
    """

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_document_id_sequence", "document_id", "sequence"),)

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(10), default=ReviewState.QUEUED.value)
    error: Mapped[str | None] = mapped_column(Text)
    report: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    reading: Mapped[str | None] = mapped_column(String(64))
    rules: Mapped[str | None] = mapped_column(String(100))
    complete: Mapped[bool | None]
    worst: Mapped[str | None] = mapped_column(String(10))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]
    conclusion: Mapped[str | None] = mapped_column(String(30))
    conclusion_text: Mapped[str] = mapped_column(Text, default="")
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    signer: Mapped[str] = mapped_column(String(100), default="")
    signed_at: Mapped[datetime | None]


class StoredFinding(Base):
    """One finding of a review, and what was decided about it.

    Attributes:
        id: ``<review>.<ordinal>``, so that a review stored twice cannot double a finding.
        content: DESIGN 4.1, exact; ``masked`` is the same with personal values masked.
        equals: How many findings of the document are alike but for their order.
        ask_again: It was decided in the version before, and cannot be told from others now (再确认);
            ``earlier`` holds what was decided.
        until: Last day of an exemption.
        revision: Counts every change; the ETag.
    """

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("review_id", "ordinal"),)

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    rule: Mapped[str] = mapped_column(String(200), index=True)
    family: Mapped[str] = mapped_column(String(50))
    kind: Mapped[str] = mapped_column(String(50))
    severity: Mapped[str] = mapped_column(String(10))
    confidence: Mapped[float | None]
    clause: Mapped[str] = mapped_column(String(200), default="")
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    equals: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]]
    masked: Mapped[dict[str, Any]]
    change: Mapped[str | None] = mapped_column(String(10))
    ask_again: Mapped[bool] = mapped_column(default=False)
    earlier: Mapped[dict[str, Any] | None]
    verdict: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_code: Mapped[str | None] = mapped_column(String(50))
    until: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    decider: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None]
    carried: Mapped[bool] = mapped_column(default=False)
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)


class StoredDecision(Base):
    """One act of deciding; rows are only added. ``before`` lets it be undone.

    Attributes:
        batch: Shared by all decisions of one act (bulk).
        revision: The finding's revision after the act: undo only while it is still that.
    """

    __tablename__ = "decisions"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    batch: Mapped[str] = mapped_column(String(32), index=True)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), index=True)
    before: Mapped[dict[str, Any]]
    verdict: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_code: Mapped[str | None] = mapped_column(String(50))
    until: Mapped[date | None]
    revision: Mapped[int]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    decider: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime] = mapped_column(default=utc_now)
    undone_at: Mapped[datetime | None]


class Comment(Base):
    """What a person said about a finding."""

    __tablename__ = "comments"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    resolved_at: Mapped[datetime | None]


class Assignment(Base):
    """Who was given a finding, by whom; the latest counts, an empty assignee releases it."""

    __tablename__ = "assignments"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), index=True)
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    assigned_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class ExemptionState(StrEnum):
    """An exemption is asked for by the drafter, granted or refused by the officer, and ends."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Exemption(Base):
    """An exception (例外规定, 公平竞争审查条例第十二条) for a finding.

    Attributes:
        circumstance: Which of the circumstances of 第十二条 applies.
        no_milder_way: Why there is no alternative that affects competition less.
        ends: The time limit or condition of termination that the draft states.
        until: Last day; after it the finding is open again.
        reminded_at: When people were reminded that it ends soon.
    """

    __tablename__ = "exemptions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(10), default=ExemptionState.ASKED.value, index=True)
    circumstance: Mapped[str] = mapped_column(Text)
    no_milder_way: Mapped[str] = mapped_column(Text)
    ends: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None]
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]
