"""Test 12: a service that reads for long holds no more than it held after its first files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from tests.api.serving import Served, serve
from tests.reliability.files import seeds
from tests.reliability.ledger import TESTS

_MEBIBYTE = 1 << 20
_SENDERS = 4
_MOST_GROWTH = 1.05
_SLACK = {"bytes": 24 * _MEBIBYTE, "descriptors": 12, "threads": 4, "processes": 0, "files": 0}
"""What allocators, connections that are kept and idle threads may come to; no number of files adds to it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the processes of a service hold, but for the readers, which come and go."""

    bytes: int
    descriptors: int
    threads: int
    processes: int
    files: int


def _held(served: Served, temporary: Path) -> Held:
    server = psutil.Process(served.process.pid)
    (supervisor,) = server.children()
    family = [server, supervisor, *supervisor.children()]
    return Held(
        bytes=sum(each.memory_full_info().pss for each in family),
        descriptors=sum(each.num_fds() for each in family),
        threads=sum(each.num_threads() for each in family),
        processes=len(family),
        files=sum(1 for path in temporary.rglob("*") if path.is_file()),
    )


def _send(served: Served, number: int) -> int:
    kinds = list(seeds())
    kind = kinds[number % len(kinds)]
    name, data = f"{number}.{kind}", seeds()[kind]
    if number % 50 == 7:  # one that ends its reader
        name = f"{number}~segfault~.{kind}"
    if number % 50 == 8:  # one that cannot be read
        data = data[: len(data) // 2]
    answer = httpx.post(f"{served.address}/api/v1/reviews?wait=60", files={"file": (name, data)}, timeout=90)
    return answer.status_code


@pytest.mark.usefixtures("misbehaving")
def test_a_service_holds_no_more_after_many_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tried: Callable[..., None]
) -> None:
    """Memory within five per cent; open files, threads, processes and temporary files do not grow."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    files = TESTS[12].trials
    served = serve(tmp_path, f"sqlite:///{tmp_path}/reviewer.sqlite3", "--workers", "2")

    try:
        with ThreadPoolExecutor(_SENDERS) as senders:
            statuses = set(senders.map(lambda number: _send(served, number), range(files // 3)))
            before = _held(served, temporary)
            statuses |= set(senders.map(lambda number: _send(served, number), range(files // 3, files)))
            after = _held(served, temporary)
    finally:
        served.kill()

    assert statuses <= {200, 422}
    for field in dataclasses.fields(Held):
        first, last = getattr(before, field.name), getattr(after, field.name)
        allowed = first * _MOST_GROWTH if field.name == "bytes" else first
        assert last <= allowed + _SLACK[field.name], field.name
    tried(12, files)
