"""The service's end of its workers: starts their supervisor, wakes them, hears from them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

from api.jobs.settings import WorkSettings
from api.jobs.signals import Broadcast
from api.jobs.supervisor import READY
from api.jobs.worker import END, RELOAD, WAKE

_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from api.jobs.supervisor import main; main()"
_START_SECONDS = 60.0
_END_SECONDS = 30.0


class WorkerPool:
    """The workers of this service.

    Args:
        settings: What they are told; with no workers nothing is started.
        broadcast: Told of what happens.
    """

    def __init__(self, settings: WorkSettings, broadcast: Broadcast) -> None:
        self._settings = settings
        self._broadcast = broadcast
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = threading.Event()
        self._closing = False

    @property
    def pid(self) -> int | None:
        """Process id of the supervisor; None where there is none."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the workers; returns before they are ready."""
        if self._settings.workers:
            self._start_supervisor()
            threading.Thread(target=self._hear, daemon=True, name="workers").start()

    def wait_ready(self) -> bool:
        """Wait until the workers take jobs; False where they do not come up."""
        return not self._settings.workers or self._ready.wait(_START_SECONDS)

    def wake(self) -> None:
        """There is work."""
        self._send(WAKE)

    def reload(self) -> None:
        """Other rules are in force."""
        self._send(RELOAD)

    def close(self) -> None:
        """Let the workers finish what they do, and end them."""
        self._closing = True
        self._send(END)
        if self._process is None:
            return
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _start_supervisor(self) -> None:
        root = Path(__file__).resolve().parents[2]
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and program
            [sys.executable, "-c", _PROGRAM, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl+C goes to the service alone, which ends them in order
        )
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(self._settings.to_line())
        os.set_blocking(self._process.stdin.fileno(), False)

    def _send(self, word: bytes) -> None:
        process = self._process
        if process is not None and process.stdin is not None:
            # A full pipe holds enough words to wake everyone.
            with contextlib.suppress(BlockingIOError, BrokenPipeError, ValueError):
                os.write(process.stdin.fileno(), word)

    def _hear(self) -> None:
        """Pass on what workers tell; where their supervisor has ended by itself, start a new one."""
        while not self._closing:
            process = self._process
            assert process is not None and process.stdout is not None  # noqa: S101, PT018
            for line in process.stdout:
                if line == READY:
                    self._ready.set()
                    self.wake()
                else:
                    self._broadcast.tell(line.decode("ascii", "replace").strip())
            process.wait()
            if not self._closing:
                self._ready.wait(1.0)
                self._start_supervisor()
