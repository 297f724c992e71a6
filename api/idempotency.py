"""``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header-07): a request sent twice acts once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from python_multipart.multipart import parse_options_header
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from api.problems import Problem
from api.store.base import utc_now
from api.store.database import Database
from api.store.jobs import IdempotencyKey

HEADER = "Idempotency-Key"
_LONGEST = 255
_MISSING = f"本单位要求每个提交请求都带 {HEADER}，重复发送时才不会重复提交"
_KEPT = timedelta(hours=24)
# A request that was cut off (the service was killed) may be sent anew after this long; what it has
# stored by then is found again by its seed.
_LOST = timedelta(seconds=90)
_REPLAYED = ("content-type", "location", "etag")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class IdempotentRoute(APIRoute):
    """Heeds the header on every route that writes.

    Without it a request is taken as it is, unless the office wants it (`api.office.Office.strict_writes`).
    ``request.state.seed`` is made from the key, for ids that a repetition must find again.
    """

    def get_route_handler(self) -> Handler:
        """The route's handler, once for each key."""
        handle = super().get_route_handler()

        async def handle_once(request: Request) -> Response:
            key = request.headers.get(HEADER.lower())
            request.state.seed = ""
            if request.method in ("GET", "HEAD"):
                return await handle(request)
            if key is None:
                if request.method == "POST" and request.app.state.settings.office.strict_writes:
                    raise Problem(HTTPStatus.BAD_REQUEST, "idempotency_key_missing", _MISSING)
                return await handle(request)
            return await _once(request, key, handle)

        return handle_once


async def _once(request: Request, key: str, handle: Handler) -> Response:
    if not key or len(key) > _LONGEST or not key.isprintable():
        detail = f"{HEADER} 应为 1 至 {_LONGEST} 个可见字符"
        raise Problem(HTTPStatus.BAD_REQUEST, "invalid_idempotency_key", detail)
    database: Database = request.app.state.database
    actor = request.state.actor
    caller = (actor.id if actor is not None else None) or ""
    digest = await _digest(request)
    request.state.seed = f"{caller}\x00{key}\x00{digest}"
    answered = await run_in_threadpool(_begin, database, caller, key, digest)
    if answered is not None:
        return answered
    try:
        response = await handle(request)
    except BaseException:
        await run_in_threadpool(_forget, database, caller, key)  # it may be mended and sent again
        raise
    await run_in_threadpool(_finish, database, caller, key, response)
    return response


async def _digest(request: Request) -> str:
    """What the request asks for; a form sent again has the same fields between other borders."""
    body = await request.body()
    kind, options = parse_options_header(request.headers.get("content-type"))
    border = options.get(b"boundary")
    if kind == b"multipart/form-data" and border:
        body = body.replace(border, b"")
    return hashlib.sha256(f"{request.method} {request.url.path}\x00".encode() + body).hexdigest()


def _begin(database: Database, caller: str, key: str, digest: str) -> Response | None:
    """Note that the request runs; gives the answer where it was answered already.

    Raises:
        Problem: 409, it runs; 422, the key was used for another request.
    """
    now = utc_now()
    with database.writing() as session:
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - _KEPT))
        known = session.get(IdempotencyKey, (caller, key), with_for_update=True)
        if known is None:
            session.add(IdempotencyKey(caller=caller, key=key, request_digest=digest))
            try:
                session.flush()
            except IntegrityError as error:  # another request with the key came between
                raise _running() from error
            return None
        if known.request_digest != digest:
            detail = f"这个 {HEADER} 已用于另一个请求，请换一个"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail)
        if known.status is not None:
            headers = {**known.headers, "Idempotency-Replayed": "true"}
            return Response(known.body or b"", status_code=known.status, headers=headers)
        if now - known.created_at < _LOST:
            raise _running()
        known.created_at = now
        return None


def _running() -> Problem:
    detail = "同一个请求正在处理，请稍候再查询结果"
    return Problem(HTTPStatus.CONFLICT, "request_running", detail, {"Retry-After": "2"})


def _finish(database: Database, caller: str, key: str, response: Response) -> None:
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        _forget(database, caller, key)
        return
    with database.writing() as session:
        known = session.get(IdempotencyKey, (caller, key))
        if known is not None:
            known.status, known.body = response.status_code, bytes(response.body)
            known.headers = {name: response.headers[name] for name in _REPLAYED if name in response.headers}


def _forget(database: Database, caller: str, key: str) -> None:
    with database.writing() as session:
        session.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.caller == caller, IdempotencyKey.key == key, IdempotencyKey.status.is_(None)
            )
        )
