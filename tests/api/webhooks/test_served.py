"""A whole service with a worker tells the receiver what happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.accounts.settings import AccessSettings
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
