"""The queue: jobs are put in, claimed with a lease, kept by heartbeats, and settled once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from api.jobs.identity import has_ended
from api.store.base import new_id, utc_now
from api.store.database import Database
from api.store.jobs import Event, Job, JobState, Worker

# A document that ended its worker so often, or was taken so often without an end, is not tried again.
_MAX_DEATHS = 3
_MAX_ATTEMPTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A job in the hands of one worker.

    Attributes:
        sequence: The job.
        token: Whoever settles the job must hold it.
        deaths: How many workers have ended over it before.
        reason: How the last one ended, in Chinese.
    """

    sequence: int
    token: str
    kind: str
    subject: str
    attempts: int
    deaths: int
    reason: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def spent(self) -> bool:
        """Whether it has cost enough workers and is to be parked."""
        return self.deaths >= _MAX_DEATHS or self.attempts > _MAX_ATTEMPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a worker ended.

    Attributes:
        asked: It was asked to; what it held is as if never taken.
        reason: In Chinese, where it ended by itself or was killed; counts against what it held.
    """

    asked: bool = False
    reason: str = ""


def enqueue(session: Session, kind: str, subject: str, payload: dict[str, Any] | None = None) -> Job:
    """Put a job in, within the caller's transaction; wake the workers after its commit."""
    job = Job(kind=kind, subject=subject, payload=payload or {})
    session.add(job)
    publish(session, f"{kind}:{subject}", "queued")
    return job


def publish(session: Session, subject: str, kind: str, data: dict[str, Any] | None = None) -> None:
    """Add a step of progress; readers of the event stream see it after the commit."""
    session.add(Event(subject=subject, kind=kind, data=data or {}))


def claim(database: Database, worker: str, lease: timedelta) -> Claim | None:
    """Take the job that waits longest; None where there is none. Two workers never get the same."""
    if database.is_sqlite and not _has_work(database):
        return None  # to look costs no other writer anything, to ask for the lock of SQLite does
    with database.writing() as session:
        # PostgreSQL skips what another worker is taking; SQLite lets one writer in at a time.
        query = select(Job).where(_takeable()).order_by(Job.attempts, Job.sequence).limit(1)
        job = session.scalars(query.with_for_update(skip_locked=True)).first()
        if job is None:
            return None
        if job.state == JobState.RUNNING:  # its worker fell silent
            job.deaths += 1
            job.reason = "处理进程失去联系"
        now = utc_now()
        job.state, job.claim, job.worker = JobState.RUNNING.value, new_id(), worker
        job.attempts += 1
        job.started_at = job.heartbeat_at = now
        job.lease_until = now + lease
        publish(session, f"{job.kind}:{job.subject}", "running", {"attempt": job.attempts})
        return Claim(
            sequence=job.sequence,
            token=job.claim,
            kind=job.kind,
            subject=job.subject,
            attempts=job.attempts,
            deaths=job.deaths,
            reason=job.reason,
            payload=job.payload,
        )


def _has_work(database: Database) -> bool:
    with database.reading() as session:
        return bool(session.scalar(select(exists().where(_takeable()))))


def extend(database: Database, held: Claim, lease: timedelta) -> bool:
    """A heartbeat: the claim holds on; False where it was lost."""
    now = utc_now()
    with database.writing() as session:
        done = session.execute(
            update(Job)
            .where(Job.sequence == held.sequence, Job.claim == held.token)
            .values(heartbeat_at=now, lease_until=now + lease)
            .returning(Job.sequence)
        )
        return done.first() is not None


def is_held(session: Session, held: Claim) -> bool:
    """Whether the claim still holds, for a transaction that begins the work of a job."""
    query = select(exists().where(Job.sequence == held.sequence, Job.claim == held.token))
    return bool(session.scalar(query))


def settle(session: Session, held: Claim, state: JobState, reason: str | None = None) -> bool:
    """End the job in the transaction that stores its result; False, and nothing changed, where it was lost.

    Call it first in the transaction: from then on no other worker can settle the job.
    """
    ended: dict[str, Any] = {"state": state.value, "reason": reason, "claim": None, "lease_until": None}
    done = session.execute(
        update(Job)
        .where(Job.sequence == held.sequence, Job.claim == held.token)
        .values(**ended, finished_at=utc_now())
        .returning(Job.sequence)
    )
    return done.first() is not None


def postpone(session: Session, held: Claim, until: datetime) -> bool:
    """Give the job back until a moment, as if never taken; False where it was lost."""
    query = select(Job).where(Job.sequence == held.sequence, Job.claim == held.token).with_for_update()
    job = session.scalars(query).one_or_none()
    if job is None:
        return False
    job.state, job.claim, job.worker, job.lease_until = JobState.QUEUED.value, None, None, None
    job.attempts, job.not_before = 0, until
    return True


def retry(session: Session, kind: str, subject: str) -> bool:
    """Give a parked or failed job another chance; False where there is none."""
    query = select(Job).where(
        Job.kind == kind, Job.subject == subject, Job.state.in_((JobState.PARKED, JobState.FAILED))
    )
    job = session.scalars(query.with_for_update()).one_or_none()
    if job is None:
        return False
    job.state, job.attempts, job.deaths, job.reason = JobState.QUEUED.value, 0, 0, None
    publish(session, f"{kind}:{subject}", "queued")
    return True


def bury(database: Database, worker: str, ending: Ending) -> list[str]:
    """Free what a worker held that has ended; gives the subjects."""
    held = (Job.worker == worker) & (Job.state == JobState.RUNNING)
    freed: dict[str, Any] = {
        "state": JobState.QUEUED.value,
        "claim": None,
        "worker": None,
        "lease_until": None,
    }
    if ending.asked:
        freed["attempts"] = Job.attempts - 1
    elif ending.reason:
        freed |= {"deaths": Job.deaths + 1, "reason": ending.reason}
    with database.writing() as session:
        subjects = session.scalars(update(Job).where(held).values(**freed).returning(Job.subject)).all()
        session.execute(delete(Worker).where(Worker.name == worker))
    return list(subjects)


def bury_ended(database: Database) -> None:
    """Free what workers of this machine held when the whole service was ended.

    It counts against no document as a death, for which of them was to blame, if any, cannot be told.
    """
    with database.reading() as session:
        known = set(session.scalars(select(Job.worker).where(Job.state == JobState.RUNNING)))
        known |= set(session.scalars(select(Worker.name)))
    for worker in known:
        if worker is not None and has_ended(worker):
            bury(database, worker, Ending())


def count_waiting(session: Session) -> int:
    """Jobs that are not settled."""
    unsettled = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    return session.scalar(select(func.count()).select_from(Job).where(unsettled)) or 0


def _takeable() -> ColumnElement[bool]:
    now = utc_now()
    fallen_silent = and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    due = and_(Job.state == JobState.QUEUED, or_(Job.not_before.is_(None), Job.not_before <= now))
    return or_(due, fallen_silent)
