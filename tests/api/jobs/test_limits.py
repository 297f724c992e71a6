"""What one document may cost: beyond a limit it is parked at once, and the others are served."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from tests.api.serving import review_text, service

LONG = "".join(f"第{n}条 对在本县登记注册的企业给予奖励，并加强监督管理。\n" for n in range(60_000))


def _parked(client: TestClient) -> str:
    answer = client.post("/api/v1/reviews?wait=60", json={"text": LONG})
    assert (answer.status_code, answer.json()["code"]) == (422, "parked_document"), answer.text
    detail: str = answer.json()["detail"]
    return detail


def test_a_review_that_takes_too_long_is_parked_at_once(tmp_path: Path) -> None:
    """It would take too long the next time too; the next document finds a new worker."""
    with service(tmp_path, workers=1, job_seconds=0.2) as client:
        detail = _parked(client)
        after = review_text(client)

    assert "超过上限 0.2 秒" in detail
    assert after["state"] == "done"
