"""Progress as server-sent events: one a step, each with an id, resumed after the last one seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.api.serving import review_text, service


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service in this process."""
    folder: Path = tmp_path_factory.mktemp("data")
    with service(folder, workers=1) as running:
        yield running


def _events(client: TestClient, review: str, last: str | None = None) -> list[tuple[str, str]]:
    headers = {"Last-Event-ID": last} if last else {}
    with client.stream("GET", f"/api/v1/reviews/{review}/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = list(answer.iter_lines())
    kinds = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    ids = [line.removeprefix("id: ") for line in lines if line.startswith("id: ")]
    return list(zip(kinds, ids, strict=True))


def test_a_stream_tells_every_step_and_ends_with_the_review(client: TestClient) -> None:
    """Also for who follows from the start, while it is done."""
    review = client.post("/api/v1/reviews", json={"text": "第一条 给予奖励。"}).json()

    events = _events(client, review["id"])

    assert [kind for kind, _ in events] == ["queued", "running", "done"]


def test_a_broken_stream_resumes_after_the_last_event_seen(client: TestClient) -> None:
    """Nothing is told twice, nothing left out."""
    review = review_text(client)
    whole = _events(client, review["id"])

    rest = _events(client, review["id"], last=whole[0][1])

    assert rest == whole[1:]
    assert _events(client, review["id"], last=whole[-1][1]) == []


@pytest.mark.parametrize("last", ["x", "-1", "9" * 30])
def test_a_made_up_event_id_is_refused(last: str, client: TestClient) -> None:
    """422, in words."""
    review = review_text(client)

    answer = client.get(f"/api/v1/reviews/{review['id']}/events", headers={"Last-Event-ID": last})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_event_id")
