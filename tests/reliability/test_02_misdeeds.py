"""Test 2: whatever an extractor does, its file is told as what it is, and the next one is read as ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer.extraction.limits import MEBIBYTE, Limits
from tests.api.serving import ROOT, service
from tests.corpora.audit.folders import rows
from tests.reliability.files import seeds
from tests.reliability.ledger import TESTS
from tests.reliability.uploads import left_alive, send

READ = ""
"""The file is read all the same."""
MISDEEDS = {
    "busy": "读取时间超过上限 2 秒",
    "sleep": "读取时间超过上限 2 秒",
    "memory": "读取所需内存超过上限 300 MB",
    "fake_memory": "读取时内存不足",
    "leave": "解析程序异常退出（代码 7）",
    "segfault": "解析程序崩溃（SIGSEGV）",
    "stack": "解析程序崩溃（SIGSEGV）",
    "descriptors": READ,
    "flood": READ,
    "partial": "解析时出错（ValueError",
    "lingering": "读取时间超过上限 2 秒",
    "stray": READ,
}
"""What each does stands in ``misbehaving/sitecustomize.py``; what its sender is told."""
LIMITS = Limits(seconds=2, memory_bytes=300 * MEBIBYTE)
_ENVIRONMENT = {"REVIEWER_LIMIT_SECONDS": "2", "REVIEWER_LIMIT_MEMORY_BYTES": str(300 * MEBIBYTE)}
_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"
_WAYS = 3
_FORMATS = list(seeds())[: TESTS[2].trials // (len(MISDEEDS) * _WAYS)]


def _files(suffix: str) -> Iterator[tuple[str, str, bytes]]:
    """After each file with a misdeed a good one: misdeed (none for a good one), name, bytes."""
    data = seeds()[suffix]
    if suffix == "txt":  # texts in UTF-8 go past the child in an audit: no parser has work with them
        data = data.decode().encode("gb18030")
    for number, misdeed in enumerate(MISDEEDS):
        yield misdeed, f"{number:02}-~{misdeed}~.{suffix}", data
        yield "", f"{number:02}-好.{suffix}", data


@pytest.mark.parametrize("suffix", _FORMATS)
def test_the_service_outlives_every_misdeed(
    suffix: str, misbehaving: Path, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """Each is told by its kind; the files after it give one and the same report; no process is left."""
    reports = set()

    with service(tmp_path / "data", workers=1, classifiers=False, limits=LIMITS) as client:
        for misdeed, name, data in _files(suffix):
            sent = send(client, name, data)
            if misdeed:
                _assert_told(misdeed, "" if sent.state == "done" else sent.told)
            else:
                assert sent.state == "done"
                reports.add(sent.report.replace(name, ""))
        assert client.get("/healthz").status_code == 200

    assert len(reports) == 1
    assert left_alive(misbehaving) == []
    tried(2, len(MISDEEDS))


@pytest.mark.parametrize("suffix", _FORMATS)
def test_the_command_line_outlives_every_misdeed(
    suffix: str, misbehaving: Path, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """Each is an entry with its error between the reports of the others."""
    paths = _written(tmp_path / "files", suffix)

    done = _run("check", *paths, "--format", "json", "--classifiers", "off")

    answers = json.loads(done.stdout)
    assert done.returncode == 2
    assert len(answers) == len(paths)
    for answer, (misdeed, name, _) in zip(answers, _files(suffix), strict=True):
        assert answer["name"].endswith(name)
        _assert_told(misdeed, answer.get("error") or "")
    assert left_alive(misbehaving) == []
    tried(2, len(MISDEEDS))


@pytest.mark.parametrize("suffix", _FORMATS)
def test_an_audit_outlives_every_misdeed(
    suffix: str, misbehaving: Path, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """Each has its row with the reason; the rows of the others are full."""
    _written(tmp_path / "files", suffix)
    out = tmp_path / "out"

    options = ("--out", str(out), "--workers", "1", "--classifiers", "off", "--ocr-pages", "1")
    done = _run("audit", str(tmp_path / "files"), *options)

    assert done.returncode == 3, done.stderr[-300:]
    table = {row["document"]: row for row in rows(out, "documents").to_pylist()}
    for misdeed, name, _ in _files(suffix):
        read = table[name]["state"] == "reviewed"
        _assert_told(misdeed, "" if read else table[name]["reason"])
        assert read == bool(table[name]["characters"])
    assert left_alive(misbehaving) == []
    tried(2, len(MISDEEDS))


def _assert_told(misdeed: str, told: str) -> None:
    expected = MISDEEDS.get(misdeed, READ)
    assert told.startswith(expected), (misdeed, told)
    assert bool(told) == bool(expected), (misdeed, told)
    assert "奖励" not in told


def _written(folder: Path, suffix: str) -> list[str]:
    folder.mkdir()
    for _, name, data in _files(suffix):
        (folder / name).write_bytes(data)
    return [str(folder / name) for _, name, _ in _files(suffix)]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=ROOT,
        env={**os.environ, **_ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
