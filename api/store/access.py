"""Tables of access: failed sign-ins, sign-ins under way at an identity provider, how long things are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, utc_now


class SignInFailure(Base):
    """Failed sign-ins in a row of one account or one address.

    Attributes:
        subject: ``account:<digest>`` or ``address:<digest>``; a digest, for people type passwords into the
            name field.
        latest_at: When the last one was.
    """

    __tablename__ = "sign_in_failures"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]
    latest_at: Mapped[datetime] = mapped_column(index=True)


class PendingSignIn(Base):
    """A sign-in under way at the identity provider (OIDC). Used once, short-lived.

    Attributes:
        state_hash: Of the state that the browser holds in a cookie and the provider sends back.
        nonce: What the id token must repeat.
        verifier: The secret of PKCE (RFC 7636).
        target: Path on this service to go to afterwards.
    """

    __tablename__ = "pending_sign_ins"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    target: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class RetentionRule(Base):
    """How long documents of a class are kept, set by an administrator.

    Attributes:
        days: Days since the last act on the document; None keeps it for good.
    """

    __tablename__ = "retention_rules"

    retention_class: Mapped[str] = mapped_column(String(50), primary_key=True)
    days: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
