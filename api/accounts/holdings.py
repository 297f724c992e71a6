"""Whose a stored object is: by the path parameter that names it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.rights import Holding
from api.store.documents import StoredDocument, Submission
from api.store.ignores import IgnoreEntry
from api.store.reviews import StoredFinding, StoredReview


def _document(session: Session, document_id: str) -> Holding | None:
    document = session.get(StoredDocument, document_id)
    return None if document is None else _holding(session, document)


def _review(session: Session, review_id: str) -> Holding | None:
    query = select(StoredDocument).join(StoredReview, StoredReview.document_id == StoredDocument.id)
    document = session.scalars(query.where(StoredReview.id == review_id)).one_or_none()
    return None if document is None else _holding(session, document)


def _finding(session: Session, finding_id: str) -> Holding | None:
    query = select(StoredFinding.review_id).where(StoredFinding.id == finding_id)
    review_id = session.scalars(query).one_or_none()
    return None if review_id is None else _review(session, review_id)


def _submission(session: Session, submission_id: str) -> Holding | None:
    submission = session.get(Submission, submission_id)
    if submission is None:
        return None
    query = select(StoredDocument.deleted_at).where(StoredDocument.submission_id == submission_id)
    deleted = [moment is not None for moment in session.scalars(query)]
    return Holding(owner=submission.owner_id, unit=submission.unit, deleted=bool(deleted) and all(deleted))


def _deleted(session: Session, document_id: str) -> Holding | None:
    """A document in the bin: there it can be reached, and nowhere else."""
    document = session.get(StoredDocument, document_id)
    if document is None or document.deleted_at is None:
        return None
    return Holding(owner=document.owner_id, unit=document.unit)


def _entry(session: Session, entry_id: str) -> Holding | None:
    """An entry of an ignore list: its author's, and of the unit whose documents it concerns."""
    entry = session.scalars(select(IgnoreEntry).where(IgnoreEntry.id == entry_id)).one_or_none()
    if entry is None:
        return None
    document = session.get(StoredDocument, entry.document_id) if entry.document_id else None
    deleted = document is not None and document.deleted_at is not None
    return Holding(owner=entry.author_id, unit=entry.unit, deleted=deleted)


def _holding(session: Session, document: StoredDocument) -> Holding:
    assignees = (
        select(StoredFinding.assignee_id)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .where(StoredReview.document_id == document.id, StoredFinding.assignee_id.is_not(None))
        .distinct()
    )
    return Holding(
        owner=document.owner_id,
        unit=document.unit,
        assignees=frozenset(filter(None, session.scalars(assignees))),
        deleted=document.deleted_at is not None,
    )


_FINDERS: dict[str, Callable[[Session, str], Holding | None]] = {
    "document_id": _document,
    "deleted_id": _deleted,
    "review_id": _review,
    "finding_id": _finding,
    "submission_id": _submission,
    "entry_id": _entry,
}
# What the log calls an object; the same words as the rest of the service uses.
SUBJECTS = {name: name.removesuffix("_id") for name in _FINDERS} | {
    "deleted_id": "document",
    "entry_id": "ignore",
}


def find_holding(session: Session, parameter: str, value: str) -> Holding | None:
    """Whose the object is; None where there is none."""
    return _FINDERS[parameter](session, value)
