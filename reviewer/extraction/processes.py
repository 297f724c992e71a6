"""Processes that read hostile files: what they use, and how they and all they started are ended."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal

import psutil

_PR_SET_CHILD_SUBREAPER = 36


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


def open_descriptors(pid: int) -> int:
    """How many files, pipes and sockets a process holds; 0 where it has ended."""
    try:
        return int(psutil.Process(pid).num_fds())
    except psutil.Error:
        return 0


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def kill_family(session: int, folder: str | None = None) -> None:
    """End every process of a session, and every other one whose temporary folder lies in that folder.

    A process group would miss programs that make a group of their own, a walk from parent to child
    those whose parent has ended (LibreOffice does both), and a session those that leave it: but each
    inherits the environment, in which the folder is unlike any other.
    """
    ended: set[int] = set()
    while found := {pid for pid in psutil.pids() if _belongs(pid, session, folder)} - ended - {os.getpid()}:
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        ended |= found  # once more, for what one of them has started meanwhile


def _belongs(pid: int, session: int, folder: str | None) -> bool:
    try:
        if os.getsid(pid) == session:
            return True
        return bool(folder) and psutil.Process(pid).environ().get("TMPDIR", "").startswith(folder or "")
    except (psutil.Error, OSError):
        return False


def adopt_orphans() -> None:
    """From now on processes whose parent has ended become children of this one, where they can be seen."""
    with contextlib.suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_children() -> None:
    """End what this process has started and not waited for, and what that has started."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)
