"""``/api/v1/documents``: drafts through their versions, and what changed from one to the next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from api.access import find_document, listed_documents
from api.comparison import DoneReview, compare_versions
from api.dependencies import ActorDep, DatabaseDep, ReportsDep, ServiceDep
from api.idempotency import IdempotentRoute
from api.paging import Cursor, PageSize, decode_cursor, encode_cursor
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.reviews import UPLOAD_BODY, Wait, answer_upload
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.documents import StoredDocument, Version
from api.store.reviews import ReviewState, StoredReview
from api.uploads import Placement, queue_review, read_upload, store_upload
from api.views.documents import (
    DifferenceView,
    DocumentChange,
    DocumentPage,
    DocumentSummary,
    DocumentView,
    VersionView,
)
from api.views.reviews import ReviewSummary, ReviewView

router = APIRouter(
    prefix="/api/v1/documents", tags=["documents"], route_class=IdempotentRoute, responses=PROBLEMS
)

DocumentId = Annotated[str, Path(max_length=64, description="文件的编号")]
VersionNumber = Annotated[int | None, Query(ge=1, le=1_000_000, description="第几稿")]
_LAST = (1 << 63) - 1


@router.get("", summary="列出文件，最近审查的在前")
def get_documents(
    database: DatabaseDep, actor: ActorDep, cursor: Cursor = None, page_size: PageSize = 50
) -> DocumentPage:
    """Documents that the caller may see, each with its latest review."""
    any_review = aliased(StoredReview)
    latest = (
        select(func.max(any_review.sequence))
        .where(any_review.document_id == StoredDocument.id)
        .scalar_subquery()
    )
    query = (
        select(StoredDocument, StoredReview)
        .join(
            StoredReview, and_(StoredReview.document_id == StoredDocument.id, StoredReview.sequence == latest)
        )
        .where(listed_documents(actor), StoredReview.sequence < decode_cursor(cursor, _LAST))
        .order_by(StoredReview.sequence.desc())
        .limit(page_size + 1)
    )
    with database.reading() as session:
        rows = session.execute(query).all()
    more = encode_cursor(rows[page_size - 1][1].sequence) if len(rows) > page_size else None
    return DocumentPage(
        items=[DocumentSummary.of(document, review) for document, review in rows[:page_size]], next=more
    )


@router.get("/{document_id}", summary="查看文件及其各稿")
def get_document(document_id: DocumentId, database: DatabaseDep) -> DocumentView:
    """A document with its versions and their reviews."""
    with database.reading() as session:
        return _view(session, find_document(session, document_id))


@router.patch("/{document_id}", summary="修改文件的名称、期限和保存类别")
def patch_document(document_id: DocumentId, body: DocumentChange, database: DatabaseDep) -> DocumentView:
    """Change what is given; the rest stays."""
    with database.writing() as session:
        document = find_document(session, document_id)
        for name in body.model_fields_set:
            value = getattr(body, name)
            if value is not None or name == "due_on":
                setattr(document, name, value)
        session.flush()
        return _view(session, document)


@router.delete("/{document_id}", summary="删除文件", status_code=HTTPStatus.NO_CONTENT)
def delete_document(document_id: DocumentId, database: DatabaseDep, actor: ActorDep) -> None:
    """Put the document away; retention clears its bytes later."""
    with database.writing() as session:
        document = find_document(session, document_id)
        document.deleted_at = utc_now()
        subject = f"document:{document_id}"
        log_act(session, Act(act="document.deleted", subject=subject, actor_id=actor.id, actor=actor.name))


@router.post(
    "/{document_id}/versions",
    summary="提交下一稿",
    status_code=HTTPStatus.ACCEPTED,
    response_model=ReviewView,
    responses={200: {"model": ReviewView, "description": "在等候的时间内已完成"}},
    openapi_extra=UPLOAD_BODY,
)
async def post_version(
    request: Request,
    document_id: DocumentId,
    service: ServiceDep,
    reports: ReportsDep,
    actor: ActorDep,
    wait: Wait = 0,
) -> Response:
    """Queue the review of the next draft; decisions follow their findings into it."""
    upload = await read_upload(request)
    await run_in_threadpool(_require, service.database, document_id)
    placement = Placement(document_id=document_id, seed=request.state.seed)
    review = await run_in_threadpool(store_upload, service, actor, upload, placement)
    return await answer_upload(service, reports, review, wait)


@router.post("/{document_id}/reviews", summary="用现行规则重新审查最新一稿", status_code=HTTPStatus.ACCEPTED)
def post_review(document_id: DocumentId, service: ServiceDep, actor: ActorDep) -> ReviewSummary:
    """Review the latest version anew, such as after the rules changed."""
    with service.database.writing() as session:
        find_document(session, document_id)
        query = select(Version).where(Version.document_id == document_id).order_by(Version.number.desc())
        version = session.scalars(query.limit(1)).one()
        review = queue_review(session, actor, version)
    service.pool.wake()
    return ReviewSummary.of(review)


@router.get("/{document_id}/difference", summary="比较两稿：解决了什么，新增了什么，文字改了哪里")
def get_difference(
    document_id: DocumentId, service: ServiceDep, before: VersionNumber = None, after: VersionNumber = None
) -> DifferenceView:
    """Two versions; by default the latest two that were reviewed."""
    with service.database.reading() as session:
        find_document(session, document_id)
        old, new = _compared(session, document_id, before, after)
    return compare_versions(service, old, new)


def _require(database: DatabaseDep, document_id: str) -> None:
    with database.reading() as session:
        find_document(session, document_id)


def _compared(
    session: Session, document_id: str, before: int | None, after: int | None
) -> tuple[DoneReview, DoneReview]:
    """The latest finished reviews of the two versions; by default the latest version and the one before it.

    Raises:
        Problem: 409, one of them has none.
    """
    query = (
        select(Version, StoredReview)
        .join(StoredReview, StoredReview.version_id == Version.id)
        .where(Version.document_id == document_id, StoredReview.state == ReviewState.DONE)
        .order_by(StoredReview.sequence)
    )
    done = {version.number: (version, review) for version, review in session.execute(query)}
    second = after or max(done, default=0)
    first = before or max((number for number in done if number < second), default=0)
    if first not in done or second not in done:
        raise Problem(HTTPStatus.CONFLICT, "nothing_to_compare", "没有两稿已完成的审查可以比较")
    return done[first], done[second]


def _view(session: Session, document: StoredDocument) -> DocumentView:
    query = (
        select(Version, StoredReview)
        .outerjoin(StoredReview, StoredReview.version_id == Version.id)
        .where(Version.document_id == document.id)
        .order_by(Version.number, StoredReview.sequence)
    )
    versions: dict[int, VersionView] = {}
    for version, review in session.execute(query):
        view = versions.setdefault(version.number, VersionView.of(version))
        if review is not None:
            view.reviews.append(ReviewSummary.of(review))
    return DocumentView.of(document, list(versions.values()))
