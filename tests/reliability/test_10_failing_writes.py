"""Test 10: failing writes, full disks, folders that only read: told, nothing half done, all recovers."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from api.app import create_app
from api.cli.files import write_whole
from api.jobs.bench import Workbench, load_kind
from api.jobs.queue import claim
from api.jobs.settings import WorkSettings
from api.service import Service
from api.settings import Settings
from api.store.audit_log import broken_links
from api.store.documents import StoredDocument, Version
from api.store.jobs import Job
from api.store.reviews import StoredDecision, StoredFinding, StoredReview
from tests.api.serving import DRAFT, ROOT
from tests.reliability.faults import Faults, failing
from tests.reliability.files import seeds

_API = "/api/v1"
_LEASE = timedelta(seconds=30)
_MOST = 200
Try = Callable[[], None]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A service without workers: what they do is done here, where its calls can be counted."""
    app = create_app(Settings(data_folder=tmp_path, workers=0, classifiers=False))
    with TestClient(app, raise_server_exceptions=False) as running:
        yield running


def _service(client: TestClient) -> Service:
    app: Any = client.app
    service: Service = app.state.service
    return service


def _count(client: TestClient, table: type) -> int:
    with _service(client).database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _until_clean(
    client: TestClient, lasting: bool, attempt: Callable[[Faults], None], whole: Callable[[], None]
) -> int:
    """Fail the first, the second ... call of an act until none is left to fail; gives how many there were."""
    service = _service(client)
    for number in range(1, _MOST):
        with failing(
            service.settings.data_folder, service.database.engine, number, lasting=lasting
        ) as faults:
            attempt(faults)
        whole()
        if not faults.reached:
            return number
    raise AssertionError("no end of calls")


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_an_upload_is_stored_wholly_or_not_at_all(
    lasting: bool, client: TestClient, tried: Callable[..., None]
) -> None:
    """503 in Chinese, and no row without the others; the next upload is taken."""
    taken = 0

    def upload(faults: Faults) -> None:
        nonlocal taken
        data = f"第一条 给予奖励{faults.at}。".encode()
        answer = client.post(f"{_API}/reviews", files={"file": ("a.txt", data)})
        _assert_answer(answer, 202, faults)
        taken += answer.status_code == 202

    def whole() -> None:
        counts = {_count(client, table) for table in (StoredDocument, Version, StoredReview)}
        assert counts == {taken}
        unfinished = _service(client).settings.data_folder / "files" / "unfinished"
        assert not list(unfinished.glob("*"))

    tried(10, _until_clean(client, lasting, upload, whole))

    assert taken >= 1


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_a_review_is_finished_wholly_or_not_at_all(
    lasting: bool, client: TestClient, tried: Callable[..., None]
) -> None:
    """A store that fails during the job leaves no report without findings; the job is done later."""
    review = _queued(client)
    bench = _bench(client)
    held = claim(bench.database, "w", _LEASE)
    assert held is not None

    def work(_: Faults) -> None:
        with contextlib.suppress(OperationalError, OSError):
            load_kind("review").run(bench, held)

    def whole() -> None:
        with bench.database.reading() as session:
            stored = session.scalars(select(StoredReview).where(StoredReview.id == review)).one()
            findings = session.scalar(select(func.count()).select_from(StoredFinding))
        assert stored.error is None
        assert (stored.state == "done") == bool(findings) == (stored.worst is not None)

    tried(10, _until_clean(client, lasting, work, whole))

    assert _count(client, StoredFinding) > 0


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_a_decision_is_kept_wholly_or_not_at_all(
    lasting: bool, client: TestClient, tried: Callable[..., None]
) -> None:
    """Decision, record and log go together; the chain of the log stays whole."""
    finding = _finding(client)

    def decide(faults: Faults) -> None:
        answer = client.patch(f"{_API}/findings/{finding}", json={"verdict": "accepted"})
        _assert_answer(answer, 200, faults)

    def whole() -> None:
        with _service(client).database.reading() as session:
            revision = session.scalars(
                select(StoredFinding.revision).where(StoredFinding.id == finding)
            ).one()
            assert list(broken_links(session)) == []
        assert revision - 1 == _count(client, StoredDecision)

    tried(10, _until_clean(client, lasting, decide, whole))

    assert _count(client, StoredDecision) >= 1


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_a_document_is_erased_wholly_or_not_at_all(
    lasting: bool, client: TestClient, tried: Callable[..., None]
) -> None:
    """As long as its row is there, its findings are; erasing can be asked for again."""
    _finding(client)
    database = _service(client).database
    with database.reading() as session:
        document = session.scalars(select(StoredDocument.id)).one()
    assert client.delete(f"{_API}/documents/{document}").status_code == 204

    def erase(faults: Faults) -> None:
        _assert_answer(client.delete(f"{_API}/trash/{document}"), 204, faults, gone=404)

    def whole() -> None:
        assert bool(_count(client, StoredDocument)) == bool(_count(client, StoredFinding))

    tried(10, _until_clean(client, lasting, erase, whole))

    assert _count(client, StoredDocument) == 0


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_a_report_file_is_written_wholly_or_not_at_all(
    lasting: bool, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """What stood there before stands there still; nothing unfinished is left beside it."""
    path = tmp_path / "report.html"
    path.write_bytes(b"before")

    for number in range(1, _MOST):
        with failing(tmp_path, None, number, lasting=lasting) as faults, contextlib.suppress(OSError):
            write_whole(path, b"after")
        assert path.read_bytes() == (b"before" if faults.reached else b"after")
        assert list(tmp_path.iterdir()) == [path]
        tried(10)
        if not faults.reached:
            break


# --- a disk that is really full, in a namespace of its own ----------------------------------------


@pytest.mark.parametrize("case", ["service", "report", "audit", "read-only"])
def test_a_full_disk_is_told_and_borne(case: str, tmp_path: Path, tried: Callable[..., None]) -> None:
    """On a small disk: each act is refused with its reason; with room again everything goes on by itself."""
    _need_namespace()
    (tmp_path / "disk").mkdir()
    (tmp_path / "files").mkdir()
    for suffix, data in seeds().items():
        (tmp_path / "files" / f"好.{suffix}").write_bytes(data)
    (tmp_path / "files" / "草案.txt").write_text(DRAFT, encoding="utf-8")

    done = subprocess.run(
        ["unshare", "-rm", sys.executable, "-m", "tests.reliability.full_disk", case, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2_000:]
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["wrong"] == []
    assert outcome["tried"] > 0
    tried(10, outcome["tried"])


def _need_namespace() -> None:
    """Where the machine gives no namespaces, the faults above are what is tried, and the run says so."""
    allowed = (
        shutil.which("unshare") and not subprocess.run(["unshare", "-rm", "true"], check=False).returncode
    )
    if not allowed:
        pytest.skip("no mount namespaces here: full disks are tried by failing calls only")


# --- what is needed for the above ------------------------------------------------------------------


def _assert_answer(answer: Any, status: int, faults: Faults, *, gone: int | None = None) -> None:
    """The act was done, or the store is told to fail, in Chinese; nothing else."""
    if answer.status_code in {status, gone}:
        return
    assert faults.reached, answer.text
    body = answer.json()
    assert (answer.status_code, body["code"]) == (503, "storage_unavailable"), answer.text
    assert "没有保存" in body["detail"]


def _bench(client: TestClient) -> Workbench:
    service = _service(client)
    return Workbench(
        database=service.database,
        files=service.files,
        context=service.context,
        settings=WorkSettings.of(service.settings),
    )


def _queued(client: TestClient) -> str:
    answer = client.post(f"{_API}/reviews", json={"text": DRAFT, "name": "草案"})
    review: str = answer.json()["id"]
    with _service(client).database.writing() as session:  # nothing else is to be taken
        session.execute(update(Job).where(Job.subject != review).values(state="done"))
    return review


def _finding(client: TestClient) -> str:
    """A finding of a review that is done."""
    review = _queued(client)
    bench = _bench(client)
    held = claim(bench.database, "w", _LEASE)
    assert held is not None
    load_kind("review").run(bench, held)
    found: str = client.get(f"{_API}/reviews/{review}/findings").json()["items"][0]["id"]
    return found
