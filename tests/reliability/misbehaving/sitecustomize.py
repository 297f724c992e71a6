"""Extractors that misbehave, for processes that tests start with this folder in PYTHONPATH.

Python imports this module when it starts. It puts an extractor of its own before each one of the
registry: a file whose name holds ``~<misdeed>~`` is read by it, every other file as ever. All else of
the program is the real one.
"""

from __future__ import annotations

import ctypes
import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from types import ModuleType

from reviewer import extraction
from reviewer.document import Document
from reviewer.extraction.limits import Limits

_MEBIBYTE = 1 << 20
_MOST_MEMORY = 700 * _MEBIBYTE
"""Memory that a misdeed takes before it only waits: the machine of the tests is to live."""


def busy() -> None:
    """Compute without end."""
    while True:
        pass


def sleep() -> None:
    """Wait without end."""
    time.sleep(3_600)


def memory() -> None:
    """Take more and more memory."""
    held = []
    while sum(map(len, held)) < _MOST_MEMORY:
        held.append(bytearray(os.urandom(_MEBIBYTE)) * 16)
    sleep()


def fake_memory() -> None:
    """Say that there is no memory."""
    raise MemoryError


def leave() -> None:
    """End the process without a word."""
    os._exit(7)


def segfault() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def stack() -> None:
    """Call oneself until the stack of the machine is used up."""
    sys.setrecursionlimit(1 << 30)
    json.loads("[" * 1_000_000)


def descriptors() -> None:
    """Open files and never close them."""
    for _ in range(400):
        os.open(os.devnull, os.O_RDONLY)


def flood() -> None:
    """Write a gigabyte where answers used to go."""
    for _ in range(64):
        os.write(1, bytes(16 * _MEBIBYTE))


def partial() -> None:
    """Fail half-way, with the words of the document in the error."""
    raise ValueError("对本地企业给予奖励")


def lingering() -> None:
    """Start a process that leaves the session and heeds no signal, and wait without end."""
    stray()
    sleep()


def stray() -> None:
    """Start such a process and go on as if nothing were."""
    subprocess.Popen(
        [sys.executable, "-S", "-c", "import signal, time; signal.signal(15, 1); time.sleep(3600)"],
        start_new_session=True,
    )


MISDEEDS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        busy,
        sleep,
        memory,
        fake_memory,
        leave,
        segfault,
        stack,
        descriptors,
        flood,
        partial,
        lingering,
        stray,
    )
}


def _extract(data: bytes, name: str, limits: Limits, *, place: str) -> Document:
    """Do what the name says, then read the file."""
    parts = name.rsplit("/", 1)[-1].split("~")
    if len(parts) == 3:
        MISDEEDS[parts[1]]()
    module, function = place.split(":")
    extractor = getattr(__import__(f"reviewer.extraction.{module}", fromlist=[function]), function)
    document: Document = extractor(data, name, limits)
    return document


def _plug_in() -> None:
    module = ModuleType("reviewer.extraction.misbehaving")
    sys.modules[module.__name__] = module
    for media_type, place in list(extraction.FORMATS.items()):
        setattr(module, media_type.name, functools.partial(_extract, place=place))
        extraction.FORMATS[media_type] = f"misbehaving:{media_type.name}"


_plug_in()
