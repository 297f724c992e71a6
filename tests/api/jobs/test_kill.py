"""kill -9 of the server, its workers and their children: every report once, on both databases."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import func, select

from api.store.database import Database
from api.store.reviews import StoredFinding, StoredReview
from tests.api.databases import DATABASES, database_url
from tests.api.serving import Served, serve
from tests.reliability.ledger import TESTS

_KILLS = TESTS[8].trials // len(DATABASES)


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


def _wait_for_all(database: Database, uploads: int) -> list[StoredReview]:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        with database.reading() as session:
            reviews = list(session.scalars(select(StoredReview)))
        if len(reviews) >= uploads and all(review.state == "done" for review in reviews):
            return reviews
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["sleep", "0.05"], timeout=5, check=True)
    raise AssertionError(Counter((review.state, review.error) for review in reviews))


@pytest.mark.parametrize("kind", DATABASES)
def test_no_kill_loses_or_doubles_a_review(kind: str, tmp_path: Path, tried: Callable[..., None]) -> None:
    """Workers, reading children and the server itself are killed while texts come in."""
    chance = random.Random(kind)
    url = database_url(kind, tmp_path)
    served, uploads = serve(tmp_path, url), 0
    database = Database(url)
    try:
        for kill in range(_KILLS):
            for _ in range(chance.randint(1, 4)):
                _send(served.address, uploads)
                uploads += 1
            if kill == _KILLS // 2:
                served = _serve_again(served, tmp_path, url)
                _send(served.address, uploads - 1)  # the client cannot know whether the last was taken
            else:
                _kill_one(served, chance)
            # Before the next kill: a document that ends three workers is parked, as it should be.
            reviews = _wait_for_all(database, uploads)
        with database.reading() as session:
            per_review = Counter(session.scalars(select(StoredFinding.review_id)))
            findings = session.scalar(select(func.count()).select_from(StoredFinding))
    finally:
        served.kill()
        database.close()

    assert sorted(review.name for review in reviews) == sorted(map(str, range(uploads)))
    assert len(set(per_review.values())) == 1
    assert findings == sum(per_review.values())
    tried(8, _KILLS)


def _kill_one(served: Served, chance: random.Random) -> None:
    """Kill a worker or a child that reads, whichever chance says."""
    workers, readers = _processes(served)
    with contextlib.suppress(psutil.NoSuchProcess):
        chance.choice([*workers, *readers]).kill()


def _serve_again(served: Served, folder: Path, url: str) -> Served:
    """Kill the server; a new one finds nothing left of the old one's workers."""
    orphans = [psutil.Process(served.process.pid).children()[0], *_processes(served)[0]]
    served.kill()
    started = serve(folder, url)
    assert not [orphan for orphan in orphans if orphan.is_running()]
    return started


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
