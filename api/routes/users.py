"""``/api/v1/users``: accounts, for administrators; names of colleagues, for assigning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from api.accounts.people import (
    AccountProblem,
    change_user,
    create_user,
    get_user,
    list_users,
    reset_password,
)
from api.accounts.rights import Reach, Right, reach
from api.accounts.sign_ins import revoke_sign_ins
from api.dependencies import ActorDep, DatabaseDep
from api.problems import Problem
from api.routes.session import require_accounts
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.people import Role, User

router = APIRouter(prefix="/api/v1/users", tags=["users"])

UserId = Annotated[str, Path(max_length=64)]


class NewUser(BaseModel):
    """An account to make."""

    name: str = Field(min_length=2, max_length=100, description="用户名", examples=["li.si"])
    display_name: str = Field(default="", max_length=100, description="姓名", examples=["李四"])
    role: Role = Field(description="角色", examples=["reviewer"])
    unit: str | None = Field(default=None, max_length=200, description="单位", examples=["青溪县司法局"])
    external_subject: str | None = Field(
        default=None, max_length=300, description="统一身份认证中的标识：发行者地址|sub；填写后不设密码"
    )


class UserChange(BaseModel):
    """What is to change; what is left out stays."""

    display_name: str | None = Field(default=None, max_length=100)
    role: Role | None = Field(default=None, examples=["reviewer"])
    unit: str | None = Field(default=None, max_length=200)
    disabled: bool | None = Field(default=None, description="停用后立即退出，令牌失效")


class UserView(BaseModel):
    """An account. Who may not manage accounts sees name, unit and role only."""

    id: str
    name: str
    display_name: str
    role: Role
    unit: str | None
    disabled: bool | None = None
    must_change_password: bool | None = None
    external: bool | None = Field(default=None, description="是否由统一身份认证登录")
    created_at: datetime | None = None


class NewUserView(UserView):
    """An account with its one-time password, shown once."""

    one_time_password: str | None = Field(description="一次性密码，只显示这一次；首次登录后必须更换")


class UserPage(BaseModel):
    """Accounts by name."""

    items: list[UserView]
    next: str | None = None


@router.get("", summary="列出账户")
def get_users(actor: ActorDep, database: DatabaseDep) -> UserPage:
    """All accounts for administrators; colleagues of the same unit, without particulars, for reviewers."""
    everyone = reach(actor, Right.LIST_COLLEAGUES) is Reach.ALL
    with database.reading() as session:
        users = list_users(session, None if everyone else actor.unit or "")
    if everyone:
        return UserPage(items=[_view(user) for user in users])
    return UserPage(items=[_brief_view(user) for user in users if not user.disabled])


@router.post("", summary="新建账户", status_code=HTTPStatus.CREATED)
def post_user(request: Request, body: NewUser, actor: ActorDep, database: DatabaseDep) -> NewUserView:
    """Make an account; the one-time password is in this answer and nowhere else."""
    require_accounts(request)
    with _told(), database.writing() as session:
        user, password = create_user(
            session,
            actor,
            name=body.name,
            role=body.role,
            unit=body.unit or None,
            display_name=body.display_name,
            external_subject=body.external_subject,
            now=utc_now(),
        )
    return NewUserView(**_view(user).model_dump(), one_time_password=password or None)


@router.get("/{user_id}", summary="查看账户")
def get_one_user(user_id: UserId, database: DatabaseDep) -> UserView:
    """One account."""
    with _told(), database.reading() as session:
        return _view(get_user(session, user_id))


@router.patch("/{user_id}", summary="修改、停用账户")
def patch_user(user_id: UserId, body: UserChange, actor: ActorDep, database: DatabaseDep) -> UserView:
    """Change an account; a change of role, unit or state ends its sessions."""
    with _told(), database.writing() as session:
        user = get_user(session, user_id)
        change_user(
            session,
            actor,
            user,
            role=body.role,
            unit=body.unit,
            display_name=body.display_name,
            disabled=body.disabled,
            now=utc_now(),
        )
    return _view(user)


@router.post("/{user_id}/password", summary="重置密码")
def post_password(user_id: UserId, actor: ActorDep, database: DatabaseDep) -> NewUserView:
    """Give the account a new one-time password; its sessions and tokens end."""
    with _told(), database.writing() as session:
        user = get_user(session, user_id)
        password = reset_password(session, actor, user, utc_now())
    return NewUserView(**_view(user).model_dump(), one_time_password=password)


@router.delete("/{user_id}/sessions", summary="结束一个账户的全部登录会话", status_code=HTTPStatus.NO_CONTENT)
def delete_sessions(user_id: UserId, actor: ActorDep, database: DatabaseDep) -> None:
    """Sign someone out everywhere."""
    with _told(), database.writing() as session:
        user = get_user(session, user_id)
        revoke_sign_ins(session, user.id, utc_now())
        act = Act(act="user.signed_out", subject=f"user:{user.id}", actor_id=actor.id, actor=actor.name)
        log_act(session, act)


@contextmanager
def _told() -> Iterator[None]:
    """Account problems as HTTP answers."""
    try:
        yield
    except AccountProblem as error:
        status = HTTPStatus.NOT_FOUND if error.missing else HTTPStatus.UNPROCESSABLE_ENTITY
        raise Problem(status, "no_user" if error.missing else "account_problem", str(error)) from error


def _view(user: User) -> UserView:
    return UserView(
        id=user.id,
        name=user.name,
        display_name=user.display_name,
        role=Role(user.role),
        unit=user.unit,
        disabled=user.disabled,
        must_change_password=user.must_change_password,
        external=user.external_subject is not None,
        created_at=user.created_at,
    )


def _brief_view(user: User) -> UserView:
    return UserView(
        id=user.id, name=user.name, display_name=user.display_name, role=Role(user.role), unit=user.unit
    )
