"""What the pages read from the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from api.access import listed_documents
from api.accounts.rights import Reach, Right, reach
from api.accounts.roles import Actor
from api.ignores.standing import entries_of, silenced, words_of
from api.jobs.earlier import has_lapsed
from api.pages.cards import Standing
from api.pages.working_days import Due, due_of
from api.store.documents import Part, StoredDocument, Submission, Version
from api.store.people import User
from api.store.reviews import Comment, Exemption, ExemptionState, ReviewState, StoredFinding, StoredReview
from reviewer.decision import Verdict

_RECENT = 30
_SOON = timedelta(days=30)
_MATERIALS = (Part.DRAFT, Part.EXPLANATION, Part.PRELIMINARY_OPINION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A review in a list; figures are None until it is done."""

    review_id: str
    document_id: str
    name: str
    version: int
    state: str
    incomplete: bool
    open: int | None
    total: int | None
    due: Due | None
    at: datetime
    owner: str
    submission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A line that leads to a finding; ``due`` where it has a last day."""

    address: str
    title: str
    note: str
    due: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts over the documents that somebody may see."""

    documents: int
    open: int
    decided: int
    accepted: int
    incomplete: int
    late: int


def latest_reviews(session: Session, actor: Actor, today: date) -> tuple[ReviewRow, ...]:
    """The latest review of each of the latest documents, newest first."""
    newest = select(func.max(StoredReview.sequence)).group_by(StoredReview.document_id)
    query = (
        _rows_query(today)
        .where(
            StoredReview.sequence.in_(newest),
            listed_documents(actor, Right.LIST_DOCUMENTS),
        )
        .order_by(StoredReview.sequence.desc())
        .limit(_RECENT)
    )
    return tuple(_row(row, today) for row in session.execute(query))


def versions_of(session: Session, document_id: str, today: date) -> tuple[ReviewRow, ...]:
    """The latest review of each version of a document, newest first."""
    newest = select(func.max(StoredReview.sequence)).group_by(StoredReview.version_id)
    query = (
        _rows_query(today)
        .where(StoredReview.document_id == document_id, StoredReview.sequence.in_(newest))
        .order_by(Version.number.desc())
    )
    return tuple(_row(row, today) for row in session.execute(query))


def _rows_query(today: date) -> Select[Any]:
    undecided = or_(StoredFinding.verdict.is_(None), StoredFinding.ask_again) & ~silenced(today)
    counted = (
        select(
            StoredFinding.review_id.label("review_id"),
            func.count().label("total"),
            func.count().filter(undecided).label("open"),
        )
        .group_by(StoredFinding.review_id)
        .subquery()
    )
    return (
        select(
            StoredReview, StoredDocument, Version, Submission.name, User.name, counted.c.open, counted.c.total
        )
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .join(Version, Version.id == StoredReview.version_id)
        .outerjoin(Submission, Submission.id == StoredDocument.submission_id)
        .outerjoin(User, User.id == StoredDocument.owner_id)
        .outerjoin(counted, counted.c.review_id == StoredReview.id)
    )


def _row(row: Sequence[object], today: date) -> ReviewRow:
    review, document, version, submission, owner, undecided, total = row
    assert isinstance(review, StoredReview)  # noqa: S101  # the columns are those of the query
    assert isinstance(document, StoredDocument) and isinstance(version, Version)  # noqa: S101, PT018
    done = review.state == ReviewState.DONE.value
    state = "signed" if review.signed_at is not None else review.state
    return ReviewRow(
        review_id=review.id,
        document_id=document.id,
        name=version.name,
        version=version.number,
        state=state,
        incomplete=review.complete is False,
        open=int(str(undecided or 0)) if done else None,
        total=int(str(total or 0)) if done else None,
        due=None if state == "signed" else due_of(document.due_on, today),
        at=review.created_at,
        owner=str(owner or ""),
        submission=str(submission or ""),
    )


