"""kill -9 of the server, its workers and their children: every report once, on both databases."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import func, select

from api.store.database import Database
from api.store.reviews import StoredFinding, StoredReview
from tests.api.databases import DATABASES, database_url
from tests.api.serving import Served, serve

# As often as the issue asks before a release; fewer in the ordinary suite.
_UPLOADS = 100 if os.environ.get("REVIEWER_PROOF") else 30


def _text(number: int) -> str:
    return f"青溪县措施之{number}\n第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。\n"


def _processes(served: Served) -> tuple[list[psutil.Process], list[psutil.Process]]:
    """Workers, and the children in which they read documents."""
    supervisor = psutil.Process(served.process.pid).children()[0]
    workers = supervisor.children()
    return workers, [child for worker in workers for child in worker.children()]


def _send(address: str, number: int) -> None:
    """Send a text until it is taken; the key makes sure that it is taken once."""
    content = {"json": {"text": _text(number), "name": f"{number}"}}
    headers = {"Idempotency-Key": f"upload-{number}"}
    httpx.post(f"{address}/api/v1/reviews", headers=headers, timeout=30, **content).raise_for_status()


def _wait_for_all(database: Database) -> list[StoredReview]:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        with database.reading() as session:
            reviews = list(session.scalars(select(StoredReview)))
        if len(reviews) >= _UPLOADS and all(review.state == "done" for review in reviews):
            return reviews
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["sleep", "0.1"], timeout=5, check=True)
    raise AssertionError(Counter((review.state, review.error) for review in reviews))


@pytest.mark.parametrize("kind", DATABASES)
def test_no_kill_loses_or_doubles_a_review(kind: str, tmp_path: Path) -> None:
    """Workers, reading children and the server itself are killed while texts come in."""
    url = database_url(kind, tmp_path)
    served = serve(tmp_path, url)
    try:
        for number in range(_UPLOADS):
            if number in (_UPLOADS // 4, _UPLOADS // 2):
                workers, readers = _processes(served)
                for victim in (workers[0], *readers[:1]):
                    with contextlib.suppress(psutil.NoSuchProcess):
                        victim.kill()
            if number == 2 * _UPLOADS // 3:
                orphans = [psutil.Process(served.process.pid).children()[0], *_processes(served)[0]]
                served.kill()
                served = serve(tmp_path, url)
                assert not [orphan for orphan in orphans if orphan.is_running()]
                _send(served.address, number - 1)  # the client cannot know whether the last one was taken
            _send(served.address, number)
        database = Database(url)
        reviews = _wait_for_all(database)
        with database.reading() as session:
            per_review = Counter(session.scalars(select(StoredFinding.review_id)))
            events = session.scalar(select(func.count()).select_from(StoredFinding))
        database.close()
    finally:
        served.kill()

    assert sorted(review.name for review in reviews) == sorted(str(n) for n in range(_UPLOADS))
    assert len(set(per_review.values())) == 1
    assert events == sum(per_review.values())


def test_workers_end_with_a_killed_server(tmp_path: Path) -> None:
    """Nothing goes on behind the back of who killed it."""
    served = serve(tmp_path, database_url("sqlite", tmp_path))
    family = psutil.Process(served.process.pid).children(recursive=True)

    served.kill()

    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []


def test_a_killed_supervisor_is_replaced(tmp_path: Path) -> None:
    """Its workers go with it, and what they held is done by the new ones."""
    served = serve(tmp_path, database_url("sqlite", tmp_path), "--workers", "1")
    try:
        _send(served.address, 0)
        psutil.Process(served.process.pid).children()[0].kill()
        answer = httpx.post(f"{served.address}/api/v1/reviews?wait=60", json={"text": _text(1)}, timeout=90)
    finally:
        served.kill()

    assert (answer.status_code, answer.json()["state"]) == (200, "done")


def test_a_document_that_ends_its_worker_three_times_is_parked(tmp_path: Path) -> None:
    """With its reason, while the others are served; it can be retried."""
    served = serve(tmp_path, database_url("sqlite", tmp_path), "--workers", "1")
    try:
        _send(served.address, 0)
        long = "".join(f"第{n}条 对在本县登记注册的企业给予奖励，并加强监督管理。\n" for n in range(60_000))
        review = httpx.post(f"{served.address}/api/v1/reviews", json={"text": long}, timeout=60).json()
        state = _kill_until_parked(served, review["id"])
    finally:
        served.kill()

    assert state["state"] == "parked"
    assert "3 次异常终止" in state["error"]
    assert "强行终止" in state["error"]


def _kill_until_parked(served: Served, review_id: str) -> dict[str, str]:
    """Kill whichever worker has the document, until there is nothing more to kill."""
    deadline = time.monotonic() + 90
    killed = 0
    with httpx.stream("GET", f"{served.address}/api/v1/reviews/{review_id}/events", timeout=90) as events:
        for line in events.iter_lines():
            assert time.monotonic() < deadline
            if line == "event: running" and killed < 3:
                (worker,) = _processes(served)[0]
                os.kill(worker.pid, signal.SIGKILL)
                killed += 1
    state: dict[str, str] = httpx.get(f"{served.address}/api/v1/reviews/{review_id}", timeout=30).json()
    return state
