"""Browser sessions: a random secret in a cookie, its digest in the database, idle and absolute limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.accounts.credentials import digest_secret, new_secret
from api.accounts.roles import Actor, Means
from api.store.people import Role, SignIn, User

# How exact "last seen" is: not every request writes.
SEEN_EVERY = timedelta(minutes=1)
_USER_AGENT_CHARACTERS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """How long a session lasts.

    Attributes:
        idle: Without a request.
        absolute: From the sign-in on.
    """

    idle: timedelta
    absolute: timedelta


def open_sign_in(
    session: Session, user: User, *, limits: SessionLimits, now: datetime, user_agent: str = ""
) -> tuple[SignIn, str]:
    """Begin a session under a fresh secret, whatever the browser sent before (no fixation).

    Returns:
        The session, and the secret for the cookie, which is kept nowhere else.
    """
    secret = new_secret()
    sign_in = SignIn(
        user_id=user.id,
        secret_hash=digest_secret(secret),
        user_agent="".join(c for c in user_agent if c.isprintable())[:_USER_AGENT_CHARACTERS],
        created_at=now,
        seen_at=now,
        expires_at=now + limits.absolute,
    )
    session.add(sign_in)
    session.flush()
    return sign_in, secret


def find_sign_in(
    session: Session, secret: str, *, limits: SessionLimits, now: datetime
) -> tuple[SignIn, User] | None:
    """The session of a cookie with its user; None where it ended, was revoked, or the account is disabled."""
    query = (
        select(SignIn, User)
        .join(User, User.id == SignIn.user_id)
        .where(
            SignIn.secret_hash == digest_secret(secret),
            SignIn.revoked_at.is_(None),
            SignIn.expires_at > now,
            SignIn.seen_at > now - limits.idle,
            User.disabled.is_(False),
        )
    )
    found = session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def actor_of(user: User, sign_in: SignIn) -> Actor:
    """The actor of a session."""
    return Actor(
        id=user.id,
        name=user.name,
        role=Role(user.role),
        unit=user.unit,
        means=Means.SESSION,
        sign_in_id=sign_in.id,
        must_change_password=user.must_change_password,
    )


def open_sign_ins(session: Session, user_id: str, now: datetime) -> Sequence[SignIn]:
    """The sessions of a user that have not ended, newest first."""
    query = select(SignIn).where(
        SignIn.user_id == user_id, SignIn.revoked_at.is_(None), SignIn.expires_at > now
    )
    return session.scalars(query.order_by(SignIn.created_at.desc())).all()


def mark_seen(session: Session, sign_in_id: str, now: datetime) -> None:
    """Note a request of the session."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def revoke_sign_in(session: Session, sign_in_id: str, now: datetime, *, user_id: str | None = None) -> bool:
    """End one session, of that user only where one is given; False where there was none."""
    query = select(SignIn).where(SignIn.id == sign_in_id, SignIn.revoked_at.is_(None))
    if user_id is not None:
        query = query.where(SignIn.user_id == user_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        return False
    found.revoked_at = now
    return True


def revoke_sign_ins(session: Session, user_id: str, now: datetime) -> None:
    """End every session of a user: password changed, role changed, account disabled."""
    open_ones = (SignIn.user_id == user_id) & SignIn.revoked_at.is_(None)
    session.execute(update(SignIn).where(open_ones).values(revoked_at=now))


def forget_ended_sign_ins(session: Session, before: datetime) -> None:
    """Delete sessions that ended before a moment."""
    session.execute(delete(SignIn).where((SignIn.expires_at < before) | (SignIn.revoked_at < before)))