def is_waiting(row: ReviewRow) -> bool:
    """Whether somebody has to do something about it."""
    return row.state not in ("signed", ReviewState.FAILED.value, ReviewState.PARKED.value)


def in_order_of_urgency(rows: Sequence[ReviewRow]) -> tuple[ReviewRow, ...]:
    """What is to be done, the nearest due date first, then what waits longest."""
    waiting = [row for row in rows if is_waiting(row)]
    return tuple(sorted(waiting, key=lambda row: (row.due.on if row.due else date.max, row.at)))


def figures_of(session: Session, actor: Actor, rows: Sequence[ReviewRow], today: date) -> Figures:
    """Counts over all documents of the actor; being late is counted over the rows given."""
    newest = select(func.max(StoredReview.sequence)).group_by(StoredReview.document_id)
    within = listed_documents(actor, Right.READ_FIGURES)
    decided = StoredFinding.verdict.is_not(None) & ~StoredFinding.ask_again
    undecided = ~decided & ~silenced(today)
    accepted = decided & StoredFinding.verdict.in_((Verdict.ACCEPTED.value, Verdict.EXEMPTED.value))
    settled = decided & (StoredFinding.verdict != Verdict.DEFERRED.value)
    query = (
        select(
            func.count().filter(undecided),
            func.count().filter(decided),
            func.count().filter(accepted),
            func.count().filter(settled),
        )
        .select_from(StoredFinding)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(StoredReview.sequence.in_(newest), within)
    )
    waiting, done, right, all_settled = session.execute(query).one()
    documents = session.scalar(select(func.count()).select_from(StoredDocument).where(within)) or 0
    return Figures(
        documents=documents,
        open=waiting,
        decided=done,
        accepted=round(100 * right / all_settled) if all_settled else 0,
        incomplete=sum(row.incomplete for row in rows),
        late=sum(row.due is not None and row.due.late for row in rows),
    )


def exceptions_to_grant(session: Session, actor: Actor) -> tuple[Pointer, ...]:
    """Requests for exceptions that wait for an officer."""
    if reach(actor, Right.DECIDE) is Reach.NONE:
        return ()
    return _exemptions(session, actor, Exemption.state == ExemptionState.ASKED.value)


def exceptions_about_to_end(session: Session, actor: Actor, today: date) -> tuple[Pointer, ...]:
    """Exceptions that end within a month, or are over and wait for a new look at the latest version."""
    newest = select(func.max(StoredReview.sequence)).group_by(StoredReview.document_id)
    granted = Exemption.state == ExemptionState.GRANTED.value
    undecided = or_(StoredFinding.verdict.is_(None), StoredFinding.verdict == Verdict.EXEMPTED.value)
    over = (Exemption.state == ExemptionState.LAPSED.value) & undecided & StoredReview.sequence.in_(newest)
    return _exemptions(session, actor, or_(granted & (Exemption.until <= today + _SOON), over), today)


def _exemptions(
    session: Session, actor: Actor, wanted: ColumnElement[bool], today: date | None = None
) -> tuple[Pointer, ...]:
    query = (
        select(Exemption, StoredFinding, StoredReview.name)
        .join(StoredFinding, StoredFinding.id == Exemption.finding_id)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(wanted, listed_documents(actor, Right.READ_DOCUMENT))
        .order_by(Exemption.until)
        .limit(_RECENT)
    )
    return tuple(
        Pointer(
            address=_address(finding),
            title=str(finding.masked.get("title", finding.rule)),
            note=name if today else f"{name} · {exemption.until.isoformat() if exemption.until else ''}",
            due=due_of(exemption.until, today) if today else None,
        )
        for exemption, finding, name in session.execute(query)
    )


