"""Taking back one's latest act on a review, without knowing its number: the key ``u`` of the page."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy import select

from api.access import find_done_review
from api.decisions import refuse_signed, undo
from api.dependencies import ActorDep, DatabaseDep
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.reviews import ReviewId
from api.store.reviews import StoredDecision, StoredFinding
from api.views.findings import BulkOutcome, Skipped
from reviewer.decision import Verdict

router = APIRouter(prefix="/api/v1/reviews", tags=["decisions"], responses=PROBLEMS)


@router.post("/{review_id}/undo", summary="撤销本人最近一次决定")
def post_undo_latest(review_id: ReviewId, database: DatabaseDep, actor: ActorDep) -> BulkOutcome:
    """The caller's latest act that was not undone; it outlives a reload of the page.

    A granted exception is not taken back so: it answers somebody's request.
    """
    with database.writing() as session:
        refuse_signed(find_done_review(session, review_id, lock=True))
        own = StoredDecision.decided_by == actor.id if actor.id else StoredDecision.decided_by.is_(None)
        query = (
            select(StoredDecision)
            .join(StoredFinding, StoredFinding.id == StoredDecision.finding_id)
            .where(StoredFinding.review_id == review_id, StoredDecision.undone_at.is_(None), own)
            .order_by(StoredDecision.sequence.desc())
            .limit(1)
        )
        latest = session.scalars(query).one_or_none()
        if latest is None or latest.verdict == Verdict.EXEMPTED.value:
            raise Problem(HTTPStatus.CONFLICT, "nothing_to_undo", "没有可以撤销的决定")
        outcome = undo(session, actor, review_id, latest.batch)
    skipped = [Skipped(id=finding, reason=reason) for finding, reason in outcome.skipped]
    return BulkOutcome(batch=outcome.batch, decided=list(outcome.changed), skipped=skipped)
