"""The job ``webhook``: send one message; try again later where it was not taken."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.jobs.bench import JobKind, Workbench
from api.jobs.queue import Claim, postpone, settle
from api.store.jobs import JobState
from api.store.webhooks import Delivery, DeliveryState
from api.webhooks.outbox import deliver


def _run(bench: Workbench, held: Claim) -> None:
    attempt = deliver(bench.database, held.subject, bench.settings.webhook_hosts)
    with bench.database.writing() as session:
        if attempt.again_at is None:
            settle(session, held, JobState.DONE)
        else:
            postpone(session, held, attempt.again_at)


def _park(session: Session, held: Claim, reason: str) -> None:
    given_up = {"state": DeliveryState.GIVEN_UP.value, "problem": reason[:300]}
    session.execute(update(Delivery).where(Delivery.id == held.subject).values(**given_up))


KIND = JobKind(run=_run, park=_park)
