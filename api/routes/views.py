"""``/api/v1/views``: filters over findings under a name, for oneself or for one's unit."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Path
from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from api.accounts.roles import Actor
from api.dependencies import ActorDep, DatabaseDep
from api.idempotency import IdempotentRoute
from api.pages.filters import FIELDS
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.store.marks import SavedView
from api.views.words import WrittenWords

router = APIRouter(prefix="/api/v1/views", tags=["views"], route_class=IdempotentRoute, responses=PROBLEMS)

ViewId = Annotated[str, Path(max_length=64, description="视图的编号")]
_MOST = 100


def _known_fields(query: str) -> str:
    """The query with nothing but fields of the filter in it: a link leads nowhere else."""
    pairs = parse_qsl(query.lstrip("?"), keep_blank_values=False)
    unknown = [name for name, _ in pairs if name not in FIELDS]
    if unknown:
        raise ValueError(f"没有这样的筛选条件：{'、'.join(unknown)}；可用的有：{'、'.join(FIELDS)}")
    return urlencode(pairs)


class NewView(BaseModel):
    """A filter to be kept."""

    name: Annotated[WrittenWords, Field(max_length=100, description="名称", examples=["本周先办"])]
    query: Annotated[
        str,
        Field(
            max_length=1_000,
            description="筛选条件，写法同网址",
            examples=["family=disclosure&verdict=none"],
        ),
        AfterValidator(_known_fields),
    ]
    shared: bool = Field(default=False, description="本单位的人也能看到")


class ViewView(BaseModel):
    """A saved filter."""

    id: str
    name: str
    query: str
    shared: bool
    own: bool = Field(description="是否本人保存")
    link: str = Field(description="网页地址", examples=["/findings?family=disclosure"])


class ViewPage(BaseModel):
    """Saved filters, one's own and those of the unit."""

    items: list[ViewView]
    next: str | None = None


@router.get("", summary="列出保存的视图")
def get_views(actor: ActorDep, database: DatabaseDep) -> ViewPage:
    """One's own, and what colleagues of the unit share; there are never more than a page holds."""
    with database.reading() as session:
        return ViewPage(items=list(views_of(session, actor)))


@router.post("", summary="保存一个视图", status_code=HTTPStatus.CREATED)
def post_view(body: NewView, actor: ActorDep, database: DatabaseDep) -> ViewView:
    """Keep a filter under a name."""
    with database.writing() as session:
        count = session.scalar(select(func.count()).select_from(SavedView).where(_own(actor))) or 0
        if count >= _MOST:
            detail = f"每人最多保存 {_MOST} 个视图，请先删除不用的"
            raise Problem(HTTPStatus.CONFLICT, "too_many_views", detail)
        view = SavedView(
            owner_id=actor.id, unit=actor.unit, name=body.name, query=body.query, shared=body.shared
        )
        session.add(view)
        session.flush()
        return _view(view, actor)


@router.delete("/{view_id}", summary="删除一个视图", status_code=HTTPStatus.NO_CONTENT)
def delete_view(view_id: ViewId, actor: ActorDep, database: DatabaseDep) -> None:
    """Forget a filter of one's own."""
    with database.writing() as session:
        view = session.scalars(select(SavedView).where(SavedView.id == view_id, _own(actor))).one_or_none()
        if view is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_view", "没有这个视图，或者不是您保存的")
        session.delete(view)


def views_of(session: Session, actor: Actor) -> tuple[ViewView, ...]:
    """The views that somebody sees, in the order in which they were saved."""
    seen = _own(actor)
    if actor.unit:
        seen = or_(seen, SavedView.shared & (SavedView.unit == actor.unit))
    query = select(SavedView).where(seen).order_by(SavedView.sequence).limit(2 * _MOST)
    return tuple(_view(view, actor) for view in session.scalars(query))


def _own(actor: Actor) -> ColumnElement[bool]:
    return SavedView.owner_id == actor.id if actor.id else SavedView.owner_id.is_(None)


def _view(view: SavedView, actor: Actor) -> ViewView:
    link = f"/findings?{view.query}" if view.query else "/findings"
    return ViewView(
        id=view.id,
        name=view.name,
        query=view.query,
        shared=view.shared,
        own=view.owner_id == actor.id,
        link=link,
    )
