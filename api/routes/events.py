"""``/api/v1/reviews/{id}/events``: progress as server-sent events that resume."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import format_sse_event
from sqlalchemy import select
from starlette.responses import StreamingResponse

from api.access import find_review
from api.dependencies import ServiceDep
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.routes.reviews import ReviewId
from api.service import Service
from api.store.jobs import Event
from api.store.reviews import ReviewState
from api.views.reviews import ProgressEvent

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"], responses=PROBLEMS)

_SILENT_SECONDS = 15.0  # then a comment keeps proxies from closing the connection
_RETRY_MILLISECONDS = 2_000
_ENDS = frozenset(state.value for state in ReviewState if state.ended)
_LARGEST = (1 << 63) - 1


class EventStream(StreamingResponse):
    """An answer that OpenAPI names rightly."""

    media_type = "text/event-stream"


@router.get(
    "/{review_id}/events",
    summary="审查进度（服务器推送）",
    response_class=EventStream,
    responses={
        200: {"description": "每一步一个事件；断线后浏览器带 Last-Event-ID 续接", "model": ProgressEvent}
    },
)
async def get_events(
    request: Request,
    review_id: ReviewId,
    service: ServiceDep,
    last_event_id: Annotated[str | None, Header(description="已收到的最后一个事件")] = None,
) -> EventStream:
    """One event a step, each with an id; the stream ends with the review."""
    after = _after(last_event_id)
    await run_in_threadpool(_require, service, review_id)
    return EventStream(_stream(request, service, review_id, after))


async def _stream(request: Request, service: Service, review_id: str, after: int) -> AsyncIterator[bytes]:
    subject = f"review:{review_id}"
    yield format_sse_event(retry=_RETRY_MILLISECONDS)
    spoke = time.monotonic()
    with service.broadcast.listen(subject) as listening:
        while not await request.is_disconnected():
            events, ended = await run_in_threadpool(_events_after, service, review_id, after)
            for event in events:
                after = event.sequence
                yield _encode(event)
            if ended:
                return
            if events:
                spoke = time.monotonic()
            elif time.monotonic() - spoke > _SILENT_SECONDS:
                spoke = time.monotonic()
                yield format_sse_event(comment="…")
            await listening.wait(service.look_seconds)


def _after(last_event_id: str | None) -> int:
    if not last_event_id:
        return 0
    if not (last_event_id.isascii() and last_event_id.isdigit()) or int(last_event_id) > _LARGEST:
        detail = "Last-Event-ID 应为收到的最后一个事件的 id"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_event_id", detail)
    return int(last_event_id)


def _require(service: Service, review_id: str) -> None:
    with service.database.reading() as session:
        find_review(session, review_id)


def _events_after(service: Service, review_id: str, after: int) -> tuple[Sequence[Event], bool]:
    """What happened since, and whether nothing more will: read in this order, no event is missed."""
    with service.database.reading() as session:
        ended = find_review(session, review_id).state in _ENDS
        query = select(Event).where(Event.subject == f"review:{review_id}", Event.sequence > after)
        return session.scalars(query.order_by(Event.sequence)).all(), ended


def _encode(event: Event) -> bytes:
    view = ProgressEvent(state=event.kind, at=event.created_at, details=event.data)
    data = json.dumps(view.model_dump(mode="json"), ensure_ascii=False)
    return format_sse_event(data_str=data, event=event.kind, id=str(event.sequence))
