"""Acts on a whole review: decide many findings, undo, sign off, withdraw the sign-off."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import find_done_review, today_of
from api.decisions import PassedOver, Ruling, decide_many, refuse_signed, undo
from api.dependencies import ActorDep, DatabaseDep, SettingsDep
from api.idempotency import IdempotentRoute
from api.ignores.entries import link_anew
from api.ignores.standing import ignored_words
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.reviews import ReviewId
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.reviews import StoredFinding
from api.views.findings import BulkDecision, BulkOutcome
from api.views.reviews import NewSignOff, ReviewSummary
from api.webhooks.outbox import announce

router = APIRouter(
    prefix="/api/v1/reviews", tags=["decisions"], route_class=IdempotentRoute, responses=PROBLEMS
)

Batch = Annotated[str, Path(max_length=64, description="操作的编号")]


@router.post("/{review_id}/decisions", summary="一次决定多条：按规则、条款、类别或者全文")
def post_decisions(
    review_id: ReviewId, body: BulkDecision, database: DatabaseDep, settings: SettingsDep, actor: ActorDep
) -> BulkOutcome:
    """One act, undone as one; what is decided already is passed over and listed."""
    ruling = Ruling(verdict=body.verdict, reason=body.reason, reason_code=body.reason_code, until=body.until)
    with database.writing() as session:
        refuse_signed(find_done_review(session, review_id, lock=True))
        chosen, today = _chosen(session, review_id, body), today_of(settings)
        ignored = ignored_words(session, review_id, today)
        outcome = decide_many(
            session, actor, chosen, ruling, overwrite=body.overwrite, today=today, ignored=ignored
        )
    found = {finding.id for finding in chosen}
    others = [identity for identity in dict.fromkeys(body.findings or ()) if identity not in found]
    skipped = (*outcome.skipped, *(_not_chosen(identity) for identity in others))
    return BulkOutcome.of(replace(outcome, skipped=skipped))


@router.post("/{review_id}/decisions/{batch}/undo", summary="撤销一次操作")
def post_undo(review_id: ReviewId, batch: Batch, database: DatabaseDep, actor: ActorDep) -> BulkOutcome:
    """Everything the act changed is as before, but for what was changed since."""
    with database.writing() as session:
        refuse_signed(find_done_review(session, review_id, lock=True))
        outcome = undo(session, actor, review_id, batch)
    return BulkOutcome.of(outcome)


@router.put("/{review_id}/sign-off", summary="签发：由人作出结论")
def put_sign_off(
    review_id: ReviewId, body: NewSignOff, database: DatabaseDep, actor: ActorDep
) -> ReviewSummary:
    """Record the conclusion; decisions are closed from then on."""
    with database.writing() as session:
        review = find_done_review(session, review_id, lock=True)
        refuse_signed(review)
        review.conclusion, review.conclusion_text = body.conclusion.value, body.statement
        review.signed_by, review.signer, review.signed_at = actor.id, body.author or actor.name, utc_now()
        details = {"conclusion": body.conclusion.value}
        announce(session, "review.signed", {"review": review_id, **details})
        _log(session, actor, "review.signed_off", review_id, details)
    return ReviewSummary.of(review)


@router.delete("/{review_id}/sign-off", summary="撤回签发")
def delete_sign_off(
    review_id: ReviewId, database: DatabaseDep, settings: SettingsDep, actor: ActorDep
) -> ReviewSummary:
    """Open the review again; that it was signed stays in the log."""
    with database.writing() as session:
        review = find_done_review(session, review_id, lock=True)
        if review.signed_at is None:
            raise Problem(HTTPStatus.CONFLICT, "not_signed", "本次审查尚未签发")
        details = {"conclusion": review.conclusion, "signer": review.signer}
        review.conclusion = review.signed_by = review.signed_at = None
        review.conclusion_text = review.signer = ""
        session.flush()
        link_anew(session, review, today_of(settings))  # entries made meanwhile left it as it was signed
        _log(session, actor, "review.sign_off_withdrawn", review_id, details)
    return ReviewSummary.of(review)


def _chosen(session: Session, review_id: str, body: BulkDecision) -> list[StoredFinding]:
    query = select(StoredFinding).where(StoredFinding.review_id == review_id).order_by(StoredFinding.ordinal)
    for name in ("rule", "family", "severity", "clause"):
        wanted = getattr(body, name)
        if wanted is not None:
            query = query.where(getattr(StoredFinding, name) == wanted)
    found = session.scalars(query.with_for_update()).all()
    wanted_ids = None if body.findings is None else set(body.findings)
    return [finding for finding in found if wanted_ids is None or finding.id in wanted_ids]


def _not_chosen(finding_id: str) -> PassedOver:
    return PassedOver(finding=finding_id, code="not_chosen", reason="不在所选范围，或者不属于本次审查")


def _log(session: Session, actor: ActorDep, act: str, review_id: str, details: dict[str, Any]) -> None:
    subject = f"review:{review_id}"
    log_act(session, Act(act=act, subject=subject, actor_id=actor.id, actor=actor.name, details=details))
