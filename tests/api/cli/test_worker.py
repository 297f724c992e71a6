"""``reviewer worker``: the work done apart from the web service, through PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.api.databases import database_url
from tests.api.serving import DRAFT, ROOT, serve

_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"


def _worker(folder: Path, url: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "worker", "--workers", "1"],
        cwd=ROOT,
        env={**os.environ, "REVIEWER_DATA": str(folder), "REVIEWER_DATABASE_URL": url, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_worker_elsewhere_does_the_work_and_ends_in_order(tmp_path: Path) -> None:
    """Nobody wakes it: it looks by itself. Its log tells of jobs, not of documents."""
    url = database_url("postgresql", tmp_path)
    served = serve(tmp_path, url, "--workers", "0")
    worker = _worker(tmp_path, url, REVIEWER_LOG_LEVEL="info")
    try:
        body = {"text": DRAFT, "name": "机密草案"}
        answer = httpx.post(f"{served.address}/api/v1/reviews?wait=60", json=body, timeout=90)
        worker.send_signal(signal.SIGTERM)
        told, _ = worker.communicate(timeout=60)
    finally:
        worker.kill()
        served.kill()

    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    assert worker.returncode == 0
    lines = [json.loads(line) for line in told.splitlines()]
    assert ("job ended", "review") in [(line["event"], line["kind"]) for line in lines]
    assert "青溪" not in told
    assert "机密" not in told


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_without_tables_there_is_nothing_to_work_on(kind: str, tmp_path: Path) -> None:
    """Exit code 2, and what to start first."""
    worker = _worker(tmp_path, database_url(kind, tmp_path))

    _, said = worker.communicate(timeout=90)

    assert worker.returncode == 2
    assert "reviewer serve" in said
