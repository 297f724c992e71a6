"""The name of a worker process, from which others on the same machine see whether it still lives."""

from __future__ import annotations

import contextlib
import os
import socket
from functools import cache
from pathlib import Path

import psutil


@cache
def this_machine() -> str:
    """The machine since its start and the container on it: process ids mean something only within."""
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot[:18]}.{os.stat('/proc/self/ns/pid').st_ino}"
    return socket.gethostname()[:60]


def worker_name(pid: int) -> str:
    """Machine, process id and start of the process: an id that was given anew is another worker."""
    try:
        started = int(psutil.Process(pid).create_time() * 100)
    except psutil.Error:
        started = 0
    return f"{this_machine()}/{pid}/{started}"


def has_ended(worker: str) -> bool:
    """Whether a worker of this machine is gone; False for those of other machines, which cannot be seen."""
    machine, _, rest = worker.partition("/")
    pid, _, _ = rest.partition("/")
    return machine == this_machine() and pid.isdigit() and worker_name(int(pid)) != worker
