"""The jobs ``retention`` and ``erase_file``: what is no longer to be kept is made gone."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.jobs.bench import JobKind, Workbench
from api.jobs.queue import Claim, settle
from api.retention.carry_out import carry_out
from api.retention.erase import ERASE_FILE, erase_file, scrub
from api.store.base import utc_now
from api.store.jobs import JobState


def _run(bench: Workbench, held: Claim) -> None:
    if held.kind == ERASE_FILE:
        erase_file(bench.database, bench.files, held.subject)
        if bench.database.is_sqlite:  # what was erased with the file still stands in its log
            scrub(bench.database)
    else:
        carry_out(bench.database, bench.files, utc_now())
    with bench.database.writing() as session:
        settle(session, held, JobState.DONE)


def _park(session: Session, held: Claim, reason: str) -> None:
    """Nobody waits for it: the job's own reason says why."""


KIND = JobKind(run=_run, park=_park)
