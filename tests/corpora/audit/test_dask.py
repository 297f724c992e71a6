"""The Dask engine gives the rows of the local one, whoever of the cluster is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from corpora.audit.engine import BatchDone, DashboardReady, Event
from corpora.audit.local import LocalEngine
from corpora.audit.progress import Progress
from corpora.audit.run import run_audit
from tests.conftest import missing
from tests.corpora.audit.folders import AS_OF, SETTINGS, same_results, write_folder

_PROGRAM = "import sys; from api.cli import main; main()"


@pytest.fixture(scope="module", autouse=True)
def dask_installed() -> None:
    """Needs the extra ``batch``."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        missing("distributed", "pip install 'reviewer[batch]'")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred texts."""
    return write_folder(tmp_path_factory.mktemp("source"), 100)


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the local engine."""
    out = tmp_path_factory.mktemp("out") / "results"
    run_audit(str(source), out, SETTINGS, engine=LocalEngine(2))
    return out


def test_killed_dask_worker_costs_nothing(source: Path, undisturbed: Path, tmp_path: Path) -> None:
    """The nanny starts another one, the journal keeps what was done; the dashboard is on loopback."""
    from corpora.audit.dask import DaskEngine

    killed: list[int] = []
    pages: list[str] = []

    def kill_once(event: Event, progress: Progress) -> None:
        if isinstance(event, DashboardReady):
            pages.append(event.url)
        if isinstance(event, BatchDone) and not killed:
            workers = [
                process
                for process in psutil.Process().children(recursive=True)
                if "spawn_main" in " ".join(process.cmdline())
            ]
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    run_audit(str(source), tmp_path / "out", SETTINGS, engine=DaskEngine(workers=2), listener=kill_once)

    assert len(killed) == 1
    assert pages[0].startswith("http://127.0.0.1:")
    assert same_results(tmp_path / "out", undisturbed)


def test_killed_client_is_resumed(source: Path, undisturbed: Path, tmp_path: Path) -> None:
    """With the client its own cluster ends; --resume with the other engine ends the work."""
    out = tmp_path / "out"
    command = [sys.executable, "-c", _PROGRAM, "audit", str(source), "--out", str(out), "--engine", "dask"]
    command += ["--workers", "2", "--classifiers", "off", "--today", AS_OF.isoformat()]
    client = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(out.glob("documents/part-*.parquet")):
        try:
            client.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail("the run ended before it could be killed")
    family = psutil.Process(client.pid).children(recursive=True)
    client.kill()
    client.wait()
    _, alive = psutil.wait_procs(family, timeout=60)

    outcome = run_audit(str(source), out, SETTINGS, engine=LocalEngine(2), resume=True)

    assert not alive
    assert 0 < outcome.reviewed < 100
    assert same_results(out, undisturbed)
