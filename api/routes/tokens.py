"""``/api/v1/tokens``: one's own API tokens."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from api.accounts.roles import Scope
from api.accounts.tokens import LONGEST_DAYS, create_token, revoke_token, tokens_of
from api.dependencies import ActorDep, DatabaseDep
from api.problems import Problem
from api.routes.session import require_accounts
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.people import Token

router = APIRouter(prefix="/api/v1/tokens", tags=["tokens"])


class NewToken(BaseModel):
    """A token to make."""

    name: str = Field(min_length=1, max_length=100, description="用途", examples=["公文系统对接"])
    scopes: list[Scope] = Field(min_length=1, max_length=5, description="范围", examples=[["read", "submit"]])
    days: int = Field(default=90, ge=1, le=LONGEST_DAYS, description="有效天数")


class TokenView(BaseModel):
    """A token without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class NewTokenView(TokenView):
    """A token with its secret, shown once."""

    token: str = Field(description="令牌，只显示这一次；放在请求头 Authorization: Bearer 之后")


class TokenPage(BaseModel):
    """The caller's tokens that were not revoked, newest first."""

    items: list[TokenView]
    next: str | None = None


@router.get("", summary="列出自己的访问令牌")
def get_tokens(actor: ActorDep, database: DatabaseDep) -> TokenPage:
    """The caller's tokens, ended ones included, revoked ones not."""
    with database.reading() as session:
        return TokenPage(items=[_view(token) for token in tokens_of(session, actor.id or "")])


@router.post("", summary="新建访问令牌", status_code=HTTPStatus.CREATED)
def post_token(request: Request, body: NewToken, actor: ActorDep, database: DatabaseDep) -> NewTokenView:
    """Make a token; it never allows more than its owner may, and cannot make further tokens."""
    require_accounts(request)
    with database.writing() as session:
        token, secret = create_token(
            session, actor.id or "", name=body.name, scopes=body.scopes, days=body.days, now=utc_now()
        )
        details = {"scopes": token.scopes, "days": body.days}
        act = Act(
            act="token.created",
            subject=f"token:{token.id}",
            actor_id=actor.id,
            actor=actor.name,
            details=details,
        )
        log_act(session, act)
    return NewTokenView(**_view(token).model_dump(), token=secret)


@router.delete("/{token_id}", summary="吊销访问令牌", status_code=HTTPStatus.NO_CONTENT)
def delete_token(
    token_id: Annotated[str, Path(max_length=64)], actor: ActorDep, database: DatabaseDep
) -> None:
    """Revoke one of the caller's tokens; it is refused from this moment on."""
    with database.writing() as session:
        revoked = revoke_token(session, token_id, actor.id or "", utc_now())
        if revoked:
            act = Act(act="token.revoked", subject=f"token:{token_id}", actor_id=actor.id, actor=actor.name)
            log_act(session, act)
    if not revoked:
        raise Problem(HTTPStatus.NOT_FOUND, "no_token", "没有这个令牌，或者已经吊销")


def _view(token: Token) -> TokenView:
    return TokenView(
        id=token.id,
        name=token.name,
        scopes=[Scope(scope) for scope in token.scopes.split()],
        created_at=token.created_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
    )
