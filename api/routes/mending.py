"""``/api/v1/reviews/{id}/mend``: chosen fixes written into the next version of the draft."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.access import find_done_review
from api.accounts.roles import Actor
from api.decisions import PassedOver
from api.dependencies import ActorDep, ServiceDep
from api.idempotency import IdempotentRoute
from api.problems import Problem
from api.results import reviewed_of
from api.routes.answers import PROBLEMS
from api.routes.reviews import ReviewId
from api.service import Service
from api.store.reviews import StoredFinding, StoredReview
from api.uploads import Placement, Upload, store_upload
from api.views.findings import Skipped
from api.views.reviews import ReviewSummary
from reviewer.errors import UnreadableDocument
from reviewer.exporters.mended import Mended, mend

router = APIRouter(
    prefix="/api/v1/reviews", tags=["documents"], route_class=IdempotentRoute, responses=PROBLEMS
)


class NewMending(BaseModel):
    """Which fixes are wanted."""

    findings: list[str] = Field(
        min_length=1,
        max_length=5_000,
        description="采用其替换文字的审查发现",
        examples=[["Yx0cJb3hT2rWqkzA.0"]],
    )


class MendingView(ReviewSummary):
    """The review of the mended version, and what became of each fix."""

    applied: list[str] = Field(description="已写入修改稿的审查发现")
    skipped: list[Skipped]


@router.post(
    "/{review_id}/mend",
    summary="把选定的替换文字写入修改稿，作为下一稿审查",
    status_code=HTTPStatus.ACCEPTED,
)
async def post_mending(
    request: Request, review_id: ReviewId, body: NewMending, service: ServiceDep, actor: ActorDep
) -> MendingView:
    """The latest version only: fixes of an older one might undo what was written since."""
    return await run_in_threadpool(_mend, service, actor, review_id, body.findings, request.state.seed)


def _mend(service: Service, actor: Actor, review_id: str, findings: list[str], seed: str) -> MendingView:
    review, wanted = _wanted(service, review_id, findings)
    try:
        mended = mend(reviewed_of(service, review_id, with_content=True), frozenset(wanted.values()))
    except UnreadableDocument as error:
        raise Problem(HTTPStatus.CONFLICT, "cannot_mend", f"{error.reason}。{error.remedy}") from error
    applied = [identity for identity, name in wanted.items() if name in mended.applied]
    if not applied:
        detail = "选定的各处都没有可以写入的替换文字，请在原文件中修改后上传修改稿"
        raise Problem(HTTPStatus.CONFLICT, "nothing_to_mend", detail)
    placement = Placement(document_id=review.document_id, seed=seed)
    upload = Upload(name=_name(review.name, mended), content=mended.content)
    made = store_upload(service, actor, upload, placement)
    left = [identity for identity in dict.fromkeys(findings) if identity not in applied]
    return MendingView(
        **ReviewSummary.of(made).model_dump(),
        applied=applied,
        skipped=[Skipped.of(_left(identity, wanted)) for identity in left],
    )


def _wanted(service: Service, review_id: str, findings: list[str]) -> tuple[StoredReview, dict[str, str]]:
    """The review, and the fingerprints of those of its findings that are asked for, by id."""
    with service.database.reading() as session:
        review = find_done_review(session, review_id)
        later = select(StoredReview.id).where(
            StoredReview.document_id == review.document_id, StoredReview.sequence > review.sequence
        )
        if session.scalars(later.limit(1)).first() is not None:
            raise Problem(HTTPStatus.CONFLICT, "not_latest", "已有更新的版本，请在最新版本中选用替换文字")
        query = select(StoredFinding).where(
            StoredFinding.review_id == review_id, StoredFinding.id.in_(findings)
        )
        return review, {row.id: row.fingerprint for row in session.scalars(query)}


def _left(identity: str, wanted: dict[str, str]) -> PassedOver:
    if identity not in wanted:
        return PassedOver(finding=identity, code="not_chosen", reason="不属于本次审查")
    reason = "没有替换文字，或者与另一处重叠、跨越格式，不能自动替换"
    return PassedOver(finding=identity, code="not_replaceable", reason=reason)


def _name(name: str, mended: Mended) -> str:
    """The name of the file; what was converted is a docx now."""
    if isinstance(mended.content, str) or name.lower().endswith(".docx"):
        return name
    return f"{name.rpartition('.')[0] or name}.docx"
