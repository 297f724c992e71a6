"""A file can cost the child its life, never the service."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.child import ExtractionChild, extract_in_child, warm
from reviewer.extraction.limits import MEBIBYTE, Limits

DRAFT = "第一条　为规范公平竞争审查工作，制定本办法。\n第二条　本办法自发布之日起施行。\n".encode()
LONG_DRAFT = DRAFT * 40_000


@pytest.fixture
def child() -> Iterator[ExtractionChild]:
    """A child of the test's own, which it may ruin."""
    started = ExtractionChild()
    started.wait_ready()
    yield started
    started.close()


def test_the_child_reads_what_the_library_reads() -> None:
    """The way through the child changes nothing."""
    assert extract_in_child(DRAFT, "通知.txt") == extract(DRAFT, "通知.txt")


def test_a_path_is_read_under_its_name(tmp_path: Path) -> None:
    """A file on disk keeps its name without its folder."""
    path = tmp_path / "通知.txt"
    path.write_bytes(DRAFT)

    document = extract_in_child(path)

    assert document.name == "通知.txt"


@pytest.mark.parametrize(
    ("path", "reason"),
    [("nothing.txt", "文件不存在"), (".", "这是文件夹"), ("/dev/null", "不是普通文件")],
)
def test_what_is_no_file_is_told(tmp_path: Path, path: str, reason: str) -> None:
    """The error says what stands at the path."""
    with pytest.raises(UnreadableDocument) as caught:
        extract_in_child(tmp_path / path)

    assert reason in caught.value.reason


def test_an_error_of_the_extractor_arrives_as_it_was() -> None:
    """Name, reason and remedy are those of the extractor."""
    with pytest.raises(UnreadableDocument) as direct:
        extract(b"", "空.docx")

    with pytest.raises(UnreadableDocument) as caught:
        extract_in_child(b"", "空.docx")

    assert caught.value.args == direct.value.args
    assert caught.value.remedy == direct.value.remedy


def test_a_large_file_is_refused_before_it_is_sent() -> None:
    """The message names the size and the limit."""
    with pytest.raises(UnreadableDocument, match=r"3\.0 MB 超过上限 1 MB"):
        extract_in_child(bytes(3 * MEBIBYTE), "大.pdf", Limits(file_bytes=MEBIBYTE))


def test_time_is_limited(child: ExtractionChild) -> None:
    """A reading that takes too long is cut; the reason names the limit."""
    with pytest.raises(UnreadableDocument, match=r"读取时间超过上限 0\.001 秒"):
        child.extract(LONG_DRAFT, "长.txt", Limits(seconds=0.001))

    assert not psutil.pid_exists(child.pid)


def test_a_child_that_hangs_is_ended(child: ExtractionChild) -> None:
    """A child that answers nothing at all does not hold the caller."""
    os.kill(child.pid, signal.SIGSTOP)

    with pytest.raises(UnreadableDocument, match="读取时间超过上限"):
        child.extract(LONG_DRAFT, "长.txt", Limits(seconds=0.2))

    assert not psutil.pid_exists(child.pid)


def test_memory_is_limited(child: ExtractionChild) -> None:
    """A reading that swells is cut; the reason names the limit."""
    with pytest.raises(UnreadableDocument, match="内存超过上限 8 MB"):
        child.extract(LONG_DRAFT, "长.txt", Limits(memory_bytes=8 * MEBIBYTE))

    assert not psutil.pid_exists(child.pid)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_is_told(child: ExtractionChild, number: signal.Signals) -> None:
    """A parser that crashes gives an error of the file, with the signal's name."""
    os.kill(child.pid, number)

    with pytest.raises(UnreadableDocument, match=number.name):
        child.extract(LONG_DRAFT, "坏.pdf", Limits())


def test_the_next_file_finds_a_new_child() -> None:
    """After a file was cut, the next one is read."""
    with pytest.raises(UnreadableDocument):
        extract_in_child(LONG_DRAFT, "长.txt", Limits(seconds=0.001))

    assert extract_in_child(DRAFT, "通知.txt").complete


def test_a_child_serves_many_files() -> None:
    """The child stays warm: two files in a row are read by one process."""
    warm()
    before = {process.pid for process in psutil.Process().children()}

    extract_in_child(DRAFT, "一.txt")
    extract_in_child(DRAFT, "二.txt")

    assert {process.pid for process in psutil.Process().children()} <= before


def test_the_child_holds_no_open_files_and_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and variables of the service are not passed on."""
    monkeypatch.setenv("REVIEWER_TEST_PASSWORD", "secret")
    with (tmp_path / "open.txt").open("w"):
        started = ExtractionChild()
        started.wait_ready()

        process = psutil.Process(started.pid)
        open_files = {Path(item.path).name for item in process.open_files()}
        environment = process.environ()
        started.close()

    assert "open.txt" not in open_files
    assert "REVIEWER_TEST_PASSWORD" not in environment
    assert environment["HOME"] == environment["TMPDIR"]


def test_closing_removes_the_folder(child: ExtractionChild) -> None:
    """Nothing of a document stays in the temporary folder."""
    folder = Path(psutil.Process(child.pid).environ()["TMPDIR"])
    assert folder.is_dir()

    child.close()

    assert not folder.exists()


def test_the_child_ends_with_its_parent() -> None:
    """Where the service is killed, neither child nor files of a document stay behind."""
    program = (
        "import os, psutil, signal\n"
        "from reviewer.extraction.child import ExtractionChild\n"
        "child = ExtractionChild()\n"
        "child.wait_ready()\n"
        "print(child.pid, psutil.Process(child.pid).environ()['TMPDIR'], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    parent = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    orphan, folder = parent.stdout.decode().split()

    _gone, alive = psutil.wait_procs(running(int(orphan)), timeout=10)

    assert alive == []
    assert not Path(folder).exists()


def running(pid: int) -> list[psutil.Process]:
    """The process of that id, nothing where it has ended."""
    try:
        return [psutil.Process(pid)]
    except psutil.NoSuchProcess:
        return []


def test_what_a_parser_started_ends_with_it(child: ExtractionChild) -> None:
    """A program that leaves the session keeps the environment, by which it is found."""
    folder = psutil.Process(child.pid).environ()["TMPDIR"]
    stray = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"],
        env={**os.environ, "TMPDIR": f"{folder}/inner"},
        start_new_session=True,
    )

    child.close()

    assert stray.wait(timeout=10) == -signal.SIGKILL
