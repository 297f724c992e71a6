"""The gate before every route: who asks, may they, and the log of it. What it does not know is closed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.accounts.holdings import SUBJECTS, find_holding
from api.accounts.identity import Identity, comes_from_own_page, identify
from api.accounts.rights import Answer, Reach, Right, judge, reach, relation
from api.accounts.roles import LOCAL_ACTOR, Actor
from api.accounts.route_rights import FoundRoute, find_route
from api.accounts.settings import AccessSettings
from api.problems import Problem, problem_response
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.database import Database

SIGN_IN_PAGE = "/sign-in"
PASSWORD_PAGE = "/account"  # noqa: S105  a path
_SAFE_METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A request that may go on.

    Attributes:
        actor: Who sends it; None for nobody, on public routes.
        masked: Whether personal values must be masked in the answer.
    """

    actor: Actor | None
    masked: bool = False


class Gate:
    """Asks for every request who sends it and whether they may; in single-user mode everything is theirs.

    It sets ``request.state.actor`` and ``request.state.masked``. The application's state must hold
    ``database`` and ``with_accounts`` before the first request.
    """

    def __init__(self, app: ASGIApp, access: AccessSettings) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request on, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        passage = Passage(actor=LOCAL_ACTOR)
        if scope["app"].state.with_accounts:
            try:
                passage = await to_thread.run_sync(self._examine, scope)
            except Problem as problem:
                await _refusal(scope, problem)(scope, receive, send)
                return
        scope.setdefault("state", {}).update(actor=passage.actor, masked=passage.masked)
        await self._app(scope, receive, send)

    def _examine(self, scope: Scope) -> Passage:
        """Whether the request may go on.

        Raises:
            Problem: It may not.
        """
        database: Database = scope["app"].state.database
        headers = Headers(scope=scope)
        route = find_route(scope["method"], scope["path"])
        if route is None:
            raise _no_route(scope["path"])
        identity = identify(database, headers, self._access, utc_now())
        if identity.by_cookie and not comes_from_own_page(scope["method"], headers, self._access):
            raise Problem(HTTPStatus.FORBIDDEN, "origin_refused", "请求不是从本系统的页面发出的，已拒绝")
        if route.right.right is None:
            return Passage(actor=identity.actor)
        actor = _known(identity)
        return _permit(database, actor, route, route.right.right, scope)


def _no_route(path: str) -> Problem:
    elsewhere = any(find_route(method, path) for method in ("GET", "POST", "PUT", "PATCH", "DELETE"))
    if elsewhere:
        return Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "此处不接受这种请求方法")
    return Problem(HTTPStatus.NOT_FOUND, "not_found", "没有这个页面或者资源")


def _known(identity: Identity) -> Actor:
    if identity.actor is not None:
        return identity.actor
    detail = "登录已失效，请重新登录" if identity.stale else "请先登录，或者在请求中提供访问令牌"
    raise Problem(HTTPStatus.UNAUTHORIZED, "not_signed_in", detail)


def _permit(database: Database, actor: Actor, route: FoundRoute, right: Right, scope: Scope) -> Passage:
    """Judge by role, then by object; log writes, refusals, and reads of what is someone else's."""
    act = _log_line(actor, route, right, scope)
    if reach(actor, right) is Reach.NONE:
        _log(database, act, "refused")
        raise _forbidden(actor)
    if not route.right.subject:
        if scope["method"] not in _SAFE_METHODS:
            _log(database, act, "granted")
        return Passage(actor=actor)
    return _permit_object(database, actor, route, right, act, safe=scope["method"] in _SAFE_METHODS)


def _permit_object(
    database: Database, actor: Actor, route: FoundRoute, right: Right, act: Act, *, safe: bool
) -> Passage:
    parameter = route.right.subject
    with database.reading() as session:
        holding = find_holding(session, parameter, route.parameters[parameter])
    if holding is None:
        raise _hidden()
    answer = judge(actor, right, holding)
    if answer in (Answer.HIDDEN, Answer.FORBIDDEN):
        _log(database, act, "refused")
        raise _hidden() if answer is Answer.HIDDEN else _forbidden(actor)
    if not safe or relation(actor, holding) > Reach.OWN:
        _log(database, act, "granted")
    return Passage(actor=actor, masked=answer is Answer.MASKED)


def _log_line(actor: Actor, route: FoundRoute, right: Right, scope: Scope) -> Act:
    parameter = route.right.subject
    subject = f"{SUBJECTS[parameter]}:{route.parameters[parameter][:64]}" if parameter else ""
    client = scope.get("client")
    return Act(
        act=f"request.{right.code}",
        subject=subject,
        actor_id=actor.id,
        actor=actor.name,
        details={
            "method": scope["method"],
            "route": route.template,
            "means": actor.means.value,
            "address": client[0] if client else "",
        },
    )


def _log(database: Database, act: Act, outcome: str) -> None:
    act.details["outcome"] = outcome
    with database.writing() as session:
        log_act(session, act)


def _hidden() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "not_found", "没有这项内容，或者您无权查看，或者已不再保存")


def _forbidden(actor: Actor) -> Problem:
    if actor.must_change_password:
        detail = "这是一次性密码，请先设置自己的新密码"
        return Problem(HTTPStatus.FORBIDDEN, "password_change_required", detail)
    if actor.scopes is not None:
        detail = "您的角色或者这个访问令牌的范围不允许此操作"
        return Problem(HTTPStatus.FORBIDDEN, "forbidden", detail)
    return Problem(HTTPStatus.FORBIDDEN, "forbidden", "您的角色不允许此操作，如有需要请联系管理员")


def _refusal(scope: Scope, problem: Problem) -> Response:
    """A problem document for programs; a person with a browser is led to where they can go on."""
    path: str = scope["path"]
    if not path.startswith("/api/") and "text/html" in Headers(scope=scope).get("accept", ""):
        if problem.code == "not_signed_in":
            target = path if scope["method"] in _SAFE_METHODS else "/"
            return RedirectResponse(f"{SIGN_IN_PAGE}?next={quote(target, safe='/')}", HTTPStatus.SEE_OTHER)
        if problem.code == "password_change_required":
            return RedirectResponse(PASSWORD_PAGE, HTTPStatus.SEE_OTHER)
    answer = problem_response(problem.status, problem.code, problem.detail)
    if problem.status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
