"""``reviewer serve`` as a process of its own."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"


def _serve(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "serve", *arguments],
        cwd=_ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def served() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running service and its address, as it announced it."""
    process = _serve("--port", "0")
    assert process.stderr is not None
    announced = process.stderr.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/", announced)
    try:
        assert address is not None, announced
        yield process, address[0]
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_announced_address_answers(served: tuple[subprocess.Popen[str], str]) -> None:
    """The line appears when the service answers, not before."""
    _, address = served

    with urllib.request.urlopen(f"{address}healthz", timeout=10) as answer:
        assert answer.status == 200
        assert answer.headers["Server"] is None  # what runs behind the address is nobody's business
    with urllib.request.urlopen(f"{address}openapi.json", timeout=10) as answer:
        assert "/api/v1/reviews" in json.load(answer)["paths"]


def test_interrupt_ends_it_in_good_order(served: tuple[subprocess.Popen[str], str]) -> None:
    """Ctrl+C is the way to stop: no error, no traceback."""
    process, _ = served

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)

    assert process.returncode == 0
    assert "Traceback" not in said


def test_taken_port_is_told_with_a_way_out() -> None:
    """Exit code 2 and the option to use."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = _serve("--port", str(taken.getsockname()[1]))
        _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "请用 --port 换一个端口" in said
