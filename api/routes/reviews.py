"""``/api/v1/reviews``: send a document, read its report."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api.dependencies import ShelfDep
from api.models import FindingPage, ReviewView, TextUpload
from api.problems import Problem
from api.shelf import Shelf, ShelfFull, ShelvedReview, Upload
from reviewer.exporters import EXPORTERS, export
from reviewer.exporters.json import finding_object

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"])

_MAX_WAIT_SECONDS = 60
_MAX_NAME_CHARACTERS = 255
_UPLOAD_BODY = {
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
    "", summary="提交一份文件或者一段文字", status_code=HTTPStatus.ACCEPTED, openapi_extra=_UPLOAD_BODY
)
async def create_review(
    request: Request,
    response: Response,
    shelf: ShelfDep,
    wait: Annotated[int, Query(ge=0, le=_MAX_WAIT_SECONDS, description="最多等候的秒数")] = 0,
) -> ReviewView:
    """Begin a review; 202 with its id unless it ends within the seconds waited for."""
    shelved = submit(shelf, await read_upload(request))
    if wait:
        await asyncio.wait([asyncio.wrap_future(shelved.future)], timeout=wait)
    if shelved.future.done():
        response.status_code = HTTPStatus.OK
        if shelved.error is not None:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unreadable_document", shelved.error)
    response.headers["Location"] = f"/api/v1/reviews/{shelved.id}"
    return ReviewView.of(shelved)


@router.get("/{review_id}", summary="查看一次审查的状态与报告")
def get_review(review_id: str, shelf: ShelfDep) -> ReviewView:
    """State and report of a review."""
    return ReviewView.of(find(shelf, review_id))


@router.get("/{review_id}/findings", summary="列出审查发现")
def get_findings(review_id: str, shelf: ShelfDep) -> FindingPage:
    """Findings of a finished review, in document order."""
    reviewed = find_done(shelf, review_id)
    assert reviewed.reviewed is not None  # noqa: S101  # find_done has seen to it
    report, document = reviewed.reviewed.report, reviewed.reviewed.document
    return FindingPage(items=[finding_object(finding, document) for finding in report.findings])


@router.get("/{review_id}/exports/{export_format}", summary="按格式导出报告")
def get_export(review_id: str, export_format: str, shelf: ShelfDep) -> Response:
    """The report in one of the formats of `EXPORTERS`."""
    shelved = find_done(shelf, review_id)
    known = EXPORTERS.get(export_format)
    if known is None:
        raise Problem(
            HTTPStatus.NOT_FOUND, "unknown_format", f"没有这种导出格式，可用的有：{'、'.join(EXPORTERS)}"
        )
    assert shelved.reviewed is not None  # noqa: S101
    content = export(export_format, shelved.reviewed.report, shelved.reviewed.document)
    name = quote(f"审查报告-{shelved.name}{known.suffix}", safe="")
    disposition = f"attachment; filename=\"report{known.suffix}\"; filename*=UTF-8''{name}"
    return Response(content, media_type=known.media_type, headers={"Content-Disposition": disposition})


# --- shared with the pages ----------------------------------------------------------------------


async def read_upload(request: Request) -> Upload:
    """The upload of a request: multipart field ``file``, form field ``text``, or JSON.

    Raises:
        Problem: Neither a file nor a text was sent.
    """
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = TextUpload.model_validate_json(await request.body())
        except ValidationError as error:
            detail = "请求须为 JSON 对象，至少有非空的 text 字段"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail) from error
        return Upload(name=_display_name(body.name), content=body.text)
    form = await request.form()
    sent = form.get("file")
    if isinstance(sent, UploadFile) and sent.filename:
        return Upload(name=_display_name(sent.filename), content=await sent.read())
    text = form.get("text")
    if isinstance(text, str) and text.strip():
        return Upload(name="粘贴的文字", content=text.replace("\r\n", "\n"))
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing_sent", "没有收到文件或者文字，请选择文件后再提交")


def submit(shelf: Shelf, upload: Upload) -> ShelvedReview:
    """Put an upload on the shelf.

    Raises:
        Problem: The service is busy.
    """
    try:
        return shelf.submit(upload)
    except ShelfFull as error:
        detail = "正在审查的文件较多，请稍后再提交"
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", detail) from error


def find(shelf: Shelf, review_id: str) -> ShelvedReview:
    """The review of an id.

    Raises:
        Problem: There is none.
    """
    shelved = shelf.get(review_id)
    if shelved is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_review", "没有这次审查，或者结果已不再保存，请重新提交文件")
    return shelved


def find_done(shelf: Shelf, review_id: str) -> ShelvedReview:
    """The review of an id, finished.

    Raises:
        Problem: There is none, it still runs, or it failed.
    """
    shelved = find(shelf, review_id)
    if not shelved.future.done():
        raise Problem(HTTPStatus.CONFLICT, "still_running", "审查尚未完成，请稍后再取")
    if shelved.error is not None:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unreadable_document", shelved.error)
    return shelved


def _display_name(name: str) -> str:
    """A name to show: without folders and control characters, cut to a sane length."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in base if c.isprintable())[:_MAX_NAME_CHARACTERS] or "未命名文件"
