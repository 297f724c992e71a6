"""Makes the Nth call to the database or the disk fail, for code that runs in this process."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

_WRITING = os.O_WRONLY | os.O_RDWR
_CHANGES = {"os.rename", "os.mkdir"}


@dataclass(slots=True)
class Faults:
    """Counts calls and fails the Nth, or all from the Nth on.

    Attributes:
        folder: Only what happens below it counts.
        at: Which call fails; 0 for none.
        lasting: Whether all later calls fail too.
        calls: How many there were.
    """

    folder: Path
    at: int = 0
    lasting: bool = False
    calls: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def reached(self) -> bool:
        """Whether a call has failed."""
        return 0 < self.at <= self.calls

    def due(self) -> bool:
        """Count a call; whether it is to fail."""
        with self.lock:
            self.calls += 1
            return self.at > 0 and (self.calls >= self.at if self.lasting else self.calls == self.at)


_current: Faults | None = None


def _watch(name: str, arguments: tuple[object, ...]) -> None:
    """What Python tells of every call to the operating system; an error from here is that of the call."""
    faults = _current
    if faults is None:
        return
    writes = name == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
    if (writes or name in _CHANGES) and str(arguments[0]).startswith(str(faults.folder)) and faults.due():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


sys.addaudithook(_watch)


@contextlib.contextmanager
def failing(folder: Path, engine: Engine | None, at: int, *, lasting: bool) -> Iterator[Faults]:
    """Within the block, the Nth call that writes below the folder or asks the database fails."""
    global _current  # noqa: PLW0603  an audit hook cannot be taken away, only told to rest
    faults = Faults(folder, at, lasting)
    flush = os.fsync

    def fsync(descriptor: int) -> None:
        if faults.due():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        flush(descriptor)

    def statement(*_: object) -> None:
        if faults.due():
            raise OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        if engine is not None:
            event.listen(engine, "before_cursor_execute", statement)
            event.listen(engine, "commit", statement)
        _current = faults
        try:
            yield faults
        finally:
            _current = None
            if engine is not None:
                event.remove(engine, "before_cursor_execute", statement)
                event.remove(engine, "commit", statement)
