"""Health, readiness and metrics tell the truth."""

from __future__ import annotations

import re
from pathlib import Path

import psutil
from fastapi.testclient import TestClient

from api.store.jobs import Worker
from tests.api.serving import review_text, service

_COUNTED = 'reviewer_http_requests_total{method="GET",route="/api/v1/reviews/{review_id}"'


def _state(client: TestClient) -> dict[str, bool]:
    return {check["name"]: check["well"] for check in client.get("/readyz").json()["checks"]}


def test_a_sound_service_is_ready(tmp_path: Path) -> None:
    """Everything it needs is tried."""
    with service(tmp_path, workers=1) as client:
        review_text(client)
        ready = client.get("/readyz")

        assert ready.status_code == 200
        assert _state(client) == {"database": True, "disk": True, "workers": True, "rules": True}


def test_without_workers_it_is_alive_but_not_ready(tmp_path: Path) -> None:
    """Uploads would wait for ever; the answer says what to do."""
    with service(tmp_path, workers=0) as client:
        ready = client.get("/readyz")

        assert client.get("/healthz").status_code == 200
        assert ready.status_code == 503
        assert _state(client)["workers"] is False
        remedies = [check["remedy"] for check in ready.json()["checks"] if not check["well"]]
        assert "reviewer worker" in remedies[0]


def test_dead_workers_do_not_count(tmp_path: Path) -> None:
    """A row without a heartbeat is history."""
    from datetime import timedelta

    from api.store.base import utc_now

    with service(tmp_path, workers=0) as client:
        database = client.app.state.database  # type: ignore[attr-defined]
        with database.writing() as session:
            session.add(Worker(name="old", heartbeat_at=utc_now() - timedelta(minutes=5)))

        assert _state(client)["workers"] is False


def test_a_database_that_is_gone_is_told(tmp_path: Path) -> None:
    """Not ready, and no trace of the error in the answer."""
    with service(tmp_path, workers=0) as client:
        database = client.app.state.database  # type: ignore[attr-defined]
        database.close()
        for file in tmp_path.glob("reviewer.sqlite3*"):
            file.unlink()

        ready = client.get("/readyz")

        assert ready.status_code == 503
        assert _state(client)["database"] is False
        assert "Traceback" not in ready.text


def test_metrics_count_requests_by_route_and_jobs_by_state(tmp_path: Path) -> None:
    """No id of a review stands in a label."""
    with service(tmp_path, workers=1) as client:
        review = review_text(client)
        client.get(f"/api/v1/reviews/{review['id']}")

        page = client.get("/metrics").text

        assert re.search(r'reviewer_jobs\{state="done"\} [1-9]', page)
        assert "reviewer_workers 1.0" in page
        assert f'{_COUNTED},status="200"}} 1.0' in page
        assert review["id"] not in page
        assert "reviewer_build_info{" in page


def test_workers_end_with_the_service(tmp_path: Path) -> None:
    """In good order: nothing is left running."""
    with service(tmp_path, workers=2) as client:
        supervisor = psutil.Process(client.app.state.service.pool.pid)  # type: ignore[attr-defined]
        family = [supervisor, *supervisor.children(recursive=True)]

    _, alive = psutil.wait_procs(family, timeout=20)
    assert len(family) >= 3
    assert alive == []
