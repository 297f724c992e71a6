"""Taking back one's latest act on a review, without knowing its number: the key ``u`` of the page."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import find_done_review
from api.accounts.roles import Actor
from api.decisions import refuse_signed, undo
from api.dependencies import ActorDep, DatabaseDep
from api.ignores.entries import set_ended
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.reviews import ReviewId
from api.store.ignores import IgnoreEntry
from api.store.reviews import StoredDecision, StoredFinding
from api.views.findings import BulkOutcome
from reviewer.decision import Verdict

router = APIRouter(prefix="/api/v1/reviews", tags=["decisions"], responses=PROBLEMS)


@router.post("/{review_id}/undo", summary="撤销本人最近一次决定")
def post_undo_latest(review_id: ReviewId, database: DatabaseDep, actor: ActorDep) -> BulkOutcome:
    """The caller's latest act that was not undone, a decision or an entry of the ignore list.

    It outlives a reload of the page.

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
        entry = _latest_entry(session, review_id, actor)
        if entry is not None and (latest is None or entry.created_at > latest.decided_at):
            findings = set_ended(session, actor, entry, ended=True)
            here = [finding for finding in findings if finding.startswith(f"{review_id}.")]
            return BulkOutcome(batch=entry.id, decided=here, skipped=[])
        if latest is None or latest.verdict == Verdict.EXEMPTED.value:
            raise Problem(HTTPStatus.CONFLICT, "nothing_to_undo", "没有可以撤销的决定")
        outcome = undo(session, actor, review_id, latest.batch)
    return BulkOutcome.of(outcome)


def _latest_entry(session: Session, review_id: str, actor: Actor) -> IgnoreEntry | None:
    """The entry of the ignore list that the actor made last from this review, and that still works."""
    own = IgnoreEntry.author_id == actor.id if actor.id else IgnoreEntry.author_id.is_(None)
    query = (
        select(IgnoreEntry)
        .where(IgnoreEntry.review_id == review_id, IgnoreEntry.ended_at.is_(None), own)
        .order_by(IgnoreEntry.sequence.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()
