"""The web pages: home and upload, versions of a document. Works without script; script makes it quicker."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from api.access import find_document, today_of
from api.accounts.rights import Right
from api.accounts.roles import Actor
from api.dependencies import ActorDep, DatabaseDep, FilesDep, ServiceDep, SettingsDep
from api.pages.comparison import Comparison, VersionSide, compare
from api.pages.frame import WEB, render
from api.pages.home import home_of
from api.pages.loading import load_review
from api.pages.messages import COOKIE, LANGUAGES
from api.pages.permissions import may
from api.pages.queries import ReviewRow, versions_of
from api.problems import Problem
from api.routes import (
    account_pages,
    ignore_pages,
    library_pages,
    own_rule_pages,
    review_pages,
    rule_release_pages,
)
from api.routes.trash import get_trash
from api.routes.views import views_of
from api.service import Service
from api.settings import Settings
from api.store.database import Database
from api.store.files import FileStore
from api.uploads import Placement, Upload, file_upload, read_upload, store_upload

__all__ = ["WEB", "router"]

router = APIRouter(include_in_schema=False)
router.include_router(account_pages.router)
# Before the pages of rules, whose ids may be any path.
router.include_router(own_rule_pages.router)
router.include_router(rule_release_pages.router)
router.include_router(library_pages.router)
router.include_router(review_pages.router)
router.include_router(ignore_pages.router)

DocumentId = Annotated[str, Path(max_length=64)]
VersionNumber = Annotated[int, Query(ge=0, le=1_000_000)]
_YEAR_SECONDS = 365 * 24 * 3600


@router.get("/")
def home(request: Request, actor: ActorDep, database: DatabaseDep, settings: SettingsDep) -> Response:
    """Upload, my queue, figures."""
    return _home(request, actor, database, settings)


@router.post("/reviews")
async def upload(request: Request, actor: ActorDep, service: ServiceDep) -> Response:
    """Take the form without script: one file, several files, or pasted text."""
    try:
        uploads = await _uploads(request)
        reviews = [
            await run_in_threadpool(store_upload, service, actor, sent, Placement()) for sent in uploads
        ]
    except Problem as problem:
        return await run_in_threadpool(
            _home, request, actor, service.database, service.settings, problem=problem
        )
    target = f"/reviews/{reviews[0].id}" if len(reviews) == 1 else "/"
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)


@router.get("/documents/{document_id}")
def versions(
    request: Request,
    document_id: DocumentId,
    actor: ActorDep,
    database: DatabaseDep,
    files: FilesDep,
    before: VersionNumber = 0,
    after: VersionNumber = 0,
) -> Response:
    """All versions of a document, and what changed between two of them."""
    return _versions(request, document_id, actor, database, files, chosen=(before, after))


@router.post("/documents/{document_id}")
async def upload_version(
    request: Request, document_id: DocumentId, actor: ActorDep, service: ServiceDep
) -> Response:
    """Take the next draft and go to its page."""
    try:
        sent = await read_upload(request)
        await run_in_threadpool(_require, service, document_id)
        placement = Placement(document_id=document_id)
        review = await run_in_threadpool(store_upload, service, actor, sent, placement)
    except Problem as problem:
        return await run_in_threadpool(
            _versions,
            request,
            document_id,
            actor,
            service.database,
            service.files,
            problem=problem,
        )
    return RedirectResponse(f"/reviews/{review.id}", HTTPStatus.SEE_OTHER)


@router.get("/trash")
def trash(request: Request, actor: ActorDep, database: DatabaseDep) -> Response:
    """Deleted documents, to be restored."""
    return render(request, "trash.html", {"rows": get_trash(actor, database).items})


@router.post("/language")
def language(
    language: Annotated[str, Form(max_length=10)], back: Annotated[str, Form(max_length=2000)] = "/"
) -> Response:
    """Keep the language in a cookie, and go back to where the reader was."""
    target = urlsplit(back)
    own = not target.scheme and not target.netloc and target.path.startswith("/")
    own = own and not target.path.startswith(("//", "/\\"))
    query = f"?{target.query}" if target.query else ""
    answer = RedirectResponse(target.path + query if own else "/", HTTPStatus.SEE_OTHER)
    if language in LANGUAGES:
        answer.set_cookie(COOKIE, language, max_age=_YEAR_SECONDS, httponly=True, samesite="lax")
    return answer


class _VersionsPage:
    """A document with its versions, as its page shows it."""

    def __init__(self, document_id: str, name: str, due_on: date | None, rows: tuple[ReviewRow, ...]) -> None:
        self.id = document_id
        self.name = name
        self.due_on = due_on
        self.versions = rows
        self.teaches = True
        self.learns = False
        self.may_submit = False
        self.may_delete = False
        self.before = 0
        self.after = 0
        self.comparison: Comparison | None = None


def _versions(
    request: Request,
    document_id: str,
    actor: Actor,
    database: Database,
    files: FileStore,
    *,
    chosen: tuple[int, int] = (0, 0),
    problem: Problem | None = None,
) -> Response:
    today = date.today()
    with database.reading() as session:
        document = find_document(session, document_id)
        rows = versions_of(session, document_id, today)
        page = _VersionsPage(document_id, document.name, document.due_on, rows)
        page.teaches = document.teaches
        page.may_submit = may(session, actor, Right.SUBMIT, "document_id", document_id)
        page.may_delete = may(session, actor, Right.DELETE_DOCUMENT, "document_id", document_id)
    before, after = _pair(rows, chosen)
    if before is not None and after is not None:
        page.before, page.after = before.version, after.version
        page.comparison = compare(
            _side(database, files, before, actor, today), _side(database, files, after, actor, today)
        )
    page.learns = request.app.state.settings.office.learns
    values = {"page": page, "problem": problem.detail if problem else ""}
    return render(request, "versions.html", values, status=problem.status if problem else HTTPStatus.OK)


def _pair(rows: tuple[ReviewRow, ...], chosen: tuple[int, int]) -> tuple[ReviewRow | None, ReviewRow | None]:
    """The two versions asked for, else the latest two; None where they are not reviewed."""
    done = {row.version: row for row in rows if row.total is not None}
    latest = sorted(done)[-2:]
    before, after = chosen if all(chosen) else (latest[0], latest[-1]) if len(latest) > 1 else (0, 0)
    return done.get(before), done.get(after)


def _side(database: Database, files: FileStore, row: ReviewRow, actor: Actor, today: date) -> VersionSide:
    loaded = load_review(database, files, row.review_id, actor, today)
    assert loaded.reviewed is not None  # noqa: S101  # `_pair` takes finished reviews only
    return VersionSide(review_id=row.review_id, document=loaded.reviewed.document, cards=loaded.cards)


def _require(service: Service, document_id: str) -> None:
    with service.database.reading() as session:
        find_document(session, document_id)


async def _uploads(request: Request) -> list[Upload]:
    form = await request.form()
    sent = [item for item in form.getlist("file") if isinstance(item, UploadFile) and item.filename]
    if sent:
        return [await file_upload(item) for item in sent]
    return [await read_upload(request)]


def _home(
    request: Request,
    actor: Actor,
    database: Database,
    settings: Settings,
    *,
    problem: Problem | None = None,
) -> Response:
    with database.reading() as session:
        page = home_of(session, actor, today_of(settings), settings.limits.file_bytes >> 20)
        views = views_of(session, actor)
    values = {"home": page, "views": views, "problem": problem.detail if problem else "", "here": "home"}
    return render(request, "home.html", values, status=problem.status if problem else HTTPStatus.OK)
