"""What is uploaded: read from the request, kept in the store, given to the workers."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from fastapi import Request
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from api.access import today_of
from api.accounts.roles import Actor
from api.jobs.queue import count_waiting, enqueue
from api.pages.working_days import day_after
from api.problems import Problem, field_errors
from api.service import Service
from api.store.base import new_id
from api.store.database import keep_apart
from api.store.documents import StoredDocument, Version
from api.store.reviews import StoredReview
from api.views.reviews import TextUpload

_MAX_NAME_CHARACTERS = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What was sent: a file's bytes, or a text.

    Attributes:
        name: File name as the sender gave it; shown, never used as a path.
        content: Bytes of a file, or the text itself.
    """

    name: str
    content: bytes | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an upload belongs.

    Attributes:
        document_id: The document that it is the next version of; None for a new one.
        submission_id: The submission that it is part of, and as what.
        seed: Made from an idempotency key: the same seed gives the same ids, so that a request that was
            repeated after a crash finds what the first one stored.
    """

    document_id: str | None = None
    submission_id: str | None = None
    part: str | None = None
    seed: str = ""


async def read_upload(request: Request) -> Upload:
    """The upload of a request: multipart field ``file``, form field ``text``, or JSON.

    Raises:
        Problem: Neither a file nor a text was sent.
    """
    if request.headers.get("content-type", "").startswith("application/json"):
        return _json_upload(await request.body())
    form = await request.form()
    sent = form.get("file")
    if isinstance(sent, UploadFile) and sent.filename:
        return await file_upload(sent)
    text = form.get("text")
    if isinstance(text, str) and text.strip():
        return Upload(name="粘贴的文字", content=text.replace("\r\n", "\n"))
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing_sent", "没有收到文件或者文字，请选择文件后再提交")


async def file_upload(sent: UploadFile) -> Upload:
    """A file of a form."""
    return Upload(name=_display_name(sent.filename or ""), content=await sent.read())


def store_upload(service: Service, actor: Actor, upload: Upload, placement: Placement) -> StoredReview:
    """Keep an upload and queue its review; when this returns, a crash loses nothing.

    Raises:
        Problem: Too many reviews are waiting.
    """
    is_text = isinstance(upload.content, str)
    data = upload.content.encode("utf-8") if isinstance(upload.content, str) else upload.content
    digest = service.files.put(data)
    with service.database.writing() as session:
        review_id = seeded_id(placement.seed, "review")
        known = _known(session, review_id) if placement.seed else None
        if known is not None:
            return known
        if count_waiting(session) >= service.settings.waiting_reviews:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "正在审查的文件较多，请稍后再提交")
        document = _document(session, service, actor, upload, placement)
        version = Version(
            id=seeded_id(placement.seed, "version"),
            document_id=document.id,
            number=_next_number(session, document.id) if placement.document_id else 1,
            name=upload.name,
            digest=digest,
            size=len(data),
            is_text=is_text,
            created_by=actor.id,
        )
        session.add(version)
        session.flush()
        _hold_file(service, session, digest, data)
        review = queue_review(session, actor, version, review_id)
    service.pool.wake()
    return review


def queue_review(
    session: Session, actor: Actor, version: Version, review_id: str | None = None
) -> StoredReview:
    """Queue a review of a version, within the caller's transaction; wake the workers after its commit."""
    review = StoredReview(
        id=review_id or new_id(),
        document_id=version.document_id,
        version_id=version.id,
        name=version.name,
        created_by=actor.id,
    )
    session.add(review)
    session.flush()
    enqueue(session, "review", review.id)
    return review


def _document(
    session: Session, service: Service, actor: Actor, upload: Upload, placement: Placement
) -> StoredDocument:
    if placement.document_id is not None:
        # Locked, so that two versions sent at once get two numbers.
        return session.get_one(StoredDocument, placement.document_id, with_for_update=True)
    document = StoredDocument(
        id=seeded_id(placement.seed, "document"),
        owner_id=actor.id,
        unit=actor.unit,
        name=upload.name,
        submission_id=placement.submission_id,
        part=placement.part,
        due_on=_due_on(service),
    )
    session.add(document)
    session.flush()
    return document


def _known(session: Session, review_id: str) -> StoredReview | None:
    return session.scalars(select(StoredReview).where(StoredReview.id == review_id)).one_or_none()


def _due_on(service: Service) -> date | None:
    """By when a new document is to be reviewed, where the office sets a time for all."""
    days = service.settings.office.review_days
    return None if days is None else day_after(today_of(service.settings), days)


def _hold_file(service: Service, session: Session, digest: str, data: bytes) -> None:
    """Equal bytes of a document that is being erased just now may have gone since they were put."""
    keep_apart(session, digest)
    if not service.files.holds(digest):
        service.files.put(data)


def _next_number(session: Session, document_id: str) -> int:
    query = select(func.max(Version.number)).where(Version.document_id == document_id)
    return (session.scalar(query) or 0) + 1


def seeded_id(seed: str, purpose: str) -> str:
    """A made-up id; the same one for the same seed, where there is a seed."""
    if not seed:
        return new_id()
    digest = hashlib.sha256(f"{purpose}\x00{seed}".encode()).digest()[:12]
    return urlsafe_b64encode(digest).decode("ascii")


def _json_upload(body: bytes) -> Upload:
    try:
        sent = TextUpload.model_validate_json(body)
    except ValidationError as error:
        detail = "请求须为 JSON 对象，至少有非空的 text 字段"
        errors = field_errors([{**item, "loc": ("body", *item["loc"])} for item in error.errors()])
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail, errors=errors) from error
    return Upload(name=_display_name(sent.name), content=sent.text)


def _display_name(name: str) -> str:
    """A name to show: without folders and control characters, cut to a sane length."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in base if c.isprintable())[:_MAX_NAME_CHARACTERS] or "未命名文件"
