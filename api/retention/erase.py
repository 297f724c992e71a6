"""Erasing a document: its rows, its files, and what mentions its text elsewhere in the database."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.orm import Session

from api.accounts.roles import Actor
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.database import Database, keep_apart
from api.store.documents import StoredDocument, Submission, Version
from api.store.files import FileStore
from api.store.jobs import Event, IdempotencyKey, Job
from api.store.reviews import StoredReview

ERASE_FILE = "erase_file"


def erase_document(session: Session, document_id: str, *, why: str, by: Actor | None = None) -> list[str]:
    """Delete a document with everything about it; the log keeps that it was, by its id only.

    Args:
        session: A writing session.
        document_id: The document.
        why: ``retention`` or ``asked``, for the log.
        by: Who asked; the service itself where None.

    Returns:
        Digests of its files. Jobs to erase them are written in the same transaction, so that a crash after
        it leaves no file behind.
    """
    document = session.get(StoredDocument, document_id)
    if document is None:
        return []
    reviews = session.scalars(select(StoredReview.id).where(StoredReview.document_id == document_id)).all()
    digests = _digests(session, document_id)
    subjects = [f"review:{review}" for review in reviews]
    session.execute(delete(Job).where(Job.kind == "review", Job.subject.in_(reviews)))
    session.execute(delete(Event).where(Event.subject.in_(subjects)))
    _forget_answers(session, (document_id, *reviews))
    submission = document.submission_id
    session.delete(document)
    session.flush()
    if submission is not None:
        _delete_empty_submission(session, submission)
    for digest in digests:
        _queue_file(session, digest)
    act = Act(
        act="document.erased",
        subject=f"document:{document_id}",
        actor_id=by.id if by else None,
        actor=by.name if by else "",
        details={"why": why, "files": len(digests), "reviews": len(reviews)},
    )
    log_act(session, act)
    return digests


def erase_file(database: Database, files: FileStore, digest: str) -> bool:
    """Delete a stored file unless another document has the same bytes; False where one does."""
    # Within a writing transaction: an upload of the same bytes commits before or after, not in between.
    with database.writing() as session:
        keep_apart(session, digest)
        if is_referenced(session, digest):
            return False
        files.delete(digest)
    return True


def is_referenced(session: Session, digest: str) -> bool:
    """Whether a version or a reading has these bytes."""
    version = session.scalars(select(Version.id).where(Version.digest == digest).limit(1)).first()
    reading = session.scalars(select(StoredReview.id).where(StoredReview.reading == digest).limit(1)).first()
    return version is not None or reading is not None


def scrub(database: Database) -> None:
    """Make what was deleted unreadable in the database's files too.

    SQLite overwrites deleted content (``secure_delete``), its write-ahead log is emptied here. PostgreSQL's
    VACUUM gives the space free for reuse.
    """
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            connection.execute(text("VACUUM"))


def _digests(session: Session, document_id: str) -> list[str]:
    versions = session.scalars(select(Version.digest).where(Version.document_id == document_id))
    readings = session.scalars(select(StoredReview.reading).where(StoredReview.document_id == document_id))
    return sorted({digest for digest in (*versions, *readings) if digest})


def _forget_answers(session: Session, ids: Iterable[str]) -> None:
    """Answers kept for repeated requests may hold a report."""
    needles = [identifier.encode("ascii") for identifier in ids]
    for key in session.scalars(select(IdempotencyKey).where(IdempotencyKey.body.is_not(None))):
        if any(needle in (key.body or b"") for needle in needles):
            session.delete(key)


def _delete_empty_submission(session: Session, submission_id: str) -> None:
    left = session.scalar(
        select(func.count())
        .select_from(StoredDocument)
        .where(or_(StoredDocument.submission_id == submission_id))
    )
    if not left:
        session.execute(delete(Submission).where(Submission.id == submission_id))


def _queue_file(session: Session, digest: str) -> None:
    """One job a file; one that was done for the same bytes before is done again."""
    session.execute(delete(Job).where(Job.kind == ERASE_FILE, Job.subject == digest))
    session.add(Job(kind=ERASE_FILE, subject=digest, created_at=utc_now()))
