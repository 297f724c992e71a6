"""The engine of one machine: processes forked after loading, replaced when they die.

The rules, the catalogue and the models are loaded once, before the workers are forked, and
stay shared between them. A worker that dies costs the file it was at one attempt; a parent
that dies takes its workers with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from corpora.audit.engine import BatchDone, CannotWrite, Listener, Task, WorkerLost
from corpora.audit.errors import AuditError
from corpora.audit.plan import Batch
from corpora.audit.worker import BatchWorker
from reviewer.extraction.child import close_children

_PR_SET_PDEATHSIG = 1
_FORK = multiprocessing.get_context("fork")
_TICK_SECONDS = 0.5
_FAREWELL_SECONDS = 5.0
# Deaths of workers in one batch beyond its files times attempts: something else is wrong.
_SPARE_DEATHS = 20


@dataclass(slots=True)
class _Hand:
    """A worker as the parent sees it."""

    process: BaseProcess
    link: Connection
    batch: Batch | None = None


class LocalEngine:
    """Batches on this machine.

    Args:
        workers: How many processes; by default one a core.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._deaths: Counter[str] = Counter()

    def run(self, task: Task, batches: Sequence[Batch], listener: Listener) -> None:
        """Return when every batch is on disk; see `Engine.run`."""
        if not batches:
            return
        # Each worker is one thread's work: libraries of the models and of OCR must not start more.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        worker = BatchWorker(task.settings.load(), task.settings, task.folder, task.run)
        gc.collect()
        gc.freeze()  # the collector must not touch, and so copy, the pages that workers share
        # The heaviest first, so that no worker is left alone with a heavy one at the end.
        waiting = deque(sorted(batches, key=lambda batch: batch.bytes, reverse=True))
        hands = [_start(worker) for _ in range(min(self._workers, len(batches)))]
        try:
            self._share_out(task, worker, waiting, hands, listener=listener)
        finally:
            for hand in hands:
                _end(hand)
            gc.unfreeze()

    def _share_out(
        self,
        task: Task,
        worker: BatchWorker,
        waiting: deque[Batch],
        hands: list[_Hand],
        *,
        listener: Listener,
    ) -> None:
        while True:
            for hand in hands:
                if hand.batch is None and waiting:
                    _hand_over(hand, waiting.popleft())
            busy = [hand for hand in hands if hand.batch is not None]
            if not busy:
                return
            for link in wait([hand.link for hand in busy], timeout=_TICK_SECONDS):
                hand = next(hand for hand in busy if hand.link is link)
                if not _hear(hand, listener):
                    self._bury(task, hand, waiting, listener)
                    hands.remove(hand)
                    hands.append(_start(worker))

    def _bury(self, task: Task, hand: _Hand, waiting: deque[Batch], listener: Listener) -> None:
        batch = hand.batch
        _end(hand)
        if batch is None:
            return
        self._deaths[batch.id] += 1
        if self._deaths[batch.id] > len(batch.files) * task.settings.attempts + _SPARE_DEATHS:
            raise AuditError("审查程序反复异常终止，无法继续。请检查内存和磁盘空间，然后加 --resume 重新运行")
        waiting.appendleft(batch)
        listener(WorkerLost(batch=batch.id))


def _start(worker: BatchWorker) -> _Hand:
    ours, theirs = _FORK.Pipe()
    process = _FORK.Process(target=_serve, args=(worker, theirs, ours, os.getpid()), daemon=False)
    process.start()
    theirs.close()
    return _Hand(process=process, link=ours)


def _end(hand: _Hand) -> None:
    """End a worker: an idle one by itself, so that its child that reads ends too; a busy one at once."""
    hand.link.close()
    if hand.batch is None:
        hand.process.join(_FAREWELL_SECONDS)
    if hand.process.is_alive():
        hand.process.kill()
    hand.process.join()


def _hand_over(hand: _Hand, batch: Batch) -> None:
    hand.batch = batch
    with contextlib.suppress(OSError):  # a worker that is dead already is noticed when it is heard
        hand.link.send(batch)


def _hear(hand: _Hand, listener: Listener) -> bool:
    """Take one message; False where the worker has died."""
    try:
        event = hand.link.recv()
    except (EOFError, OSError):
        return False
    if isinstance(event, CannotWrite):
        raise AuditError(
            f"无法写入审查结果（{event.reason}）。请检查磁盘空间和权限，然后加 --resume 重新运行"
        )
    if isinstance(event, BatchDone):
        hand.batch = None
    listener(event)
    return True


def _serve(worker: BatchWorker, link: Connection, others_end: Connection, parent: int) -> None:
    """The life of a worker: batches in, events out, until the parent closes or dies."""
    others_end.close()
    _die_with(parent)
    # Ctrl-C reaches the whole group: the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        while True:
            batch = link.recv()
            worker.do(batch, link.send)
            link.send(BatchDone(id=batch.id))
    except (EOFError, ConnectionError):
        pass  # the parent has closed or died
    except OSError as error:
        link.send(CannotWrite(reason=error.strerror or type(error).__name__))
    finally:
        close_children()


def _die_with(parent: int) -> None:
    """Let the kernel end this process when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
