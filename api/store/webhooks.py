"""Tables of webhooks: who is told of what, and each message sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Sequence, new_id, utc_now


class Webhook(Base):
    """An address that is told of events.

    Attributes:
        secret: Signs each message; both sides need it in plain, so it is shown to nobody after its making.
        events: Kinds of event, separated by a blank.
    """

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(100))
    events: Mapped[str] = mapped_column(String(300))
    enabled: Mapped[bool] = mapped_column(default=True)
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class DeliveryState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Delivery(Base):
    """One message to one webhook: ids and states, no text of a document.

    Attributes:
        status: HTTP status of the last attempt; None where nothing answered.
        problem: Why the last attempt failed, in Chinese.
    """

    __tablename__ = "webhook_deliveries"

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    attempted_at: Mapped[datetime | None]
