"""The audit log: rows are only added, each seals the one before it, so that a gap or a change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from api.store.base import Base, Sequence, utc_now

# Any number, the same in every process: who appends holds it until commit (PostgreSQL).
_APPEND_LOCK = 70_120_001


class LogEntry(Base):
    """One act. No document text stands in it.

    Attributes:
        act: ``finding.decided``, ``document.read``, ``user.created`` ...
        subject: ``finding:<id>``, ``document:<id>`` ...
        seal: sha256 over the row and the seal before it.
    """

    __tablename__ = "audit_log"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(String(32), index=True)
    actor: Mapped[str] = mapped_column(String(100), default="")
    act: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(100), index=True)
    details: Mapped[dict[str, Any]]
    seal: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is to be logged.

    Attributes:
        actor_id: The user; None in single-user mode and for the service itself.
        actor: The name shown.
        details: Plain values without document text.
    """

    act: str
    subject: str
    actor_id: str | None = None
    actor: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def log_act(session: Session, act: Act) -> LogEntry:
    """Append an act within the caller's transaction: the deed and its record are kept together or not at all.

    Needs a writing session; the chain is locked until it ends, so call it last.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _APPEND_LOCK})
    session.flush()
    latest = session.scalars(select(LogEntry).order_by(LogEntry.sequence.desc()).limit(1)).first()
    entry = LogEntry(
        at=utc_now(),
        actor_id=act.actor_id,
        actor=act.actor,
        act=act.act,
        subject=act.subject,
        details=act.details,
    )
    entry.seal = seal_of(latest.seal if latest else "", entry)
    session.add(entry)
    session.flush()
    return entry


def broken_links(session: Session) -> Iterator[int]:
    """Sequence numbers of the entries whose seal does not fit: the log was changed there."""
    before = ""
    for entry in session.scalars(select(LogEntry).order_by(LogEntry.sequence)).yield_per(500):
        if entry.seal != seal_of(before, entry):
            yield entry.sequence
        before = entry.seal


def seal_of(before: str, entry: LogEntry) -> str:
    """The seal that an entry ought to have after the one with the seal ``before``."""
    row = [before, entry.at.isoformat(), entry.actor_id, entry.actor, entry.act, entry.subject, entry.details]
    return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=True).encode("ascii")).hexdigest()
