"""Who sends a request: the person, the role, and by what means the service knows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.store.people import Role


class Scope(StrEnum):
    """What a token may be used for; never more than its owner may."""

    READ = "read"
    SUBMIT = "submit"
    DECIDE = "decide"
    AUDIT = "audit"
    ADMIN = "admin"


class Means(StrEnum):
    """By what an actor is known."""

    LOCAL = "local"
    SESSION = "session"
    TOKEN = "token"  # noqa: S105  the word, not a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks.

    Attributes:
        user_id: The account; None in single-user mode.
        name: Sign-in name.
        role: What the person is to the service.
        unit: The unit (单位) the person works in; None where none was given.
        means: By what the person is known.
        scopes: What the token allows; None where no token narrows the role.
        sign_in_id: The browser session; None unless signed in by one.
        must_change_password: Whether nothing else may be done before a new password is set.
    """

    user_id: str | None
    name: str
    role: Role
    unit: str | None = None
    means: Means = Means.SESSION
    scopes: frozenset[Scope] | None = None
    sign_in_id: str | None = None
    must_change_password: bool = False


# Single-user mode: whoever reaches the loopback address is the one user of this machine.
SINGLE_USER = Actor(user_id=None, name="本机用户", role=Role.ADMIN, means=Means.LOCAL)
