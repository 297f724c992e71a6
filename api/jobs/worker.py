"""One worker process: takes jobs one after the other until it is told to end or its parent is gone."""

from __future__ import annotations

import os
import select
import threading
import time
from datetime import timedelta

import psutil
import structlog
from sqlalchemy.exc import DBAPIError, OperationalError

from api.jobs.bench import Workbench, load_kind
from api.jobs.queue import Claim, claim, extend, postpone, settle
from api.rulesets.releases import current_number
from api.store.base import utc_now
from api.store.faults import is_storage_fault
from api.store.jobs import JobState, Worker
from reviewer.extraction.child import warm

WAKE, END, RELOAD = b"w", b"q", b"r"
# A worker that a large document has swollen is replaced by a fresh one after it.
_KEPT_BYTES = 500 << 20
_TICK_SECONDS = 1.0
_BEATS_PER_LEASE = 5

_log = structlog.get_logger(__name__)


class WorkerProcess:
    """Takes jobs.

    Args:
        bench: What they are done with.
        name: Of this worker, from `api.jobs.identity.worker_name`.
        control: Descriptor of a pipe: `WAKE` = look for work, `END` or its closing = end after this job.
    """

    def __init__(self, bench: Workbench, name: str, control: int) -> None:
        self._bench = bench
        self._name = name
        self._control = control
        self._lease = timedelta(seconds=bench.settings.lease_seconds)
        self._watch = _Watch(bench, name)

    def run(self) -> None:
        """Work until told to end."""
        warm()
        self._watch.start()
        while not self._told_to_end(0):
            try:
                if self._is_outdated():
                    return  # the supervisor loads the rules in force, and forks anew
                held = claim(self._bench.database, self._name, self._lease)
            except DBAPIError as error:  # the database is away for a while
                _log.warning("cannot claim", error=type(error).__name__)
                held = None
            if held is not None:
                if self._do_or_give_back(held):
                    return
                if psutil.Process().memory_info().rss > _KEPT_BYTES:
                    return
            elif self._told_to_end(self._bench.settings.poll_seconds):
                return

    def _is_outdated(self) -> bool:
        """Whether other rules are in force than this worker was forked with: no job is done with old ones."""
        with self._bench.database.reading() as session:
            return current_number(session) != self._bench.release

    def _do_or_give_back(self, held: Claim) -> bool:
        """Do a job; where the store fails it goes back without blame. Gives whether told to end."""
        try:
            self._do(held)
        except (OperationalError, OSError) as error:
            self._watch.hold(None)
            if not is_storage_fault(error):
                raise
            _log.warning("cannot store", kind=held.kind, error=type(error).__name__)
            return self._give_back(held)
        return False

    def _give_back(self, held: Claim) -> bool:
        """Put a job back as if never taken, as soon as the database can be written."""
        seconds = self._bench.settings.poll_seconds
        while True:
            try:
                with self._bench.database.writing() as session:
                    postpone(session, held, utc_now() + timedelta(seconds=seconds))
            except DBAPIError:
                if self._told_to_end(seconds):
                    return True
            else:
                return False

    def _do(self, held: Claim) -> None:
        began = time.monotonic()
        kind = load_kind(held.kind)
        if held.spent:
            park(self._bench, held, _why(held))
        else:
            self._watch.hold(held)
            kind.run(self._bench, held)
            self._watch.hold(None)
        _log.info(
            "job ended", kind=held.kind, attempt=held.attempts, seconds=round(time.monotonic() - began, 3)
        )

    def _told_to_end(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._control], [], [], seconds)
        if not ready:
            return False
        told = os.read(self._control, 4096)
        return not told or END in told


def park(bench: Workbench, held: Claim, reason: str) -> None:
    """Set a job aside with its reason."""
    with bench.database.writing() as session:
        if settle(session, held, JobState.PARKED, reason):
            load_kind(held.kind).park(session, held, reason)
    bench.notify(f"{held.kind}:{held.subject}")


def _why(held: Claim) -> str:
    times = max(held.deaths, held.attempts - 1)
    return f"处理该文件的进程 {times} 次异常终止（最近一次：{held.reason or '随服务一同终止'}）"


class _Watch(threading.Thread):
    """Beats for the worker and its job, and ends the process where the job passes its limits."""

    def __init__(self, bench: Workbench, name: str) -> None:
        super().__init__(daemon=True, name="watch")
        self._bench = bench
        self._name = name
        self._lease = timedelta(seconds=bench.settings.lease_seconds)
        self._held: tuple[Claim, float] | None = None

    def hold(self, held: Claim | None) -> None:
        """From now on this job is watched."""
        self._held = None if held is None else (held, time.monotonic())

    def run(self) -> None:
        """Beat until the process ends."""
        next_beat = 0.0
        while True:
            now = time.monotonic()
            if now >= next_beat:
                next_beat = now + self._lease.total_seconds() / _BEATS_PER_LEASE
                try:
                    self._beat()
                except DBAPIError as error:
                    _log.warning("cannot beat", error=type(error).__name__)
            self._check_limits(now)
            time.sleep(_TICK_SECONDS)

    def _beat(self) -> None:
        with self._bench.database.writing() as session:
            session.merge(Worker(name=self._name, heartbeat_at=utc_now()))
        watched = self._held
        if watched is not None:
            extend(self._bench.database, watched[0], self._lease)

    def _check_limits(self, now: float) -> None:
        watched = self._held
        if watched is None:
            return
        settings = self._bench.settings
        if now - watched[1] > settings.job_seconds:
            self._give_up(watched[0], f"审查用时超过上限 {settings.job_seconds:g} 秒")
        elif psutil.Process().memory_info().rss > settings.limits.memory_bytes:
            self._give_up(watched[0], f"审查所需内存超过上限 {settings.limits.memory_bytes >> 20} MB")

    def _give_up(self, held: Claim, reason: str) -> None:
        """A limit would be passed the next time too: parked at once, and this process ends with it."""
        park(self._bench, held, reason)
        os._exit(1)
