"""Tables of work: leased jobs, the workers that do them, events of progress, idempotency keys."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Sequence, utc_now


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PARKED = "parked"


class Job(Base):
    """Something for a worker to do.

    Attributes:
        kind: Names the handler: ``review``, ``audit`` ...
        subject: Id of what it is about; one job a kind and subject.
        claim: Made up when a worker takes it; whoever finishes it must still hold it.
        lease_until: After this moment another worker may take it.
        not_before: A postponed job waits until then; None where it need not.
        attempts: How often it was taken.
        deaths: How often the worker that held it ended without a word.
        reason: In Chinese: why it failed or was parked.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_jobs_waiting", "state", "attempts", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED.value)
    claim: Mapped[str | None] = mapped_column(String(32))
    worker: Mapped[str | None] = mapped_column(String(200), index=True)
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Worker(Base):
    """A worker process that is, or was, at work; its heartbeat tells which."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    heartbeat_at: Mapped[datetime] = mapped_column(default=utc_now)


class Event(Base):
    """A step of progress; its sequence is the ``id`` of the server-sent event.

    Attributes:
        subject: ``review:<id>`` or ``audit:<id>``.
        kind: ``queued``, ``running``, ``done`` ...
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject_sequence", "subject", "sequence"),)

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(30))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class IdempotencyKey(Base):
    """A request that was sent with an ``Idempotency-Key``, and its answer once there is one.

    Attributes:
        caller: The user's id, or ``""`` in single-user mode.
        request_digest: Of method, path and body: the same key with another request is refused.
        status: Of the answer; None while the request runs.
    """

    __tablename__ = "idempotency_keys"

    caller: Mapped[str] = mapped_column(String(32), primary_key=True, default="")
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class AuditRun(Base):
    """A batch audit (存量清理) that was started from the service."""

    __tablename__ = "audits"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    source: Mapped[str] = mapped_column(Text)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED.value)
    error: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[dict[str, Any] | None]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]
