"""A whole service with a worker tells the receiver what happened."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.accounts.settings import AccessSettings
from api.service import Service
from api.store.jobs import Job
from api.webhooks.outbox import JOB_KIND
from api.webhooks.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_genuine
from tests.api.serving import review_text, service
from tests.api.webhooks.conftest import Receiver


def test_a_finished_review_is_told_by_the_worker_that_did_it(receiver: Receiver, tmp_path: Path) -> None:
    """Ids, state and counts; not a word of the document."""
    access = AccessSettings(webhook_hosts=receiver.allowed)
    with service(tmp_path, workers=1, classifiers=False, access=access) as client:
        made = client.post(
            "/api/v1/webhooks", json={"url": receiver.url(), "events": ["review.done", "webhook.test"]}
        )
        review = review_text(client)

        arrived = receiver.arrived.wait(30)

        listed = client.get(f"/api/v1/webhooks/{made.json()['id']}/deliveries").json()["items"]
    assert arrived
    message = json.loads(receiver.bodies[0])
    assert message["event"] == "review.done"
    assert message["data"]["review"] == review["id"]
    assert "青溪" not in receiver.bodies[0].decode()
    assert listed[0]["event"] == "review.done"


@pytest.mark.parametrize("host", ["127.0.0.1:1", "evil.example"])
def test_a_host_that_is_not_allowed_is_refused_when_the_webhook_is_made(
    host: str, receiver: Receiver, tmp_path: Path
) -> None:
    """With the way out for the operator."""
    access = AccessSettings(webhook_hosts=receiver.allowed)
    with service(tmp_path, workers=0, classifiers=False, access=access) as client:
        answer = client.post("/api/v1/webhooks", json={"url": f"http://{host}/", "events": ["review.done"]})

    assert answer.status_code == 422
    assert "REVIEWER_WEBHOOK_HOSTS" in answer.json()["detail"]


def _let_it_be_due(client: TestClient, receiver: Receiver, sent: int) -> None:
    """Take the wait before the next attempt away, and wait for the message."""
    service: Service = client.app.state.service  # type: ignore[attr-defined]
    deadline = time.monotonic() + 60
    while len(receiver.bodies) < sent and time.monotonic() < deadline:
        with service.database.writing() as session:
            session.execute(update(Job).where(Job.kind == JOB_KIND).values(not_before=None))
        service.pool.wake()
        receiver.arrived.wait(0.2)


def test_a_refused_message_comes_again_signed_anew_under_the_same_id(
    receiver: Receiver, tmp_path: Path
) -> None:
    """From the upload to the receiver: refused twice, then taken; what is told is the same each time."""
    receiver.answers += [503, 500]
    access = AccessSettings(webhook_hosts=receiver.allowed)
    with service(tmp_path, workers=1, classifiers=False, access=access) as client:
        hook = client.post("/api/v1/webhooks", json={"url": receiver.url(), "events": ["review.done"]}).json()
        review_text(client)
        _let_it_be_due(client, receiver, sent=3)
        delivery = client.get(f"/api/v1/webhooks/{hook['id']}/deliveries").json()["items"][0]
        while delivery["state"] == "waiting":
            delivery = client.get(f"/api/v1/webhooks/{hook['id']}/deliveries").json()["items"][0]

    assert len(receiver.bodies) == 3
    assert len(set(receiver.bodies)) == 1
    assert {headers["Reviewer-Delivery"] for headers in receiver.headers} == {delivery["id"]}
    for headers, body in zip(receiver.headers, receiver.bodies, strict=True):
        stamp, signature = headers[TIMESTAMP_HEADER], headers[SIGNATURE_HEADER]
        assert is_genuine(hook["secret"], stamp, body, signature, now=time.time())
        assert not is_genuine("rvw_another", stamp, body, signature, now=time.time())
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 3)


def test_a_receiver_that_leads_elsewhere_is_not_followed(receiver: Receiver, tmp_path: Path) -> None:
    """A redirect to the machine's own services is a refusal (SSRF), and noted as one."""
    receiver.answers += [302]
    receiver.location = "http://169.254.169.254/latest/meta-data/"
    access = AccessSettings(webhook_hosts=receiver.allowed)
    with service(tmp_path, workers=1, classifiers=False, access=access) as client:
        hook = client.post("/api/v1/webhooks", json={"url": receiver.url(), "events": ["review.done"]}).json()
        review_text(client)
        assert receiver.arrived.wait(30)
        path = f"/api/v1/webhooks/{hook['id']}/deliveries"
        delivery = client.get(path).json()["items"][0]
        while delivery["attempts"] == 0:
            delivery = client.get(path).json()["items"][0]

    assert delivery["state"] == "waiting"
    assert delivery["status"] == 302
