"""The parent of the worker processes: loads the rules once, forks, and forks anew what has ended.

It runs no threads, so that its forks are sound. Its children get rules, catalogue and models as
they lie in memory, and end when it ends, however that happens.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import signal
import sys
import time
from dataclasses import dataclass, field, replace
from typing import NoReturn

import structlog
from sqlalchemy.exc import DBAPIError

from api.jobs.bench import Workbench
from api.jobs.identity import worker_name
from api.jobs.queue import Ending, bury, bury_ended
from api.jobs.settings import WorkSettings
from api.jobs.worker import END, RELOAD, WAKE, WorkerProcess
from api.logs import configure_logs
from api.rulesets.loading import LoadedRules, LoadOptions, load_current
from api.rulesets.releases import current_number
from api.store.database import Database
from api.store.files import FileStore
from reviewer.errors import ReviewError
from reviewer.extraction.text import document_from_text
from reviewer.review import review

READY = b"ready\n"
_TICK_SECONDS = 5.0
_GRACE_SECONDS = 20.0
_SHORT_LIFE_SECONDS = 2.0
_PR_SET_PDEATHSIG = 1
_SAMPLE = (
    "某县促进工业发展若干措施\n"
    "第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。\n"
    "第二条 依照《中华人民共和国行政处罚法》第一条的规定，申请人应当提交身份证明。\n"
    "第三条 本措施自发布之日起施行，有效期三年。\n"
)
_log = structlog.get_logger(__name__)
_SIGNALS = {signal.SIGKILL: "被系统强行终止，可能是内存不足", signal.SIGSEGV: "崩溃"}


@dataclass(slots=True)
class _Child:
    name: str
    control: int
    born: float = field(default_factory=time.monotonic)


class Supervisor:
    """Keeps so many workers alive.

    Args:
        settings: What they are told.
        control: Descriptor on which the service sends `WAKE` and `END`; its closing means that the
            service is gone. None where there is no service beside it.
        notices: Descriptor on which workers tell the service what has happened; None for nobody.
    """

    def __init__(
        self, settings: WorkSettings, *, control: int | None = None, notices: int | None = None
    ) -> None:
        self._settings = settings
        self._control = control
        self._notices = notices
        self._children: dict[int, _Child] = {}
        self._ending = False
        self._signals, self._signalled = os.pipe()
        self._rules: LoadedRules | None = None
        self._looked_at = 0.0

    def run(self) -> None:
        """Work until told to end."""
        with self._database() as database:
            self._rules = self._load(database)
            bury_ended(database)
        self._heed_signals()
        for _ in range(self._settings.workers):
            self._fork()
        if self._notices is not None:
            os.write(self._notices, READY)
        while not self._ending:
            self._wait()
            self._reap()
            if time.monotonic() - self._looked_at >= _TICK_SECONDS:
                self._look_for_rules()
        self._end_children()

    def _load(self, database: Database) -> LoadedRules:
        options = LoadOptions(today=self._settings.today, classifiers=self._settings.classifiers)
        loaded = load_current(database, options)
        # What is only made when it is first needed is made here once, and shared by all workers.
        review(document_from_text(_SAMPLE, "样本"), loaded.context)
        gc.unfreeze()
        gc.collect()
        gc.freeze()  # what all share is not walked, and so not copied, in each worker
        return loaded

    def _look_for_rules(self) -> None:
        """Where other rules are in force, load them; workers finish what they do and give way to new ones.

        What cannot be loaded leaves the rules as they are: documents are reviewed all the same.
        """
        assert self._rules is not None  # noqa: S101  loaded before the first fork
        self._looked_at = time.monotonic()
        try:
            with self._database() as database:
                with database.reading() as session:
                    number = current_number(session)
                if number == self._rules.state.number:
                    return
                try:
                    self._rules = self._load(database)
                except ReviewError as error:
                    _log.error("rules not loaded", error=str(error))
                    state = replace(self._rules.state, number=number)
                    self._rules = replace(self._rules, state=state)
        except DBAPIError as error:  # the database is away for a while
            _log.warning("cannot look for rules", error=type(error).__name__)
            return
        self._tell(END)

    def _database(self) -> contextlib.closing[Database]:
        """A database of its own for each use: no connection may be open when a worker is forked."""
        return contextlib.closing(Database(self._settings.database_url, pool_size=1))

    def _heed_signals(self) -> None:
        for end in (self._signals, self._signalled):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._signalled, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_end)

    def _told_to_end(self, *_: object) -> None:
        self._ending = True

    def _wait(self) -> None:
        """For a signal, a word from the service, or a while."""
        sources = [self._signals] + ([] if self._control is None else [self._control])
        ready, _, _ = select.select(sources, [], [], _TICK_SECONDS)
        if self._signals in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._signals, 4096)
        if self._control in ready and self._control is not None:
            told = os.read(self._control, 4096)
            if not told:
                self._die_with_service()
            self._ending = self._ending or END in told
            if RELOAD in told:
                self._look_for_rules()
            self._tell(WAKE)

    def _tell(self, word: bytes) -> None:
        for child in self._children.values():
            with contextlib.suppress(BlockingIOError, BrokenPipeError):
                os.write(child.control, word)

    def _fork(self) -> None:
        source, target = os.pipe()
        os.set_blocking(target, False)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            os.close(target)
            self._become_worker(parent, source)
        os.close(source)
        self._children[pid] = _Child(name=worker_name(pid), control=target)

    def _become_worker(self, parent: int, control: int) -> NoReturn:
        """In the child: never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
            for child in self._children.values():
                os.close(child.control)
            WorkerProcess(self._bench(), worker_name(os.getpid()), control).run()
            code = 0
        except BaseException as error:  # noqa: BLE001  the parent's program must not go on in the child
            print(f"worker ended: {type(error).__name__}", file=sys.stderr)  # noqa: T201
        finally:
            os._exit(code)

    def _bench(self) -> Workbench:
        assert self._rules is not None  # noqa: S101  loaded before the first fork
        return Workbench(
            database=Database(self._settings.database_url, pool_size=2),
            files=FileStore(self._settings.files_url),
            context=self._rules.context,
            settings=self._settings,
            release=self._rules.state.number,
            notices=self._notices,
        )

    def _reap(self) -> None:
        """Take note of what has ended, free its job, put a new worker in its place."""
        ended = _ended()
        if ended and not self._ending:
            self._look_for_rules()  # that may be why: whoever follows is forked with the rules in force
        for pid, status in ended:
            child = self._children.pop(pid, None)
            if child is None:
                continue
            os.close(child.control)
            self._bury(child, status)
            if not self._ending:
                if time.monotonic() - child.born < _SHORT_LIFE_SECONDS:
                    time.sleep(0.2)  # something is wrong with all of them: no storm of forks
                self._fork()

    def _bury(self, child: _Child, status: int) -> None:
        with self._database() as database:
            freed = bury(database, child.name, Ending(reason=_words(status)))
        if freed:
            self._tell(WAKE)

    def _end_children(self) -> None:
        """Let each finish its job; who does not in time is ended, and its job goes back untouched."""
        self._tell(END)
        deadline = time.monotonic() + _GRACE_SECONDS
        while self._children and time.monotonic() < deadline:
            select.select([self._signals], [], [], 0.1)
            for pid, _ in _ended():
                self._forget(pid)
        for pid in list(self._children):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self._forget(pid)

    def _forget(self, pid: int) -> None:
        child = self._children.pop(pid, None)
        if child is not None:
            with self._database() as database:
                bury(database, child.name, Ending(asked=True))

    def _die_with_service(self) -> NoReturn:
        """The service was killed: the workers too, at once. What they held is freed at the next start."""
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        os._exit(1)


def main() -> None:
    """The program of the process that the service starts: settings come on the first line of its input."""
    control, notices = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not get among the notices
    with os.fdopen(os.dup(control), "rb", buffering=0) as stream:
        settings = WorkSettings.from_line(_first_line(stream.fileno()))
    configure_logs(settings.log_level)
    Supervisor(settings, control=control, notices=notices).run()


def _first_line(source: int) -> bytes:
    line = bytearray()
    while not line.endswith(b"\n"):
        read = os.read(source, 1)
        if not read:
            raise SystemExit(1)
        line += read
    return bytes(line)


def _ended() -> list[tuple[int, int]]:
    ended = []
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended.append(found)
    return ended


def _words(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return _SIGNALS.get(signal.Signals(number), f"因信号 {number} 终止")
    return f"异常退出（代码 {os.WEXITSTATUS(status)}）"
