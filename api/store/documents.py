"""Tables of what is uploaded: submissions of several files, documents, their versions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, new_id, utc_now


class Part(StrEnum):
    """What a file is within a submission (公平竞争审查条例实施办法第三十一条)."""

    DRAFT = "draft"
    EXPLANATION = "explanation"
    PRELIMINARY_OPINION = "preliminary_opinion"
    OTHER = "other"


class Submission(Base):
    """Files that are reviewed together (送审材料)."""

    __tablename__ = "submissions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class StoredDocument(Base):
    """A draft through all its versions.

    Attributes:
        owner_id: Who uploaded it; None in single-user mode.
        unit: The owner's unit when it was uploaded: whose reviewers may see it.
        part: What it is in its submission (`Part`), None outside one.
        retention_class: Names how long it is kept.
        due_on: By when it should be reviewed.
        teaches: Whether decisions on it may be exported to improve rules and classifiers.
    """

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[str | None] = mapped_column(String(200), index=True)
    name: Mapped[str] = mapped_column(String(255))
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    part: Mapped[str | None] = mapped_column(String(30))
    retention_class: Mapped[str] = mapped_column(String(50), default="default")
    due_on: Mapped[date | None]
    teaches: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    deleted_at: Mapped[datetime | None]


class Version(Base):
    """One draft of a document. Its bytes lie in the file store under ``digest``."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    is_text: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
