"""Tables of what readers leave for themselves: saved views of findings, clauses that they have read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Sequence, new_id, utc_now


class SavedView(Base):
    """A filter over findings under a name.

    Attributes:
        owner_id: Who saved it; None in single-user mode.
        unit: Whose colleagues see it too where it is shared.
        query: The filter as the query of an address, such as ``family=disclosure&verdict=none``.
    """

    __tablename__ = "saved_views"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(String(1_000))
    shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class ViewedClause(Base):
    """A clause that somebody has read. It is known by its words: once they change, it counts as unread.

    Attributes:
        caller: The reader's id, or ``""`` in single-user mode.
        digest: sha256 of the words of the clause.
    """

    __tablename__ = "viewed_clauses"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    caller: Mapped[str] = mapped_column(String(32), primary_key=True, default="")
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    viewed_at: Mapped[datetime] = mapped_column(default=utc_now)
