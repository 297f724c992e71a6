"""Who asks: roles of people, scopes of their tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.store.people import Role

ROLE_NAMES = {
    Role.DRAFTER: "起草人员",
    Role.REVIEWER: "审核人员",
    Role.AUDITOR: "清理人员",
    Role.ADMIN: "管理员",
}


class Scope(StrEnum):
    """What a token may be used for; never more than its owner may."""

    READ = "read"
    SUBMIT = "submit"
    DECIDE = "decide"
    AUDIT = "audit"
    ADMIN = "admin"


SCOPE_NAMES = {
    Scope.READ: "读取",
    Scope.SUBMIT: "提交文件",
    Scope.DECIDE: "作出审核决定",
    Scope.AUDIT: "批量清理",
    Scope.ADMIN: "管理",
}


class Means(StrEnum):
    """By what an actor is known."""

    LOCAL = "local"
    SESSION = "session"
    TOKEN = "token"  # noqa: S105  the kind, not a token


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person behind a request.

    Attributes:
        id: The account; None in single-user mode, where there are none.
        name: Sign-in name, as shown and logged.
        role: What the person may do.
        unit: The person's office (单位); None where none was given.
        means: By what the person is known.
        scopes: What the API token allows; None where no token narrows the role.
        sign_in_id: The browser session; None unless signed in by one.
        must_change_password: Whether a new password must be set before anything else.
    """

    id: str | None
    name: str
    role: Role
    unit: str | None = None
    means: Means = Means.SESSION
    scopes: frozenset[Scope] | None = None
    sign_in_id: str | None = None
    must_change_password: bool = False


# Whoever reaches the loopback address of a service without accounts is the one user of the machine.
LOCAL_ACTOR = Actor(id=None, name="本机用户", role=Role.ADMIN, means=Means.LOCAL)
