"""kill -9 of a worker, of the child that reads, and of the whole run: nothing is lost, nothing is twice."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from corpora.audit.local import LocalEngine
from corpora.audit.run import run_audit
from tests.corpora.audit.folders import AS_OF, SETTINGS, same_results, write_folder
from tests.reliability.ledger import SHARE, TESTS

_FILES = 2_000 if SHARE == 1 else 160
_PROGRAM = "import sys; from api.cli import main; main()"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts for some seconds of work."""
    return write_folder(tmp_path_factory.mktemp("source"), _FILES)


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a run that nobody disturbed."""
    out = tmp_path_factory.mktemp("out") / "results"
    run_audit(str(source), out, SETTINGS, engine=LocalEngine(2))
    return out


def _start(source: Path, out: Path, *, resume: bool = False) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _PROGRAM, "audit", str(source), "--out", str(out), "--workers", "2"]
    command += ["--classifiers", "off", "--today", AS_OF.isoformat(), *(["--resume"] if resume else [])]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_until(process: subprocess.Popen[bytes], reached: Callable[[], bool]) -> bool:
    """Whether it was reached before the process ended."""
    while not reached():
        try:
            process.wait(timeout=0.01)
        except subprocess.TimeoutExpired:
            continue
        return False
    return True


def _done(out: Path) -> int:
    """Files done, by the journals and the finished parts (three or so files each)."""
    journals = 0
    for path in out.glob("documents/_part-*.jsonl"):
        # A journal goes when its part is finished, perhaps just now.
        with suppress(FileNotFoundError):
            journals += path.read_bytes().count(b'{"done"')
    return journals + 3 * len(list(out.glob("documents/part-*.parquet")))


def _workers(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return [child for child in psutil.Process(process.pid).children() if child.status() != "zombie"]


def _readers(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return [child for worker in _workers(process) for child in worker.children()]


@pytest.mark.parametrize("victims", [_workers, _readers], ids=["worker", "reader"])
def test_killed_worker_costs_nothing(
    victims: Callable[[subprocess.Popen[bytes]], list[psutil.Process]],
    source: Path,
    undisturbed: Path,
    tmp_path: Path,
) -> None:
    """Three kills at different points of one run; the run goes on by itself to the same rows."""
    chance = random.Random(7)
    process = _start(source, tmp_path / "out")

    for point in sorted(chance.sample(range(5, _FILES - 60), 3)):
        if not _wait_until(process, lambda point=point: _done(tmp_path / "out") >= point):
            break
        # Whoever ends by itself meanwhile cannot be killed any more.
        with suppress(psutil.NoSuchProcess):
            alive = victims(process)
            if alive:
                chance.choice(alive).kill()
    code = process.wait(timeout=120)

    assert code == 0
    assert same_results(tmp_path / "out", undisturbed)


def test_killed_run_is_resumed_to_the_same_rows(
    source: Path, undisturbed: Path, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """Kills of the whole run; the workers die with it; the last --resume ends what is left."""
    out = tmp_path / "out"
    points = sorted(random.Random(16).sample(range(10, _FILES * 6 // 10), TESTS[16].trials))
    for kill, point in enumerate(points):
        process = _start(source, out, resume=kill > 0)
        assert _wait_until(process, lambda point=point: _done(out) >= point)
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
        _, alive = psutil.wait_procs(family, timeout=10)
        assert not alive
    finished = {path.name: path.stat().st_mtime_ns for path in out.glob("*/part-*.parquet")}

    code = _start(source, out, resume=True).wait(timeout=120)

    assert code == 0
    assert same_results(out, undisturbed)
    after = {path.name: path.stat().st_mtime_ns for path in out.glob("*/part-*.parquet")}
    assert finished.items() <= after.items()
    tried(16, len(points))
