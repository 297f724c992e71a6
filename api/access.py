"""Look-ups of stored objects. The gate has judged already whether the actor may reach the one in the path."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from api.accounts.rights import Reach, Right, reach
from api.accounts.roles import Actor
from api.problems import Problem
from api.settings import Settings
from api.store.documents import StoredDocument
from api.store.reviews import ReviewState, StoredFinding, StoredReview


def listed_documents(actor: Actor, right: Right = Right.LIST_DOCUMENTS) -> ColumnElement[bool]:
    """The condition on `StoredDocument` for lists of what the actor may see."""
    kept = StoredDocument.deleted_at.is_(None)
    given = reach(actor, right)
    if given is Reach.ALL:
        return kept
    own = StoredDocument.owner_id == actor.id
    if given is not Reach.UNIT:
        return kept & own
    given_to = (
        select(StoredReview.document_id)
        .join(StoredFinding, StoredFinding.review_id == StoredReview.id)
        .where(StoredFinding.assignee_id == actor.id)
        .correlate(None)  # a query of its own, whatever tables stand around it
    )
    assigned = StoredDocument.id.in_(given_to)
    of_unit = StoredDocument.unit == actor.unit if actor.unit else own
    return kept & or_(own, of_unit, assigned)


def find_document(session: Session, document_id: str) -> StoredDocument:
    """The document of an id.

    Raises:
        Problem: 404, there is none.
    """
    document = session.get(StoredDocument, document_id)
    if document is None or document.deleted_at is not None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_document", "没有这份文件，或者您无权查看")
    return document


def find_review(session: Session, review_id: str, *, lock: bool = False) -> StoredReview:
    """The review of an id.

    Raises:
        Problem: 404, there is none.
    """
    query = (
        select(StoredReview)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(StoredReview.id == review_id, StoredDocument.deleted_at.is_(None))
    )
    if lock:
        query = query.with_for_update(of=StoredReview)
    review = session.scalars(query).one_or_none()
    if review is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_review", "没有这次审查，或者结果已不再保存，请重新提交文件")
    return review


def find_done_review(session: Session, review_id: str, *, lock: bool = False) -> StoredReview:
    """The review of an id, finished.

    Raises:
        Problem: 404, there is none; 409, it still runs; 422, it failed.
    """
    review = find_review(session, review_id, lock=lock)
    if review.state in (ReviewState.FAILED, ReviewState.PARKED):
        raise unreadable(review)
    if review.state != ReviewState.DONE:
        raise Problem(HTTPStatus.CONFLICT, "still_running", "审查尚未完成，请稍后再取")
    return review


def unreadable(review: StoredReview) -> Problem:
    """What is answered for a review that failed or was parked."""
    code = "parked_document" if review.state == ReviewState.PARKED else "unreadable_document"
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, review.error or "文件未能审查，请重新提交")


def find_finding(session: Session, finding_id: str, *, lock: bool = False) -> StoredFinding:
    """The finding of an id; with ``lock``, in a writing session, nobody else changes it meanwhile.

    Raises:
        Problem: 404, there is none.
    """
    query = select(StoredFinding).where(StoredFinding.id == finding_id)
    if lock:
        query = query.with_for_update()
    finding = session.scalars(query).one_or_none()
    if finding is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_finding", "没有这条审查发现，或者您无权查看")
    find_review(session, finding.review_id)  # its document may be deleted
    return finding


def today_of(settings: Settings) -> date:
    """The date on the officer's wall, or the one that was set."""
    return settings.today or date.today()
