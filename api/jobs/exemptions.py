"""The job ``exemptions``: exceptions (例外) that are over reopen their finding; those that end soon are told.

What shows a finding looks at the last day by itself; the job makes the reopening an act of the record,
so that lists, webhooks and the audit log have it too.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api.jobs.bench import JobKind, Workbench
from api.jobs.queue import Claim, settle
from api.store.audit_log import Act, log_act
from api.store.base import utc_now
from api.store.database import Database
from api.store.jobs import Job, JobState
from api.store.reviews import Exemption, ExemptionState, StoredFinding, StoredReview
from api.webhooks.outbox import announce
from reviewer.decision import Verdict

EXEMPTIONS = "exemptions"
REMINDED_BEFORE = timedelta(days=30)
_LAPSED = "例外到期"


def enqueue_due(database: Database, today: date) -> bool:
    """Queue the run of a day, once, however many services ask; False where it is queued already."""
    with database.writing() as session:
        subject = today.isoformat()
        if session.scalar(select(exists().where(Job.kind == EXEMPTIONS, Job.subject == subject))):
            return False
        session.add(Job(kind=EXEMPTIONS, subject=subject))
    return True


def reopen_lapsed(session: Session, today: date) -> tuple[str, ...]:
    """Open the findings whose exception is over, to be decided again; their ids.

    What was signed off stays as it was signed; its exception lapses all the same, and the home page
    asks for a new look.
    """
    query = (
        select(StoredFinding)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .where(
            StoredFinding.verdict == Verdict.EXEMPTED.value,
            StoredFinding.until < today,
            StoredReview.signed_at.is_(None),
        )
        .order_by(StoredFinding.id)
        .with_for_update(of=StoredFinding)
    )
    reopened = [_reopen(finding) for finding in session.scalars(query)]
    over = select(Exemption).where(Exemption.state == ExemptionState.GRANTED.value, Exemption.until < today)
    for exemption in session.scalars(over.order_by(Exemption.id).with_for_update()):
        exemption.state = ExemptionState.LAPSED.value
        told = {"exemption": exemption.id, "finding": exemption.finding_id}
        announce(session, "exemption.lapsed", told)
        reopened_here = exemption.finding_id in reopened
        details = {"finding": exemption.finding_id, "reopened": reopened_here}
        log_act(session, Act(act="exemption.lapsed", subject=f"exemption:{exemption.id}", details=details))
    return tuple(reopened)


def remind(session: Session, today: date) -> tuple[str, ...]:
    """Tell once of each exception that ends within thirty days; their ids."""
    soon = (
        select(Exemption)
        .where(
            Exemption.state == ExemptionState.GRANTED.value,
            Exemption.reminded_at.is_(None),
            Exemption.until >= today,
            Exemption.until <= today + REMINDED_BEFORE,
        )
        .order_by(Exemption.id)
        .with_for_update()
    )
    told = []
    for exemption in session.scalars(soon):
        exemption.reminded_at = utc_now()
        until = exemption.until.isoformat() if exemption.until else None
        data = {"exemption": exemption.id, "finding": exemption.finding_id, "until": until}
        announce(session, "exemption.ending", data)
        told.append(exemption.id)
    return tuple(told)


def _reopen(finding: StoredFinding) -> str:
    """As open as before the exception, with what was decided kept to be seen."""
    finding.earlier = {
        "verdict": finding.verdict,
        "reason": "，".join(filter(None, (_LAPSED, finding.reason))),
        "decider": finding.decider,
        "decided_at": finding.decided_at.isoformat() if finding.decided_at else None,
    }
    finding.verdict, finding.reason, finding.reason_code = None, "", None
    finding.until, finding.decided_by, finding.decider, finding.decided_at = None, None, "", None
    finding.carried, finding.ask_again = False, True
    finding.revision += 1
    return finding.id


def _run(bench: Workbench, held: Claim) -> None:
    today = bench.settings.today or date.today()
    with bench.database.writing() as session:
        remind(session, today)
        reopen_lapsed(session, today)
        settle(session, held, JobState.DONE)


def _park(session: Session, held: Claim, reason: str) -> None:
    """Nobody waits for it: the job's own reason says why."""


KIND = JobKind(run=_run, park=_park)
