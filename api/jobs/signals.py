"""Who waits for something to happen to a review is told at once."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import defaultdict


class Broadcast:
    """Wakes coroutines that wait for a subject, from any thread."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = defaultdict(
            set
        )
        self._lock = threading.Lock()

    def tell(self, subject: str) -> None:
        """Something happened to the subject."""
        with self._lock:
            waiting = list(self._waiting.get(subject, ()))
        for loop, event in waiting:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(event.set)

    def listen(self, subject: str) -> Listening:
        """Use as ``with broadcast.listen(subject) as listening`` before looking at the database."""
        return Listening(self, subject)

    def add(self, subject: str, entry: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        """Register a waiting coroutine."""
        with self._lock:
            self._waiting[subject].add(entry)

    def remove(self, subject: str, entry: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        """Forget it."""
        with self._lock:
            self._waiting[subject].discard(entry)
            if not self._waiting[subject]:
                del self._waiting[subject]


class Listening:
    """What happens between two looks at the database is not missed."""

    def __init__(self, broadcast: Broadcast, subject: str) -> None:
        self._broadcast = broadcast
        self._subject = subject
        self._entry = (asyncio.get_running_loop(), asyncio.Event())

    def __enter__(self) -> Listening:
        self._broadcast.add(self._subject, self._entry)
        return self

    def __exit__(self, *_: object) -> None:
        self._broadcast.remove(self._subject, self._entry)

    async def wait(self, seconds: float) -> None:
        """Until something happens, but no longer than this."""
        event = self._entry[1]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
        event.clear()
