"""Files sent to a service, what became of them, and the processes that came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from fastapi.testclient import TestClient

_REVIEWS = "/api/v1/reviews"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file that was sent and waited for.

    Attributes:
        state: ``done``, ``failed`` or ``parked``.
        told: What the sender is told where it is not done.
        report: The report as it came; empty where it is not done.
    """

    state: str
    told: str = ""
    report: str = ""


def send(client: TestClient, name: str, data: bytes) -> Sent:
    """Send a file and wait for its end."""
    answer = client.post(f"{_REVIEWS}?wait=60", files={"file": (name, data)})
    body = answer.json()
    if answer.status_code == 200:
        assert body["state"] == "done"
        return Sent(state="done", report=answer.text.partition('"report": ')[2])
    assert answer.status_code == 422, answer.text
    states = {"unreadable_document": "failed", "parked_document": "parked"}
    return Sent(state=states[body["code"]], told=body["detail"])


def started_with(folder: Path) -> Iterator[psutil.Process]:
    """Processes that have this folder in their PYTHONPATH."""
    for process in psutil.process_iter():
        try:
            if str(folder) in process.environ().get("PYTHONPATH", ""):
                yield process
        except psutil.Error:
            continue


def left_alive(folder: Path) -> list[psutil.Process]:
    """Those that have not ended by themselves after a while."""
    _, alive = psutil.wait_procs(list(started_with(folder)), timeout=10)
    return alive
