"""``/api/v1/session/oidc``: to the identity provider and back; both are visited by browsers only."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from api.accounts.gate import SIGN_IN_PAGE
from api.accounts.identity import session_limits
from api.accounts.oidc import (
    PENDING_FOR,
    Arrival,
    ProviderProblem,
    account_of,
    depart,
    discover,
    exchange,
    take_pending,
)
from api.accounts.settings import AccessSettings, OidcSettings
from api.accounts.sign_in import open_session_of
from api.dependencies import DatabaseDep, SettingsDep
from api.problems import Problem
from api.routes.session import caller_of, require_accounts, set_session_cookie
from api.store.base import utc_now
from api.store.database import Database

router = APIRouter(prefix="/api/v1/session/oidc", tags=["session"])

_PATH = "/api/v1/session/oidc"
_COOKIE = "reviewer_oidc_state"


@router.get(
    "", summary="转到统一身份认证登录", status_code=HTTPStatus.SEE_OTHER, response_class=RedirectResponse
)
def leave(
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    target: Annotated[str, Query(alias="next", max_length=500, description="登录后转到的页面")] = "/",
) -> RedirectResponse:
    """Send the browser to the provider."""
    require_accounts(request)
    access = settings.access
    try:
        provider = discover(_provider(access))
        with database.writing() as session:
            departure = depart(
                session, provider, _callback(request, access), target=own_path(target), now=utc_now()
            )
    except ProviderProblem as problem:
        return _back(problem)
    answer = RedirectResponse(departure.url, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _COOKIE,
        departure.state,
        max_age=int(PENDING_FOR.total_seconds()),
        path=_PATH,
        httponly=True,
        secure=access.secure,
        samesite="lax",  # it has to come along when the provider sends the browser back
    )
    return answer


@router.get(
    "/callback",
    summary="统一身份认证登录后返回",
    status_code=HTTPStatus.SEE_OTHER,
    response_class=RedirectResponse,
)
def come_back(
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    *,
    code: Annotated[str, Query(max_length=4000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
) -> RedirectResponse:
    """Receive the browser, check what it brings, open a session."""
    require_accounts(request)
    _provider(settings.access)
    arrival = Arrival(code=code, state=state, cookie=request.cookies.get(_COOKIE, ""))
    try:
        secret, target = _admit(request, database, settings.access, arrival)
    except ProviderProblem as problem:
        answer = _back(problem)
    else:
        answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
        set_session_cookie(answer, secret, settings.access)
    answer.delete_cookie(_COOKIE, path=_PATH, httponly=True, secure=settings.access.secure, samesite="lax")
    return answer


def own_path(target: str) -> str:
    """The target where it is a path on this service, else the home page: no open redirect."""
    parts = urlsplit(target)
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = all(c.isprintable() and c != "\\" for c in target)
    return target if is_path and clean and not parts.scheme and not parts.netloc else "/"


def _admit(request: Request, database: Database, access: AccessSettings, arrival: Arrival) -> tuple[str, str]:
    now = utc_now()
    with database.writing() as session:
        pending = take_pending(session, arrival, now)
    # From here on the state is used up, whatever happens; the network is asked outside of a transaction.
    provider = discover(_provider(access))
    person = exchange(provider, _callback(request, access), arrival, pending)
    caller, limits = caller_of(request, access), session_limits(access)
    with database.writing() as session:
        user = account_of(session, provider.settings, person, now)
        secret = open_session_of(session, user, caller, limits=limits, now=now, means="oidc")
    return secret, pending.target


def _provider(access: AccessSettings) -> OidcSettings:
    if access.oidc is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_identity_provider", "本服务没有设置统一身份认证")
    return access.oidc


def _callback(request: Request, access: AccessSettings) -> str:
    base = access.public_url or str(request.base_url).rstrip("/")
    return f"{base}{_PATH}/callback"


def _back(problem: ProviderProblem) -> RedirectResponse:
    return RedirectResponse(f"{SIGN_IN_PAGE}?problem={problem.code}", HTTPStatus.SEE_OTHER)
