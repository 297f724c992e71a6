"""Pages of accounts: sign in and out, one's own account, users, the audit log."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.identity import session_limits
from api.accounts.log_reading import LogFilter, read_log
from api.accounts.oidc import PROBLEMS as PROVIDER_PROBLEMS
from api.accounts.passwords import MAX_CHARACTERS, MIN_CHARACTERS
from api.accounts.people import list_users
from api.accounts.roles import ROLE_NAMES, Scope
from api.accounts.sign_in import MustWait, WrongCredentials, log_sign_out, sign_in
from api.accounts.sign_ins import open_sign_ins
from api.accounts.tokens import tokens_of
from api.dependencies import ActorDep, DatabaseDep, SettingsDep, VisitorDep
from api.pages.frame import render
from api.routes.session import (
    caller_of,
    clear_session_cookie,
    describe,
    set_session_cookie,
    throttled,
)
from api.settings import Settings
from api.store.base import utc_now

router = APIRouter(include_in_schema=False)

_LOG_PAGE = 200


@router.get("/sign-in")
def sign_in_page(
    request: Request,
    settings: SettingsDep,
    visitor: VisitorDep,
    next_page: Annotated[str, Query(alias="next", max_length=2000)] = "/",
    problem: Annotated[str, Query(max_length=50)] = "",
) -> Response:
    """Name and password; who is signed in goes on. ``problem``: why signing in elsewhere failed."""
    if visitor is not None:
        return RedirectResponse(_own_page(next_page), HTTPStatus.SEE_OTHER)
    return _sign_in(request, settings, next_page, problem=PROVIDER_PROBLEMS.get(problem, ""))


@router.post("/sign-in")
def submit_sign_in(
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    name: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=1000)],
    next_page: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Open a session; the same answer for a wrong name, a wrong password and a disabled account."""
    caller, limits = caller_of(request, settings.access), session_limits(settings.access)
    try:
        user, secret = sign_in(database, name, password, caller, limits=limits, now=utc_now())
    except MustWait as error:
        problem = throttled(error)
        return _sign_in(
            request, settings, next_page, problem=problem.detail, name=name, status=problem.status
        )
    except WrongCredentials:
        detail = "用户名或者密码不正确"
        return _sign_in(
            request, settings, next_page, problem=detail, name=name, status=HTTPStatus.UNAUTHORIZED
        )
    target = "/account" if user.must_change_password else _own_page(next_page)
    answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
    set_session_cookie(answer, secret, settings.access)
    return answer


@router.post("/sign-out")
def sign_out(actor: ActorDep, database: DatabaseDep, settings: SettingsDep) -> Response:
    """End the session, on the server too."""
    with database.writing() as session:
        log_sign_out(session, actor, utc_now())
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    clear_session_cookie(answer, settings.access)
    return answer


@router.get("/account")
def account(request: Request, actor: ActorDep, database: DatabaseDep) -> Response:
    """Password, sessions, tokens."""
    if actor.id is None:
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    with database.reading() as session:
        sessions = open_sign_ins(session, actor.id, utc_now())
        tokens = tokens_of(session, actor.id)
    values = {
        "must_change": actor.must_change_password,
        "sessions": [(row, row.id == actor.sign_in_id) for row in sessions],
        "tokens": tokens,
        "scopes": [scope.value for scope in Scope],
        "shortest": MIN_CHARACTERS,
        "longest": MAX_CHARACTERS,
    }
    return render(request, "account.html", values)


@router.get("/users")
def users(request: Request, database: DatabaseDep) -> Response:
    """All accounts."""
    with database.reading() as session:
        rows = list_users(session)
    values = {"users": rows, "roles": [role.value for role in ROLE_NAMES], "here": "users"}
    return render(request, "users.html", values)


@router.get("/audit-log")
def audit_log(
    request: Request, database: DatabaseDep, before: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """What was done, newest first."""
    with database.reading() as session:
        rows = read_log(session, LogFilter(), before=before, count=_LOG_PAGE + 1)
    shown = rows[:_LOG_PAGE]
    following = shown[-1].sequence if len(rows) > _LOG_PAGE else None
    return render(request, "log.html", {"entries": shown, "next": following, "here": "log"})


def _sign_in(
    request: Request,
    settings: Settings,
    next_page: str,
    *,
    problem: str = "",
    name: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    known = describe(None, settings.access, with_accounts=request.app.state.with_accounts)
    values = {
        "next": _own_page(next_page),
        "problem": problem,
        "name": name,
        "provider": known.identity_provider,
    }
    return render(request, "sign_in.html", values, status=status)


def _own_page(target: str) -> str:
    """A path of ours; anything else leads home (no open redirect)."""
    parts = urlsplit(target)
    foreign = parts.scheme or parts.netloc or not parts.path.startswith("/")
    if foreign or parts.path.startswith(("//", "/\\")) or "\\" in target:
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")
