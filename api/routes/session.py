"""``/api/v1/session``: sign in, who am I, change the password, sign out; one's other sessions."""

from __future__ import annotations

import math
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from api.accounts.identity import cookie_name, identify, session_limits
from api.accounts.passwords import MAX_CHARACTERS, UnfitPassword, verify_password
from api.accounts.people import get_user, set_own_password
from api.accounts.roles import Actor, Means, Scope
from api.accounts.settings import AccessSettings
from api.accounts.sign_in import (
    Caller,
    MustWait,
    WrongCredentials,
    begin_attempt,
    forgive_attempt,
    log_sign_out,
    open_session_of,
    sign_in,
)
from api.accounts.sign_ins import open_sign_ins, revoke_sign_in
from api.dependencies import ActorDep, DatabaseDep, SettingsDep, VisitorDep
from api.problems import Problem
from api.store.base import utc_now
from api.store.database import Database
from api.store.people import Role

router = APIRouter(prefix="/api/v1", tags=["session"])


class Credentials(BaseModel):
    """Name and password."""

    name: str = Field(min_length=1, max_length=100, description="用户名", examples=["zhang.san"])
    password: str = Field(min_length=1, max_length=1000, description="密码", examples=["春江水暖鸭先知 1086"])


class NewPassword(BaseModel):
    """The present password and the new one."""

    current: str = Field(min_length=1, max_length=1000, description="现在的密码", examples=["旧密码"])
    new: str = Field(min_length=1, max_length=1000, description=f"新密码，10 至 {MAX_CHARACTERS} 个字符")


class WhoAmI(BaseModel):
    """Who the caller is to the service.

    ``mode`` is ``single_user`` where there are no accounts: whoever reaches the address may do everything.
    """

    mode: str = Field(description="single_user：单用户模式；accounts：须登录", examples=["accounts"])
    signed_in: bool
    user_id: str | None = None
    name: str = ""
    role: Role | None = None
    unit: str | None = None
    means: Means | None = None
    scopes: list[Scope] | None = None
    must_change_password: bool = Field(default=False, description="是否须先设置新密码")
    identity_provider: str | None = Field(default=None, description="可用的统一身份认证的名称")


class SessionView(BaseModel):
    """One of the caller's browser sessions."""

    id: str
    current: bool
    user_agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class SessionPage(BaseModel):
    """The caller's browser sessions, newest first."""

    items: list[SessionView]
    next: str | None = None


@router.get("/session", summary="查看当前身份")
def who_am_i(request: Request, visitor: VisitorDep, settings: SettingsDep) -> WhoAmI:
    """Who the caller is; answers everyone, also those who have not signed in."""
    return describe(visitor, settings.access, with_accounts=request.app.state.with_accounts)


@router.post("/session", summary="用用户名和密码登录")
def open_session(
    request: Request, response: Response, body: Credentials, database: DatabaseDep, settings: SettingsDep
) -> WhoAmI:
    """Sign in: the session's cookie is set, a former session of the browser ends.

    The same answer for a wrong name, a wrong password and a disabled account.
    """
    require_accounts(request)
    caller = caller_of(request, settings.access)
    limits = session_limits(settings.access)
    try:
        user, secret = sign_in(database, body.name, body.password, caller, limits=limits, now=utc_now())
    except MustWait as error:
        raise throttled(error) from error
    except WrongCredentials as error:
        raise Problem(HTTPStatus.UNAUTHORIZED, "wrong_credentials", "用户名或者密码不正确") from error
    set_session_cookie(response, secret, settings.access)
    actor = Actor(
        id=user.id,
        name=user.name,
        role=Role(user.role),
        unit=user.unit,
        must_change_password=user.must_change_password,
    )
    return describe(actor, settings.access, with_accounts=True)


@router.delete("/session", summary="退出登录", status_code=HTTPStatus.NO_CONTENT)
def close_session(
    request: Request, response: Response, actor: ActorDep, database: DatabaseDep, settings: SettingsDep
) -> None:
    """Sign out: the session ends on the server, the cookie is taken away."""
    require_accounts(request)
    with database.writing() as session:
        log_sign_out(session, actor, utc_now())
    clear_session_cookie(response, settings.access)


