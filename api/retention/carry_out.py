"""What is done every day: documents whose time is over are erased, old sessions and counts forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, select

from api.accounts.oidc import PENDING_FOR
from api.accounts.sign_in import forget_failures
from api.accounts.sign_ins import forget_ended_sign_ins
from api.retention.classes import due_documents
from api.retention.erase import erase_document, erase_file, is_referenced, scrub
from api.store.access import PendingSignIn
from api.store.audit_log import Act, log_act
from api.store.database import Database
from api.store.files import FileStore
from api.store.jobs import IdempotencyKey, Job, JobState
from api.store.webhooks import Delivery, DeliveryState

RETENTION = "retention"
_SESSIONS_KEPT = timedelta(days=30)
_FAILURES_KEPT = timedelta(days=2)
_DELIVERIES_KEPT = timedelta(days=30)
_ANSWERS_KEPT = timedelta(hours=24)
_JOBS_KEPT = timedelta(days=30)
_UNNAMED_KEPT = timedelta(days=1)
# A run fits into the time of a job; the rest is erased the next day.
_MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionOutcome:
    """What one run did.

    Attributes:
        documents: Documents that were erased.
        files: Files that were deleted; fewer where others have the same bytes.
    """

    documents: int
    files: int


def carry_out(database: Database, files: FileStore, now: datetime) -> RetentionOutcome:
    """Erase what is due, each document in a transaction of its own: a crash loses nothing but time."""
    with database.reading() as session:
        due = due_documents(session, now)[:_MOST_AT_ONCE]
    erased: set[str] = set()
    for document_id in due:
        with database.writing() as session:
            erased.update(erase_document(session, document_id, why="retention"))
    deleted = sum(erase_file(database, files, digest) for digest in sorted(erased))
    _tidy(database, now)
    _forget_unnamed(database, files, now)
    with database.writing() as session:
        details = {"documents": len(due), "files": deleted}
        log_act(session, Act(act="retention.carried_out", subject="retention", details=details))
    scrub(database)
    return RetentionOutcome(documents=len(due), files=deleted)


def enqueue_due(database: Database, today: date) -> bool:
    """Queue the run of a day, once, however many services ask; False where it is queued already."""
    with database.writing() as session:
        subject = today.isoformat()
        if session.scalar(select(exists().where(Job.kind == RETENTION, Job.subject == subject))):
            return False
        session.add(Job(kind=RETENTION, subject=subject))
    return True


def _forget_unnamed(database: Database, files: FileStore, now: datetime) -> None:
    """Files that no row names: the disk was full or the service killed before the rows were written."""
    files.forget_unfinished()
    for digest in files.stored_before((now - _UNNAMED_KEPT).timestamp()):
        with database.reading() as session:
            named = is_referenced(session, digest)
        if not named:
            erase_file(database, files, digest)


def _tidy(database: Database, now: datetime) -> None:
    """Forget what only served the moment."""
    with database.writing() as session:
        forget_ended_sign_ins(session, now - _SESSIONS_KEPT)
        forget_failures(session, now - _FAILURES_KEPT)
        session.execute(delete(PendingSignIn).where(PendingSignIn.created_at < now - PENDING_FOR))
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - _ANSWERS_KEPT))
        session.execute(
            delete(Delivery).where(
                Delivery.state != DeliveryState.WAITING.value, Delivery.created_at < now - _DELIVERIES_KEPT
            )
        )
        session.execute(
            delete(Job).where(
                Job.kind.in_((RETENTION, "erase_file", "exemptions", "webhook")),
                Job.state.in_((JobState.DONE.value, JobState.FAILED.value)),
                Job.finished_at < now - _JOBS_KEPT,
            )
        )
