"""Processes that read hostile files: what they use, and how they and all they started are ended."""

from __future__ import annotations

import contextlib
import os
import signal

import psutil


def resident_bytes(pid: int, *, with_descendants: bool) -> int:
    """Resident memory of a process, with that of everything it started if asked; 0 where it has ended.

    Looking for descendants walks the whole process table: ask for it seldom.
    """
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)] if with_descendants else [process]
    except psutil.Error:
        return 0
    return sum(_resident(member) for member in family)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def kill_session(session: int) -> None:
    """End every process of a session, its leader included.

    A process group would miss programs that make a group of their own, and a walk from
    parent to child those whose parent has ended (LibreOffice does both).
    """
    own = os.getpid()
    for pid in psutil.pids():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if pid != own and os.getsid(pid) == session:
                os.kill(pid, signal.SIGKILL)
