"""Deciding findings: one, many at once, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.roles import Actor
from api.jobs.earlier import has_lapsed
from api.problems import Problem
from api.store.audit_log import Act, log_act
from api.store.base import new_id, utc_now
from api.store.reviews import StoredDecision, StoredFinding, StoredReview
from api.webhooks.outbox import announce
from reviewer.decision import Verdict
from reviewer.exporters.decided import VERDICTS

_CHANGED_SINCE = "此后又有改动"
# What a decision changes on a finding, and what undoing it restores.
_FIELDS = (
    "verdict",
    "reason",
    "reason_code",
    "until",
    "decided_by",
    "decider",
    "decided_at",
    "carried",
    "ask_again",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is decided. ``verdict`` None takes a decision back."""

    verdict: Verdict | None
    reason: str = ""
    reason_code: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A finding that an act left as it is, and why: a code for programs, words for people."""

    finding: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an act did: its number for undoing, what it changed, what it passed over and why."""

    batch: str
    changed: tuple[str, ...]
    skipped: tuple[PassedOver, ...] = ()


def refuse_signed(review: StoredReview) -> None:
    """What was signed off stays as it is until the sign-off is withdrawn.

    Raises:
        Problem: 409.
    """
    if review.signed_at is not None:
        detail = f"本次审查已由{review.signer}签发，不能再改；确需修改的，请先撤回签发"
        raise Problem(HTTPStatus.CONFLICT, "signed_off", detail)


def decide(session: Session, actor: Actor, findings: Iterable[StoredFinding], ruling: Ruling) -> Outcome:
    """Decide findings, which the caller has locked, in one act."""
    batch, now = new_id(), utc_now()
    changed = []
    for finding in findings:
        before = _state(finding)
        finding.verdict = ruling.verdict.value if ruling.verdict else None
        finding.reason, finding.reason_code = ruling.reason, ruling.reason_code
        finding.until = ruling.until if ruling.verdict is Verdict.EXEMPTED else None
        finding.decided_by, finding.decider = actor.id, actor.name if ruling.verdict else ""
        finding.decided_at = now if ruling.verdict else None
        finding.carried = finding.ask_again = False
        finding.revision += 1
        session.add(_record(finding, before, batch, actor, now))
        changed.append(finding.id)
    outcome = Outcome(batch=batch, changed=tuple(changed))
    _log(session, actor, "finding.decided", outcome, ruling.verdict)
    return outcome


def decide_many(
    session: Session,
    actor: Actor,
    findings: Iterable[StoredFinding],
    ruling: Ruling,
    *,
    overwrite: bool,
    today: date,
    ignored: Mapping[int, str] = MappingProxyType({}),
) -> Outcome:
    """Decide findings in one act; what is decided or ignored already is passed over unless ``overwrite``.

    An exemption that is over decides nothing any more: such a finding is open. ``ignored`` says by the place
    of a finding in its report why it is not reported.
    """
    chosen, skipped = [], []
    for finding in findings:
        if finding.verdict is not None and not overwrite and not has_lapsed(finding, today):
            skipped.append(_decided_already(finding))
        elif finding.ordinal in ignored and not overwrite:
            reason = ignored[finding.ordinal]
            skipped.append(PassedOver(finding=finding.id, code="ignored", reason=reason))
        else:
            chosen.append(finding)
    done = decide(session, actor, chosen, ruling)
    return Outcome(batch=done.batch, changed=done.changed, skipped=tuple(skipped))


def _decided_already(finding: StoredFinding) -> PassedOver:
    verdict = VERDICTS[Verdict(finding.verdict or "")]
    who = f"，{finding.decider}" if finding.decider else ""
    return PassedOver(finding=finding.id, code="decided", reason=f"已有决定：{verdict}{who}")


def undo(session: Session, actor: Actor, review_id: str, batch: str) -> Outcome:
    """Take back an act; a finding that was changed since is passed over.

    Raises:
        Problem: 404, there is no such act on this review, or it was undone.
    """
    query = (
        select(StoredDecision, StoredFinding)
        .join(StoredFinding, StoredFinding.id == StoredDecision.finding_id)
        .where(
            StoredDecision.batch == batch,
            StoredDecision.undone_at.is_(None),
            StoredFinding.review_id == review_id,
        )
        .order_by(StoredFinding.ordinal)
        .with_for_update()
    )
    rows = session.execute(query).all()
    if not rows:
        raise Problem(HTTPStatus.NOT_FOUND, "no_batch", "没有可以撤销的这次操作")
    restored, skipped = [], []
    for decision, finding in rows:
        if finding.revision != decision.revision:
            skipped.append(PassedOver(finding=finding.id, code="changed_since", reason=_CHANGED_SINCE))
            continue
        _restore(finding, decision.before)
        decision.undone_at = utc_now()
        restored.append(finding.id)
    outcome = Outcome(batch=batch, changed=tuple(restored), skipped=tuple(skipped))
    _log(session, actor, "finding.undone", outcome, None)
    return outcome


def _state(finding: StoredFinding) -> dict[str, Any]:
    values = {name: getattr(finding, name) for name in _FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _restore(finding: StoredFinding, before: dict[str, Any]) -> None:
    for name in _FIELDS:
        setattr(finding, name, before[name])
    finding.until = date.fromisoformat(before["until"]) if before["until"] else None
    finding.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None
    finding.revision += 1


def _record(
    finding: StoredFinding, before: dict[str, Any], batch: str, actor: Actor, now: datetime
) -> StoredDecision:
    return StoredDecision(
        batch=batch,
        finding_id=finding.id,
        before=before,
        verdict=finding.verdict,
        reason=finding.reason,
        reason_code=finding.reason_code,
        until=finding.until,
        revision=finding.revision,
        decided_by=actor.id,
        decider=actor.name,
        decided_at=now,
    )


def _log(session: Session, actor: Actor, act: str, outcome: Outcome, verdict: Verdict | None) -> None:
    if not outcome.changed:
        return
    first, several = outcome.changed[0], len(outcome.changed) > 1
    subject = f"review:{first.rpartition('.')[0]}" if several else f"finding:{first}"
    details = {
        "verdict": verdict and verdict.value,
        "batch": outcome.batch,
        "findings": list(outcome.changed),
    }
    announce(session, "finding.decided", {"subject": subject, **details})
    log_act(session, Act(act=act, subject=subject, actor_id=actor.id, actor=actor.name, details=details))
