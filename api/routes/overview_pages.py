"""The page ``/findings``: findings of all documents under a filter, and the views that somebody saved."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import ActorDep, DatabaseDep
from api.pages.filters import FIELDS, Filter
from api.pages.frame import render
from api.pages.overview import overview_of
from api.routes.views import views_of
from reviewer.exporters import wording

router = APIRouter(include_in_schema=False)

Place = Annotated[str, Query(pattern=r"^(\d{1,18}\.\d{1,9})?$", max_length=30)]


@router.get("/findings")
def findings(request: Request, actor: ActorDep, database: DatabaseDep, after: Place = "") -> Response:
    """A page of findings; the address is the filter, so that it can be kept and sent to a colleague."""
    wanted = Filter.of(request.query_params)
    with database.reading() as session:
        found = overview_of(session, actor, wanted, date.today(), _place(after))
        views = views_of(session, actor)
    kept = [(name, request.query_params[name]) for name in FIELDS if request.query_params.get(name)]
    query = urlencode(kept)
    following = urlencode([*kept, ("after", ".".join(map(str, found.after)))]) if found.after else ""
    values = {
        "found": found,
        "filter": wanted,
        "families": tuple(wording.FAMILIES),
        "views": views,
        "query": query,
        "following": following,
        "here": "findings",
    }
    return render(request, "findings.html", values)


def _place(after: str) -> tuple[int, int] | None:
    if not after:
        return None
    review, _, ordinal = after.partition(".")
    return int(review), int(ordinal)
