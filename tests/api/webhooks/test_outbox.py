"""Webhook messages against a receiver on loopback: signed, retried, never led elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from api.store.base import utc_now
from api.store.database import Database
from api.store.jobs import Job
from api.store.migrate import upgrade
from api.store.webhooks import Delivery, DeliveryState, Webhook
from api.webhooks.outbox import announce, deliver, write_message
from api.webhooks.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_genuine
from tests.api.databases import DATABASES, database_url
from tests.api.webhooks.conftest import Receiver

SECRET = "rvw_a secret of the tests"


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    made = Database(database_url(request.param, tmp_path))
    upgrade(made)
    yield made
    made.close()


def _message(database: Database, url: str, *, enabled: bool = True) -> str:
    with database.writing() as session:
        hook = Webhook(url=url, secret=SECRET, events="review.done", enabled=enabled)
        session.add(hook)
        session.flush()
        return write_message(session, hook, "review.done", {"review": "r1", "state": "done"}).id


def _stored(database: Database, delivery_id: str) -> Delivery:
    with database.reading() as session:
        return session.scalars(select(Delivery).where(Delivery.id == delivery_id)).one()


def test_a_message_arrives_signed_and_once(database: Database, receiver: Receiver) -> None:
    """The receiver can tell that it is ours, fresh, and unchanged."""
    message = _message(database, receiver.url())

    attempt = deliver(database, message, receiver.allowed)
    again = deliver(database, message, receiver.allowed)

    headers, body = receiver.headers[0], receiver.bodies[0]
    timestamp, signature = headers[TIMESTAMP_HEADER], headers[SIGNATURE_HEADER]
    assert attempt.ended
    assert again.ended
    assert len(receiver.bodies) == 1
    assert is_genuine(SECRET, timestamp, body, signature, now=time.time())
    assert not is_genuine(SECRET, timestamp, body + b" ", signature, now=time.time())
    assert not is_genuine("another secret", timestamp, body, signature, now=time.time())
    assert not is_genuine(SECRET, timestamp, body, signature, now=time.time() + 301)
    assert headers["Reviewer-Delivery"] == message
    assert json.loads(body)["data"] == {"review": "r1", "state": "done"}
    assert _stored(database, message).state == DeliveryState.DELIVERED


def test_a_refused_message_is_tried_again_later_under_the_same_id(
    database: Database, receiver: Receiver
) -> None:
    """The receiver can leave out what it has seen."""
    message = _message(database, receiver.url())
    receiver.answers = [503, 200]

    first = deliver(database, message, receiver.allowed)
    second = deliver(database, message, receiver.allowed)

    assert first.again_at is not None
    assert first.again_at > utc_now()
    assert second.ended
    assert len({headers["Reviewer-Delivery"] for headers in receiver.headers}) == 1
    assert _stored(database, message).attempts == 2


def test_after_the_last_attempt_it_is_given_up_with_its_reason(
    database: Database, receiver: Receiver
) -> None:
    """Nine attempts in about a day and a half."""
    message = _message(database, receiver.url())
    receiver.answers = [500] * 20

    attempts = [deliver(database, message, receiver.allowed) for _ in range(9)]

    stored = _stored(database, message)
    assert [attempt.ended for attempt in attempts] == [False] * 8 + [True]
    assert stored.state == DeliveryState.GIVEN_UP
    assert "500" in stored.problem


def test_a_redirect_is_not_followed(database: Database, receiver: Receiver) -> None:
    """Else the receiver could send us to any address of the intranet."""
    receiver.answers, receiver.location = [307], receiver.url("/elsewhere")
    message = _message(database, receiver.url())

    attempt = deliver(database, message, receiver.allowed)

    assert not attempt.ended
    assert len(receiver.bodies) == 1
    assert "重定向" in _stored(database, message).problem


def test_a_host_taken_off_the_list_is_told_no_more(database: Database, receiver: Receiver) -> None:
    """The list counts when a message is sent, not when its webhook was made."""
    message = _message(database, receiver.url())

    deliver(database, message, ("oa.example.gov.cn",))

    assert receiver.bodies == []
    assert "名单" in _stored(database, message).problem


def test_a_disabled_webhook_gets_nothing(database: Database, receiver: Receiver) -> None:
    """Its waiting messages end."""
    message = _message(database, receiver.url(), enabled=False)

    attempt = deliver(database, message, receiver.allowed)

    assert attempt.ended
    assert receiver.bodies == []


def test_nobody_listening_is_an_outcome_not_an_error(database: Database, receiver: Receiver) -> None:
    """Tried again later."""
    message = _message(database, "http://127.0.0.1:9/")

    attempt = deliver(database, message, ("127.0.0.1:9",))

    assert attempt.again_at is not None
    assert "无法送达" in _stored(database, message).problem


def test_only_webhooks_that_want_an_event_get_a_message_and_a_job(database: Database) -> None:
    """Message and job stand or fall with the caller's transaction."""
    with database.writing() as session:
        for events in ("review.done", "finding.decided review.done", "audit.done"):
            session.add(Webhook(url="https://oa.example.gov.cn/", secret=SECRET, events=events))
        session.flush()

        written = announce(session, "review.done", {"review": "r1"})

        assert written == 2
        assert len(session.scalars(select(Job).where(Job.kind == "webhook")).all()) == 2
