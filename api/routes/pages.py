"""The web page: drop a file, read it annotated. Works without script; script makes it quicker."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates

from api.dependencies import SettingsDep, ShelfDep
from api.problems import Problem
from api.routes.reviews import find, read_upload, submit
from reviewer.exporters.html import report_section, style_sheet

router = APIRouter(include_in_schema=False)

WEB = Path(__file__).parent.parent / "web"
_templates = Jinja2Templates(directory=WEB / "templates")
_LATEST = 10


@router.get("/")
def home(request: Request, shelf: ShelfDep, settings: SettingsDep) -> Response:
    """The upload page."""
    return _home(request, shelf, settings)


@router.post("/reviews")
async def upload(request: Request, shelf: ShelfDep, settings: SettingsDep) -> Response:
    """Take an upload from the form and go to its page."""
    try:
        shelved = submit(shelf, await read_upload(request))
    except Problem as problem:
        return _home(request, shelf, settings, problem=problem)
    return RedirectResponse(f"/reviews/{shelved.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/reviews/{review_id}")
def show(request: Request, review_id: str, shelf: ShelfDep, settings: SettingsDep) -> Response:
    """The annotated document, or how far the review is."""
    try:
        shelved = find(shelf, review_id)
    except Problem as problem:
        return _home(request, shelf, settings, problem=problem)
    reviewed = shelved.reviewed
    section = report_section(reviewed) if reviewed else None
    return _templates.TemplateResponse(
        request, "review.html", {"review": shelved, "section": section}, status_code=HTTPStatus.OK
    )


@router.get("/report.css")
def report_style() -> Response:
    """The style sheet that the exported report uses too."""
    return Response(style_sheet(), media_type="text/css; charset=utf-8")


def _home(
    request: Request, shelf: ShelfDep, settings: SettingsDep, problem: Problem | None = None
) -> HTMLResponse:
    values = {
        "latest": shelf.latest(_LATEST),
        "problem": problem.detail if problem else None,
        "megabytes": settings.limits.file_bytes >> 20,
    }
    status = problem.status if problem else HTTPStatus.OK
    return _templates.TemplateResponse(request, "home.html", values, status_code=status)
