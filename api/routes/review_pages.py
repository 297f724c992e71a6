"""Pages of one review: findings beside the text, the original pages, what was done, the sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import select

from api.access import find_review, today_of
from api.accounts.roles import Actor
from api.dependencies import ActorDep, DatabaseDep, FilesDep
from api.pages.activity import activity_of
from api.pages.cards import Card
from api.pages.filters import Filter
from api.pages.finding_words import finding_words
from api.pages.frame import render, words_of
from api.pages.loading import LoadedReview, load_review
from api.pages.original import OFD, OriginalPage, drawn_pages, pages_with_boxes
from api.pages.page_image import DRAWABLE, PageImages, PageNotDrawn
from api.pages.reading_units import ReadingUnit, reading_units
from api.pages.review_page import ReviewPage
from api.problems import Problem
from api.routes.views import ViewView, views_of
from api.store.database import Database
from api.store.files import FileStore, MissingFile
from api.store.marks import ViewedClause
from reviewer.finding import Severity

router = APIRouter(include_in_schema=False)

ReviewId = Annotated[str, Path(max_length=64)]
_MOST_PAGES = 300
_VERDICTS = ("accepted", "rejected", "deferred", "exempted", "ignored", "none")
_images = PageImages()


@router.get("/reviews/{review_id}")
def show(
    request: Request, review_id: ReviewId, actor: ActorDep, database: DatabaseDep, files: FilesDep
) -> Response:
    """The annotated document, or how far the review is."""
    loaded = load_review(database, files, review_id, actor, today_of(request.app.state.settings))
    if loaded.reviewed is None:
        waiting = {"page": _Waiting(loaded), "here": "home"}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if loaded.head.error else HTTPStatus.OK
        return render(request, "review.html", waiting, status=status)
    page = _page(
        request,
        loaded,
        Filter.of(request.query_params),
        units=_units(database, loaded, actor),
        views=_views(database, actor),
    )
    return render(request, "review.html", {"page": page, "here": ""})


@router.get("/reviews/{review_id}/original")
def original(
    request: Request, review_id: ReviewId, actor: ActorDep, database: DatabaseDep, files: FilesDep
) -> Response:
    """The original pages with boxes of findings."""
    loaded = _done(database, files, review_id, actor)
    values: dict[str, object] = {
        "review_id": review_id,
        "name": loaded.head.name,
        "problem": "",
        "drawn": False,
    }
    try:
        pages = _pages(loaded, files)
    except PageNotDrawn as error:
        pages, values["problem"] = (), str(error)
    values |= {"pages": pages[:_MOST_PAGES], "total": len(pages), "drawn": _media_type(loaded) == OFD}
    return render(request, "original.html", values)


@router.get("/reviews/{review_id}/pages/{page}.png")
def page_picture(
    review_id: ReviewId,
    page: Annotated[int, Path(ge=1, le=100_000)],
    actor: ActorDep,
    database: DatabaseDep,
    files: FilesDep,
) -> Response:
    """One page as a picture."""
    loaded = _done(database, files, review_id, actor)
    try:
        picture = _images.picture(loaded.digest, _content(loaded, files), _media_type(loaded), page)
    except PageNotDrawn as error:
        raise Problem(HTTPStatus.NOT_FOUND, "page_not_drawn", str(error)) from error
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})


@router.get("/reviews/{review_id}/activity")
def activity(
    request: Request,
    review_id: ReviewId,
    database: DatabaseDep,
    finding: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Who did what about the findings, or about one of them, and when."""
    with database.reading() as session:
        review = find_review(session, review_id)
        acts = activity_of(session, review_id, finding)
    values = {"review_id": review_id, "name": review.name, "acts": acts}
    return render(request, "activity.html", values)


@router.get("/reviews/{review_id}/sign-off")
def sign_off_page(
    request: Request, review_id: ReviewId, actor: ActorDep, database: DatabaseDep, files: FilesDep
) -> Response:
    """Where a person concludes."""
    loaded = _done(database, files, review_id, actor)
    values = {
        "page": _page(request, loaded, Filter()),
        "sign": loaded.sign_off,
        "summary": _summary(loaded.cards),
    }
    return render(request, "sign_off.html", values)


class _Waiting:
    """A review that is not done, as its page shows it."""

    done = False

    def __init__(self, loaded: LoadedReview) -> None:
        self.id = loaded.head.id
        self.name = loaded.head.name
        self.error = loaded.head.error


def _page(
    request: Request,
    loaded: LoadedReview,
    wanted: Filter,
    *,
    units: Sequence[tuple[ReadingUnit, bool]] = (),
    views: Sequence[ViewView] = (),
) -> ReviewPage:
    assert loaded.reviewed is not None  # noqa: S101  # whoever calls has seen to it
    words = finding_words(words_of(request).language)
    return ReviewPage(
        loaded.head,
        loaded.reviewed,
        loaded.cards,
        wanted,
        today_of(request.app.state.settings),
        words=words,
        units=units,
        views=views,
        forms_wait=request.app.state.settings.office.forms_wait,
    )


def _units(database: Database, loaded: LoadedReview, actor: Actor) -> list[tuple[ReadingUnit, bool]]:
    """The clauses of the document, and whether the reader has ticked them off."""
    assert loaded.reviewed is not None  # noqa: S101
    query = select(ViewedClause.digest).where(
        ViewedClause.document_id == loaded.head.document_id, ViewedClause.caller == (actor.id or "")
    )
    with database.reading() as session:
        viewed = set(session.scalars(query))
    return [(unit, unit.digest in viewed) for unit in reading_units(loaded.reviewed.document)]


def _views(database: Database, actor: Actor) -> tuple[ViewView, ...]:
    with database.reading() as session:
        return views_of(session, actor)


def _done(database: Database, files: FileStore, review_id: str, actor: ActorDep) -> LoadedReview:
    loaded = load_review(database, files, review_id, actor, date.today())
    if loaded.reviewed is None:
        detail = loaded.head.error or "审查尚未完成，请稍后再看"
        raise Problem(HTTPStatus.CONFLICT, "not_done", detail)
    return loaded


def _media_type(loaded: LoadedReview) -> str:
    return loaded.reviewed.document.media_type if loaded.reviewed else ""


def _content(loaded: LoadedReview, files: FileStore) -> bytes:
    try:
        return files.get(loaded.digest)
    except MissingFile as error:
        detail = "原件已按保存期限清除"
        raise Problem(HTTPStatus.GONE, "document_gone", detail) from error


def _pages(loaded: LoadedReview, files: FileStore) -> tuple[OriginalPage, ...]:
    assert loaded.reviewed is not None  # noqa: S101
    findings = [card.finding for card in loaded.cards]
    media_type = _media_type(loaded)
    if media_type == OFD:
        return drawn_pages(loaded.reviewed.document, findings)
    if media_type not in DRAWABLE:
        return ()
    sizes = _images.sizes(loaded.digest, _content(loaded, files), media_type)
    return pages_with_boxes(sizes, findings)


def _summary(cards: tuple[Card, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Counts by verdict and severity; what must be confirmed again counts as undecided."""
    return tuple(
        (
            name,
            tuple(
                sum(c.verdict == name and c.finding.severity is severity for c in cards)
                for severity in Severity
            ),
        )
        for name in _VERDICTS
    )
