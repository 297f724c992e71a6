"""Pages of one review: findings beside the text, the original pages, what was done, the sign-off."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.access import find_review
from api.dependencies import ActorDep, DatabaseDep, FilesDep
from api.pages.activity import activity_of
from api.pages.cards import Card
from api.pages.filters import Filter
from api.pages.frame import render
from api.pages.loading import LoadedReview, load_review
from api.pages.original import OFD, OriginalPage, drawn_pages, pages_with_boxes
from api.pages.page_image import DRAWABLE, PageImages, PageNotDrawn
from api.pages.review_page import ReviewPage
from api.problems import Problem
from api.store.database import Database
from api.store.files import FileStore, MissingFile
from reviewer.finding import Severity

router = APIRouter(include_in_schema=False)

ReviewId = Annotated[str, Path(max_length=64)]
_MOST_PAGES = 300
_VERDICTS = ("accepted", "rejected", "deferred", "exempted", "none")
_images = PageImages()


@router.get("/reviews/{review_id}")
def show(
    request: Request, review_id: ReviewId, actor: ActorDep, database: DatabaseDep, files: FilesDep
) -> Response:
    """The annotated document, or how far the review is."""
    loaded = load_review(database, files, review_id, actor, date.today())
    if loaded.reviewed is None:
        waiting = {"page": _Waiting(loaded), "here": "home"}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if loaded.head.error else HTTPStatus.OK
        return render(request, "review.html", waiting, status=status)
    page = _page(loaded, Filter.of(request.query_params))
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
        "page": _page(loaded, Filter()),
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


def _page(loaded: LoadedReview, wanted: Filter) -> ReviewPage:
    assert loaded.reviewed is not None  # noqa: S101  # whoever calls has seen to it
    return ReviewPage(loaded.head, loaded.reviewed, loaded.cards, wanted, date.today())


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

    def verdict(card: Card) -> str:
        standing = card.standing
        return "none" if standing.verdict is None or standing.ask_again else standing.verdict.value

    return tuple(
        (
            name,
            tuple(
                sum(verdict(c) == name and c.finding.severity is severity for c in cards)
                for severity in Severity
            ),
        )
        for name in _VERDICTS
    )
