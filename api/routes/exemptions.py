"""Exceptions (例外规定, 公平竞争审查条例第十二条): the drafter asks, the officer grants with an end date."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import select

from api.access import find_finding, listed_documents, today_of
from api.accounts.rights import Right
from api.decisions import Ruling, decide
from api.dependencies import ActorDep, DatabaseDep, SettingsDep
from api.idempotency import IdempotentRoute
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.findings import FindingId, changing
from api.store.base import utc_now
from api.store.documents import StoredDocument
from api.store.reviews import Exemption, ExemptionState, StoredFinding, StoredReview
from api.views.findings import ExemptionChange, ExemptionPage, ExemptionView, NewExemption
from api.webhooks.outbox import announce
from reviewer.decision import Verdict

router = APIRouter(prefix="/api/v1", tags=["exemptions"], route_class=IdempotentRoute, responses=PROBLEMS)

ExemptionId = Annotated[str, Path(max_length=64, description="例外申请的编号")]
_MOST = 500


@router.get("/exemptions", summary="列出例外申请，最新的在前")
def get_exemptions(
    database: DatabaseDep,
    settings: SettingsDep,
    actor: ActorDep,
    ending_before: Annotated[date | None, Query(description="只列此日前到期的")] = None,
) -> ExemptionPage:
    """Exceptions on documents that the caller may see: what is asked for, what will end soon."""
    query = (
        select(Exemption)
        .join(StoredFinding, StoredFinding.id == Exemption.finding_id)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(listed_documents(actor, Right.READ_DOCUMENT))
        .order_by(Exemption.asked_at.desc())
        .limit(_MOST)
    )
    if ending_before is not None:
        query = query.where(Exemption.until < ending_before, Exemption.state == ExemptionState.GRANTED)
    today = today_of(settings)
    with database.reading() as session:
        return ExemptionPage(items=[ExemptionView.of(row, today) for row in session.scalars(query)])


@router.get("/findings/{finding_id}/exemptions", summary="查看一条审查发现的例外申请")
def get_finding_exemptions(
    finding_id: FindingId, database: DatabaseDep, settings: SettingsDep
) -> ExemptionPage:
    """Newest first."""
    with database.reading() as session:
        find_finding(session, finding_id)
        query = (
            select(Exemption).where(Exemption.finding_id == finding_id).order_by(Exemption.asked_at.desc())
        )
        today = today_of(settings)
        return ExemptionPage(items=[ExemptionView.of(row, today) for row in session.scalars(query)])


@router.post("/findings/{finding_id}/exemptions", summary="申请适用例外规定", status_code=HTTPStatus.CREATED)
def post_exemption(
    finding_id: FindingId, body: NewExemption, database: DatabaseDep, settings: SettingsDep, actor: ActorDep
) -> ExemptionView:
    """Ask for an exception; its three conditions are cumulative, so all must be stated."""
    with changing(database, finding_id) as (session, finding):
        exemption = Exemption(
            finding_id=finding_id,
            fingerprint=finding.fingerprint,
            circumstance=body.circumstance,
            no_milder_way=body.no_milder_way,
            ends=body.ends,
            until=body.until,
            asked_by=actor.id,
        )
        session.add(exemption)
        session.flush()
        announce(session, "exemption.asked", {"exemption": exemption.id, "finding": finding_id})
    return ExemptionView.of(exemption, today_of(settings))


@router.patch("/findings/{finding_id}/exemptions/{exemption_id}", summary="同意或者不同意例外申请")
def patch_exemption(
    finding_id: FindingId,
    exemption_id: ExemptionId,
    body: ExemptionChange,
    database: DatabaseDep,
    settings: SettingsDep,
    actor: ActorDep,
) -> ExemptionView:
    """Grant it until a day, or refuse it. A grant decides the finding; after the day it is open again."""
    today = today_of(settings)
    with changing(database, finding_id) as (session, finding):
        exemption = session.get(Exemption, exemption_id, with_for_update=True)
        if exemption is None or exemption.finding_id != finding_id:
            raise Problem(HTTPStatus.NOT_FOUND, "no_exemption", "没有这项例外申请")
        if exemption.state != ExemptionState.ASKED:
            raise Problem(HTTPStatus.CONFLICT, "already_answered", "这项申请已经答复")
        exemption.until = _last_day(body, exemption, today) if body.granted else exemption.until
        exemption.state = (ExemptionState.GRANTED if body.granted else ExemptionState.REFUSED).value
        exemption.note, exemption.decided_by, exemption.decided_at = body.note, actor.id, utc_now()
        if body.granted:
            reason = body.note or exemption.circumstance
            ruling = Ruling(
                verdict=Verdict.EXEMPTED,
                reason=reason,
                reason_code="exception_applies",
                until=exemption.until,
            )
            decide(session, actor, [finding], ruling)
    return ExemptionView.of(exemption, today)


def _last_day(body: ExemptionChange, exemption: Exemption, today: date) -> date:
    until = body.until or exemption.until
    if until is None or until < today:
        detail = "同意例外须写明今天以后的最后一天（until）；例外规定应有明确的实施期限或者终止条件"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "no_end", detail)
    return until