def assigned_to(session: Session, actor: Actor, today: date) -> tuple[Pointer, ...]:
    """Undecided findings that somebody holds."""
    if actor.id is None:
        return ()
    query = (
        select(StoredFinding, StoredReview.name)
        .join(StoredReview, StoredReview.id == StoredFinding.review_id)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(
            StoredFinding.assignee_id == actor.id,
            StoredFinding.verdict.is_(None),
            ~silenced(today),
            StoredDocument.deleted_at.is_(None),
        )
        .limit(_RECENT)
    )
    return tuple(
        Pointer(address=_address(finding), title=str(finding.masked.get("title", finding.rule)), note=name)
        for finding, name in session.execute(query)
    )


def missing_materials(session: Session, document: StoredDocument) -> tuple[Part, ...]:
    """Materials that the submission of a document lacks (实施办法第三十一条); empty outside one."""
    if document.submission_id is None:
        return ()
    query = select(StoredDocument.part).where(
        StoredDocument.submission_id == document.submission_id, StoredDocument.deleted_at.is_(None)
    )
    present = set(session.scalars(query))
    return tuple(part for part in _MATERIALS if part.value not in present)


def standings_of(session: Session, review_id: str, today: date) -> dict[int, tuple[str, Standing]]:
    """Id and standing of each finding, by its 0-based place in the report."""
    query = (
        select(StoredFinding, User.name)
        .outerjoin(User, User.id == StoredFinding.assignee_id)
        .where(StoredFinding.review_id == review_id)
        .order_by(StoredFinding.ordinal)
    )
    within = select(StoredFinding.id).where(StoredFinding.review_id == review_id)
    commented = select(Comment.finding_id, func.count()).where(Comment.finding_id.in_(within))
    counts = session.execute(commented.group_by(Comment.finding_id))
    comments = {row[0]: int(row[1]) for row in counts}
    asked = select(Exemption).where(Exemption.finding_id.in_(within)).order_by(Exemption.asked_at)
    exemptions = {exemption.finding_id: exemption.state for exemption in session.scalars(asked)}
    ignored = entries_of(session, review_id, today)
    return {
        finding.ordinal: (
            finding.id,
            replace(
                _standing(finding, today),
                assignee=assignee or "",
                comments=comments.get(finding.id, 0),
                exception=exemptions.get(finding.id, ""),
                ignored=words_of(ignored[finding.id]) if finding.id in ignored else "",
                ignore_entry=ignored[finding.id].id if finding.id in ignored else "",
            ),
        )
        for finding, assignee in session.execute(query)
    }


def _standing(finding: StoredFinding, today: date) -> Standing:
    """Where a finding stands; an exemption that is over leaves it open, to be decided again."""
    lapsed = has_lapsed(finding, today)
    before = finding.earlier or {}
    earlier = (
        (finding.verdict or "", finding.reason, finding.decider)
        if lapsed
        else tuple(str(before.get(name) or "") for name in ("verdict", "reason", "decider"))
    )
    return Standing(
        verdict=Verdict(finding.verdict) if finding.verdict and not lapsed else None,
        reason="" if lapsed else finding.reason,
        reason_code="" if lapsed else finding.reason_code or "",
        by="" if lapsed else finding.decider,
        at=None if lapsed else finding.decided_at,
        until=finding.until,
        carried=finding.carried,
        ask_again=finding.ask_again or lapsed,
        earlier=earlier[0],
        earlier_words=" · ".join(filter(None, earlier[1:])),
        revision=str(finding.revision),
    )


def precision_of_rules(session: Session) -> dict[str, tuple[int, int]]:
    """For each rule: findings that officers accepted or exempted, and all that they settled."""
    settled = (Verdict.ACCEPTED.value, Verdict.EXEMPTED.value, Verdict.REJECTED.value)
    right = StoredFinding.verdict != Verdict.REJECTED.value
    query = (
        select(StoredFinding.rule, func.count().filter(right), func.count())
        .where(StoredFinding.verdict.in_(settled), ~StoredFinding.carried)
        .group_by(StoredFinding.rule)
    )
    return {rule: (accepted, count) for rule, accepted, count in session.execute(query)}


def _address(finding: StoredFinding) -> str:
    return f"/reviews/{finding.review_id}#f-{finding.ordinal + 1}"
