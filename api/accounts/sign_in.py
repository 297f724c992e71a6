"""Signing in with name and password: throttled, equal in time for right and wrong names, logged."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.accounts.passwords import hash_password, needs_rehash, verify_password
from api.accounts.people import find_user
from api.accounts.roles import Actor
from api.accounts.sign_ins import SessionLimits, open_sign_in, revoke_sign_in
from api.accounts.throttle import (
    ACCOUNT_RULE,
    ADDRESS_RULE,
    Failures,
    after_failure,
    remaining_wait,
)
from api.store.access import SignInFailure
from api.store.audit_log import Act, log_act
from api.store.database import Database, keep_apart
from api.store.people import User

_IPV6_SITE_BITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """From where someone signs in.

    Attributes:
        address: Network address.
        user_agent: What the browser calls itself.
        former: Session that the browser already had; it ends.
    """

    address: str
    user_agent: str = ""
    former: str | None = None


class MustWait(Exception):
    """Too many failures; may be tried again after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many failed sign-ins")
        self.wait = wait


class WrongCredentials(Exception):
    """Name or password is wrong, or the account is disabled: which of them is not told."""


def sign_in(
    database: Database, name: str, password: str, caller: Caller, *, limits: SessionLimits, now: datetime
) -> tuple[User, str]:
    """Check name and password, and open a session.

    Returns:
        The user, and the secret for the cookie.

    Raises:
        MustWait: Throttled; the password was not looked at.
        WrongCredentials: Refused.
    """
    begin_attempt(database, name, caller.address, now)
    with database.reading() as session:
        user = find_user(session, name)
    right = verify_password(password, user.password_hash if user else None)
    if user is None or not right or user.disabled:
        _log_failure(database, user, caller)
        raise WrongCredentials
    with database.writing() as session:
        forgive_attempt(session, name, caller.address)
        if user.password_hash is not None and needs_rehash(user.password_hash):
            session.merge(user).password_hash = hash_password(password)
        return user, open_session_of(session, user, caller, limits=limits, now=now, means="password")


def begin_attempt(database: Database, name: str, address: str, now: datetime) -> None:
    """Count an attempt before it is made: a hundred at once are a hundred.

    Raises:
        MustWait: It may not be made yet; it is not counted then.
    """
    keys = ((_account_key(name), ACCOUNT_RULE), (_address_key(address), ADDRESS_RULE))
    with database.writing() as session:
        for key, _ in sorted(keys, key=lambda pair: pair[0]):
            keep_apart(session, key)
        wait = max(remaining_wait(_failures(session, key), now, rule) for key, rule in keys)
        if not wait:
            for key, rule in keys:
                failures = after_failure(_failures(session, key), now, rule)
                session.merge(SignInFailure(subject=key, count=failures.count, latest_at=now))
    if wait:
        raise MustWait(wait)


def forgive_attempt(session: Session, name: str, address: str) -> None:
    """It succeeded: the account's count ends; the address is spared this one attempt only.

    So a guesser who signs in with an account of his own in between gains nothing.
    """
    keep_apart(session, _address_key(address))
    session.execute(delete(SignInFailure).where(SignInFailure.subject == _account_key(name)))
    counted = session.get(SignInFailure, _address_key(address))
    if counted is not None:
        counted.count = max(counted.count - 1, 0)


def open_session_of(
    session: Session, user: User, caller: Caller, *, limits: SessionLimits, now: datetime, means: str
) -> str:
    """Open a session for someone whose identity is proven, end the browser's former one, log it."""
    if caller.former is not None:
        revoke_sign_in(session, caller.former, now)
    sign_in_row, secret = open_sign_in(session, user, limits=limits, now=now, user_agent=caller.user_agent)
    details = {"address": caller.address, "means": means, "session": sign_in_row.id}
    log_act(
        session,
        Act(
            act="session.opened",
            subject=f"user:{user.id}",
            actor_id=user.id,
            actor=user.name,
            details=details,
        ),
    )
    return secret


def log_sign_out(session: Session, actor: Actor, now: datetime) -> None:
    """End the actor's session and log it."""
    if actor.sign_in_id is not None:
        revoke_sign_in(session, actor.sign_in_id, now)
        subject = f"user:{actor.id}"
        log_act(session, Act(act="session.closed", subject=subject, actor_id=actor.id, actor=actor.name))


def _failures(session: Session, key: str) -> Failures:
    row = session.get(SignInFailure, key)
    return Failures() if row is None else Failures(count=row.count, latest=row.latest_at)


def forget_failures(session: Session, before: datetime) -> None:
    """Delete counts whose last failure is older than a moment."""
    session.execute(delete(SignInFailure).where(SignInFailure.latest_at < before))


def _log_failure(database: Database, user: User | None, caller: Caller) -> None:
    # An unknown name is not logged: people type their password there.
    subject = f"user:{user.id}" if user else "user:unknown"
    with database.writing() as session:
        log_act(session, Act(act="session.refused", subject=subject, details={"address": caller.address}))


def _account_key(name: str) -> str:
    return "account:" + hashlib.sha256(name.lower().encode("utf-8", "surrogatepass")).hexdigest()


def _address_key(address: str) -> str:
    """One key a household: an IPv6 subscriber commands a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "address:" + hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
    if parsed.version == 6:
        parsed = ipaddress.ip_network((parsed, _IPV6_SITE_BITS), strict=False).network_address
    return "address:" + hashlib.sha256(parsed.packed).hexdigest()
