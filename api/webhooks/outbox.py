"""Messages to send: written in the transaction of what they tell, sent by workers until taken or given up."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.store.base import new_id, utc_now
from api.store.database import Database
from api.store.jobs import Job
from api.store.webhooks import Delivery, DeliveryState, Webhook
from api.webhooks.addresses import ForbiddenAddress, resolve
from api.webhooks.sending import Message, Outcome, send_message

JOB_KIND = "webhook"
EVENTS = {
    "review.done": "审查完成",
    "review.failed": "审查未能完成",
    "review.signed": "审查已签发",
    "finding.decided": "作出审核决定",
    "exemption.asked": "提出适用例外的申请",
    "exemption.ending": "例外将在三十天内到期",
    "exemption.lapsed": "例外到期，须重新审查",
    "audit.done": "批量清理完成",
    "webhook.test": "测试通知",
}
# Waits between attempts, ending about a day and a half after the first.
_WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 720)
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What became of sending a message.

    Attributes:
        ended: Whether nothing more is to be done about it.
        again_at: When to try again; None where it ended.
    """

    ended: bool
    again_at: datetime | None = None


def announce(session: Session, event: str, data: dict[str, Any]) -> int:
    """Write a message to every webhook that wants the event, in the caller's transaction.

    Args:
        session: A writing session; wake the workers after its commit.
        event: One of `EVENTS`.
        data: Ids, states and counts; never text of a document.

    Returns:
        How many messages were written.
    """
    hooks = session.scalars(select(Webhook).where(Webhook.enabled.is_(True))).all()
    wanted = [hook for hook in hooks if event in hook.events.split()]
    for hook in wanted:
        write_message(session, hook, event, data)
    return len(wanted)


def write_message(session: Session, hook: Webhook, event: str, data: dict[str, Any]) -> Delivery:
    """Write one message and its job."""
    delivery = Delivery(id=new_id(), webhook_id=hook.id, event=event, payload=data)
    session.add(delivery)
    session.add(Job(kind=JOB_KIND, subject=delivery.id))
    return delivery


def deliver(database: Database, delivery_id: str, allowed: tuple[str, ...]) -> Attempt:
    """Try to send a message; the network is used outside of any transaction.

    Args:
        database: Where it was written.
        delivery_id: The message.
        allowed: Hosts that may be told, as they are now: taking one off the list stops its messages.
    """
    with database.reading() as session:
        row = session.execute(
            select(Delivery, Webhook)
            .join(Webhook, Webhook.id == Delivery.webhook_id)
            .where(Delivery.id == delivery_id)
        ).one_or_none()
    if row is None or row[0].state != DeliveryState.WAITING:
        return Attempt(ended=True)
    delivery, hook = row
    outcome = _send(delivery, hook, allowed) if hook.enabled else Outcome(status=None, problem="已停用")
    with database.writing() as session:
        return _note(session, delivery_id, outcome, final=not hook.enabled)


def message_body(delivery: Delivery) -> bytes:
    """The JSON that is signed and sent, the same in every attempt."""
    content = {
        "id": delivery.id,
        "event": delivery.event,
        "at": delivery.created_at.isoformat(timespec="seconds"),
        "data": delivery.payload,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")


def _send(delivery: Delivery, hook: Webhook, allowed: tuple[str, ...]) -> Outcome:
    try:
        destination = resolve(hook.url, allowed)
    except ForbiddenAddress as error:
        return Outcome(status=None, problem=str(error))
    except OSError:
        return Outcome(status=None, problem="主机名无法解析")
    message = Message(
        id=delivery.id,
        event=delivery.event,
        body=message_body(delivery),
        timestamp=int(time.time()),
        secret=hook.secret,
    )
    return send_message(message, destination)


def _note(session: Session, delivery_id: str, outcome: Outcome, *, final: bool) -> Attempt:
    delivery = session.scalars(select(Delivery).where(Delivery.id == delivery_id)).one_or_none()
    if delivery is None:  # the webhook was deleted meanwhile
        return Attempt(ended=True)
    now = utc_now()
    delivery.attempts += 1
    delivery.attempted_at, delivery.status = now, outcome.status
    delivery.problem = outcome.problem
    if outcome.delivered:
        delivery.state = DeliveryState.DELIVERED.value
        return Attempt(ended=True)
    if final or delivery.attempts > len(_WAITS):
        delivery.state = DeliveryState.GIVEN_UP.value
        return Attempt(ended=True)
    return Attempt(ended=False, again_at=now + _WAITS[delivery.attempts - 1])
