"""API tokens: shown once, kept as a digest, scoped, with an end, revocable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.accounts.credentials import TOKEN_PREFIX, digest_secret, new_secret
from api.accounts.roles import Actor, Means, Scope
from api.store.people import Role, Token, User

LONGEST_DAYS = 366


def create_token(
    session: Session, user_id: str, *, name: str, scopes: Iterable[Scope], days: int, now: datetime
) -> tuple[Token, str]:
    """A new token.

    Args:
        session: A writing session.
        user_id: Whose it is.
        name: What it is for, in the owner's words.
        scopes: What it may be used for.
        days: After how many days it ends.
        now: The moment.

    Returns:
        The token's row, and the secret, which is kept nowhere.
    """
    secret = new_secret(TOKEN_PREFIX)
    token = Token(
        user_id=user_id,
        name=name,
        secret_hash=digest_secret(secret),
        scopes=" ".join(sorted(set(scopes))),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    return token, secret


def find_token(session: Session, secret: str, now: datetime) -> tuple[Token, User] | None:
    """The token of a secret with its user; None where it ended, was revoked, or the account is disabled."""
    query = (
        select(Token, User)
        .join(User, User.id == Token.user_id)
        .where(
            Token.secret_hash == digest_secret(secret),
            Token.revoked_at.is_(None),
            Token.expires_at > now,
            User.disabled.is_(False),
        )
    )
    found = session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def token_actor(user: User, token: Token) -> Actor:
    """The actor of a token: its owner, narrowed to its scopes."""
    return Actor(
        id=user.id,
        name=user.name,
        role=Role(user.role),
        unit=user.unit,
        means=Means.TOKEN,
        scopes=frozenset(Scope(scope) for scope in token.scopes.split()),
        must_change_password=user.must_change_password,
    )


def tokens_of(session: Session, user_id: str) -> Sequence[Token]:
    """The tokens of a user that were not revoked, newest first."""
    query = select(Token).where(Token.user_id == user_id, Token.revoked_at.is_(None))
    return session.scalars(query.order_by(Token.created_at.desc())).all()


def mark_used(session: Session, token_id: str, now: datetime) -> None:
    """Note a use of the token."""
    session.execute(update(Token).where(Token.id == token_id).values(used_at=now))


def revoke_token(session: Session, token_id: str, user_id: str, now: datetime) -> bool:
    """Revoke one of the user's tokens; False where there is none."""
    query = select(Token).where(Token.id == token_id, Token.user_id == user_id, Token.revoked_at.is_(None))
    found = session.scalars(query).one_or_none()
    if found is None:
        return False
    found.revoked_at = now
    return True


def revoke_tokens(session: Session, user_id: str, now: datetime) -> None:
    """Revoke all tokens of a user."""
    live = (Token.user_id == user_id) & Token.revoked_at.is_(None)
    session.execute(update(Token).where(live).values(revoked_at=now))
