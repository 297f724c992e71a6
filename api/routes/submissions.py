"""``/api/v1/submissions``: draft, explanation and preliminary opinion, sent together (实施办法第三十一条)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select
from starlette.datastructures import FormData, UploadFile

from api.accounts.roles import Actor
from api.dependencies import ActorDep, DatabaseDep, ServiceDep
from api.idempotency import IdempotentRoute
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.service import Service
from api.store.database import Database
from api.store.documents import Part, StoredDocument, Submission
from api.store.reviews import StoredReview
from api.uploads import Placement, Upload, file_upload, seeded_id, store_upload
from api.views.documents import DocumentSummary, SubmissionView

router = APIRouter(
    prefix="/api/v1/submissions", tags=["submissions"], route_class=IdempotentRoute, responses=PROBLEMS
)

SubmissionId = Annotated[str, Path(max_length=64, description="送审材料的编号")]
# What must be sent for a fair competition review.
_NEEDED = {Part.DRAFT: "草案", Part.EXPLANATION: "起草说明", Part.PRELIMINARY_OPINION: "公平竞争审查初审意见"}
_MOST_FILES = 50
_FILE = {"type": "string", "format": "binary"}
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "draft": {**_FILE, "description": "草案"},
                        "explanation": {**_FILE, "description": "起草说明"},
                        "preliminary_opinion": {**_FILE, "description": "公平竞争审查初审意见"},
                        "other": {"type": "array", "items": _FILE, "description": "其他材料"},
                        "name": {"type": "string", "description": "名称", "examples": ["若干措施送审材料"]},
                    },
                }
            }
        },
    }
}


@router.post("", summary="提交一套送审材料", status_code=HTTPStatus.ACCEPTED, openapi_extra=_FORM)
async def post_submission(request: Request, service: ServiceDep, actor: ActorDep) -> SubmissionView:
    """Queue the reviews of all files; says at once what is missing."""
    form = await request.form()
    files = await _files(form)
    if not files:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing_sent", "没有收到文件，请至少提交草案")
    given = form.get("name")
    name = given.strip()[:255] if isinstance(given, str) and given.strip() else files[0][1].name
    name = "".join(c for c in name if c.isprintable()) or "送审材料"
    submission_id = await run_in_threadpool(_store, service, actor, name, request.state.seed)
    for index, (part, upload) in enumerate(files):
        seed = f"{request.state.seed}\x00{index}" if request.state.seed else ""
        placement = Placement(submission_id=submission_id, part=part.value, seed=seed)
        await run_in_threadpool(store_upload, service, actor, upload, placement)
    return await run_in_threadpool(_view, service.database, submission_id)


@router.get("/{submission_id}", summary="查看一套送审材料")
def get_submission(submission_id: SubmissionId, database: DatabaseDep) -> SubmissionView:
    """Its files with their latest reviews, and what is missing."""
    return _view(database, submission_id)


async def _files(form: FormData) -> list[tuple[Part, Upload]]:
    files: list[tuple[Part, Upload]] = []
    for part in Part:
        for sent in form.getlist(part.value):
            if isinstance(sent, UploadFile) and sent.filename:
                files.append((part, await file_upload(sent)))
    if len(files) > _MOST_FILES:
        detail = f"一次最多提交 {_MOST_FILES} 个文件，请分次提交"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "too_many_files", detail)
    return files


def _store(service: Service, actor: Actor, name: str, seed: str) -> str:
    submission_id = seeded_id(seed, "submission")
    with service.database.writing() as session:
        if session.get(Submission, submission_id) is None:
            session.add(Submission(id=submission_id, owner_id=actor.id, unit=actor.unit, name=name))
    return submission_id


def _view(database: Database, submission_id: str) -> SubmissionView:
    with database.reading() as session:
        submission = session.get(Submission, submission_id)
        if submission is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_submission", "没有这套送审材料，或者您无权查看")
        query = (
            select(StoredDocument, StoredReview)
            .join(StoredReview, StoredReview.document_id == StoredDocument.id)
            .where(StoredDocument.submission_id == submission_id, StoredDocument.deleted_at.is_(None))
            .order_by(StoredReview.sequence)
        )
        rows = session.execute(query).all()
    latest = {document.id: DocumentSummary.of(document, review) for document, review in rows}
    parts = {document.part for document in latest.values()}
    missing = [words for part, words in _NEEDED.items() if part not in parts]
    return SubmissionView(
        id=submission.id,
        name=submission.name,
        created_at=submission.created_at,
        documents=list(latest.values()),
        missing=missing,
        complete=not missing,
    )