@router.put("/session/password", summary="修改自己的密码", status_code=HTTPStatus.NO_CONTENT)
def change_password(
    *,
    request: Request,
    response: Response,
    body: NewPassword,
    actor: ActorDep,
    database: DatabaseDep,
    settings: SettingsDep,
) -> None:
    """Set a new password; all sessions of the account end, this browser gets a fresh one."""
    require_accounts(request)
    now = utc_now()
    caller, limits = caller_of(request, settings.access), session_limits(settings.access)
    _prove(database, actor, caller.address, body.current)
    try:
        with database.writing() as session:
            forgive_attempt(session, actor.name, caller.address)
            user = get_user(session, actor.id or "")
            set_own_password(session, actor, user, body.new, former=body.current, now=now)
            secret = open_session_of(session, user, caller, limits=limits, now=now, means="password_change")
    except UnfitPassword as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unfit_password", str(error)) from error
    set_session_cookie(response, secret, settings.access)


def _prove(database: Database, actor: Actor, address: str, password: str) -> None:
    """Have the person prove with the present password that it is they; throttled like signing in."""
    with database.reading() as session:
        hashed = get_user(session, actor.id or "").password_hash
    if hashed is None:
        detail = "本账户由统一身份认证登录，请到那里修改密码"
        raise Problem(HTTPStatus.CONFLICT, "external_account", detail)
    try:
        begin_attempt(database, actor.name, address, utc_now())
    except MustWait as error:
        raise throttled(error) from error
    if not verify_password(password, hashed):
        raise Problem(HTTPStatus.FORBIDDEN, "wrong_credentials", "现在的密码不正确")


@router.get("/sessions", summary="列出自己的登录会话")
def list_sessions(actor: ActorDep, database: DatabaseDep) -> SessionPage:
    """The caller's sessions that have not ended."""
    with database.reading() as session:
        rows = open_sign_ins(session, actor.id or "", utc_now())
    items = [
        SessionView(
            id=row.id,
            current=row.id == actor.sign_in_id,
            user_agent=row.user_agent,
            created_at=row.created_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]
    return SessionPage(items=items)


@router.delete("/sessions/{sign_in_id}", summary="结束自己的一个登录会话", status_code=HTTPStatus.NO_CONTENT)
def revoke_session(
    sign_in_id: Annotated[str, Path(max_length=64)], actor: ActorDep, database: DatabaseDep
) -> None:
    """End one of the caller's sessions, on this or another device."""
    with database.writing() as session:
        ended = revoke_sign_in(session, sign_in_id, utc_now(), user_id=actor.id or "")
    if not ended:
        raise Problem(HTTPStatus.NOT_FOUND, "no_session", "没有这个登录会话，或者已经结束")


# --- shared with the pages ----------------------------------------------------------------------


def describe(visitor: Actor | None, access: AccessSettings, *, with_accounts: bool) -> WhoAmI:
    """The caller as told to the caller."""
    provider = access.oidc.label if access.oidc and with_accounts else None
    mode = "accounts" if with_accounts else "single_user"
    if visitor is None:
        return WhoAmI(mode=mode, signed_in=False, identity_provider=provider)
    return WhoAmI(
        mode=mode,
        signed_in=True,
        user_id=visitor.id,
        name=visitor.name,
        role=visitor.role,
        unit=visitor.unit,
        means=visitor.means,
        scopes=None if visitor.scopes is None else sorted(visitor.scopes),
        must_change_password=visitor.must_change_password,
        identity_provider=provider,
    )


def require_accounts(request: Request) -> None:
    """Refuse acts on accounts where there are none.

    Raises:
        Problem: The service runs in single-user mode.
    """
    if not request.app.state.with_accounts:
        detail = "本服务以单用户模式运行，没有账户；用 reviewer serve --accounts 启用账户"
        raise Problem(HTTPStatus.CONFLICT, "single_user", detail)


def caller_of(request: Request, access: AccessSettings) -> Caller:
    """From where someone signs in, and the session that the browser already has."""
    identity = identify(request.app.state.database, request.headers, access, utc_now())
    former = identity.actor.sign_in_id if identity.actor else None
    address = request.client.host if request.client else ""
    return Caller(address=address, user_agent=request.headers.get("user-agent", ""), former=former)


def throttled(error: MustWait) -> Problem:
    """The answer to who must wait."""
    seconds = math.ceil(error.wait.total_seconds())
    detail = f"登录失败次数过多，请在 {seconds} 秒后再试"
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, "throttled", detail, headers={"Retry-After": str(seconds)})


def set_session_cookie(response: Response, secret: str, access: AccessSettings) -> None:
    """Give the browser its session: out of scripts' reach, never sent along from other sites."""
    response.set_cookie(
        cookie_name(access),
        secret,
        max_age=int(access.absolute.total_seconds()),
        path="/",
        httponly=True,
        secure=access.secure,
        samesite="lax",
    )


def clear_session_cookie(response: Response, access: AccessSettings) -> None:
    """Take the session's cookie away."""
    response.delete_cookie(cookie_name(access), path="/", httponly=True, secure=access.secure, samesite="lax")
