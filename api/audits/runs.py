"""Starts, stops and resumes audits; says where each stands.

Each runs as a process of its own, which holds the lock on its folder of results: whether it
runs is read from that lock, so it does not matter which process of the service started it, or
whether the service was restarted meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.roles import Actor
from api.audits.orders import RULES_IN_FORCE, AuditOrder, command_line
from api.problems import Problem
from api.rulesets.loading import LoadedRules
from api.store.audit_log import Act, log_act
from api.store.base import new_id, utc_now
from api.store.database import Database
from api.store.jobs import AuditRun, JobState
from api.webhooks.outbox import announce
from corpora.audit.progress import ProgressState, read_progress
from corpora.audit.settings import AuditFolder

STOPPED = "stopped"
_ENDED = frozenset({JobState.DONE.value, JobState.FAILED.value, STOPPED})
_GOOD_CODES = frozenset({0, 3})
_STOPPED_CODES = frozenset({130, -signal.SIGTERM, -signal.SIGINT, -signal.SIGKILL})
_ERROR_CHARACTERS = 500
_ERRORS = "_errors.txt"


class Audits:
    """The audits of one service.

    Args:
        database: The store.
        data_folder: Holds a folder of results for each audit.
        rules: The rules in force, which an audit keeps to its end.
    """

    def __init__(self, database: Database, data_folder: Path, rules: LoadedRules) -> None:
        self._database, self._root, self._rules = database, data_folder / "audits", rules

    def folder(self, audit_id: str) -> AuditFolder:
        """Where the results of an audit lie."""
        return AuditFolder(path=self._root / audit_id)

    def start(self, order: AuditOrder, actor: Actor) -> str:
        """Begin an audit; gives its id."""
        with self._database.writing() as session:
            run = AuditRun(
                id=new_id(),
                name=order.name or Path(order.source).name or order.source,
                source=order.source,
                options=order.options(),
                state=JobState.RUNNING.value,
                created_by=actor.id,
            )
            session.add(run)
            log_act(session, _act("audit.started", run.id, actor))
            audit_id = run.id
        self._rules.write(self._out(audit_id) / RULES_IN_FORCE)
        self._launch(audit_id, command_line(order.source, self._out(audit_id), order.options(), resume=False))
        return audit_id

    def resume(self, audit_id: str, actor: Actor) -> None:
        """Go on where it stopped.

        Raises:
            Problem: 404, there is none; 409, it runs.
        """
        with self._database.writing() as session:
            run = self._settled(session, audit_id)
            if run.state not in _ENDED:
                raise Problem(HTTPStatus.CONFLICT, "audit_runs", "这项批量审查正在进行，不必继续")
            run.state, run.error, run.finished_at = JobState.RUNNING.value, None, None
            log_act(session, _act("audit.resumed", audit_id, actor))
            resume = self.folder(audit_id).plan.exists()
            command = command_line(run.source, self._out(audit_id), run.options, resume=resume)
        self._launch(audit_id, command)

    def stop(self, audit_id: str, actor: Actor) -> None:
        """End its process; what is done stays.

        Raises:
            Problem: 404, there is none; 409, it does not run.
        """
        with self._database.writing() as session:
            run = self._settled(session, audit_id)
            if run.state in _ENDED:
                raise Problem(HTTPStatus.CONFLICT, "audit_ended", "这项批量审查已经结束")
            log_act(session, _act("audit.stopped", audit_id, actor))
        holder = _lock_holder(self.folder(audit_id))
        if holder:
            with contextlib.suppress(ProcessLookupError):
                os.kill(holder, signal.SIGTERM)

    def find(self, audit_id: str) -> AuditRun:
        """The audit of an id, with its state as it is now.

        Raises:
            Problem: 404, there is none.
        """
        with self._database.writing() as session:
            run = self._settled(session, audit_id)
            session.flush()
            session.refresh(run)
            session.expunge(run)
            return run

    def latest(self, before: int, count: int) -> Sequence[AuditRun]:
        """Audits before a sequence number, newest first."""
        with self._database.writing() as session:
            query = select(AuditRun).where(AuditRun.sequence < before).order_by(AuditRun.sequence.desc())
            runs = session.scalars(query.limit(count)).all()
            for run in runs:
                self._settle(run)
            session.flush()
            for run in runs:
                session.refresh(run)
                session.expunge(run)
            return runs

    def progress(self, audit_id: str) -> ProgressState | None:
        """How far it is; None before it has listed its files."""
        return read_progress(self.folder(audit_id).progress)

    def _out(self, audit_id: str) -> Path:
        return self.folder(audit_id).path

    def _launch(self, audit_id: str, command: list[str]) -> None:
        out = self._out(audit_id)
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (out / _ERRORS).open("wb") as errors:
            process = subprocess.Popen(  # noqa: S603  our own interpreter and program
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # the end of the service does not end hours of work
            )
        (out / "_process").write_text(str(process.pid), encoding="ascii")
        threading.Thread(target=self._watch, args=(audit_id, process), daemon=True).start()

    def _watch(self, audit_id: str, process: subprocess.Popen[bytes]) -> None:
        code = process.wait()
        with self._database.writing() as session:
            run = session.scalars(select(AuditRun).where(AuditRun.id == audit_id)).one_or_none()
            if run is not None:
                self._end(run, code)
                announce(session, "audit.done", {"audit": audit_id, "state": run.state})

    def _end(self, run: AuditRun, code: int | None) -> None:
        folder = self.folder(run.id)
        run.finished_at = utc_now()
        if code in _GOOD_CODES or (code is None and _whole(folder)):
            run.state, run.summary = JobState.DONE.value, _totals(folder)
        elif code is None or code in _STOPPED_CODES:
            run.state = STOPPED
        else:
            run.state, run.error = JobState.FAILED.value, _last_words(folder)

    def _settled(self, session: Session, audit_id: str) -> AuditRun:
        run = session.scalars(select(AuditRun).where(AuditRun.id == audit_id)).one_or_none()
        if run is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_audit", "没有这项批量审查，或者已不再保存")
        self._settle(run)
        return run

    def _settle(self, run: AuditRun) -> None:
        """An audit whose process is gone, and whose watcher with it, has ended."""
        if run.state not in _ENDED and not _is_alive(self.folder(run.id)):
            self._end(run, None)


def _is_alive(folder: AuditFolder) -> bool:
    """Whether its process holds the lock, or is still on its way to it."""
    if _lock_holder(folder):
        return True
    with contextlib.suppress(OSError, ValueError):
        pid = int((folder.path / "_process").read_text(encoding="ascii"))
        return Path(f"/proc/{pid}/cmdline").read_bytes().find(folder.path.name.encode()) >= 0
    return False


def _lock_holder(folder: AuditFolder) -> int:
    """The process that writes to the folder, 0 where none does."""
    try:
        with folder.lock.open("r", encoding="ascii") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(stream.read() or 0)
    except (OSError, ValueError):
        return 0
    return 0


def _whole(folder: AuditFolder) -> bool:
    state = read_progress(folder.progress)
    return state is not None and state.ended and (folder.path / "dashboard.html").exists()


def _totals(folder: AuditFolder) -> dict[str, object] | None:
    try:
        summary = json.loads((folder.path / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return {**summary["totals"], "complete": summary["complete"], "as_of": summary["as_of"]}


def _last_words(folder: AuditFolder) -> str:
    """Why it failed, as it said itself: messages of the command line hold no document text."""
    try:
        lines = (folder.path / _ERRORS).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    return (
        lines[-1][:_ERROR_CHARACTERS] if lines else "批量审查异常终止，请继续一次；仍然失败的，请联系管理员"
    )


def _act(name: str, audit_id: str, actor: Actor) -> Act:
    return Act(act=name, subject=f"audit:{audit_id}", actor_id=actor.id, actor=actor.name)
