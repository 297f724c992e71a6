"""Accounts of people: made, changed, disabled; passwords set and reset. Every act is logged with its deed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.accounts.credentials import new_one_time_password
from api.accounts.passwords import check_new_password, hash_password
from api.accounts.roles import Actor
from api.accounts.sign_ins import revoke_sign_ins
from api.accounts.tokens import revoke_tokens
from api.store.audit_log import Act, log_act
from api.store.people import Role, User

FIRST_ADMINISTRATOR = "admin"
# Letters of any script, digits, and what stands in e-mail addresses; no blanks, so that names read unlike.
_NAME = re.compile(r"[\w.@+-]{2,100}")


class AccountProblem(ValueError):
    """An act on an account that is refused; its text says why, in Chinese.

    Attributes:
        missing: Whether there is no such account.
    """

    def __init__(self, reason: str, *, missing: bool = False) -> None:
        super().__init__(reason)
        self.missing = missing


def has_accounts(session: Session) -> bool:
    """Whether there is any account."""
    return session.scalars(select(User.id).limit(1)).first() is not None


def first_administrator(session: Session, now: datetime) -> tuple[User, str] | None:
    """At the first start: an administrator with a one-time password; None where there are accounts."""
    if has_accounts(session):
        return None
    password = new_one_time_password()
    user = _add(session, name=FIRST_ADMINISTRATOR, role=Role.ADMIN, password=password, now=now)
    log_act(session, Act(act="user.created", subject=f"user:{user.id}", details={"first_start": True}))
    return user, password


def find_user(session: Session, name: str) -> User | None:
    """The account of a sign-in name, whatever its case."""
    return session.scalars(select(User).where(func.lower(User.name) == name.lower())).first()


def get_user(session: Session, user_id: str) -> User:
    """The account of an id.

    Raises:
        AccountProblem: There is none.
    """
    user = session.get(User, user_id)
    if user is None:
        raise AccountProblem("没有这个账户", missing=True)
    return user


def list_users(session: Session, unit: str | None = None) -> Sequence[User]:
    """All accounts by name, or those of a unit."""
    query = select(User).order_by(User.name)
    return session.scalars(query if unit is None else query.where(User.unit == unit)).all()


def create_user(
    session: Session,
    by: Actor,
    *,
    name: str,
    role: Role,
    unit: str | None = None,
    display_name: str = "",
    external_subject: str | None = None,
    now: datetime,
) -> tuple[User, str]:
    """A new account with a one-time password, which is kept nowhere; empty for who signs in elsewhere.

    Raises:
        AccountProblem: The name cannot be used or is taken.
    """
    if not _NAME.fullmatch(name):
        raise AccountProblem("用户名为 2 至 100 个字符，可以用文字、数字和 . @ + - _，不能有空格")
    if find_user(session, name) is not None:
        raise AccountProblem(f"用户名“{name}”已被使用，请换一个")
    password = "" if external_subject else new_one_time_password()
    user = _add(session, name=name, role=role, password=password, now=now)
    user.unit, user.display_name, user.external_subject = unit, display_name, external_subject
    _log(session, by, "user.created", user, {"role": user.role, "unit": unit})
    return user, password


def change_user(
    session: Session,
    by: Actor,
    user: User,
    *,
    role: Role | None = None,
    unit: str | None = None,
    display_name: str | None = None,
    disabled: bool | None = None,
    now: datetime,
) -> None:
    """Change an account; who loses rights is signed out everywhere.

    Raises:
        AccountProblem: Nobody would be left who can manage accounts.
    """
    keeps_admin = (role or user.role) == Role.ADMIN and not (user.disabled if disabled is None else disabled)
    if (
        user.role == Role.ADMIN
        and not user.disabled
        and not keeps_admin
        and _other_admins(session, user) == 0
    ):
        raise AccountProblem("这是唯一可用的管理员账户，请先设置另一名管理员")
    before = (user.role, user.unit, user.disabled)
    user.role = user.role if role is None else role.value
    user.unit = user.unit if unit is None else unit
    user.display_name = user.display_name if display_name is None else display_name
    user.disabled = user.disabled if disabled is None else disabled
    if (user.role, user.unit, user.disabled) != before:
        revoke_sign_ins(session, user.id, now)
    if user.disabled:
        revoke_tokens(session, user.id, now)
    details = {"role": user.role, "unit": user.unit, "disabled": user.disabled}
    _log(session, by, "user.changed", user, details)


def reset_password(session: Session, by: Actor, user: User, now: datetime) -> str:
    """Give the account a new one-time password and sign it out everywhere; tokens end too."""
    password = new_one_time_password()
    user.password_hash = hash_password(password)
    user.must_change_password = True
    revoke_sign_ins(session, user.id, now)
    revoke_tokens(session, user.id, now)
    _log(session, by, "user.password_reset", user, {})
    return password


def set_own_password(
    session: Session, by: Actor, user: User, new: str, *, former: str, now: datetime
) -> None:
    """Set the password that the person chose; every session of theirs ends, the caller opens a new one.

    Raises:
        UnfitPassword: The new password is not accepted.
    """
    check_new_password(new, name=user.name, former=former)
    user.password_hash = hash_password(new)
    user.must_change_password = False
    revoke_sign_ins(session, user.id, now)
    _log(session, by, "user.password_changed", user, {})


def _add(session: Session, *, name: str, role: Role, password: str, now: datetime) -> User:
    user = User(
        name=name,
        role=role.value,
        password_hash=hash_password(password) if password else None,
        must_change_password=bool(password),
        created_at=now,
    )
    session.add(user)
    session.flush()
    return user


def _other_admins(session: Session, user: User) -> int:
    query = select(func.count()).where(
        User.role == Role.ADMIN.value, User.disabled.is_(False), User.id != user.id
    )
    return session.scalars(query).one()


def _log(session: Session, by: Actor, act: str, user: User, details: dict[str, str | bool | None]) -> None:
    log_act(
        session,
        Act(act=act, subject=f"user:{user.id}", actor_id=by.id, actor=by.name, details={**details}),
    )
