"""``/api/v1/reviews``: send a document, follow its review, read its report."""

from __future__ import annotations

import json
import time
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select

from api.access import find_done_review, find_review, listed_documents, today_of, unreadable
from api.dependencies import ActorDep, DatabaseDep, MaskedDep, ReportsDep, ServiceDep, SettingsDep
from api.idempotency import IdempotentRoute
from api.ignores.standing import ignored_words
from api.jobs.queue import retry
from api.paging import Cursor, PageSize, decode_cursor, encode_cursor
from api.problems import Problem
from api.results import ReportCache, report_json, reviewed_of
from api.routes.answers import PROBLEMS
from api.service import Service
from api.store.documents import StoredDocument
from api.store.reviews import ReviewState, StoredFinding, StoredReview
from api.uploads import Placement, read_upload, store_upload
from api.views.findings import FindingPage, finding_view
from api.views.reviews import DocumentText, ReviewPage, ReviewSummary, ReviewView, TextUpload

router = APIRouter(
    prefix="/api/v1/reviews", tags=["reviews"], route_class=IdempotentRoute, responses=PROBLEMS
)

ReviewId = Annotated[str, Path(max_length=64, description="审查的编号")]
_MAX_WAIT_SECONDS = 60
_LAST = (1 << 63) - 1
Wait = Annotated[int, Query(ge=0, le=_MAX_WAIT_SECONDS, description="最多等候的秒数")]
UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "待审查的文件"}
                    },
                }
            },
            "application/json": {"schema": TextUpload.model_json_schema()},
        },
    }
}


@router.post(
    "",
    summary="提交一份文件或者一段文字",
    status_code=HTTPStatus.ACCEPTED,
    response_model=ReviewView,
    responses={200: {"model": ReviewView, "description": "在等候的时间内已完成"}},
    openapi_extra=UPLOAD_BODY,
)
async def create_review(
    request: Request, service: ServiceDep, reports: ReportsDep, actor: ActorDep, wait: Wait = 0
) -> Response:
    """Queue a review; 202 with its id unless it ends within the seconds waited for."""
    upload = await read_upload(request)
    placement = Placement(seed=request.state.seed)
    review = await run_in_threadpool(store_upload, service, actor, upload, placement)
    return await answer_upload(service, reports, review, wait)


@router.get("", summary="列出审查，最新的在前")
def get_reviews(
    database: DatabaseDep,
    actor: ActorDep,
    cursor: Cursor = None,
    page_size: PageSize = 50,
    state: Annotated[ReviewState | None, Query(description="只列这种状态的")] = None,
) -> ReviewPage:
    """Reviews of the documents that the caller may see."""
    query = (
        select(StoredReview)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(listed_documents(actor), StoredReview.sequence < decode_cursor(cursor, _LAST))
        .order_by(StoredReview.sequence.desc())
        .limit(page_size + 1)
    )
    if state is not None:
        query = query.where(StoredReview.state == state)
    with database.reading() as session:
        rows = session.scalars(query).all()
    more = encode_cursor(rows[page_size - 1].sequence) if len(rows) > page_size else None
    return ReviewPage(items=[ReviewSummary.of(row) for row in rows[:page_size]], next=more)


@router.get("/{review_id}", summary="查看一次审查的状态与报告", response_model=ReviewView)
def get_review(review_id: ReviewId, service: ServiceDep, reports: ReportsDep, masked: MaskedDep) -> Response:
    """State and report of a review."""
    with service.database.reading() as session:
        review = find_review(session, review_id)
    return review_answer(service, reports, review, masked=masked)


@router.get("/{review_id}/text", summary="查看读出的全文")
def get_text(review_id: ReviewId, service: ServiceDep) -> DocumentText:
    """The text that the offsets of findings count in."""
    document = reviewed_of(service, review_id).document
    text = document.text.encode("utf-8", "replace").decode("utf-8")
    return DocumentText(text=text, pages=document.pages, media_type=document.media_type)


@router.get("/{review_id}/findings", summary="列出审查发现")
def get_findings(
    review_id: ReviewId,
    database: DatabaseDep,
    settings: SettingsDep,
    masked: MaskedDep,
    cursor: Cursor = None,
    page_size: PageSize = 200,
) -> FindingPage:
    """Findings of a finished review, in document order, with what was decided about them."""
    with database.reading() as session:
        find_done_review(session, review_id)
        query = (
            select(StoredFinding)
            .where(StoredFinding.review_id == review_id, StoredFinding.ordinal > decode_cursor(cursor, -1))
            .order_by(StoredFinding.ordinal)
            .limit(page_size + 1)
        )
        rows = session.scalars(query).all()
        today = today_of(settings)
        ignored = ignored_words(session, review_id, today)
    more = encode_cursor(rows[page_size - 1].ordinal) if len(rows) > page_size else None
    views = [
        finding_view(row, today, masked=masked, ignored=ignored.get(row.ordinal)) for row in rows[:page_size]
    ]
    return FindingPage(items=views, next=more)


@router.post("/{review_id}/retry", summary="重新审查失败或者搁置的文件", status_code=HTTPStatus.ACCEPTED)
def retry_review(review_id: ReviewId, service: ServiceDep) -> ReviewSummary:
    """Give a parked or failed document another chance."""
    with service.database.writing() as session:
        review = find_review(session, review_id)
        if not retry(session, "review", review_id):
            raise Problem(HTTPStatus.CONFLICT, "not_ended", "只有未能完成或者已搁置的审查可以重试")
        review.state, review.error, review.finished_at = ReviewState.QUEUED.value, None, None
    service.pool.wake()
    service.broadcast.tell(f"review:{review_id}")
    return ReviewSummary.of(review)


# --- shared with other routes -------------------------------------------------------------------


async def answer_upload(service: Service, reports: ReportCache, review: StoredReview, wait: int) -> Response:
    """202, or the report where the review ends within the seconds waited for.

    Raises:
        Problem: 422, it ended and failed.
    """
    ended = await wait_for_end(service, review.id, wait)
    status = HTTPStatus.ACCEPTED
    if ended is not None:
        if ended.state != ReviewState.DONE:
            raise unreadable(ended)
        review, status = ended, HTTPStatus.OK
    answer = await run_in_threadpool(review_answer, service, reports, review, masked=False)
    answer.status_code = status
    answer.headers["Location"] = f"/api/v1/reviews/{review.id}"
    return answer


async def wait_for_end(service: Service, review_id: str, seconds: float) -> StoredReview | None:
    """The review once it has ended; None where it has not within the time."""
    deadline = time.monotonic() + seconds
    with service.broadcast.listen(f"review:{review_id}") as listening:
        while (left := deadline - time.monotonic()) > 0:
            review = await run_in_threadpool(_look, service, review_id)
            if review is None or ReviewState(review.state).ended:
                return review
            await listening.wait(min(left, service.look_seconds))
    return None


def _look(service: Service, review_id: str) -> StoredReview | None:
    with service.database.reading() as session:
        return session.scalars(select(StoredReview).where(StoredReview.id == review_id)).one_or_none()


def review_answer(service: Service, reports: ReportCache, review: StoredReview, *, masked: bool) -> Response:
    """A review with its report; the report is put in as it is, unparsed."""
    done = review.state == ReviewState.DONE
    report = report_json(service, reports, review, masked=masked) if done else b"null"
    head = json.dumps(ReviewSummary.of(review).model_dump(mode="json"), ensure_ascii=False)
    body = b"".join((head[:-1].encode("utf-8"), b', "report": ', report, b"}"))
    return Response(body, media_type="application/json")
