"""Tables of ignore lists: what is not reported where, by whom, until when, and what it concerns."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Sequence, new_id, utc_now


class IgnoreScope(StrEnum):
    """Where something is not reported: at this place, in this document, in all documents of the unit."""

    PLACE = "place"
    DOCUMENT = "document"
    UNIT = "unit"


class IgnoreEntry(Base):
    """A wording of a rule, or a rule, that is not reported.

    Attributes:
        rule: The rule; nothing else is silenced.
        title: Its title when the entry was made.
        word: The exact wording that is not reported, for matching only; None = whatever it says.
        shown: The wording as it is shown, personal values masked; empty for a whole rule.
        fingerprint: Of the one finding, where the scope is this place.
        document_id: None where the scope is the unit.
        review_id: Where it was made.
        unit: Of the document; the entry is of that unit's concern whatever its scope.
        expires_on: Last day; after it the findings are open again by themselves.
    """

    __tablename__ = "ignore_entries"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    scope: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(200), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    word: Mapped[str | None] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text, default="")
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    document_id: Mapped[str | None] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), index=True
    )
    review_id: Mapped[str | None] = mapped_column(ForeignKey("reviews.id", ondelete="SET NULL"), index=True)
    unit: Mapped[str | None] = mapped_column(String(200), index=True)
    reason: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(100), default="")


class IgnoredFinding(Base):
    """A finding that an entry concerns; whether it is silenced now is asked of the entry."""

    __tablename__ = "ignored_findings"

    entry_id: Mapped[str] = mapped_column(
        ForeignKey("ignore_entries.id", ondelete="CASCADE"), primary_key=True
    )
    finding_id: Mapped[str] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True, index=True
    )
